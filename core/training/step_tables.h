#pragma once

#include "data/negative_sampler.h"
#include "training/training_config.h"

#include <vector>

namespace ncf {

// What a step knows of the data besides its batches, by row. An empty table makes no difference.
struct StepTables {
    // Taken off the logits of an item's samples, positive and negative, by SampledSoftmax alone.
    std::vector<float> itemCorrection;
    // What a row's weight decay is multiplied by: (n / mean n)^(decayExponent − 1), where n is
    // NegativeSampler::expectedCounts(), but at least 1, since a row in a batch has a sample. Users
    // and items each have their own mean, over the rows that have samples at all.
    std::vector<float> userDecay, itemDecay;
};

StepTables stepTables(const TrainingConfig& config, const NegativeSampler& sampler);

}  // namespace ncf
