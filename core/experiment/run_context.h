#pragma once

#include "base/run_control.h"
#include "data/split.h"
#include "experiment/run_monitor.h"
#include "experiment/run_parts.h"
#include "store/project.h"

#include <optional>
#include <string>

namespace ncf {

// What the stages of one run share. Belongs to the thread that makes the run.
struct RunContext {
    Project project;
    ExperimentConfig config;
    RunControl& control;
    RunMonitor& monitor;
    Dataset dataset;
    Split split;
    std::optional<RatingScale> scale;  // explicit feedback only
    RunRecord record;                  // in the project from the training on
    // What trainings start from where the config says so, as warmWeights() gives it.
    std::optional<std::string> warmWeights;

    // The model at the start of a training.
    Result<NcfModel> initialModel() const;

    // Stores a finished epoch with what belongs to it, and shows it.
    Status keepEpoch(const EpochRecord& epoch, bool best,
                     const std::optional<std::string>& weights = std::nullopt,
                     const std::string& checkpoint = {});
};

}  // namespace ncf
