#include "data/dataset.h"

#include "base/parallel.h"

#include <algorithm>
#include <future>
#include <numeric>

namespace ncf {

Dataset::Dataset(IdMap users, IdMap items, std::vector<Interaction> interactions, Columns columns,
                 RepeatedPairs)
    : users_(std::move(users)), items_(std::move(items)), columns_(columns) {
    // Memory in this amount takes the system as long to provide as the counting below.
    auto columnsMade = std::async(std::launch::async, [&] {
        item_.resize(interactions.size());
        rating_.resize(interactions.size());
        timestamp_.resize(interactions.size());
    });
    // Positions of the interactions by user, in the order of the file.
    std::vector<std::size_t> starts(users_.size() + 1, 0);
    for (const auto& row : interactions) {
        ++starts[static_cast<std::size_t>(row.user) + 1];
    }
    std::partial_sum(starts.begin(), starts.end(), starts.begin());
    std::vector<std::uint32_t> position(interactions.size());
    {
        auto next = starts;
        for (std::size_t i = 0; i < interactions.size(); ++i) {
            position[next[static_cast<std::size_t>(interactions[i].user)]++] =
                static_cast<std::uint32_t>(i);
        }
    }

    columnsMade.get();
    std::vector<std::size_t> kept(users_.size());  // by user: interactions without duplicates
    constexpr std::size_t kLeastUsers = 1000;
    inRanges(users_.size(), kLeastUsers, [&](std::size_t from, std::size_t to) {
        std::vector<std::size_t> lastSeenBy(items_.size(), 0);  // user + 1 that took the item last
        std::vector<std::pair<std::int64_t, std::uint32_t>> order;  // timestamp, place in the file
        for (std::size_t user = from; user < to; ++user) {
            order.clear();
            // Backwards, so that the last row of a pair is met first and stays.
            for (std::size_t at = starts[user + 1]; at > starts[user]; --at) {
                const Interaction& row = interactions[position[at - 1]];
                auto& seenBy = lastSeenBy[static_cast<std::size_t>(row.item)];
                if (seenBy != user + 1) {
                    seenBy = user + 1;
                    order.emplace_back(columns_.timestamps ? row.timestamp : 0, position[at - 1]);
                }
            }
            std::sort(order.begin(), order.end());
            kept[user] = order.size();
            std::size_t at = starts[user];
            for (const auto& [time, place] : order) {
                item_[at] = interactions[place].item;
                rating_[at] = interactions[place].rating;
                timestamp_[at] = interactions[place].timestamp;
                ++at;
            }
        }
    });
    closeGaps(starts, kept);
}

// Moves each user's interactions up to those of the user before, over the places of duplicates.
void Dataset::closeGaps(const std::vector<std::size_t>& starts,
                        const std::vector<std::size_t>& kept) {
    offsets_.assign(1, 0);
    offsets_.reserve(starts.size());
    for (std::size_t user = 0; user < kept.size(); ++user) {
        const std::size_t to = offsets_.back();
        const auto move = [&](auto& column) {
            const auto from = column.begin() + static_cast<std::ptrdiff_t>(starts[user]);
            std::copy(from, from + static_cast<std::ptrdiff_t>(kept[user]),
                      column.begin() + static_cast<std::ptrdiff_t>(to));
        };
        if (to != starts[user]) {
            move(item_);
            move(rating_);
            move(timestamp_);
        }
        offsets_.push_back(to + kept[user]);
    }
    duplicates_ = item_.size() - offsets_.back();
    item_.resize(offsets_.back());
    rating_.resize(offsets_.back());
    timestamp_.resize(offsets_.back());
}

namespace {

template <class T>
std::span<const T> rowOf(const std::vector<T>& column, const std::vector<std::size_t>& offsets,
                         UserIndex user) {
    const auto at = static_cast<std::size_t>(user);
    return {column.data() + offsets[at], offsets[at + 1] - offsets[at]};
}

}  // namespace

std::span<const ItemIndex> Dataset::itemsOf(UserIndex user) const {
    return rowOf(item_, offsets_, user);
}

std::span<const float> Dataset::ratingsOf(UserIndex user) const {
    return rowOf(rating_, offsets_, user);
}

std::span<const std::int64_t> Dataset::timestampsOf(UserIndex user) const {
    return rowOf(timestamp_, offsets_, user);
}

std::pair<float, float> Dataset::ratingRange() const {
    if (rating_.empty()) {
        return {1.0f, 1.0f};
    }
    const auto [low, high] = std::minmax_element(rating_.begin(), rating_.end());
    return {*low, *high};
}

std::vector<std::uint32_t> Dataset::itemPopularity() const {
    std::vector<std::uint32_t> count(items_.size(), 0);
    for (const ItemIndex item : item_) {
        ++count[static_cast<std::size_t>(item)];
    }
    return count;
}

}  // namespace ncf
