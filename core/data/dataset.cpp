#include "data/dataset.h"

#include "base/parallel.h"

#include <algorithm>
#include <future>
#include <numeric>

namespace ncf {

namespace {

// Finds the rows of one user after another that stay, by the rule for repeated pairs. The users'
// rows must come in the order in which they lie, since the memory of earlier users is not cleared.
class KeptRows {
public:
    // A time, and the row's place in the file.
    using Row = std::pair<std::int64_t, std::uint32_t>;

    // Means and sums are written into `interactions`, into the row that stays.
    KeptRows(std::vector<Interaction>& interactions, std::size_t items, Dataset::Columns columns,
             RepeatedPairs repeated)
        : interactions_(interactions),
          timed_(columns.timestamps),
          adds_(columns.ratings &&
                (repeated == RepeatedPairs::Mean || repeated == RepeatedPairs::Sum)),
          repeated_(repeated),
          placeOf_(items, 0) {}

    // `places` of all rows of a user in the file, ascending; `before` is how many rows the users
    // before have. In the order of time, rows without one and of the same time in that of the file.
    // Valid until the next call.
    const std::vector<Row>& of(std::span<const std::uint32_t> places, std::size_t before) {
        rows_.clear();
        totals_.clear();
        // Backwards: of most repeated pairs the row that is met first, the last one, stays.
        for (std::size_t at = places.size(); at > 0; --at) {
            const Interaction& row = interactions_[places[at - 1]];
            const Row timed{timed_ ? row.timestamp : 0, places[at - 1]};
            auto& place = placeOf_[static_cast<std::size_t>(row.item)];
            if (place <= before) {
                rows_.push_back(timed);
                place = before + rows_.size();
                if (adds_) {
                    totals_.emplace_back();
                }
            } else if (auto& kept = rows_[place - before - 1];
                       repeated_ == RepeatedPairs::First ? timed < kept : timed > kept) {
                kept = timed;
            }
            if (adds_ && isRated(row.rating)) {
                auto& total = totals_[place - before - 1];
                total.sum += static_cast<double>(row.rating);
                ++total.count;
            }
        }
        for (std::size_t at = 0; at < totals_.size(); ++at) {
            const auto& [sum, count] = totals_[at];
            interactions_[rows_[at].second].rating =
                count == 0
                    ? kUnrated
                    : static_cast<float>(repeated_ == RepeatedPairs::Sum ? sum : sum / count);
        }
        std::sort(rows_.begin(), rows_.end());
        return rows_;
    }

private:
    struct Total {
        double sum = 0;
        double count = 0;  // of the rated rows
    };

    std::vector<Interaction>& interactions_;
    const bool timed_;
    const bool adds_;
    const RepeatedPairs repeated_;
    // By item: the number of its row in rows_, from 1, above the rows of all users before. What is
    // not above these is of an earlier user.
    std::vector<std::size_t> placeOf_;
    std::vector<Row> rows_;
    std::vector<Total> totals_;  // as rows_, before it is sorted
};

}  // namespace

Dataset::Dataset(IdMap users, IdMap items, std::vector<Interaction> interactions, Columns columns,
                 RepeatedPairs repeated)
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
        KeptRows rows(interactions, items_.size(), columns_, repeated);
        for (std::size_t user = from; user < to; ++user) {
            const auto& order =
                rows.of(std::span(position).subspan(starts[user], starts[user + 1] - starts[user]),
                        starts[user]);
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
    auto low = std::numeric_limits<float>::infinity();
    float high = -low;
    for (const float rating : rating_) {
        // False for what is not rated.
        low = rating < low ? rating : low;
        high = rating > high ? rating : high;
    }
    return low <= high ? std::pair(low, high) : std::pair(1.0f, 1.0f);
}

std::vector<std::uint32_t> Dataset::itemPopularity() const {
    std::vector<std::uint32_t> count(items_.size(), 0);
    for (const ItemIndex item : item_) {
        ++count[static_cast<std::size_t>(item)];
    }
    return count;
}

}  // namespace ncf
