#pragma once

#include "store/project.h"

#include <string>

namespace ncf {

// Which rows of a recommendation list are shown.
struct ListFilter {
    std::string text;   // part of the title, or of the id where there is none; empty for any
    std::string genre;  // one of the item's, the whole word; empty for any
    // By the items' places by popularity, from 1: those from `popularFrom` to `popularTo`.
    int popularFrom = 1;
    int popularTo = 0;  // 0 for no end

    bool operator==(const ListFilter&) const = default;
};

// Whatever the case of letters (see foldCase()). `popularityRank` is the item's place by popularity
// (see PopularityRanks); 0 while it is not known, and then nothing is left out by it.
bool accepts(const ListFilter& filter, const RecommendationRow& row, int popularityRank);

// How many of so many items “the most popular” are, as a share of 0 to 1: one at least.
int mostPopular(double share, std::size_t items);

}  // namespace ncf
