#pragma once

#include "data/dataset.h"

#include <span>
#include <vector>

namespace ncf {

// A part of a dataset, immutable, grouped by user. itemsOf() keeps the order in which the
// interactions were given; sortedItemsOf() is in ascending order, for membership tests and masks.
class InteractionSet {
public:
    InteractionSet() = default;
    // A pair may occur once only.
    InteractionSet(std::size_t users, std::span<const Interaction> interactions);

    std::size_t userCount() const { return offsets_.empty() ? 0 : offsets_.size() - 1; }
    std::size_t size() const { return item_.size(); }
    std::span<const ItemIndex> itemsOf(UserIndex user) const;
    std::span<const float> ratingsOf(UserIndex user) const;  // parallel to itemsOf()
    std::span<const ItemIndex> sortedItemsOf(UserIndex user) const;
    bool contains(UserIndex user, ItemIndex item) const;

private:
    std::vector<std::size_t> offsets_;
    std::vector<ItemIndex> item_;
    std::vector<float> rating_;
    std::vector<ItemIndex> sortedItem_;
};

}  // namespace ncf
