#include "charts/decimate.h"

#include <algorithm>
#include <cmath>

namespace ncf {

std::vector<CurvePoint> decimate(const std::vector<CurvePoint>& points, std::size_t columns) {
    std::vector<CurvePoint> drawable;
    std::copy_if(points.begin(), points.end(), std::back_inserter(drawable),
                 [](const CurvePoint& p) { return std::isfinite(p.x) && std::isfinite(p.y); });
    if (columns == 0 || drawable.size() <= 2 * columns) {
        return drawable;
    }
    std::vector<CurvePoint> result;
    result.reserve(2 * columns);
    const auto lower = [](const CurvePoint& a, const CurvePoint& b) { return a.y < b.y; };
    for (std::size_t column = 0; column < columns; ++column) {
        const auto from =
            drawable.begin() + static_cast<std::ptrdiff_t>(column * drawable.size() / columns);
        const auto to = drawable.begin() +
                        static_cast<std::ptrdiff_t>((column + 1) * drawable.size() / columns);
        const auto [low, high] = std::minmax_element(from, to, lower);
        result.push_back(*std::min(low, high));
        if (low != high) {
            result.push_back(*std::max(low, high));
        }
    }
    return result;
}

CurvePoint Smoother::add(CurvePoint point) {
    sum_ = weight_ * sum_ + (1 - weight_) * point.y;
    norm_ = weight_ * norm_ + (1 - weight_);
    return {point.x, sum_ / norm_};
}

}  // namespace ncf
