#include "experiment/experiment_config.h"

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

}  // namespace

int ExperimentConfig::epochs() const {
    if (method == Method::ImplicitAls) {
        return implicitAls.iterations;
    }
    return hasNetwork() ? training.epochs : 1;
}

Status ExperimentConfig::validate() const {
    for (const auto& status : {split.validate(), validateMethod(*this), evaluation.validate()}) {
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
