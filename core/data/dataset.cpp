#include "data/dataset.h"

#include <algorithm>
#include <numeric>

namespace ncf {

Dataset::Dataset(IdMap users, IdMap items, std::vector<Interaction> interactions, Columns columns)
    : users_(std::move(users)), items_(std::move(items)), columns_(columns) {
    // Positions of the interactions by user, in the order of the file.
    std::vector<std::size_t> starts(users_.size() + 1, 0);
    for (const auto& row : interactions) {
        ++starts[static_cast<std::size_t>(row.user) + 1];
    }
    std::partial_sum(starts.begin(), starts.end(), starts.begin());
    std::vector<std::size_t> position(interactions.size());
    {
        auto next = starts;
        for (std::size_t i = 0; i < interactions.size(); ++i) {
            position[next[static_cast<std::size_t>(interactions[i].user)]++] = i;
        }
    }

    offsets_.assign(1, 0);
    offsets_.reserve(users_.size() + 1);
    item_.reserve(interactions.size());
    rating_.reserve(interactions.size());
    timestamp_.reserve(interactions.size());
    std::vector<std::size_t> kept;
    std::vector<std::size_t> lastSeenBy(items_.size(), 0);  // user + 1 that took the item last
    for (std::size_t user = 0; user < users_.size(); ++user) {
        kept.clear();
        // Backwards, so that the last row of a pair is met first and stays.
        for (std::size_t at = starts[user + 1]; at > starts[user]; --at) {
            auto& seenBy =
                lastSeenBy[static_cast<std::size_t>(interactions[position[at - 1]].item)];
            if (seenBy == user + 1) {
                ++duplicates_;
            } else {
                seenBy = user + 1;
                kept.push_back(position[at - 1]);
            }
        }
        std::reverse(kept.begin(), kept.end());
        if (columns_.timestamps) {
            std::stable_sort(kept.begin(), kept.end(), [&](std::size_t a, std::size_t b) {
                return interactions[a].timestamp < interactions[b].timestamp;
            });
        }
        for (const std::size_t i : kept) {
            item_.push_back(interactions[i].item);
            rating_.push_back(interactions[i].rating);
            timestamp_.push_back(interactions[i].timestamp);
        }
        offsets_.push_back(item_.size());
    }
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
