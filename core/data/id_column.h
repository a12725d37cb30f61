#pragma once

#include "data/detection.h"
#include "data/text_file.h"
#include "data/title_ids.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace ncf {

// How the values of one column go with the items of a dataset.
struct ColumnMatches {
    std::size_t matched = 0;   // different items that are among the values
    std::uint64_t filled = 0;  // values that are not empty
};

// Of the first `columns` columns, by all records that the reader still has.
std::vector<ColumnMatches> matchColumns(RecordReader& reader, std::size_t columns,
                                        const ItemLookup& lookup);

// The column whose values are most of the dataset's `items`; between about as many, the one whose
// name says that these are the ids. Where no column has any, names alone decide. `columns` may be
// more than there are `matches`; nullopt without any.
std::optional<int> chooseIdColumn(const std::vector<ColumnProfile>& columns,
                                  const std::vector<ColumnMatches>& matches, std::size_t items);

}  // namespace ncf
