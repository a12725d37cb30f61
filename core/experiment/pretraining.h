#pragma once

#include "experiment/experiment_config.h"
#include "training/run_stage.h"

namespace ncf {

// Pre-training as He et al. (2017, section 3.4.1) do it: each branch is trained alone, and the
// network starts from both.

// Whether the run begins with it: TrainingConfig::pretrainingEpochs of a network with two branches.
bool isPretrained(const ExperimentConfig& config);

// What is trained first.
RunStage::Part firstPart(const ExperimentConfig& config);

// Whether the GMF branch alone is solved for by implicit ALS, with the config's settings of it: a
// dot product without biases that learns who interacts with what. That finds better factors than
// gradient descent, and in less time.
bool startsFromAls(const ExperimentConfig& config);
// Its settings, with the branch's factors.
ImplicitAlsConfig alsConfig(const ExperimentConfig& config);

// The part's own config: that of the run for the network. A branch is trained like the network, but
// for TrainingConfig::pretrainingEpochs, always by Adam (SGD would take another learning rate and
// far longer) and without the rates that a person set, which are the network's.
ExperimentConfig configOf(ExperimentConfig config, RunStage::Part part);

// Whether a run of this config can be in that stage.
bool fits(const RunStage& stage, const ExperimentConfig& config);

}  // namespace ncf
