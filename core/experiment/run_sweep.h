#pragma once

#include "base/result.h"
#include "experiment/sweep_queue.h"
#include "store/project.h"

#include <filesystem>

namespace ncf {

// Works the queue off in the calling thread: every trial is a run like any other, made by
// runExperiment() one after another, and the project remembers which run belongs to which trial.
// Returns how the trials stand in the end. Errors: the project cannot be read or written, or no
// trial came to a result though nobody stopped the sweep (the first trial's error).
Result<SweepSnapshot> runSweep(const std::filesystem::path& projectFile, SweepQueue& queue);

// A sweep as it is in the project: its plan, and how its trials stand.
struct StoredSweep {
    SweepRecord record;
    SweepPlan plan;
    std::vector<Trial> trials;
    SweepSnapshot snapshot;
};
Result<StoredSweep> loadSweep(const Project& project, std::int64_t sweepId);

}  // namespace ncf
