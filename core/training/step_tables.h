#pragma once

#include "data/negative_sampler.h"
#include "training/training_config.h"

#include <vector>

namespace ncf {

// What a step knows of the data besides its batches, by row. An empty table makes no difference.
struct StepTables {
    // Taken off the logits of an item's samples, positive and negative, by SampledSoftmax alone.
    std::vector<float> itemCorrection;
};

StepTables stepTables(const TrainingConfig& config, const NegativeSampler& sampler);

}  // namespace ncf
