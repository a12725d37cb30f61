#pragma once

#include "experiment/run_monitor.h"
#include "store/run_records.h"

#include <string>

namespace ncf::cli {

// Whether the run was trained in epochs; a baseline is worked out in one go.
inline bool trained(const RunRecord& run) {
    return run.parameters > 0;
}

// "HR@10 0.6921  NDCG@10 0.4187", or RMSE and MAE; "–" when nothing was measured.
std::string metricsText(const Metrics& metrics, int cutoff);

// Where a running training is: "epoch 3/10", in a pre-training "GMF alone, epoch 3/10".
std::string epochText(const RunSnapshot& run);

// A finished run's results on stdout: validation, test and baseline, each with the protocol.
void printResults(const RunRecord& run);

// "2024-05-01 12:30" in local time; "–" for 0.
std::string timeText(std::int64_t secondsSince1970);

}  // namespace ncf::cli
