#include "charts/decimate.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace ncf {

namespace {

bool finite(const CurvePoint& point) {
    return std::isfinite(point.x) && std::isfinite(point.y);
}

bool before(const CurvePoint& point, double x) {
    return point.x < x;
}

// The extremes of the points of one column, as indices.
struct Extremes {
    std::size_t low, high;
};

}  // namespace

std::vector<CurvePoint> decimate(std::span<const CurvePoint> points, std::size_t columns) {
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
    // In halves, since the whole span can be more than a double holds.
    const double from = first->x / 2;
    const double halfSpan = last->x / 2 - from;
    const double perHalf = halfSpan > 1e-300 ? bins / halfSpan : 0;

    result.push_back(*first);
    const auto emit = [&](const Extremes& found) {
        result.push_back(points[std::min(found.low, found.high)]);
        if (found.low != found.high) {
            result.push_back(points[std::max(found.low, found.high)]);
        }
    };
    const auto end = static_cast<std::size_t>(last - points.begin());
    double column = -1;
    double columnEnd = -std::numeric_limits<double>::infinity();  // as half an x
    Extremes found{};
    for (auto i = static_cast<std::size_t>(first - points.begin()) + 1; i < end; ++i) {
        if (!finite(points[i])) {
            continue;
        }
        const double half = points[i].x / 2;
        if (half >= columnEnd) {
            if (column >= 0) {
                emit(found);
            }
            column = std::min(std::max(std::floor((half - from) * perHalf), column + 1), bins - 1);
            columnEnd = perHalf > 0 && column < bins - 1 ? from + (column + 1) / perHalf
                                                         : std::numeric_limits<double>::infinity();
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

void BlockExtremes::grow(std::span<const CurvePoint> points) {
    const auto blocks = points.size() / kBlock;
    for (auto block = extremes_.size() / 2; block < blocks; ++block) {
        // Where no point is finite, any will do: it will not be drawn.
        auto low = points[block * kBlock];
        auto high = low;
        for (const auto& point : points.subspan(block * kBlock, kBlock)) {
            if (finite(point)) {
                low = !finite(low) || point.y < low.y ? point : low;
                high = !finite(high) || point.y > high.y ? point : high;
            }
        }
        extremes_.push_back(low.x <= high.x ? low : high);
        extremes_.push_back(low.x <= high.x ? high : low);
    }
}

std::vector<CurvePoint> BlockExtremes::collect(std::span<const CurvePoint> points, std::size_t from,
                                               std::size_t to) const {
    const auto first = std::min((from + kBlock - 1) / kBlock, extremes_.size() / 2);
    const auto last = std::max(first, std::min(to / kBlock, extremes_.size() / 2));
    std::vector<CurvePoint> result;
    if (first == last) {
        result.assign(points.begin() + static_cast<std::ptrdiff_t>(from),
                      points.begin() + static_cast<std::ptrdiff_t>(to));
        return result;
    }
    const auto append = [&](std::span<const CurvePoint> part) {
        result.insert(result.end(), part.begin(), part.end());
    };
    append(points.subspan(from, std::max<std::size_t>(1, first * kBlock - from)));
    append(std::span(extremes_).subspan(2 * first, 2 * (last - first)));
    append(points.subspan(std::min(last * kBlock, to - 1))
               .first(std::max<std::size_t>(1, to - last * kBlock)));
    return result;
}

std::span<const CurvePoint> visiblePart(std::span<const CurvePoint> points, const AxisRange& x) {
    auto from = std::lower_bound(points.begin(), points.end(), x.low, before);
    auto to =
        std::upper_bound(from, points.end(), x.high,
                         [](double value, const CurvePoint& point) { return value < point.x; });
    from -= from == points.begin() ? 0 : 1;
    to += to == points.end() ? 0 : 1;
    return {from, to};
}

const CurvePoint* nearestPoint(std::span<const CurvePoint> points, double x) {
    if (points.empty()) {
        return nullptr;
    }
    const auto after = std::lower_bound(points.begin(), points.end(), x, before);
    if (after == points.begin()) {
        return &points.front();
    }
    const auto previous = after - 1;
    return after == points.end() || x - previous->x < after->x - x ? &*previous : &*after;
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
