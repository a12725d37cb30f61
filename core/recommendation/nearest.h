#pragma once

#include "recommendation/top_n.h"
#include "recommendation/vectors.h"

#include <vector>

namespace ncf {

// The n vectors whose cosine with that of `to`, −1..1, is largest, most similar first, without `to`
// itself. Equal cosines: lower index first. A vector of zeros points nowhere: it is near to none,
// and none is near to it.
std::vector<ScoredItem> nearest(const Vectors& vectors, ItemIndex to, int n);

}  // namespace ncf
