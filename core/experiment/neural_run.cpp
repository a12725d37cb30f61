#include "experiment/method_run.h"
#include "experiment/rate_meter.h"
#include "model/weights_file.h"
#include "training/trainer.h"

#include <torch/torch.h>

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

    Status train() override {
        Trainer trainer(model_, context_.split, training(), context_.config.evaluation,
                        context_.scale, context_.config.seed);
        if (checkpoint_) {
            if (auto status = trainer.goOnFrom(*checkpoint_); !status) {
                return status;
            }
            checkpoint_.reset();
        }
        auto& record = context_.record;
        RateMeter rate;
        const TrainingObserver observer{
            [&](const StepReport& step) { showStep(step, rate); },
            [&](const EpochRecord& epoch, bool best) {
                return context_.keepEpoch(
                    epoch, best, best ? std::optional(weightsToBytes(model_)) : std::nullopt,
                    toBytes(trainer.checkpoint()));
            },
            [&] {
                return context_.project.saveCheckpoint(record.id, toBytes(trainer.checkpoint()));
            },
            [&](const std::string& changes) {
                context_.config.training.rateChanges = changes;
                record.config = toJson(context_.config);
                return context_.project.setRunConfig(record.id, record.config);
            }};
        const auto outcome = trainer.run(context_.control, observer);
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

    void showStep(const StepReport& step, RateMeter& rate) {
        const double doneEpochs =
            step.epoch - 1 +
            static_cast<double>(step.samplesDone) / static_cast<double>(step.samplesPerEpoch);
        context_.monitor.addLoss({static_cast<float>(doneEpochs), static_cast<float>(step.loss)});
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
            s.secondsLeft = step.secondsElapsed * (s.epochs - doneEpochs) / doneEpochs;
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
