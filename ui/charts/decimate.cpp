#include "charts/decimate.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace ncf {

namespace {

bool finite(const CurvePoint& point) {
    return std::isfinite(point.x) && std::isfinite(point.y);
}

// The extremes of the points of one column, as indices.
struct Extremes {
    std::size_t low, high;
};

}  // namespace

std::vector<CurvePoint> decimate(const std::vector<CurvePoint>& points, std::size_t columns) {
    const std::size_t most = 2 * std::max<std::size_t>(columns, 2);
    const auto first = std::find_if(points.begin(), points.end(), finite);
    std::vector<CurvePoint> result;
    result.reserve(std::min(most, points.size()));
    if (points.size() <= most || first == points.end()) {
        std::copy_if(first, points.end(), std::back_inserter(result), finite);
        return result;
    }
    const auto last = std::find_if(points.rbegin(), points.rend(), finite).base() - 1;
    // The first and the last point take the room of one column.
    const auto bins = static_cast<double>(most / 2 - 1);
    const double from = first->x;
    // In halves, since the whole span can be more than a double holds.
    const double halfSpan = last->x / 2 - from / 2;
    const auto columnOf = [&](double x) {
        return halfSpan > 0 ? std::min(std::floor((x / 2 - from / 2) / halfSpan * bins), bins - 1)
                            : 0.0;
    };

    result.push_back(*first);
    const auto emit = [&](const Extremes& found) {
        result.push_back(points[std::min(found.low, found.high)]);
        if (found.low != found.high) {
            result.push_back(points[std::max(found.low, found.high)]);
        }
    };
    const auto end = static_cast<std::size_t>(last - points.begin());
    double column = -1;
    Extremes found{};
    for (auto i = static_cast<std::size_t>(first - points.begin()) + 1; i < end; ++i) {
        if (!finite(points[i])) {
            continue;
        }
        const double here = columnOf(points[i].x);
        if (here > column) {
            if (column >= 0) {
                emit(found);
            }
            column = here;
            found = {i, i};
        } else if (points[i].y < points[found.low].y) {
            found.low = i;
        } else if (points[i].y > points[found.high].y) {
            found.high = i;
        }
    }
    if (column >= 0) {
        emit(found);
    }
    if (last != first) {
        result.push_back(*last);
    }
    return result;
}

CurvePoint Smoother::add(CurvePoint point) {
    if (!std::isfinite(point.y)) {
        return point;
    }
    sum_ = weight_ * sum_ + (1 - weight_) * point.y;
    norm_ = weight_ * norm_ + (1 - weight_);
    return {point.x, sum_ / norm_};
}

}  // namespace ncf
