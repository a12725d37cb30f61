#include "training/training_config.h"

#include "training/learning_rate.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ncf {

namespace {

Status bad(std::string what, std::string remedy) {
    return Error{ErrorKind::BadInput, std::move(what), std::move(remedy)};
}

}  // namespace

double TrainingConfig::learningRateAt(double epochsDone) const {
    double rate = learningRate;
    if (const auto changes = rateChangesFromText(rateChanges)) {
        for (const auto& change : *changes) {
            rate = change.epochsDone <= epochsDone ? change.rate : rate;
        }
    }
    const double part = std::clamp(epochsDone / epochs, 0.0, 1.0);
    switch (schedule) {
        case Schedule::Step:
            return rate * std::pow(0.5, std::min(3.0, std::floor(4 * part)));
        case Schedule::Cosine:
            return rate * (1 + std::cos(part * std::numbers::pi)) / 2;
        case Schedule::Constant:
            break;
    }
    return rate;
}

Status TrainingConfig::validate() const {
    if (!(learningRate > 0 && learningRate <= 100)) {
        return bad("The learning rate must be above 0 and at most 100.",
                   "Usual is 0.001 with Adam and 0.05 with SGD.");
    }
    if (const auto changes = rateChangesFromText(rateChanges); !changes) {
        return changes.error();
    }
    if (!(checkpointMinutes >= 0 && checkpointMinutes <= 10080)) {
        return bad("The minutes between checkpoints must be 0 to 10,080.",
                   "Usual is 1; 0 saves after each epoch alone.");
    }
    if (!(momentum >= 0 && momentum < 1)) {
        return bad("The momentum must be at least 0 and below 1.", "Usual is 0 or 0.9.");
    }
    if (!(weightDecay >= 0 && weightDecay <= 1)) {
        return bad("The weight decay must be 0 to 1.", "Usual is 0 to 0.0002.");
    }
    if (!(decayExponent >= 0 && decayExponent <= 1)) {
        return bad("The decay exponent must be 0 to 1.", "1 is the plain weight decay.");
    }
    if (!(averagedEpochs >= 0 && averagedEpochs <= 1000)) {
        return bad("The averaged epochs must be 0 to 1,000.",
                   "Usual is 1 to 4; 0 keeps the weights as they are.");
    }
    if (batchSize < 1 || batchSize > (1 << 24)) {
        return bad("The batch size must be 1 to 16,777,216 samples.", "Usual is 256 to 4,096.");
    }
    if (epochs < 1 || epochs > 100000) {
        return bad("The number of epochs must be 1 to 100,000.", "Usual is 10 to 50.");
    }
    if (negativesPerPositive < 0 || negativesPerPositive > 1000) {
        return bad("The negatives per positive must be 0 to 1,000.", "Usual is 4.");
    }
    if (!explicitFeedback() && negativesPerPositive == 0) {
        return bad("Implicit feedback needs negatives: without them the model learns to say yes.",
                   "Set the negatives per positive to 1 or more; usual is 4.");
    }
    if (!(negativePopularity >= 0 && negativePopularity <= 1)) {
        return bad("The negatives' popularity must be 0 to 1.",
                   "0 draws all items alike, 1 by their interactions.");
    }
    if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
        return bad("The label smoothing must be at least 0 and below 1.", "Usual is 0 to 0.1.");
    }
    if (pretrainingEpochs < 0 || pretrainingEpochs > 100000) {
        return bad("The epochs of pre-training must be 0 to 100,000.",
                   "0 starts from random weights.");
    }
    if (!(pretrainingTradeOff >= 0 && pretrainingTradeOff <= 1)) {
        return bad("The trade-off of pre-training must be 0 to 1.", "Usual is 0.5.");
    }
    if (patience < 0 || patience > 100000) {
        return bad("The patience must be 0 to 100,000 epochs.", "Usual is 5; 0 never stops early.");
    }
    if (threads < 1 || threads > 256) {
        return bad("The number of threads must be 1 to 256.", "1 is best for small batches.");
    }
    if (device.empty()) {
        return bad("No device is named.", "Use “cpu”.");
    }
    if (precision == Precision::BFloat16 &&
        (device != "cpu" || (optimiser == Optimiser::Sgd && momentum > 0))) {
        return bad("bfloat16 works on the CPU only, and not with momentum.",
                   "Choose float32 as the precision.");
    }
    if (optimiser == Optimiser::LazyAdam && device != "cpu") {
        return bad("Lazy Adam works on the CPU only.", "Choose adam as the optimiser.");
    }
    return {};
}

}  // namespace ncf
