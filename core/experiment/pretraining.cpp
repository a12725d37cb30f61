#include "experiment/pretraining.h"

#include <utility>

namespace ncf {

namespace {

using Part = RunStage::Part;

constexpr double kAdamRate = 0.001;

}  // namespace

bool isPretrained(const ExperimentConfig& config) {
    return config.hasNetwork() && config.model.gmf && config.model.mlp &&
           config.training.pretrainingEpochs > 0;
}

Part firstPart(const ExperimentConfig& config) {
    return isPretrained(config) ? Part::GmfAlone : Part::Network;
}

ExperimentConfig configOf(ExperimentConfig config, Part part) {
    if (part == Part::Network) {
        return config;
    }
    config.model.gmf = part == Part::GmfAlone;
    config.model.mlp = part == Part::MlpAlone;
    auto& training = config.training;
    training.epochs = training.pretrainingEpochs;
    training.rateChanges.clear();
    if (training.optimiser == Optimiser::Sgd) {
        training.optimiser = Optimiser::Adam;
        training.learningRate = kAdamRate;
    }
    return config;
}

bool fits(const RunStage& stage, const ExperimentConfig& config) {
    if (!isPretrained(config)) {
        return stage.part == Part::Network;
    }
    const auto isEpoch = [&](int epoch, bool known) {
        return epoch >= (known ? 1 : 0) && epoch <= config.training.pretrainingEpochs;
    };
    return isEpoch(stage.gmfEpochs, stage.refit || stage.part > Part::GmfAlone) &&
           isEpoch(stage.mlpEpochs, stage.refit || stage.part > Part::MlpAlone);
}

}  // namespace ncf
