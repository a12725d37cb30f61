#include "training/training_step.h"

namespace ncf {

namespace {

// Two groups of parameters: weight decay acts on the embeddings alone.
template <class Algorithm, class Options>
std::unique_ptr<torch::optim::Optimizer> makeOptimiser(NcfModel& model, Options options,
                                                       double weightDecay) {
    std::vector<torch::optim::OptimizerParamGroup> groups;
    groups.emplace_back(model->denseParameters(), std::make_unique<Options>(options));
    groups.emplace_back(model->embeddings(),
                        std::make_unique<Options>(options.weight_decay(weightDecay)));
    return std::make_unique<Algorithm>(groups, options);
}

std::unique_ptr<torch::optim::Optimizer> makeOptimiser(NcfModel& model,
                                                       const TrainingConfig& config) {
    if (config.optimiser == Optimiser::Adam) {
        return makeOptimiser<torch::optim::Adam>(
            model, torch::optim::AdamOptions(config.learningRate), config.weightDecay);
    }
    return makeOptimiser<torch::optim::SGD>(
        model, torch::optim::SGDOptions(config.learningRate).momentum(config.momentum),
        config.weightDecay);
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
          scale_(scale.value_or(RatingScale{})) {
        torch::set_num_threads(config.threads);
    }

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
