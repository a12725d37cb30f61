#include "experiment/experiment_config.h"

#include "experiment/pretraining.h"

namespace ncf {

namespace {

Status validateMethod(const ExperimentConfig& config) {
    switch (config.method) {
        case Method::Neural:
            if (auto status = config.model.validate(); !status) {
                return status;
            }
            return config.training.validate();
        case Method::ItemNeighbours:
            if (auto status = config.itemNeighbours.validate(); !status) {
                return status;
            }
            break;
        case Method::ImplicitAls:
            if (auto status = config.implicitAls.validate(); !status) {
                return status;
            }
            break;
        case Method::Popularity:
            break;
    }
    if (config.training.explicitFeedback()) {
        return Error{ErrorKind::BadInput,
                     "“" + modelName(config) + "” ranks items and predicts no ratings.",
                     "Use binary cross-entropy (bce) as the loss, or a neural model."};
    }
    return {};
}

Status validateWarmStart(const ExperimentConfig& config) {
    if (config.warmStart == 0) {
        return {};
    }
    if (!config.isTrained()) {
        return Error{
            ErrorKind::BadInput,
            "“" + modelName(config) + "” is worked out, not trained, and cannot start warm.",
            "Leave the warm start out."};
    }
    if (isPretrained(config)) {
        return Error{
            ErrorKind::BadInput,
            "What starts warm has its branches trained: pre-training would overwrite them.",
            "Set the epochs of the pre-training to 0, and an optimiser, a learning rate "
            "and epochs that train the whole network."};
    }
    return {};
}

}  // namespace

int ExperimentConfig::epochs() const {
    if (method == Method::ImplicitAls) {
        return implicitAls.iterations;
    }
    return hasNetwork() ? training.epochs : 1;
}

Status ExperimentConfig::validate() const {
    for (const auto& status : {split.validate(), validateMethod(*this), evaluation.validate(),
                               validateWarmStart(*this)}) {
        if (!status) {
            return status;
        }
    }
    if (recommendations < 0 || recommendations > 1000) {
        return Error{ErrorKind::BadInput, "The recommendations per user must be 0 to 1,000.",
                     "Usual is 20."};
    }
    return {};
}

std::string modelName(const ExperimentConfig& config) {
    switch (config.method) {
        case Method::Neural:
            return modelName(config.model);
        case Method::Popularity:
            return "Popularity";
        case Method::ItemNeighbours:
            return "Item neighbours";
        case Method::ImplicitAls:
            return "Implicit ALS";
    }
    return "unknown";
}

}  // namespace ncf
