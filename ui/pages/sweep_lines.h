#pragma once

#include "charts/parallel_coordinates.h"
#include "experiment/sweep_state.h"

#include <vector>

namespace ncf {

// The axes of a sweep in parallel coordinates: an axis for each setting that varies, and the
// validation result behind them.
std::vector<ParallelAxis> sweepAxes(const SweepPlan& plan,
                                    const std::vector<TrialStatus>& statuses);

// A line for every trial with a result.
std::vector<ParallelLine> sweepLines(const SweepPlan& plan, const std::vector<Trial>& trials,
                                     const std::vector<TrialStatus>& statuses);

}  // namespace ncf
