#pragma once

#include "data/dataset.h"
#include "data/item_catalogue.h"

namespace ncf {

// The data of `base` with that of a later file: what reading both files as one would have given, to
// the byte. Users and items of `base` keep their indices; new ones follow in the order in which the
// later file has them. The columns are those of `base`: where `added` has no ratings its rows are
// kUnrated, where it has no times they are kNoTime. duplicates() counts the pairs that both have.
// `repeated` is the rule that both were read by; not Mean, since a mean does not tell of how many
// ratings it is. Sum is exact as far as single precision is: whole numbers up to 16 million.
Dataset merged(const Dataset& base, const Dataset& added, RepeatedPairs repeated);

// Titles of `base`, which is for the first items of `added` or empty, and where it has none those
// of `added`. The properties of both, by their names.
ItemCatalogue merged(const ItemCatalogue& base, const ItemCatalogue& added);

}  // namespace ncf
