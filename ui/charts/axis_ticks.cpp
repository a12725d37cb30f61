#include "charts/axis_ticks.h"

#include <algorithm>
#include <cmath>

namespace ncf {

namespace {

// The multiples of the powers of ten, every `apart`th of them, that lie in the range.
std::vector<double> multiplesOfPowers(const AxisRange& range, const std::vector<int>& factors,
                                      int apart) {
    std::vector<double> ticks;
    const int from = static_cast<int>(std::floor(std::log10(range.low)));
    const int to = static_cast<int>(std::ceil(std::log10(range.high)));
    for (int power = from; power <= to; ++power) {
        if (power % apart != 0) {
            continue;
        }
        for (const int factor : factors) {
            const double tick = factor * std::pow(10, power);
            if (range.contains(tick)) {
                ticks.push_back(tick);
            }
        }
    }
    return ticks;
}

}  // namespace

void AxisRange::include(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
}

void AxisRange::include(const AxisRange& other) {
    low = std::min(low, other.low);
    high = std::max(high, other.high);
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

std::vector<double> linearTicks(const AxisRange& range, int count) {
    const double step = niceStep(range.span(), count);
    std::vector<double> ticks;
    if (!std::isfinite(step) || !(step > 0)) {
        return ticks;
    }
    // A tick at the end of the range is not lost to rounding.
    const double first = std::ceil(range.low / step - 1e-9);
    const double last = std::floor(range.high / step + 1e-9);
    for (double i = first; i <= last && ticks.size() < 4 * static_cast<std::size_t>(count); ++i) {
        ticks.push_back(i * step + 0.0);  // never -0
    }
    return ticks;
}

std::vector<double> logarithmicTicks(const AxisRange& range, int count) {
    const auto most = 2 * static_cast<std::size_t>(count);
    for (const auto& factors : {std::vector<int>{1, 2, 5}, std::vector<int>{1, 3}}) {
        const auto ticks = multiplesOfPowers(range, factors, 1);
        if (ticks.size() <= most) {
            return ticks.size() >= 3 ? ticks : linearTicks(range, count);
        }
    }
    const double powers = std::log10(range.high) - std::log10(range.low);
    return multiplesOfPowers(range, {1}, std::max(1, static_cast<int>(std::ceil(powers / count))));
}

}  // namespace ncf
