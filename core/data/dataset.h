#pragma once

#include "data/id_map.h"

#include <cstdint>
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

// One row of a ratings file after its ids were mapped.
struct Interaction {
    UserIndex user = 0;
    ItemIndex item = 0;
    float rating = 1;            // 1 where the file has no ratings
    std::int64_t timestamp = 0;  // seconds since 1970; 0 where the file has no timestamps
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
    // `interactions` in the order of the file. Of several rows for a pair the last one stays;
    // duplicates() says how many went.
    Dataset(IdMap users, IdMap items, std::vector<Interaction> interactions, Columns columns);

    std::size_t userCount() const { return users_.size(); }
    std::size_t itemCount() const { return items_.size(); }
    std::size_t interactionCount() const { return item_.size(); }
    std::size_t duplicates() const { return duplicates_; }
    bool hasRatings() const { return columns_.ratings; }
    bool hasTimestamps() const { return columns_.timestamps; }
    Columns columns() const { return columns_; }

    const IdMap& users() const { return users_; }
    const IdMap& items() const { return items_; }

    // The three are parallel; ratings are all 1 and timestamps all 0 where the file has none.
    std::span<const ItemIndex> itemsOf(UserIndex user) const;
    std::span<const float> ratingsOf(UserIndex user) const;
    std::span<const std::int64_t> timestampsOf(UserIndex user) const;

    // Smallest and largest rating; {1, 1} without ratings or interactions.
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
