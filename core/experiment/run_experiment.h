#pragma once

#include "base/result.h"
#include "base/run_control.h"
#include "experiment/experiment_config.h"
#include "experiment/run_monitor.h"

#include <filesystem>
#include <string>

namespace ncf {

// One run from the project's data to stored recommendations: split, train with an evaluation on the
// validation items after each epoch, take the best epoch, evaluate it once on the test items,
// recommend to every user, store. With ExperimentConfig::refit the best epoch only tells for how
// long to train anew with the validation items, too. Pre-training
// (TrainingConfig::pretrainingEpochs) comes before, both times; its epochs are not the run's.
// With ExperimentConfig::warmStart both trainings start from the weights of another run.
// Everything arrives in the project file as it is made: the run and its config at the start, each
// epoch as it ends, the best epoch's weights when it changes, the results at the end. An iteration
// of implicit ALS is such an epoch, with the mean of its objective over the training interactions
// as the loss. A baseline is worked out in one go instead, which is stored as one epoch without a
// loss; it has no weights and no checkpoints, and a stop before its end cancels it. This is the
// only way a run is made; the window and `ncf` both call it.
//
// Runs in the calling thread and opens its own connection to the project. A stop through `control`
// during training or the refit keeps the best epoch so far, evaluates it, recommends with it and
// stores it (status Stopped); before the first finished epoch it ends the run as Cancelled. A
// second stop leaves the recommendations out. With a `dataState` other than 0 it is an error if the
// data is not at that state, or not any more when the training is to begin. A discarded run is
// deleted from the project (error Cancelled), a suspended one is left as Interrupted. Returns the
// run's record.
Result<RunRecord> runExperiment(const std::filesystem::path& projectFile,
                                const ExperimentConfig& config, const std::string& name,
                                RunControl& control, RunMonitor& monitor, int dataState = 0);

// Goes on with a run that was interrupted, from its checkpoint, and ends like the run would have
// ended: with the very same numbers. It goes on with the data that it began with, even where rows
// have joined that since. The run that it started warm from need not be there any more, unless a
// refit is still to begin: then its absence is an error, and leaves the run as it was.
Result<RunRecord> resumeExperiment(const std::filesystem::path& projectFile, std::int64_t runId,
                                   RunControl& control, RunMonitor& monitor);

}  // namespace ncf
