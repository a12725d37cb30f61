#include "training/trainer.h"

#include "data/negative_sampler.h"
#include "training/training_step.h"
#include "training/weight_average.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

namespace ncf {

namespace {

// Seconds since construction without the time spent in pauses.
class WorkClock {
public:
    double seconds() const {
        return std::chrono::duration<double>(Clock::now() - start_).count() - paused_;
    }
    // False when the work should stop.
    bool waitWhilePaused(RunControl& control) {
        if (!control.paused()) {
            return !control.stopRequested();
        }
        const auto before = Clock::now();
        const bool goOn = control.waitWhilePaused();
        paused_ += std::chrono::duration<double>(Clock::now() - before).count();
        return goOn;
    }

private:
    using Clock = std::chrono::steady_clock;
    Clock::time_point start_ = Clock::now();
    double paused_ = 0;
};

// How often an epoch's weights are taken into their average.
constexpr std::size_t kAveragedPerEpoch = 16;

// Higher is better.
double selectionValue(const Metrics& metrics, const TrainingConfig& config) {
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    if (config.explicitFeedback()) {
        return -metrics.rmse.value_or(kNone);
    }
    switch (config.selection) {
        case Selection::HitRate:
            return metrics.hitRate.value_or(kNone);
        case Selection::Loss:
            return -metrics.loss.value_or(kNone);
        case Selection::Ndcg:
            break;
    }
    return metrics.ndcg.value_or(kNone);
}

// Binary cross-entropy on the held-out items, each beside as many of its negatives as training
// draws, so that the number can be laid beside the training loss.
double heldOutLoss(Scorer& scorer, std::span<const HeldOut> heldOut, int negatives) {
    std::vector<UserIndex> users;
    std::vector<ItemIndex> items;
    std::vector<bool> positive;
    for (const auto& held : heldOut) {
        const auto count = std::min(held.negatives.size(), static_cast<std::size_t>(negatives));
        users.insert(users.end(), count + 1, held.user);
        items.push_back(held.item);
        items.insert(items.end(), held.negatives.begin(),
                     held.negatives.begin() + static_cast<std::ptrdiff_t>(count));
        positive.push_back(true);
        positive.insert(positive.end(), count, false);
    }
    std::vector<float> logits(items.size());
    scorer.scorePairs(users, items, logits);
    double sum = 0;
    for (std::size_t i = 0; i < logits.size(); ++i) {
        const double signedLogit = positive[i] ? logits[i] : -static_cast<double>(logits[i]);
        // −log σ(x), without overflow for large −x.
        sum += std::max(-signedLogit, 0.0) + std::log1p(std::exp(-std::abs(signedLogit)));
    }
    return sum / static_cast<double>(std::max<std::size_t>(1, logits.size()));
}

}  // namespace

bool isBetter(const Metrics& candidate, const Metrics& best, const TrainingConfig& config) {
    const double value = selectionValue(candidate, config);
    const double bar = selectionValue(best, config);
    return !std::isnan(value) && (std::isnan(bar) || value > bar);
}

Trainer::Trainer(NcfModel model, const Split& split, const TrainingConfig& training,
                 const EvaluationConfig& evaluation, std::optional<RatingScale> scale,
                 std::uint64_t seed)
    : model_(std::move(model)),
      split_(split),
      training_(training),
      evaluation_(evaluation),
      scale_(scale),
      seed_(seed) {}

Result<TrainingOutcome> Trainer::run(RunControl& control, const TrainingObserver& observer) {
    auto sampler =
        training_.explicitFeedback()
            ? NegativeSampler::ratingsOnly(split_.train, seed_)
            : NegativeSampler(split_.train, split_.items, training_.negativesPerPositive, seed_);
    WorkerTeam team(training_.threads);
    const auto step = fusedStepCovers(training_)
                          ? makeFusedStep(model_, training_, scale_, seed_, team)
                          : makeAutogradStep(model_, training_, scale_);
    const auto batch = static_cast<std::size_t>(training_.batchSize);

    std::optional<WeightAverage> average;
    if (training_.averagedEpochs > 0) {
        average.emplace(model_, std::max(1.0, kAveragedPerEpoch * training_.averagedEpochs));
    }

    WorkClock clock;
    TrainingOutcome outcome;
    Metrics best;
    Samples samples;
    const std::function<void(int)> fillPart = [&](int worker) {
        sampler.fill(samples, worker, team.size());
    };
    for (int epoch = 1; epoch <= training_.epochs && !outcome.stopped; ++epoch) {
        const double epochStart = clock.seconds();
        model_->train();
        if (average && epoch > 1) {
            average->swap();  // back to the weights that are being trained
        }
        sampler.startEpoch(epoch);
        const std::size_t total = sampler.samplesPerEpoch();
        double lossSum = 0;
        std::size_t done = 0;
        while (done < total) {
            if (!clock.waitWhilePaused(control)) {
                outcome.stopped = true;
                break;
            }
            sampler.beginBatch(batch, samples);
            team.run(fillPart);
            const double part = static_cast<double>(done) / static_cast<double>(total);
            step->setLearningRate(training_.learningRateAt(epoch - 1 + part));
            const double loss = step->run(samples.user, samples.item, samples.label);
            if (!std::isfinite(loss)) {
                return Error{
                    ErrorKind::BadInput,
                    "The loss stopped being a number in epoch " + std::to_string(epoch) + ".",
                    "Lower the learning rate and train again."};
            }
            const std::size_t before = done;
            done += samples.size();
            if (average && done * kAveragedPerEpoch / total > before * kAveragedPerEpoch / total) {
                step->settle();
                average->add();
            }
            lossSum += loss * static_cast<double>(samples.size());
            observer.onStep({epoch, done, total, loss, clock.seconds()});
        }
        step->settle();
        const double trainedAt = clock.seconds();
        if (average) {
            average->swap();
        }
        const auto validation = outcome.stopped ? std::nullopt : validate(control.stopToken());
        if (!validation) {
            outcome.stopped = true;
            break;
        }
        const bool better = isBetter(*validation, best, training_);
        if (better) {
            best = *validation;
            outcome.bestEpoch = epoch;
        }
        outcome.epochs = epoch;
        const EpochRecord record{epoch, lossSum / static_cast<double>(total), *validation,
                                 clock.seconds() - epochStart,
                                 static_cast<double>(total) / (trainedAt - epochStart)};
        if (auto status = observer.onEpoch(record, better); !status) {
            return status.error();
        }
        if (training_.patience > 0 && epoch - outcome.bestEpoch >= training_.patience) {
            break;
        }
    }
    outcome.seconds = clock.seconds();
    return outcome;
}

std::optional<Metrics> Trainer::validate(std::stop_token stop) {
    model_->eval();
    NcfScorer scorer(model_, training_.explicitFeedback() ? scale_ : std::nullopt,
                     training_.threads);
    if (training_.explicitFeedback()) {
        auto metrics = evaluateRatings(scorer, split_.validation, stop);
        if (metrics) {
            metrics->loss = *metrics->rmse * *metrics->rmse;
        }
        return metrics;
    }
    auto ranking =
        evaluateRanking(scorer, split_.validation, split_.train, split_.items, evaluation_, stop);
    if (!ranking) {
        return std::nullopt;
    }
    ranking->metrics.loss = heldOutLoss(scorer, split_.validation, training_.negativesPerPositive);
    return ranking->metrics;
}

}  // namespace ncf
