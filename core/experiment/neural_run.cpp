#include "experiment/method_run.h"
#include "experiment/rate_meter.h"
#include "model/weights_file.h"
#include "training/trainer.h"

#include <torch/torch.h>

#include <utility>

namespace ncf {

namespace {

class NeuralRun : public MethodRun {
public:
    explicit NeuralRun(RunContext& context) : context_(context) {}

    Status prepare() override {
        torch::set_num_threads(training().threads);
        auto model = makeModel(context_.config, context_.dataset);
        if (!model) {
            return model.error();
        }
        model_ = *model;
        return {};
    }

    std::uint64_t parameters() const override {
        return parameterCount(context_.config.model, context_.split.users, context_.split.items);
    }

    Result<int> adopt(const std::string& checkpoint) override {
        auto read = checkpointFromBytes(checkpoint);
        if (!read) {
            return read.error();
        }
        checkpoint_ = std::move(*read);
        return checkpoint_->position.epoch;
    }

    bool inRefit() const override { return checkpoint_ && checkpoint_->position.refit; }

    Status train() override {
        auto trainer = makeTrainer();
        if (!trainer) {
            return trainer.error();
        }
        auto& record = context_.record;
        TrainingObserver observer = observerOf(**trainer, false);
        observer.onEpoch = [&](const EpochRecord& epoch, bool best) {
            return context_.keepEpoch(epoch, best,
                                      best ? std::optional(weightsToBytes(model_)) : std::nullopt,
                                      toBytes((*trainer)->checkpoint()));
        };
        observer.onRateChange = [&](const std::string& changes) {
            context_.config.training.rateChanges = changes;
            record.config = toJson(context_.config);
            return context_.project.setRunConfig(record.id, record.config);
        };
        const auto outcome = (*trainer)->run(context_.control, observer);
        if (!outcome) {
            return outcome.error();
        }
        record.seconds = outcome->seconds;
        if (outcome->stopped && context_.control.suspended()) {
            record.status = RunStatus::Interrupted;
            return cancelled();
        }
        if (outcome->bestEpoch == 0) {
            return outcome->stopped
                       ? cancelled()
                       : Error{ErrorKind::BadInput, "No epoch gave a validation result.",
                               "Lower the learning rate and train again."};
        }
        record.status = outcome->stopped ? RunStatus::Stopped : RunStatus::Finished;
        return {};
    }

    Status refit(int epochs) override {
        if (auto status = prepare(); !status) {  // from the initial weights
            return status;
        }
        auto trainer = makeTrainer();
        if (!trainer) {
            return trainer.error();
        }
        auto& record = context_.record;
        TrainingObserver observer = observerOf(**trainer, true);
        observer.onEpoch = [&](const EpochRecord&, bool) { return observer.onCheckpointDue(); };
        observer.onRateChange = {};  // the rates are those of the selection
        const auto outcome = (*trainer)->run(context_.control, observer, epochs);
        if (!outcome) {
            return outcome.error();
        }
        record.seconds += outcome->seconds;
        if (outcome->stopped) {
            if (context_.control.suspended()) {
                record.status = RunStatus::Interrupted;
            }
            return cancelled();
        }
        return context_.project.saveWeights(record.id, weightsToBytes(model_));
    }

    Status takeBest() override {
        const auto weights = context_.project.weights(context_.record.id);
        if (!weights) {
            return weights.error();
        }
        if (auto status = weightsFromBytes(*weights, model_); !status) {
            return status;
        }
        model_->eval();
        return {};
    }

    std::shared_ptr<Scorer> scorer(const std::optional<RatingScale>& scale) override {
        return std::make_shared<NcfScorer>(model_, scale, training().threads);
    }

private:
    const TrainingConfig& training() const { return context_.config.training; }

    // On the model and the split at hand; where the adopted checkpoint stood, if there is one.
    Result<std::unique_ptr<Trainer>> makeTrainer() {
        auto trainer = std::make_unique<Trainer>(model_, context_.split, training(),
                                                 context_.config.evaluation, context_.scale,
                                                 context_.config.seed);
        if (const auto from = std::exchange(checkpoint_, std::nullopt)) {
            if (auto status = trainer->goOnFrom(*from); !status) {
                return status.error();
            }
        }
        return trainer;
    }

    // Shows the steps and saves what is needed to go on.
    TrainingObserver observerOf(const Trainer& trainer, bool refit) {
        const auto show = [this, refit, rate = RateMeter()](const StepReport& step) mutable {
            showStep(step, rate, refit);
        };
        const auto save = [this, refit, &trainer] {
            Checkpoint checkpoint = trainer.checkpoint();
            checkpoint.position.refit = refit;
            return context_.project.saveCheckpoint(context_.record.id, toBytes(checkpoint));
        };
        TrainingObserver observer;
        observer.onStep = show;
        observer.onCheckpointDue = save;
        return observer;
    }

    // The curve of the loss is the selection's.
    void showStep(const StepReport& step, RateMeter& rate, bool refit) {
        const double doneEpochs =
            step.epoch - 1 +
            static_cast<double>(step.samplesDone) / static_cast<double>(step.samplesPerEpoch);
        if (!refit) {
            context_.monitor.addLoss(
                {static_cast<float>(doneEpochs), static_cast<float>(step.loss)});
        }
        const double perSecond = rate.add(step);
        context_.monitor.update([&](RunSnapshot& s) {
            s.epoch = step.epoch;
            s.samplesDone = step.samplesDone;
            s.samplesPerEpoch = step.samplesPerEpoch;
            if (perSecond > 0) {
                s.samplesPerSecond = perSecond;
            }
            s.secondsElapsed = step.secondsElapsed;
            if (!step.layers.empty()) {
                s.layers = step.layers;
            }
            s.secondsLeft =
                step.secondsElapsed * ((refit ? s.bestEpoch : s.epochs) - doneEpochs) / doneEpochs;
        });
    }

    RunContext& context_;
    NcfModel model_{nullptr};
    std::optional<Checkpoint> checkpoint_;  // to go on from
};

}  // namespace

std::unique_ptr<MethodRun> makeNeuralRun(RunContext& context) {
    return std::make_unique<NeuralRun>(context);
}

}  // namespace ncf
