#pragma once

#include "data/negative_sampler.h"
#include "data/split.h"
#include "evaluation/evaluator.h"
#include "model/ncf_model.h"
#include "model/ncf_scorer.h"
#include "training/training_config.h"

#include <optional>
#include <stop_token>

namespace ncf {

// The model's result on the validation items, with the training loss on them; nullopt when stopped,
// without numbers where there are no such items.
// Puts the model into evaluation mode. `scale` is given for explicit feedback.
// The loss is that of each item beside negatives like training's, which `sampler` draws for the
// split's training part, so that the number can be laid beside the training loss.
std::optional<Metrics> validate(NcfModel model, const Split& split, const TrainingConfig& training,
                                const EvaluationConfig& evaluation,
                                std::optional<RatingScale> scale, const NegativeSampler& sampler,
                                std::stop_token stop);

// Whether the first number is better by the run's measure; a missing or NaN one never is.
bool isBetter(const Metrics& candidate, const Metrics& best, const TrainingConfig& config);

}  // namespace ncf
