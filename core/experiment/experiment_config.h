#pragma once

#include "base/result.h"
#include "data/split.h"
#include "evaluation/evaluator.h"
#include "evaluation/item_neighbours.h"
#include "model/implicit_als_config.h"
#include "model/model_config.h"
#include "training/training_config.h"

#include <cstdint>
#include <string>

namespace ncf {

// What scores the items: a network that is trained, a baseline that is worked out from the training
// interactions, or matrix factorisation by alternating least squares.
enum class Method { Neural, Popularity, ItemNeighbours, ImplicitAls };

// Everything that decides a run's numbers besides the data and the run that it may start from: the
// same config and seed give the same metrics to the last digit on the same machine.
struct ExperimentConfig {
    Method method = Method::Neural;
    SplitConfig split;
    ModelConfig model;
    TrainingConfig training;
    ItemNeighboursConfig itemNeighbours;
    ImplicitAlsConfig implicitAls;
    EvaluationConfig evaluation;
    // Once validation has chosen the best epoch, trains anew on the training and the validation
    // items for as many epochs; what that gives is tested, recommends and is kept.
    bool refit = false;
    int recommendations = 20;  // stored per user after training, 0..1000
    std::uint64_t seed = 42;
    // The id of a run of the same project whose weights a training starts from, 0 for random ones.
    // Its users and items are the first of the data's; those that came later start from random
    // rows. Each training of the run begins there, the refit's, too. Everything that is not a
    // weight begins anew, and nothing is pre-trained.
    std::uint64_t warmStart = 0;

    bool operator==(const ExperimentConfig&) const = default;
    // Whether a network is trained: without one, `model` and `training` are not looked at.
    bool hasNetwork() const { return method == Method::Neural; }
    // Whether the method learns in epochs, of which the best is kept with its weights. What does
    // not is worked out in one go and stores nothing.
    bool isTrained() const { return hasNetwork() || method == Method::ImplicitAls; }
    // At most: the iterations of implicit ALS, and one for what is not trained.
    int epochs() const;
    // Settings that the method does not use may be anything, but for the loss: what learns from
    // implicit feedback alone predicts no ratings.
    Status validate() const;
};

// "NeuMF", "GMF", "MLP", "Popularity", "Item neighbours" or "Implicit ALS".
std::string modelName(const ExperimentConfig& config);

// To JSON (UTF-8, indented) and back without loss. Reading takes what is missing from the defaults;
// an unknown key or a value of the wrong type is an error that names it.
std::string toJson(const ExperimentConfig& config);
Result<ExperimentConfig> experimentFromJson(const std::string& json);

// The arguments after `ncf` that run this config on this project, quoted for a POSIX shell:
// "train 'my project.ncf' --split ratio …": the split, and what else differs from the defaults or,
// where it starts warm, every setting: `ncf` takes the others from the run that it starts from.
std::string commandLine(const ExperimentConfig& config, const std::string& projectFile);

}  // namespace ncf
