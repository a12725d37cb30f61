#include "training/training_step.h"

namespace ncf {

namespace {

std::unique_ptr<torch::optim::Optimizer> makeOptimiser(NcfModel& model,
                                                       const TrainingConfig& config) {
    if (config.optimiser == Optimiser::Adam) {
        return std::make_unique<torch::optim::Adam>(model->parameters(),
                                                    torch::optim::AdamOptions(config.learningRate));
    }
    return std::make_unique<torch::optim::SGD>(
        model->parameters(),
        torch::optim::SGDOptions(config.learningRate).momentum(config.momentum));
}

// Adds the gradient of the L2 penalty to the rows that the samples name.
void addDecay(const torch::Tensor& table, const torch::Tensor& samples, double weightDecay) {
    if (table.defined()) {
        const torch::NoGradGuard noGrad;
        const auto rows = std::get<0>(torch::_unique2(samples)).to(torch::kInt64);
        table.mutable_grad().index_add_(0, rows, table.index_select(0, rows), weightDecay);
    }
}

template <class T>
torch::Tensor wrap(std::span<const T> values, torch::ScalarType type) {
    return torch::from_blob(const_cast<T*>(values.data()),
                            {static_cast<std::int64_t>(values.size())}, type);
}

class AutogradStep : public TrainingStep {
public:
    AutogradStep(NcfModel model, const TrainingConfig& config, std::optional<RatingScale> scale)
        : model_(std::move(model)),
          optimiser_(makeOptimiser(model_, config)),
          explicit_(config.explicitFeedback()),
          weightDecay_(config.weightDecay),
          scale_(scale.value_or(RatingScale{})) {
        torch::set_num_threads(config.threads);
    }

    double run(std::span<const UserIndex> users, std::span<const ItemIndex> items,
               std::span<const float> labels) override {
        const auto device = model_->outputBias.device();
        const auto label = wrap(labels, torch::kFloat32).to(device);
        optimiser_->zero_grad();
        const auto user = wrap(users, torch::kInt32).to(device);
        const auto item = wrap(items, torch::kInt32).to(device);
        const auto logits = model_->forward(user, item);
        const auto loss =
            explicit_
                ? torch::mse_loss(logits.sigmoid() * (scale_.high - scale_.low) + scale_.low, label)
                : torch::binary_cross_entropy_with_logits(logits, label);
        loss.backward();
        if (weightDecay_ > 0) {
            addDecay(model_->gmfUser, user, weightDecay_);
            addDecay(model_->mlpUser, user, weightDecay_);
            addDecay(model_->gmfItem, item, weightDecay_);
            addDecay(model_->mlpItem, item, weightDecay_);
        }
        optimiser_->step();
        return loss.item<double>();
    }

    void setLearningRate(double rate) override {
        for (auto& group : optimiser_->param_groups()) {
            group.options().set_lr(rate);
        }
    }

private:
    NcfModel model_;
    std::unique_ptr<torch::optim::Optimizer> optimiser_;
    bool explicit_;
    double weightDecay_;
    RatingScale scale_;
};

}  // namespace

std::unique_ptr<TrainingStep> makeAutogradStep(NcfModel model, const TrainingConfig& config,
                                               std::optional<RatingScale> scale) {
    return std::make_unique<AutogradStep>(std::move(model), config, scale);
}

}  // namespace ncf
