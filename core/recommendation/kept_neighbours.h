#pragma once

#include "recommendation/principal_components.h"

#include <span>

namespace ncf {

// How true a picture of vectors is: which share, 0..1, of each row's 10 nearest by Euclidean
// distance are among its 10 nearest in the picture, on average over up to 500 rows spread evenly,
// fewer where that would take longer than a moment. A picture of points anywhere keeps about
// 10 / rows.
double keptNeighbours(const Vectors& vectors, std::span<const PlanePoint> points);

}  // namespace ncf
