#pragma once

#include "base/result.h"
#include "experiment/sweep_queue.h"
#include "store/run_records.h"

#include <optional>
#include <string>

namespace ncf::cli {

// What a sweep came to, for stdout.
struct SweepOutcome {
    const SweepPlan& plan;
    const std::vector<Trial>& trials;
    SweepSnapshot snapshot;
    std::optional<RunRecord> best;  // the run of the best trial
    std::string command;            // that trains the best again; empty without one
};

// The trials as a table, best validation result first, then the best one's results and command.
// Test results are shown for the best alone: they choose nothing.
void printOutcome(const SweepOutcome& outcome);
void printOutcomeJson(const SweepOutcome& outcome);

// "trial 3 (learning-rate 0.002): validation HR@10 0.6921  NDCG@10 0.4187", for the log.
std::string trialLine(const SweepPlan& plan, const Trial& trial, const TrialStatus& status);

}  // namespace ncf::cli
