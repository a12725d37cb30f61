#pragma once

#include <limits>

namespace ncf {

// What an axis covers. Empty (low above high) until something is included.
struct AxisRange {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();

    void include(double value);
    bool empty() const { return low > high; }
};

// The distance of some `count` ticks over a span above 0: 1, 2 or 5 times a power of ten.
double niceStep(double span, int count);

// The decimals that the multiples of a step need, 0 to 12.
int decimalsOf(double step);

// A range that is not empty, at least so wide that its numbers can be told from each other, and
// that begins and ends at a tick.
AxisRange niceRange(const AxisRange& values, int ticks);

}  // namespace ncf
