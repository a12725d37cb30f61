#pragma once

#include "charts/line_chart.h"

#include <vector>

namespace ncf {

// At most two points per column of the drawing: the lowest and the highest of each, in their order,
// so that no spike is lost. `points` are in ascending x; what is not a number is left out.
std::vector<CurvePoint> decimate(const std::vector<CurvePoint>& points, std::size_t columns);

// An exponential moving average that goes on point by point, without the pull towards 0 at its
// start. Works on raw data, before it is decimated.
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
