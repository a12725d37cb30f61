#pragma once

#include "store/project.h"

#include <span>
#include <unordered_map>

namespace ncf {

// Where items stand in a list that another list is compared with.
class ListRanks {
public:
    ListRanks() = default;
    explicit ListRanks(std::span<const RecommendationRow> list);

    // From 1; 0 where the item is not in the list.
    int of(ItemIndex item) const;
    // How many of these are in the list, too.
    int shared(std::span<const RecommendationRow> rows) const;

private:
    std::unordered_map<ItemIndex, int> ranks_;
};

}  // namespace ncf
