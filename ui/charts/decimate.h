#pragma once

#include "charts/line_chart.h"

#include <vector>

namespace ncf {

// What a drawing of `columns` pixels shows of a curve in ascending x: of each column the lowest and
// the highest point, in their order, so that no spike is lost, and the first and the last point of
// all. At most 2 · columns points (columns below 2 count as 2). A curve of no more points stays as
// it is. What is not a finite number is left out.
std::vector<CurvePoint> decimate(const std::vector<CurvePoint>& points, std::size_t columns);

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
