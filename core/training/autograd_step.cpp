#include "model/gmf_columns.h"
#include "training/comparison_loss.h"
#include "training/training_step.h"

#include <limits>
#include <sstream>
#include <stdexcept>
#include <type_traits>

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

// Adds the gradient of the L2 penalty to the rows that the samples name. `factors`: its own for
// each row, or none.
void addDecay(const torch::Tensor& table, const torch::Tensor& samples,
              const torch::Tensor& factors, double weightDecay) {
    if (table.defined()) {
        const torch::NoGradGuard noGrad;
        const auto rows = std::get<0>(torch::_unique2(samples)).to(torch::kInt64);
        auto slopes = table.index_select(0, rows);
        if (factors.size(0) > 0) {
            slopes = slopes * factors.index_select(0, rows).unsqueeze(1);
        }
        table.mutable_grad().index_add_(0, rows, slopes, weightDecay);
    }
}

// Leaves no gradient on the constants among the first `width` columns: without one no optimiser
// moves them.
void clearOutside(const torch::Tensor& table, Columns learnt, std::int64_t width) {
    if (table.defined() && learnt.count < width) {
        const torch::NoGradGuard noGrad;
        const auto& gradient = table.grad();
        gradient.narrow(1, 0, learnt.first).zero_();
        const std::int64_t end = learnt.first + learnt.count;
        gradient.narrow(1, end, width - end).zero_();
    }
}

void clearConstants(const NcfModel& model, Loss loss) {
    const auto& shape = model->config();
    clearOutside(model->gmfUser, movedUserColumns(shape, loss), gmfWidth(shape));
    clearOutside(model->gmfItem, learntItemColumns(shape), gmfWidth(shape));
    clearOutside(model->outputWeight, learntGmfWeights(shape), gmfWidth(shape));
}

// The group of each sample, from 0 on, where a group begins at each label 1.
torch::Tensor groupsOf(const torch::Tensor& label) {
    return label.eq(1).cumsum(0) - 1;
}

// Sums of values by group.
torch::Tensor sumByGroup(const torch::Tensor& values, const torch::Tensor& group,
                         std::int64_t groups) {
    return torch::zeros({groups}, values.options()).index_add(0, group, values);
}

// The sum over the groups of the mean of −log σ(positive − negative).
torch::Tensor pairwiseSum(const torch::Tensor& logits, const torch::Tensor& label) {
    const auto positive = logits.masked_select(label.eq(1));
    const auto group = groupsOf(label).masked_select(label.ne(1));
    const auto lead = positive.index_select(0, group) - logits.masked_select(label.ne(1));
    const std::int64_t groups = positive.size(0);
    const auto negatives = sumByGroup(torch::ones_like(lead), group, groups);
    return (sumByGroup(torch::softplus(-lead), group, groups) / negatives.clamp_min(1)).sum();
}

// The sum over the groups of −log of the positive's share of the softmax.
torch::Tensor softmaxSum(const torch::Tensor& logits, const torch::Tensor& label) {
    const auto group = groupsOf(label);
    const auto begin = label.eq(1).nonzero().view({-1});
    const auto within =
        torch::arange(label.size(0), begin.options()) - begin.index_select(0, group);
    // By group and place in it; what is not there has no share.
    const auto table = torch::full({begin.size(0), within.max().item<std::int64_t>() + 1},
                                   -std::numeric_limits<float>::infinity(), logits.options())
                           .index_put({group, within}, logits);
    return (table.logsumexp(1) - table.select(1, 0)).sum();
}

template <class T>
torch::Tensor wrap(std::span<const T> values, torch::ScalarType type) {
    return torch::from_blob(const_cast<T*>(values.data()),
                            {static_cast<std::int64_t>(values.size())}, type);
}

// LibTorch's key for what an optimiser remembers of a parameter: its address, in older versions as
// text.
template <class Map>
typename Map::key_type stateKey(const Map&, const torch::Tensor& parameter) {
    if constexpr (std::is_same_v<typename Map::key_type, std::string>) {
        std::ostringstream text;
        text << parameter.unsafeGetTensorImpl();
        return text.str();
    } else {
        return parameter.unsafeGetTensorImpl();
    }
}

class AutogradStep : public TrainingStep {
public:
    AutogradStep(NcfModel model, const TrainingConfig& config, std::optional<RatingScale> scale,
                 const StepTables& tables)
        : model_(std::move(model)),
          parameters_(model_->parameters()),
          optimiser_(makeOptimiser(model_, config)),
          loss_(config.loss),
          weightDecay_(config.weightDecay),
          labelSmoothing_(config.labelSmoothing),
          scale_(scale.value_or(RatingScale{})) {
        const auto device = model_->outputBias.device();
        itemCorrection_ = torch::tensor(tables.itemCorrection).to(device);
        userDecay_ = torch::tensor(tables.userDecay).to(device);
        itemDecay_ = torch::tensor(tables.itemDecay).to(device);
        torch::set_num_threads(config.threads);
    }

