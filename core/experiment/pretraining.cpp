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

bool startsFromAls(const ExperimentConfig& config) {
    return isPretrained(config) && config.model.dotProduct && !config.model.biases &&
           config.training.loss == Loss::BinaryCrossEntropy;
}

ImplicitAlsConfig alsConfig(const ExperimentConfig& config) {
    ImplicitAlsConfig als = config.implicitAls;
    als.factors = config.model.gmfFactors;
    return als;
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
    const auto isEpoch = [](int epoch, bool known, int last) {
        return epoch >= (known ? 1 : 0) && epoch <= last;
    };
    const int epochs = config.training.pretrainingEpochs;
    const int gmfEpochs = startsFromAls(config) ? config.implicitAls.iterations : epochs;
    return isEpoch(stage.gmfEpochs, stage.refit || stage.part > Part::GmfAlone, gmfEpochs) &&
           isEpoch(stage.mlpEpochs, stage.refit || stage.part > Part::MlpAlone, epochs);
}

}  // namespace ncf
