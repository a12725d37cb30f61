#include "charts/brushed_axis.h"

#include "charts/axis_ticks.h"

#include <algorithm>
#include <cmath>

namespace ncf {

void BrushedAxis::fit(const std::vector<double>& values) {
    AxisRange range;
    for (const auto& [value, text] : look_.ticks) {
        range.include(value);
    }
    for (const double value : values) {
        range.include(value);
    }
    if (range.empty()) {
        range = {0, 1};
    } else if (range.low == range.high) {
        const double around = std::max(std::abs(range.low) * 0.1, 1e-3);
        range = {range.low - around, range.high + around};
    }
    low_ = range.low;
    high_ = range.high;
}

double BrushedAxis::share(double value) const {
    if (look_.logarithmic && low_ > 0) {
        return std::log(value / low_) / std::log(high_ / low_);
    }
    return (value - low_) / (high_ - low_);
}

double BrushedAxis::valueAt(double share) const {
    if (look_.logarithmic && low_ > 0) {
        return low_ * std::pow(high_ / low_, share);
    }
    return low_ + share * (high_ - low_);
}

void BrushedAxis::moveBrush(End end, double by) {
    if (!brush_) {
        return;
    }
    auto& [low, high] = *brush_;
    switch (end) {
        case End::Low:
            low = std::clamp(low + by, 0.0, high);
            break;
        case End::High:
            high = std::clamp(high + by, low, 1.0);
            break;
        case End::Both:
            by = std::clamp(by, -low, 1 - high);
            low += by;
            high += by;
            break;
    }
}

bool BrushedAxis::selects(double value) const {
    constexpr double kRounding = 1e-9;
    const double at = share(value);
    return !brush_ || (at >= brush_->low - kRounding && at <= brush_->high + kRounding);
}

}  // namespace ncf
