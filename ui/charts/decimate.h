#pragma once

#include "charts/axis_ticks.h"
#include "charts/curve.h"

#include <span>
#include <vector>

namespace ncf {

// What a drawing of `columns` pixels shows of a curve in ascending x: of each column the lowest and
// the highest point, in their order, so that no spike is lost, and the first and the last point of
// all. At most 2 · columns points (columns below 2 count as 2). A curve of no more points stays as
// it is. What is not a finite number is left out.
std::vector<CurvePoint> decimate(std::span<const CurvePoint> points, std::size_t columns);

// The lowest and the highest point of each block of a curve that grows at its end: what decimating
// many points for few columns needs to look at, so that a long curve need not be gone through
// again for each point that is added.
class BlockExtremes {
public:
    static constexpr std::size_t kBlock = 32;  // points

    void clear() { extremes_.clear(); }
    // Goes on to the last whole block of `points`, which begin with those of the call before.
    void grow(std::span<const CurvePoint> points);
    // Stands for the points of `points` from an index to one before another, larger one: the first
    // and the last, the extremes of whole blocks, in their order, and each point beside them.
    std::vector<CurvePoint> collect(std::span<const CurvePoint> points, std::size_t from,
                                    std::size_t to) const;

private:
    std::vector<CurvePoint> extremes_;  // two of each block
};

// Of a curve in ascending x the points within the range, and the one before and the one after them,
// so that the lines that lead out of the range are drawn.
std::span<const CurvePoint> visiblePart(std::span<const CurvePoint> points, const AxisRange& x);

// The point that is nearest in x, of points in ascending x; nullptr if there are none.
const CurvePoint* nearestPoint(std::span<const CurvePoint> points, double x);

// An exponential moving average that goes on point by point, without the pull towards 0 at its
// start. Works on raw data, before it is decimated. What is not a finite number passes through and
// leaves the average as it is.
class Smoother {
public:
    // `weight` of the past, 0 (no smoothing) to below 1.
    explicit Smoother(double weight) : weight_(weight) {}
    CurvePoint add(CurvePoint point);

private:
    double weight_;
    double sum_ = 0;
    double norm_ = 0;
};

}  // namespace ncf
