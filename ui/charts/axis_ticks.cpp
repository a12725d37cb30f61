#include "charts/axis_ticks.h"

#include <algorithm>
#include <cmath>

namespace ncf {

void AxisRange::include(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
}

double niceStep(double span, int count) {
    const double rough = span / count;
    const double power = std::pow(10, std::floor(std::log10(rough)));
    const double ratio = rough / power;
    return power * (ratio < 1.5 ? 1 : ratio < 3.5 ? 2 : ratio < 7.5 ? 5 : 10);
}

int decimalsOf(double step) {
    return std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 12);
}

AxisRange niceRange(const AxisRange& values, int ticks) {
    AxisRange range = values;
    // A tenth around a single value; 1e-3 around 0.
    const double around = std::max(std::max(std::abs(range.low), std::abs(range.high)) * 0.1, 1e-3);
    if (range.high - range.low < around * 1e-6) {
        range = {range.low - around, range.high + around};
    }
    const double step = niceStep(range.high - range.low, ticks);
    // What lies at a tick but for rounding does not ask for another.
    return {std::floor(range.low / step + 1e-9) * step, std::ceil(range.high / step - 1e-9) * step};
}

}  // namespace ncf
