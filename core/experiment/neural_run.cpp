#include "experiment/method_run.h"
#include "experiment/neural_stages.h"
#include "model/bfloat16.h"
#include "model/weights_file.h"

#include <torch/torch.h>

namespace ncf {

namespace {

class NeuralRun : public MethodRun {
public:
    explicit NeuralRun(RunContext& context) : context_(context), stages_(context) {}

    Status prepare() override {
        if (context_.config.training.precision == Precision::BFloat16 && !hasBFloat16()) {
            return Error{ErrorKind::BadInput, "This processor does not multiply bfloat16.",
                         "Choose float32 as the precision."};
        }
        torch::set_num_threads(context_.config.training.threads);
        auto model = context_.initialModel();
        if (!model) {
            return model.error();
        }
        model_ = *model;
        return {};
    }

    std::uint64_t parameters() const override {
        return parameterCount(context_.config.model, context_.split.users, context_.split.items);
    }

    Result<int> adopt(const std::string& checkpoint) override { return stages_.adopt(checkpoint); }

    bool inRefit() const override { return stages_.inRefit(); }

    Status train() override {
        if (auto status = stages_.pretrain(model_); !status) {
            return status;
        }
        const auto stage = stages_.make(model_, context_.config);
        if (!stage) {
            return stage.error();
        }
        auto& record = context_.record;
        TrainingObserver observer;
        observer.onEpoch = [&](const EpochRecord& epoch, bool best) {
            return context_.keepEpoch(epoch, best,
                                      best ? std::optional(weightsToBytes(model_)) : std::nullopt,
                                      (*stage)->checkpoint());
        };
        observer.onRateChange = [&](const std::string& changes) {
            context_.config.training.rateChanges = changes;
            record.config = toJson(context_.config);
            return context_.project.setRunConfig(record.id, record.config);
        };
        const auto outcome = (*stage)->run(observer, context_.config.training.epochs);
        if (!outcome) {
            return outcome.error();
        }
        if (record.status == RunStatus::Interrupted) {
            return cancelled();
        }
        if (outcome->bestEpoch == 0) {
            return outcome->stopped ? cancelled() : nothingValidated();
        }
        record.status = outcome->stopped ? RunStatus::Stopped : RunStatus::Finished;
        return {};
    }

    Status refit(int epochs) override {
        if (!stages_.inRefit()) {
            if (auto status = prepare(); !status) {  // from the initial weights
                return status;
            }
            stages_.beginRefit();
        }
        if (auto status = stages_.pretrain(model_); !status) {
            return status;
        }
        const auto stage = stages_.make(model_, context_.config);
        if (!stage) {
            return stage.error();
        }
        TrainingObserver observer;
        observer.onEpoch = [&](const EpochRecord&, bool) { return (*stage)->save(); };
        observer.onRateChange = {};  // the rates are those of the selection
        const auto outcome = (*stage)->run(observer, epochs);
        if (!outcome) {
            return outcome.error();
        }
        return outcome->stopped
                   ? cancelled()
                   : context_.project.saveWeights(context_.record.id, weightsToBytes(model_));
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
        return std::make_shared<NcfScorer>(model_, scale, context_.config.training.threads);
    }

private:
    RunContext& context_;
    NcfModel model_{nullptr};
    NeuralStages stages_;
};

}  // namespace

std::unique_ptr<MethodRun> makeNeuralRun(RunContext& context) {
    return std::make_unique<NeuralRun>(context);
}

}  // namespace ncf
