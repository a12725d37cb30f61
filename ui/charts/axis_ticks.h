#pragma once

#include <limits>
#include <vector>

namespace ncf {

// What an axis covers. Empty (low above high) until something is included.
struct AxisRange {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();

    void include(double value);
    void include(const AxisRange& other);
    bool empty() const { return low > high; }
    bool contains(double value) const { return low <= value && value <= high; }
    double span() const { return high - low; }
    bool operator==(const AxisRange&) const = default;
};

// The distance of some `count` ticks over a span above 0: 1, 2 or 5 times a power of ten.
double niceStep(double span, int count);

// The decimals that the multiples of a step need, 0 to 12.
int decimalsOf(double step);

// A range that is not empty, at least so wide that its numbers can be told from each other, and
// that begins and ends at a tick.
AxisRange niceRange(const AxisRange& values, int ticks);

// Some `count` ticks within a range: multiples of its nice step.
std::vector<double> linearTicks(const AxisRange& range, int count);

// Ticks for a logarithmic axis over a range above 0: powers of ten, between them 3 or 2 and 5 times
// them where that is not too many, and linear ticks where that is too few.
std::vector<double> logarithmicTicks(const AxisRange& range, int count);

}  // namespace ncf
