#pragma once

#include "base/progress.h"
#include "base/result.h"
#include "data/split.h"
#include "evaluation/scorer.h"
#include "experiment/experiment_config.h"

#include <memory>
#include <stop_token>

namespace ncf {

// What a method without a network makes of the training interactions, in one go and always the
// same, so that nothing of it needs to be stored. Its scores are what people read. `split` must
// outlive it. Errors: cancelled() when stopped; too large.
Result<std::unique_ptr<Scorer>> makeBaseline(const ExperimentConfig& config, const Split& split,
                                             const ProgressCallback& progress = {},
                                             std::stop_token stop = {});

}  // namespace ncf
