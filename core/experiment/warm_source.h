#pragma once

#include "experiment/experiment_config.h"
#include "store/project.h"

#include <string>

namespace ncf {

// The weights of the run that the config starts warm from (ExperimentConfig::warmStart), as they
// are stored: an earlier state of the data may have had fewer users and items. Errors, each with a
// remedy: the run is not there, has not come to an end, has no weights, or its model is of another
// kind or shape than the config's.
Result<std::string> warmWeights(const Project& project, const ExperimentConfig& config);

// The settings of the run, for a training that starts warm from it: without the learning rates
// that a person set on its way. It may yet be one that validate() refuses.
Result<ExperimentConfig> warmConfig(const RunRecord& run);

}  // namespace ncf
