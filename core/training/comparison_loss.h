#pragma once

#include "model/gmf_columns.h"
#include "training/training_config.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace ncf {

// The losses that compare a positive with its negatives. Samples of a batch come in groups for
// them: a positive, which has label 1, and behind it its negatives, with label 0.
bool comparesItems(Loss loss);

// What training moves of a row of the GMF users' table. Comparing cancels the user's bias, which a
// group has in common, but for rounding, of which Adam would make moves.
Columns movedUserColumns(const ModelConfig& shape, Loss loss);

// The most samples that a batch can have: the batch size, or one group that is larger.
std::int64_t mostSamples(const TrainingConfig& config);

// The first group that begins at sample `from` or behind it, or the number of samples.
std::size_t nextGroup(std::span<const float> labels, std::size_t from);

// What the mean loss of a batch is over: how many groups there are, or, where the loss does not
// compare items, samples.
std::size_t lossCount(Loss loss, std::span<const float> labels);

// The sum of the groups' losses; a positive without negatives has 0. Given logits become `scale`
// times the derivative of that sum with respect to them. For SampledSoftmax the logits are the
// corrected ones (StepTables::itemCorrection). Large logits neither overflow nor lose their
// gradient.
double comparisonGradients(Loss loss, std::span<float> logits, std::span<const float> labels,
                           float scale);

}  // namespace ncf
