#include "training/trainer.h"

#include "model/weights_file.h"
#include "training/learning_rate.h"
#include "training/validation.h"

#include <algorithm>
#include <cmath>

namespace ncf {

namespace {

// How often an epoch's weights are taken into their average.
constexpr std::size_t kAveragedPerEpoch = 16;
// From one look at the layers' health to the next.
constexpr double kHealthSeconds = 0.5;

void addAll(NamedTensors& into, const std::string& prefix, const NamedTensors& from) {
    for (const auto& [name, tensor] : from) {
        into[prefix + name] = tensor;
    }
}

NamedTensors under(const NamedTensors& from, const std::string& prefix) {
    NamedTensors found;
    for (const auto& [name, tensor] : from) {
        if (name.starts_with(prefix)) {
            found[name.substr(prefix.size())] = tensor;
        }
    }
    return found;
}

constexpr auto kModel = "model.";
constexpr auto kOptimiser = "optimiser.";
constexpr auto kAverage = "average.";

}  // namespace

Trainer::Trainer(NcfModel model, const Split& split, const TrainingConfig& training,
                 const EvaluationConfig& evaluation, std::optional<RatingScale> scale,
                 std::uint64_t seed)
    : model_(std::move(model)),
      split_(split),
      training_(training),
      evaluation_(evaluation),
      scale_(scale),
      sampler_(training.explicitFeedback() ? NegativeSampler::ratingsOnly(split.train, seed)
                                           : NegativeSampler(split.train, split.items,
                                                             training.negativesPerPositive, seed)),
      team_(training.threads),
      step_(fusedStepCovers(training) ? makeFusedStep(model_, training, scale, seed, team_)
                                      : makeAutogradStep(model_, training, scale)) {
    if (training_.averagedEpochs > 0) {
        average_.emplace(model_, std::max(1.0, kAveragedPerEpoch * training_.averagedEpochs));
    }
}

Checkpoint Trainer::checkpoint() const {
    Checkpoint checkpoint{position_, {}};
    addAll(checkpoint.tensors, kModel, weightsOf(model_));
    addAll(checkpoint.tensors, kOptimiser, step_->state());
    if (average_) {
        addAll(checkpoint.tensors, kAverage, average_->state());
    }
    return checkpoint;
}

Status Trainer::goOnFrom(const Checkpoint& checkpoint) {
    const auto& p = checkpoint.position;
    const std::size_t total = sampler_.samplesPerEpoch();
    const auto batch = static_cast<std::size_t>(training_.batchSize);
    if (p.epoch < 1 || p.epoch > training_.epochs + 1 || p.bestEpoch < 0 ||
        p.bestEpoch >= p.epoch || p.samplesDone > total ||
        (p.samplesDone < total && p.samplesDone % batch != 0)) {
        return Error{ErrorKind::BadInput, "The checkpoint does not belong to this run.",
                     "Train the model again."};
    }
    if (auto status = copyInto(weightsOf(model_), under(checkpoint.tensors, kModel)); !status) {
        return status;
    }
    if (auto status = step_->setState(under(checkpoint.tensors, kOptimiser)); !status) {
        return status;
    }
    if (average_) {
        if (auto status = average_->setState(under(checkpoint.tensors, kAverage)); !status) {
            return status;
        }
    }
    position_ = p;
    return {};
}

Result<TrainingOutcome> Trainer::run(RunControl& control, const TrainingObserver& observer) {
    WorkClock clock(position_.seconds);
    savedAt_ = position_.seconds;
    bool stopped = false;
    while (!stopped && position_.epoch <= training_.epochs && !outOfPatience()) {
        const auto finished = runEpoch(control, observer, clock);
        if (!finished) {
            return finished.error();
        }
        stopped = !*finished;
    }
    position_.seconds = clock.seconds();
    if (stopped && control.suspended()) {
        if (auto status = observer.onCheckpointDue(); !status) {
            return status.error();
        }
    }
    return TrainingOutcome{position_.epoch - 1, position_.bestEpoch, stopped, position_.seconds};
}

bool Trainer::outOfPatience() const {
    return training_.patience > 0 &&
           position_.epoch - 1 - position_.bestEpoch >= training_.patience;
}

Result<bool> Trainer::runEpoch(RunControl& control, const TrainingObserver& observer,
                               WorkClock& clock) {
    auto& p = position_;
    model_->train();
    showAverage(false);
    skipDone();
    if (p.samplesDone == 0) {
        p.epochStartedAt = clock.seconds();
    }
    const std::size_t total = sampler_.samplesPerEpoch();
    while (p.samplesDone < total) {
        if (!clock.waitWhilePaused(control)) {
            return false;
        }
        const double epochsDone =
            p.epoch - 1 + static_cast<double>(p.samplesDone) / static_cast<double>(total);
        if (const auto rate = control.takeLearningRate()) {
            if (auto status = changeRate({epochsDone, *rate}, observer); !status) {
                return status.error();
            }
        }
        step_->setLearningRate(training_.learningRateAt(epochsDone));
        const double loss = runStep();
        if (!std::isfinite(loss)) {
            return Error{
                ErrorKind::BadInput,
                "The loss stopped being a number in epoch " + std::to_string(p.epoch) + ".",
                "Lower the learning rate and train again."};
        }
        p.trainedAt = clock.seconds();
        StepReport report{p.epoch, p.samplesDone, total, loss, p.trainedAt, {}};
        if (p.trainedAt >= healthDue_) {
            report.layers = step_->layerHealth();
            healthDue_ = p.trainedAt + kHealthSeconds;
        }
        observer.onStep(report);
        if (training_.checkpointMinutes > 0 &&
            p.trainedAt - savedAt_ >= 60 * training_.checkpointMinutes) {
            p.seconds = savedAt_ = p.trainedAt;
            if (auto status = observer.onCheckpointDue(); !status) {
                return status.error();
            }
        }
    }
    step_->settle();
    showAverage(true);
    const auto validation =
        validate(model_, split_, training_, evaluation_, scale_, control.stopToken());
    if (!validation) {
        showAverage(false);
        return false;
    }
    if (auto status = endEpoch(*validation, observer, clock.seconds()); !status) {
        return status.error();
    }
    savedAt_ = clock.seconds();
    return true;
}

// Goes on to the epoch's samples that have not been trained on yet.
void Trainer::skipDone() {
    sampler_.startEpoch(position_.epoch);
    for (std::size_t done = 0; done < position_.samplesDone; done += samples_.size()) {
        sampler_.beginBatch(static_cast<std::size_t>(training_.batchSize), samples_);
    }
}

double Trainer::runStep() {
    const std::size_t total = sampler_.samplesPerEpoch();
    sampler_.beginBatch(static_cast<std::size_t>(training_.batchSize), samples_);
    team_.run(fillPart_);
    const double loss = step_->run(samples_.user, samples_.item, samples_.label);
    const std::size_t before = position_.samplesDone;
    position_.samplesDone += samples_.size();
    position_.lossSum += loss * static_cast<double>(samples_.size());
    if (average_ &&
        position_.samplesDone * kAveragedPerEpoch / total > before * kAveragedPerEpoch / total) {
        step_->settle();
        average_->add();
    }
    return loss;
}

Status Trainer::endEpoch(const Metrics& validation, const TrainingObserver& observer,
                         double seconds) {
    auto& p = position_;
    const auto total = static_cast<double>(sampler_.samplesPerEpoch());
    const EpochRecord record{p.epoch, p.lossSum / total, validation, seconds - p.epochStartedAt,
                             total / (p.trainedAt - p.epochStartedAt)};
    const bool better = isBetter(validation, p.best, training_);
    if (better) {
        p.best = validation;
        p.bestEpoch = p.epoch;
    }
    ++p.epoch;
    p.samplesDone = 0;
    p.lossSum = 0;
    p.seconds = seconds;
    return observer.onEpoch(record, better);
}

Status Trainer::changeRate(const RateChange& change, const TrainingObserver& observer) {
    auto changes = *rateChangesFromText(training_.rateChanges);
    changes.push_back(change);
    training_.rateChanges = toText(changes);
    return observer.onRateChange(training_.rateChanges);
}

// Whether the model holds the average of the weights or the weights that are being trained.
void Trainer::showAverage(bool show) {
    if (average_ && show != position_.showsAverage) {
        average_->swap();
        position_.showsAverage = show;
    }
}

}  // namespace ncf
