#pragma once

#include "recommendation/vectors.h"

#include <cstdint>
#include <vector>

namespace ncf {

// Groups of rows that lie together: for each row the number of its group, 0 the largest one, equal
// ones in the order of their first rows. k-means by Lloyd's iteration, begun by k-means++ (Arthur
// and Vassilvitskii, 2007). Fewer groups than `count` where rows are fewer or equal. Deterministic
// by seed. Values must be finite.
std::vector<int> clusters(const Vectors& vectors, std::size_t count, std::uint64_t seed);

}  // namespace ncf
