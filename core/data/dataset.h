#pragma once

#include "data/id_map.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace ncf {

// Dense, 0-based positions in the id maps: what embeddings and matrices are indexed by.
using UserIndex = std::int32_t;
using ItemIndex = std::int32_t;

// An interaction whose rating is not known, in data that has ratings: it was seen, not rated. It
// counts as an interaction, and as nothing where ratings are learned or averaged.
inline constexpr float kUnrated = std::numeric_limits<float>::quiet_NaN();
inline bool isRated(float rating) {
    return !std::isnan(rating);
}

// The time of an interaction that has none, in data that has times. Comes before all others.
inline constexpr std::int64_t kNoTime = std::numeric_limits<std::int64_t>::min();

// One row of a ratings file after its ids were mapped.
struct Interaction {
    UserIndex user = 0;
    ItemIndex item = 0;
    float rating = 1;            // 1 where the file has no ratings, kUnrated where this row has none
    std::int64_t timestamp = 0;  // seconds since 1970; 0 where the file has no timestamps, kNoTime
                                 // where this row has none
};

// What becomes of several rows for one user and item.
enum class RepeatedPairs {
    Latest,  // the latest in time counts; without times, and of equal ones, the last in the file
    First,   // the earliest in time; without times, and of equal ones, the first in the file
    Mean,    // the mean of the ratings, at the latest time
    Sum      // the sum of the ratings, at the latest time: for plays and purchases
};

// A test set that came with the data (the NCF paper's own files), used as it is.
struct SuppliedTest {
    // By user: the held-out item, or -1 for a user without one. The interaction is also part of
    // the dataset; the split takes it out of the training part.
    std::vector<ItemIndex> item;
    // By user: the items it is ranked against. The held-out item itself is never among them.
    std::vector<std::vector<ItemIndex>> negatives;
};

// All interactions of a file, immutable, grouped by user (compressed sparse rows). Within a user
// they stand in the order of time, rows without a timestamp in the order of the file; a (user,
// item) pair occurs once.
class Dataset {
public:
    struct Columns {
        bool ratings = false;
        bool timestamps = false;
    };

    Dataset() = default;
    // `interactions` in the order of the file. Of several rows for a pair one stays; duplicates()
    // says how many went. Mean and Sum leave out what is not rated; a pair without any rating stays
    // kUnrated. Without ratings Mean and Sum are Latest.
    Dataset(IdMap users, IdMap items, std::vector<Interaction> interactions, Columns columns,
            RepeatedPairs repeated = RepeatedPairs::Latest);

    std::size_t userCount() const { return users_.size(); }
    std::size_t itemCount() const { return items_.size(); }
    std::size_t interactionCount() const { return item_.size(); }
    std::size_t duplicates() const { return duplicates_; }
    bool hasRatings() const { return columns_.ratings; }
    bool hasTimestamps() const { return columns_.timestamps; }
    Columns columns() const { return columns_; }

    const IdMap& users() const { return users_; }
    const IdMap& items() const { return items_; }

    // The three are parallel; ratings are all 1 and timestamps all 0 where the file has none. Where
    // it has them, single ratings may be kUnrated and single times kNoTime.
    std::span<const ItemIndex> itemsOf(UserIndex user) const;
    std::span<const float> ratingsOf(UserIndex user) const;
    std::span<const std::int64_t> timestampsOf(UserIndex user) const;

    // Smallest and largest rating; {1, 1} without ratings, or where nothing is rated.
    std::pair<float, float> ratingRange() const;
    // Interactions per item.
    std::vector<std::uint32_t> itemPopularity() const;

    const std::optional<SuppliedTest>& suppliedTest() const { return suppliedTest_; }
    void setSuppliedTest(SuppliedTest test) { suppliedTest_ = std::move(test); }

private:
    void closeGaps(const std::vector<std::size_t>& starts, const std::vector<std::size_t>& kept);

    IdMap users_;
    IdMap items_;
    Columns columns_;
    std::size_t duplicates_ = 0;
    std::vector<std::size_t> offsets_;  // userCount + 1 positions in the columns below
    std::vector<ItemIndex> item_;
    std::vector<float> rating_;
    std::vector<std::int64_t> timestamp_;
    std::optional<SuppliedTest> suppliedTest_;
};

using DatasetPtr = std::shared_ptr<const Dataset>;

}  // namespace ncf
