#pragma once

#include "data/id_map.h"
#include "data/ratings_reader.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ncf {

// What a block of whole lines holds. Users and items are numbered within the block, in the order of
// their first row, so that blocks can be parsed side by side and put together one after the other.
struct ParsedBlock {
    std::uint64_t lines = 0;     // with blank ones
    std::uint64_t rows = 0;      // data rows
    std::uint64_t rejected = 0;  // of these, not used
    std::vector<RejectedRow>
        rejectedRows;  // the first kMaxListed; lines counted from 1 in the block
    IdMap users, items;
    std::vector<Interaction> interactions;
    std::size_t bytes = 0;
};

// `block`: whole lines without a header, a last line without its end included.
ParsedBlock parseBlock(const std::string& block, const TableFormat& format,
                       const RatingColumns& columns);

// The highest column number among the roles, -1 for none.
int highestColumn(const RatingColumns& columns);

}  // namespace ncf
