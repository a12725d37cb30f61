#include "training/training_step.h"

namespace ncf {

namespace {

std::unique_ptr<torch::optim::Optimizer> makeOptimiser(NcfModel& model,
                                                       const TrainingConfig& config) {
    if (config.optimiser == Optimiser::Adam) {
        return std::make_unique<torch::optim::Adam>(
            model->parameters(),
            torch::optim::AdamOptions(config.learningRate).weight_decay(config.weightDecay));
    }
    return std::make_unique<torch::optim::SGD>(model->parameters(),
                                               torch::optim::SGDOptions(config.learningRate)
                                                   .momentum(config.momentum)
                                                   .weight_decay(config.weightDecay));
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
          scale_(scale.value_or(RatingScale{})) {}

    double run(std::span<const UserIndex> users, std::span<const ItemIndex> items,
               std::span<const float> labels) override {
        const auto device = model_->outputBias.device();
        const auto label = wrap(labels, torch::kFloat32).to(device);
        optimiser_->zero_grad();
        const auto logits = model_->forward(wrap(users, torch::kInt32).to(device),
                                            wrap(items, torch::kInt32).to(device));
        const auto loss =
            explicit_
                ? torch::mse_loss(logits.sigmoid() * (scale_.high - scale_.low) + scale_.low, label)
                : torch::binary_cross_entropy_with_logits(logits, label);
        loss.backward();
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
    RatingScale scale_;
};

}  // namespace

std::unique_ptr<TrainingStep> makeAutogradStep(NcfModel model, const TrainingConfig& config,
                                               std::optional<RatingScale> scale) {
    return std::make_unique<AutogradStep>(std::move(model), config, scale);
}

}  // namespace ncf
