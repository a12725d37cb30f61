#include "experiment/neural_stage.h"

#include <utility>

namespace ncf {

namespace {

RunPhase phaseOf(RunStage::Part part) {
    switch (part) {
        case RunStage::Part::GmfAlone:
            return RunPhase::GmfAlone;
        case RunStage::Part::MlpAlone:
            return RunPhase::MlpAlone;
        case RunStage::Part::Network:
            break;
    }
    return RunPhase::Training;
}

}  // namespace

NeuralStage::NeuralStage(RunContext& context, const RunMemory& memory, NcfModel model,
                         const TrainingConfig& training)
    : context_(context),
      memory_(memory),
      trainer_(std::move(model), context.split, training, context.config.evaluation, context.scale,
               context.config.seed) {}

Status NeuralStage::goOnFrom(const Checkpoint& checkpoint) {
    firstEpoch_ = checkpoint.position.epoch;
    return trainer_.goOnFrom(checkpoint);
}

Result<TrainingOutcome> NeuralStage::run(TrainingObserver observer, int lastEpoch) {
    observer.onStep = [this](const StepReport& step) { showStep(step); };
    observer.onCheckpointDue = [this] { return save(); };
    observer.onEpoch = [this, keep = std::move(observer.onEpoch)](const EpochRecord& epoch,
                                                                  bool best) {
        context_.monitor.update(
            [&](RunSnapshot& s) { s.samplesPerSecond = epoch.samplesPerSecond; });
        return keep(epoch, best);
    };
    showBegin(lastEpoch);
    auto outcome = trainer_.run(context_.control, observer, lastEpoch);
    if (outcome) {
        context_.record.seconds = memory_.stage.secondsBefore + outcome->seconds;
        if (outcome->stopped && context_.control.suspended()) {
            context_.record.status = RunStatus::Interrupted;
        }
    }
    return outcome;
}

std::string NeuralStage::checkpoint() const {
    Checkpoint checkpoint = trainer_.checkpoint();
    checkpoint.position.stage = memory_.stage;
    addUnder(checkpoint.tensors, "", memory_.branches);
    return toBytes(checkpoint);
}

Status NeuralStage::save() const {
    return context_.project.saveCheckpoint(context_.record.id, checkpoint());
}

void NeuralStage::showBegin(int lastEpoch) {
    const auto& stage = memory_.stage;
    context_.monitor.update([&](RunSnapshot& s) {
        s.phase = phaseOf(stage.part);
        s.refit = stage.refit;
        s.epoch = firstEpoch_;
        s.phaseEpochs = lastEpoch;
        s.samplesDone = 0;
        s.secondsLeft = -1;
        s.layers.clear();
    });
}

// The curve of the loss is the network's, on the way to its best epoch.
void NeuralStage::showStep(const StepReport& step) {
    const auto& stage = memory_.stage;
    const double doneEpochs =
        step.epoch - 1 +
        static_cast<double>(step.samplesDone) / static_cast<double>(step.samplesPerEpoch);
    if (stage.part == RunStage::Part::Network && !stage.refit) {
        context_.monitor.addLoss({static_cast<float>(doneEpochs), static_cast<float>(step.loss)});
    }
    const double perSecond = rate_.add(step);
    context_.monitor.update([&](RunSnapshot& s) {
        s.epoch = step.epoch;
        s.samplesDone = step.samplesDone;
        s.samplesPerEpoch = step.samplesPerEpoch;
        if (perSecond > 0) {
            s.samplesPerSecond = perSecond;
        }
        s.secondsElapsed = stage.secondsBefore + step.secondsElapsed;
        if (!step.layers.empty()) {
            s.layers = step.layers;
        }
        s.secondsLeft = step.secondsElapsed * (s.phaseEpochs - doneEpochs) / doneEpochs;
    });
}

Error nothingValidated() {
    return {ErrorKind::BadInput, "No epoch gave a validation result.",
            "Lower the learning rate and train again."};
}

}  // namespace ncf
