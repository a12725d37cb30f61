#pragma once

#include "recommendation/vectors.h"

#include <array>
#include <vector>

namespace ncf {

// A place in a picture of vectors.
struct PlanePoint {
    float x = 0;
    float y = 0;

    bool operator==(const PlanePoint&) const = default;
};

struct PrincipalPlane {
    std::vector<PlanePoint> points;  // one for each row
    // Which share of the rows' variance lies along x and along y, 0..1.
    std::array<double, 2> share{};
};

// The rows as seen in the two directions of largest variance, x the larger (principal component
// analysis; Pearson, 1901). Coordinates are centred and in the units of the vectors. The largest
// component of each direction is positive, so that equal rows give the same picture. Values must
// be finite.
PrincipalPlane principalPlane(const Vectors& vectors);

}  // namespace ncf