    double run(std::span<const UserIndex> users, std::span<const ItemIndex> items,
               std::span<const float> labels) override {
        const auto device = model_->outputBias.device();
        const auto label = wrap(labels, torch::kFloat32).to(device);
        optimiser_->zero_grad();
        const auto user = wrap(users, torch::kInt32).to(device);
        const auto item = wrap(items, torch::kInt32).to(device);
        const auto loss = meanLoss(model_->forward(user, item), item, label);
        loss.backward();
        if (weightDecay_ > 0) {
            addDecay(model_->gmfUser, user, userDecay_, weightDecay_);
            addDecay(model_->mlpUser, user, userDecay_, weightDecay_);
            addDecay(model_->gmfItem, item, itemDecay_, weightDecay_);
            addDecay(model_->mlpItem, item, itemDecay_, weightDecay_);
        }
        clearConstants(model_, loss_);
        if (comparesItems(loss_)) {
            model_->outputBias.mutable_grad().zero_();  // of rounding alone: comparing cancels it
        }
        optimiser_->step();
        return loss.item<double>() * static_cast<double>(labels.size()) /
               static_cast<double>(lossCount(loss_, labels));
    }

    void setLearningRate(double rate) override {
        for (auto& group : optimiser_->param_groups()) {
            group.options().set_lr(rate);
        }
    }

    NamedTensors state() const override {
        NamedTensors state{{"dropout", model_->dropoutState()}};
        for (std::size_t i = 0; i < parameters_.size(); ++i) {
            const std::string number = std::to_string(i);
            if (const auto* const adam = stateOf<torch::optim::AdamParamState>(parameters_[i])) {
                state["mean_" + number] = adam->exp_avg();
                state["square_" + number] = adam->exp_avg_sq();
                state["step_" + number] = torch::tensor({adam->step()}, torch::kInt64);
            } else if (const auto* const sgd =
                           stateOf<torch::optim::SGDParamState>(parameters_[i])) {
                state["momentum_" + number] = sgd->momentum_buffer();
            }
        }
        return state;
    }

    Status setState(const NamedTensors& state) override {
        const Error wrong{ErrorKind::BadInput,
                          "The stored optimiser does not belong to this model.",
                          "Train the model again."};
        try {
            model_->setDropoutState(state.at("dropout"));
            for (std::size_t i = 0; i < parameters_.size(); ++i) {
                setStateOf(parameters_[i], state, std::to_string(i));
            }
        } catch (const std::out_of_range&) {
            return wrong;
        } catch (const c10::Error&) {
            return wrong;
        }
        return {};
    }

private:
    template <class State>
    const State* stateOf(const torch::Tensor& parameter) const {
        const auto found = optimiser_->state().find(stateKey(optimiser_->state(), parameter));
        return found == optimiser_->state().end() ? nullptr
                                                  : dynamic_cast<const State*>(found->second.get());
    }

    // Over the samples, also where each positive has one loss.
    torch::Tensor meanLoss(torch::Tensor logits, const torch::Tensor& item,
                           const torch::Tensor& label) const {
        if (itemCorrection_.size(0) > 0) {
            logits = logits - itemCorrection_.index_select(0, item);
        }
        switch (loss_) {
            case Loss::MeanSquaredError:
                return torch::mse_loss(logits.sigmoid() * (scale_.high - scale_.low) + scale_.low,
                                       label);
            case Loss::BayesianPersonalisedRanking:
                return pairwiseSum(logits, label) / label.size(0);
            case Loss::SampledSoftmax:
                return softmaxSum(logits, label) / label.size(0);
            case Loss::BinaryCrossEntropy:
                break;
        }
        return torch::binary_cross_entropy_with_logits(
            logits, label * (1 - labelSmoothing_) + labelSmoothing_ / 2);
    }

    // Throws std::out_of_range or c10::Error where the stored state is not of such a parameter.
    void setStateOf(const torch::Tensor& parameter, const NamedTensors& state,
                    const std::string& number) {
        const auto like = [&](const std::string& name) {
            return torch::empty_like(parameter).copy_(state.at(name).view_as(parameter));
        };
        std::unique_ptr<torch::optim::OptimizerParamState> own;
        if (state.contains("mean_" + number)) {
            auto adam = std::make_unique<torch::optim::AdamParamState>();
            adam->exp_avg(like("mean_" + number));
            adam->exp_avg_sq(like("square_" + number));
            adam->step(state.at("step_" + number).item<std::int64_t>());
            own = std::move(adam);
        } else if (state.contains("momentum_" + number)) {
            auto sgd = std::make_unique<torch::optim::SGDParamState>();
            sgd->momentum_buffer(like("momentum_" + number));
            own = std::move(sgd);
        } else {
            return;
        }
        optimiser_->state()[stateKey(optimiser_->state(), parameter)] = std::move(own);
    }

    NcfModel model_;
    std::vector<torch::Tensor> parameters_;
    std::unique_ptr<torch::optim::Optimizer> optimiser_;
    Loss loss_;
    double weightDecay_;
    double labelSmoothing_;
    RatingScale scale_;
    // As StepTables has them: float [rows], or [0].
    torch::Tensor itemCorrection_, userDecay_, itemDecay_;
};

}  // namespace

std::unique_ptr<TrainingStep> makeAutogradStep(NcfModel model, const TrainingConfig& config,
                                               std::optional<RatingScale> scale,
                                               const StepTables& tables) {
    return std::make_unique<AutogradStep>(std::move(model), config, scale, tables);
}

}  // namespace ncf
