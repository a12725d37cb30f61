#include "training/training_config.h"

namespace ncf {

namespace {

Status bad(std::string what, std::string remedy) {
    return Error{ErrorKind::BadInput, std::move(what), std::move(remedy)};
}

}  // namespace

Status TrainingConfig::validate() const {
    if (!(learningRate > 0 && learningRate <= 100)) {
        return bad("The learning rate must be above 0 and at most 100.",
                   "Usual is 0.001 with Adam and 0.05 with SGD.");
    }
    if (!(momentum >= 0 && momentum < 1)) {
        return bad("The momentum must be at least 0 and below 1.", "Usual is 0 or 0.9.");
    }
    if (!(weightDecay >= 0 && weightDecay <= 1)) {
        return bad("The weight decay must be 0 to 1.", "Usual is 0 to 0.0001.");
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
    if (patience < 0 || patience > 100000) {
        return bad("The patience must be 0 to 100,000 epochs.", "Usual is 5; 0 never stops early.");
    }
    if (threads < 1 || threads > 256) {
        return bad("The number of threads must be 1 to 256.", "1 is best for small batches.");
    }
    if (device.empty()) {
        return bad("No device is named.", "Use “cpu”.");
    }
    if (optimiser == Optimiser::LazyAdam && device != "cpu") {
        return bad("Lazy Adam works on the CPU only.", "Choose adam as the optimiser.");
    }
    return {};
}

}  // namespace ncf
