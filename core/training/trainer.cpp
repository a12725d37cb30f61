#include "training/trainer.h"

#include "model/weights_file.h"
#include "training/comparison_loss.h"
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

NegativeSampler makeSampler(const Split& split, const TrainingConfig& config, std::uint64_t seed) {
    return config.explicitFeedback()
               ? NegativeSampler::ratingsOnly(split.train, split.items, seed)
               : NegativeSampler(split.train, split.items, config.negativesPerPositive, seed,
                                 {config.negativePopularity, comparesItems(config.loss)});
}

std::unique_ptr<TrainingStep> makeStep(const NcfModel& model, const TrainingConfig& config,
                                       std::optional<RatingScale> scale, std::uint64_t seed,
                                       WorkerTeam& team, StepTables tables) {
    return fusedStepCovers(config)
               ? makeFusedStep(model, config, scale, seed, team, std::move(tables))
               : makeAutogradStep(model, config, scale, tables);
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
      sampler_(makeSampler(split, training, seed)),
      team_(training.threads),
      step_(makeStep(model_, training, scale, seed, team_, stepTables(training, sampler_))) {
    if (training_.averagedEpochs > 0) {
        average_.emplace(model_, std::max(1.0, kAveragedPerEpoch * training_.averagedEpochs));
    }
}

Checkpoint Trainer::checkpoint() const {
    Checkpoint checkpoint{position_, {}};
    addUnder(checkpoint.tensors, kModel, weightsOf(model_));
    addUnder(checkpoint.tensors, kOptimiser, step_->state());
    if (average_) {
        addUnder(checkpoint.tensors, kAverage, average_->state());
    }
    return checkpoint;
}

Status Trainer::goOnFrom(const Checkpoint& checkpoint) {
    const auto& p = checkpoint.position;
    const std::size_t total = sampler_.samplesPerEpoch();
    if (p.epoch < 1 || p.epoch > training_.epochs + 1 || p.bestEpoch < 0 ||
        p.bestEpoch >= p.epoch || p.samplesDone > total || !skipTo(p.epoch, p.samplesDone)) {
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

Result<TrainingOutcome> Trainer::run(RunControl& control, const TrainingObserver& observer,
                                     int lastEpoch) {
    WorkClock clock(position_.seconds);
    savedAt_ = position_.seconds;
    bool stopped = false;
    lastEpoch = std::min(lastEpoch, training_.epochs);
    while (!stopped && position_.epoch <= lastEpoch && !outOfPatience()) {
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
    return training_.patience > 0 && !split_.validation.empty() &&
           position_.epoch - 1 - position_.bestEpoch >= training_.patience;
}

Result<bool> Trainer::runEpoch(RunControl& control, const TrainingObserver& observer,
                               WorkClock& clock) {
    auto& p = position_;
    model_->train();
    showAverage(false);
    skipTo(p.epoch, p.samplesDone);
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
        if (const auto rate = control.takeLearningRate(); rate && observer.onRateChange) {
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
        validate(model_, split_, training_, evaluation_, scale_, sampler_, control.stopToken());
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

// Goes on to the epoch's samples behind so many. Whether a batch ends there.
bool Trainer::skipTo(int epoch, std::size_t samples) {
    sampler_.startEpoch(epoch);
    std::size_t done = 0;
    while (done < samples) {
        sampler_.beginBatch(static_cast<std::size_t>(training_.batchSize), samples_);
        done += samples_.size();
    }
    return done == samples;
}

double Trainer::runStep() {
    const std::size_t total = sampler_.samplesPerEpoch();
    sampler_.beginBatch(static_cast<std::size_t>(training_.batchSize), samples_);
    team_.run(fillPart_);
    const double loss = step_->run(samples_.user, samples_.item, samples_.label);
    const std::size_t before = position_.samplesDone;
    position_.samplesDone += samples_.size();
    position_.lossSum += loss * static_cast<double>(lossCount(training_.loss, samples_.label));
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
    const auto losses =
        comparesItems(training_.loss) ? static_cast<double>(split_.train.size()) : total;
    const EpochRecord record{p.epoch, p.lossSum / losses, validation, seconds - p.epochStartedAt,
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
