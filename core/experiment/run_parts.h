#pragma once

#include "base/result.h"
#include "data/dataset.h"
#include "data/split.h"
#include "evaluation/evaluator.h"
#include "evaluation/test_outcome.h"
#include "experiment/experiment_config.h"
#include "model/ncf_model.h"
#include "model/ncf_scorer.h"
#include "store/run_records.h"

#include <exception>
#include <optional>
#include <span>

namespace ncf {

// What making a run and evaluating a stored one share.

// Where the ratings of explicit feedback lie; nullopt for implicit feedback.
std::optional<RatingScale> ratingScale(const Dataset& dataset, const ExperimentConfig& config);

// Whether what the network gives is no more than a number that ranks a person's items: trained by
// comparing them alone, it has no zero and no scale that would mean something.
bool scoresOnlyRank(const ExperimentConfig& config);

// A score that ranks, as people read it: a probability, a rating on the scale, or the score itself
// of a method without a network and where it only ranks.
float readableScore(const ExperimentConfig& config, const std::optional<RatingScale>& scale,
                    float score);

// Whether what is kept of a run was trained on the validation items, too: a run that was stopped
// has left that out.
bool isRefit(const ExperimentConfig& config, const RunRecord& record);

// How many threads compute: with a network the config says it, and without one, where the results
// do not depend on it, all of the machine's.
int threadsOf(const ExperimentConfig& config);

// What holds the weights of a method that is trained, with its initial ones: the network on the
// config's device, or implicit ALS's factorModel().
Result<NcfModel> makeModel(const ExperimentConfig& config, const Dataset& dataset);

struct Evaluation {
    Metrics metrics;
    TestOutcome outcome;  // parallel to the held-out list
};

// By the config's protocol.
Evaluation evaluateHeldOut(Scorer& scorer, std::span<const HeldOut> heldOut, const Split& split,
                           const ExperimentConfig& config);

// What LibTorch threw, for people.
Error fromLibTorch(const std::exception& exception);

}  // namespace ncf
