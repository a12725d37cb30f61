#include "experiment/method_run.h"
#include "model/weights_file.h"
#include "training/checkpoint.h"
#include "training/implicit_als.h"

#include <torch/torch.h>

#include <limits>

namespace ncf {

namespace {

// An iteration counts as an epoch. Without a validation result the last one is the best.
class ImplicitAlsRun : public MethodRun {
public:
    explicit ImplicitAlsRun(RunContext& context) : context_(context) {}

    Status prepare() override {
        auto model = context_.initialModel();
        if (!model) {
            return model.error();
        }
        model_ = *model;
        return {};
    }

    std::uint64_t parameters() const override {
        return (context_.split.users + context_.split.items) *
               static_cast<std::uint64_t>(context_.config.implicitAls.factors);
    }

    Result<int> adopt(const std::string& checkpoint) override {
        const auto read = checkpointFromBytes(checkpoint);
        if (!read) {
            return read.error();
        }
        if (auto status = copyInto(weightsOf(model_), read->tensors); !status) {
            return status.error();
        }
        position_ = read->position;
        return position_.epoch;
    }

    bool inRefit() const override { return position_.stage.refit; }

    Status train() override {
        const Status status = iterate(context_.config.implicitAls.iterations);
        context_.record.seconds = position_.seconds;
        if (context_.record.status == RunStatus::Interrupted ||
            (!status &&
             (status.error().kind != ErrorKind::Cancelled || position_.bestEpoch == 0))) {
            return status;
        }
        context_.record.status = status ? RunStatus::Finished : RunStatus::Stopped;
        return {};
    }

    Status refit(int epochs) override {
        if (!position_.stage.refit) {
            if (auto status = prepare(); !status) {  // from the initial vectors
                return status;
            }
            position_ = {};
            position_.stage.refit = true;
            position_.stage.secondsBefore = context_.record.seconds;
        }
        const Status status = iterate(epochs);
        context_.record.seconds = position_.stage.secondsBefore + position_.seconds;
        return status ? context_.project.saveWeights(context_.record.id, weightsToBytes(model_))
                      : status;
    }

    Status takeBest() override {
        const auto weights = context_.project.weights(context_.record.id);
        return weights ? weightsFromBytes(*weights, model_) : Status(weights.error());
    }

    std::shared_ptr<Scorer> scorer(const std::optional<RatingScale>&) override {
        return std::make_shared<NcfScorer>(model_, std::nullopt, threadsOf(context_.config));
    }

private:
    // Up to that iteration, or until a stop: cancelled(). Suspended, the record says Interrupted.
    Status iterate(int last) {
        const auto& config = context_.config;
        ImplicitAls als(model_, context_.split.train, config.implicitAls, threadsOf(config));
        WorkClock clock(position_.seconds);
        Status status;
        while (status && position_.epoch <= last) {
            status = runIteration(als, clock);
        }
        position_.seconds = clock.seconds();
        if (!status && status.error().kind == ErrorKind::Cancelled &&
            context_.control.suspended()) {
            context_.record.status = RunStatus::Interrupted;
            const auto saved = context_.project.saveCheckpoint(context_.record.id, checkpoint());
            return saved ? status : saved;
        }
        return status;
    }

    // cancelled() when stopped.
    Status runIteration(ImplicitAls& als, WorkClock& clock) {
        auto& p = position_;
        const double begun = clock.seconds();
        const ProgressCallback progress = [&](std::uint64_t done, std::uint64_t total) {
            show(done, total, clock.seconds());
        };
        if (auto status = als.iterate(clock, context_.control, progress); !status) {
            return status;
        }
        if (p.stage.refit) {
            p.seconds = clock.seconds();
            ++p.epoch;
            return context_.project.saveCheckpoint(context_.record.id, checkpoint());
        }
        const auto interactions = als.interactionsPerIteration();
        const double rate = static_cast<double>(interactions) / (clock.seconds() - begun);
        const double loss = als.objective() / static_cast<double>(context_.split.train.size());
        context_.monitor.addLoss({static_cast<float>(p.epoch), static_cast<float>(loss)});
        const auto ranker = scorer(std::nullopt);
        const auto metrics =
            evaluateHeldOut(*ranker, context_.split.validation, context_.split, context_.config)
                .metrics;
        const bool better = !(quality(metrics) <= quality(p.best));
        if (better) {
            p.best = metrics;
            p.bestEpoch = p.epoch;
        }
        p.seconds = clock.seconds();
        const EpochRecord epoch{p.epoch, loss, metrics, p.seconds - begun, rate};
        ++p.epoch;
        return context_.keepEpoch(epoch, better,
                                  better ? std::optional(weightsToBytes(model_)) : std::nullopt,
                                  checkpoint());
    }

    static double quality(const Metrics& metrics) {
        return metrics.ndcg.value_or(std::numeric_limits<double>::quiet_NaN());
    }

    std::string checkpoint() const { return toBytes(Checkpoint{position_, weightsOf(model_)}); }

    void show(std::uint64_t done, std::uint64_t total, double seconds) {
        const double doneEpochs =
            position_.epoch - 1 + static_cast<double>(done) / static_cast<double>(total);
        context_.monitor.update([&](RunSnapshot& s) {
            s.epoch = position_.epoch;
            s.samplesDone = done;
            s.samplesPerEpoch = total;
            s.secondsElapsed = seconds;
            if (doneEpochs > 0) {
                s.secondsLeft = seconds * (s.phaseEpochs - doneEpochs) / doneEpochs;
            }
        });
    }

    RunContext& context_;
    NcfModel model_{nullptr};
    TrainingPosition position_;
};

}  // namespace

std::unique_ptr<MethodRun> makeImplicitAlsRun(RunContext& context) {
    return std::make_unique<ImplicitAlsRun>(context);
}

}  // namespace ncf
