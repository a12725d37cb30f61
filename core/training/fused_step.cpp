#include "base/random.h"
#include "training/fused_kernels.h"
#include "training/touched_rows.h"
#include "training/training_step.h"
#include "training/worker_team.h"

#include <ATen/core/LegacyTypeDispatch.h>

#include <cmath>
#include <cstring>

namespace ncf {

namespace {

// A dense parameter with its optimiser state; gradients are kept per worker.
struct DenseParameter {
    torch::Tensor value;         // detached alias of the model's parameter
    torch::Tensor mean, square;  // Adam's moments
    std::size_t size = 0;

    explicit DenseParameter(const torch::Tensor& parameter)
        : value(parameter.detach()),
          mean(torch::zeros_like(value)),
          square(torch::zeros_like(value)),
          size(static_cast<std::size_t>(value.numel())) {}
};

// What one worker needs for its slice of a batch: activations, their gradients, and its share of
// the dense gradients. Allocated once, for the largest slice.
struct Workspace {
    // Activations and pre-activation gradients by level: level 0 are the concatenated embeddings.
    std::vector<torch::Tensor> hidden, hiddenGradient;
    std::vector<torch::Tensor> keep;                 // dropout factors (0 or 1/keep) by dense layer
    torch::Tensor gmfUserGradient, gmfItemGradient;  // [rows, factors]
    std::vector<torch::Tensor> gradient;             // one per dense parameter
    double lossSum = 0;
    Random random{0};

    // Views of the first `rows` rows, remade when a batch has another size.
    std::int64_t rows = 0;
    std::vector<torch::Tensor> hiddenRows, hiddenGradientRows;
};

class FusedStep : public TrainingStep {
public:
    FusedStep(NcfModel model, const TrainingConfig& config, std::optional<RatingScale> scale,
              std::uint64_t seed)
        : model_(std::move(model)),
          shape_(model_->config()),
          config_(config),
          scale_(scale.value_or(RatingScale{})),
          team_(config.threads),
          sliceRows_((config.batchSize + config.threads - 1) / config.threads),
          userRows_(static_cast<std::size_t>(rowsOf(model_->gmfUser, model_->mlpUser)),
                    config.threads),
          itemRows_(static_cast<std::size_t>(rowsOf(model_->gmfItem, model_->mlpItem)),
                    config.threads) {
        for (std::size_t layer = 0; layer < model_->towerWeight.size(); ++layer) {
            dense_.emplace_back(model_->towerWeight[layer]);
            dense_.emplace_back(model_->towerBias[layer]);
        }
        dense_.emplace_back(model_->outputWeight);
        dense_.emplace_back(model_->outputBias);
        if (shape_.gmf) {
            gmfUser_.emplace(model_->gmfUser);
            gmfItem_.emplace(model_->gmfItem);
        }
        if (shape_.mlp) {
            mlpUser_.emplace(model_->mlpUser);
            mlpItem_.emplace(model_->mlpItem);
        }
        for (int worker = 0; worker < team_.size(); ++worker) {
            workspaces_.push_back(makeWorkspace(seed, worker));
        }
    }

    double run(std::span<const UserIndex> users, std::span<const ItemIndex> items,
               std::span<const float> labels) override {
        at::set_num_threads(1);
        ++step_;
        move_ = adamMove(config_.learningRate, config_.weightDecay, step_);
        users_ = users;
        items_ = items;
        labels_ = labels;
        team_.run(gradients_);
        team_.run(updates_);
        double loss = 0;
        for (const auto& space : workspaces_) {
            loss += space.lossSum;
        }
        return loss / static_cast<double>(labels.size());
    }

private:
    static std::int64_t rowsOf(const torch::Tensor& gmf, const torch::Tensor& mlp) {
        return gmf.defined() ? gmf.size(0) : mlp.size(0);
    }

    Workspace makeWorkspace(std::uint64_t seed, int worker) const {
        Workspace space;
        if (shape_.mlp) {
            std::int64_t width = shape_.mlpUserDim + shape_.mlpItemDim;
            for (std::size_t level = 0; level <= shape_.tower.size(); ++level) {
                space.hidden.push_back(torch::zeros({sliceRows_, width}));
                space.hiddenGradient.push_back(torch::zeros({sliceRows_, width}));
                if (level < shape_.tower.size()) {
                    width = shape_.tower[level];
                    if (shape_.dropout > 0) {
                        space.keep.push_back(torch::zeros({sliceRows_, width}));
                    }
                }
            }
        }
        if (shape_.gmf) {
            space.gmfUserGradient = torch::zeros({sliceRows_, shape_.gmfFactors});
            space.gmfItemGradient = torch::zeros({sliceRows_, shape_.gmfFactors});
        }
        for (const auto& parameter : dense_) {
            space.gradient.push_back(torch::zeros_like(parameter.value));
        }
        space.random =
            Random::stream(seed + static_cast<std::uint64_t>(worker), random_stream::dropout);
        return space;
    }

    // The part of the batch that is a worker's: [first, second).
    std::pair<std::size_t, std::size_t> slice(int worker) const {
        const auto size = static_cast<std::size_t>(team_.size());
        const std::size_t each = (labels_.size() + size - 1) / size;
        const std::size_t from = std::min(labels_.size(), each * static_cast<std::size_t>(worker));
        return {from, std::min(labels_.size(), from + each)};
    }

    // Phase one: forward and backward over the worker's slice.
    void computeGradients(int worker) {
        const at::AutoDispatchBelowADInplaceOrView noAutograd;
        auto& space = workspaces_[static_cast<std::size_t>(worker)];
        const auto [from, to] = slice(worker);
        space.lossSum = 0;
        if (from == to) {
            for (auto& gradient : space.gradient) {
                gradient.zero_();
            }
            return;
        }
        viewRows(space, static_cast<std::int64_t>(to - from));
        if (shape_.mlp) {
            gather(space, from);
            towerForward(space);
        }
        outputLayer(space, from, to);
        if (shape_.mlp) {
            towerBackward(space);
        }
    }

    void viewRows(Workspace& space, std::int64_t rows) {
        if (space.rows == rows) {
            return;
        }
        space.rows = rows;
        space.hiddenRows.clear();
        space.hiddenGradientRows.clear();
        for (std::size_t level = 0; level < space.hidden.size(); ++level) {
            space.hiddenRows.push_back(space.hidden[level].narrow(0, 0, rows));
            space.hiddenGradientRows.push_back(space.hiddenGradient[level].narrow(0, 0, rows));
        }
    }

    void gather(Workspace& space, std::size_t from) {
        const auto userDim = static_cast<std::size_t>(shape_.mlpUserDim);
        const auto itemDim = static_cast<std::size_t>(shape_.mlpItemDim);
        auto* out = space.hidden[0].data_ptr<float>();
        for (std::int64_t row = 0; row < space.rows; ++row) {
            const std::size_t at = from + static_cast<std::size_t>(row);
            std::memcpy(out, mlpUser_->row(users_[at]), userDim * sizeof(float));
            std::memcpy(out + userDim, mlpItem_->row(items_[at]), itemDim * sizeof(float));
            out += userDim + itemDim;
        }
    }

    void towerForward(Workspace& space) {
        const auto rows = static_cast<std::size_t>(space.rows);
        for (std::size_t layer = 0; layer < shape_.tower.size(); ++layer) {
            at::mm_out(space.hiddenRows[layer + 1], space.hiddenRows[layer],
                       dense_[2 * layer].value.t());
            auto* values = space.hidden[layer + 1].data_ptr<float>();
            const auto width = static_cast<std::size_t>(shape_.tower[layer]);
            biasAndActivate(values, dense_[2 * layer + 1].value.data_ptr<float>(), rows, width,
                            shape_.activation);
            if (shape_.dropout > 0) {
                dropOut(space, layer, values, rows * width);
            }
        }
    }

    void dropOut(Workspace& space, std::size_t layer, float* values, std::size_t n) {
        const auto factor = static_cast<float>(1 / (1 - shape_.dropout));
        auto* keep = space.keep[layer].data_ptr<float>();
        for (std::size_t i = 0; i < n; ++i) {
            keep[i] = space.random.uniform() < shape_.dropout ? 0 : factor;
            values[i] *= keep[i];
        }
    }

    // Logits, loss, and the gradient of everything that the output layer touches directly.
    void outputLayer(Workspace& space, std::size_t from, std::size_t to) {
        const auto factors = shape_.gmf ? static_cast<std::size_t>(shape_.gmfFactors) : 0;
        const auto top = shape_.mlp ? static_cast<std::size_t>(shape_.tower.back()) : 0;
        const float* weight = dense_[dense_.size() - 2].value.data_ptr<float>();
        const float bias = *dense_.back().value.data_ptr<float>();
        auto& weightGradientTensor = space.gradient[dense_.size() - 2];
        auto* weightGradient = weightGradientTensor.data_ptr<float>();
        std::memset(weightGradient, 0, (factors + top) * sizeof(float));
        double biasGradient = 0;
        for (std::size_t at = from; at < to; ++at) {
            const std::size_t row = at - from;
            const float* user = factors ? gmfUser_->row(users_[at]) : nullptr;
            const float* item = factors ? gmfItem_->row(items_[at]) : nullptr;
            const float* last = top ? space.hidden.back().data_ptr<float>() + row * top : nullptr;
            const float logit =
                bias + dot3(user, item, weight, factors) + dot(last, weight + factors, top);
            const float d = lossGradient(logit, labels_[at], space.lossSum) /
                            static_cast<float>(labels_.size());
            biasGradient += d;
            if (factors) {
                gmfBackward(user, item, weight, d,
                            space.gmfUserGradient.data_ptr<float>() + row * factors,
                            space.gmfItemGradient.data_ptr<float>() + row * factors, weightGradient,
                            factors);
            }
            if (top) {
                addScaled(weightGradient + factors, last, d, top);
                scaleInto(space.hiddenGradient.back().data_ptr<float>() + row * top,
                          weight + factors, d, top);
            }
        }
        *space.gradient.back().data_ptr<float>() = static_cast<float>(biasGradient);
    }

    // ∂loss/∂logit of one sample; adds its loss.
    float lossGradient(float logit, float label, double& lossSum) const {
        const float probability = 1 / (1 + std::exp(-logit));
        if (config_.explicitFeedback()) {
            const float range = scale_.high - scale_.low;
            const float error = scale_.low + range * probability - label;
            lossSum += static_cast<double>(error) * error;
            return 2 * error * range * probability * (1 - probability);
        }
        lossSum += std::max(logit, 0.0f) - logit * label + std::log1p(std::exp(-std::abs(logit)));
        return probability - label;
    }

    void towerBackward(Workspace& space) {
        const auto rows = static_cast<std::size_t>(space.rows);
        for (std::size_t layer = shape_.tower.size(); layer-- > 0;) {
            const auto width = static_cast<std::size_t>(shape_.tower[layer]);
            auto* gradient = space.hiddenGradient[layer + 1].data_ptr<float>();
            activationGradient(space, layer, gradient, rows * width);
            auto& gradientRows = space.hiddenGradientRows[layer + 1];
            at::mm_out(space.gradient[2 * layer], gradientRows.t(), space.hiddenRows[layer]);
            columnSums(gradient, rows, width, space.gradient[2 * layer + 1].data_ptr<float>());
            at::mm_out(space.hiddenGradientRows[layer], gradientRows, dense_[2 * layer].value);
        }
    }

    void activationGradient(Workspace& space, std::size_t layer, float* gradient, std::size_t n) {
        auto* output = space.hidden[layer + 1].data_ptr<float>();
        if (shape_.dropout == 0) {
            activationBackward(gradient, output, n, shape_.activation);
            return;
        }
        // Back to the activation's own outputs, for its derivative: the layer above, which saw the
        // dropped ones, is done with them. Where one was dropped, the gradient is 0 anyway.
        const auto* keep = space.keep[layer].data_ptr<float>();
        const auto kept = static_cast<float>(1 - shape_.dropout);
        for (std::size_t i = 0; i < n; ++i) {
            gradient[i] *= keep[i];
            output[i] *= kept;
        }
        activationBackward(gradient, output, n, shape_.activation);
    }

    // Phase two: every worker moves its share of the parameters. Sums over workers and over the
    // samples of a row are taken in a fixed order, so the result does not depend on scheduling.
    void updateParameters(int worker) {
        for (std::size_t at = 0; at < dense_.size(); ++at) {
            updateDense(at, worker);
        }
        auto users = sampleGradients(true);
        auto items = sampleGradients(false);
        userRows_.accumulate(users_, worker, users);
        itemRows_.accumulate(items_, worker, items);
        updateRows(userRows_, worker, users, gmfUser_, mlpUser_);
        updateRows(itemRows_, worker, items, gmfItem_, mlpItem_);
    }

    void updateDense(std::size_t at, int worker) {
        auto& parameter = dense_[at];
        const auto size = static_cast<std::size_t>(team_.size());
        const std::size_t each = (parameter.size + size - 1) / size;
        const std::size_t from = std::min(parameter.size, each * static_cast<std::size_t>(worker));
        const std::size_t n = std::min(parameter.size, from + each) - from;
        float* sum = workspaces_[0].gradient[at].data_ptr<float>() + from;
        for (std::size_t other = 1; other < workspaces_.size(); ++other) {
            addTo(sum, workspaces_[other].gradient[at].data_ptr<float>() + from, n);
        }
        update(parameter.value.data_ptr<float>() + from, parameter.mean.data_ptr<float>() + from,
               parameter.square.data_ptr<float>() + from, sum, n);
    }

    SampleGradients sampleGradients(bool user) {
        SampleGradients places;
        places.samplesPerSlice = slice(0).second;
        for (auto& space : workspaces_) {
            if (shape_.gmf) {
                auto& gradient = user ? space.gmfUserGradient : space.gmfItemGradient;
                places.gmf.push_back(gradient.data_ptr<float>());
                places.gmfWidth = static_cast<std::size_t>(shape_.gmfFactors);
            }
            if (shape_.mlp) {
                const auto userDim = static_cast<std::size_t>(shape_.mlpUserDim);
                const auto itemDim = static_cast<std::size_t>(shape_.mlpItemDim);
                places.mlp.push_back(space.hiddenGradient[0].data_ptr<float>() +
                                     (user ? 0 : userDim));
                places.mlpWidth = user ? userDim : itemDim;
                places.mlpStride = userDim + itemDim;
            }
        }
        return places;
    }

    void updateRows(const TouchedRows& rows, int worker, const SampleGradients& places,
                    std::optional<EmbeddingTable>& gmf, std::optional<EmbeddingTable>& mlp) {
        for (const auto& [row, sample] : rows.of(worker)) {
            if (gmf) {
                update(gmf->row(row), gmf->meanRow(row), gmf->squareRow(row), places.gmfRow(sample),
                       places.gmfWidth);
            }
            if (mlp) {
                update(mlp->row(row), mlp->meanRow(row), mlp->squareRow(row), places.mlpRow(sample),
                       places.mlpWidth);
            }
        }
    }

    void update(float* weight, float* mean, float* square, const float* gradient, std::size_t n) {
        if (config_.optimiser == Optimiser::Sgd) {
            addScaled(weight, gradient, -static_cast<float>(config_.learningRate), n);
        } else {
            adamUpdate(weight, mean, square, gradient, n, move_);
        }
    }

    NcfModel model_;
    const ModelConfig shape_;
    const TrainingConfig config_;
    const RatingScale scale_;
    WorkerTeam team_;
    const std::int64_t sliceRows_;
    // Tower weights and biases by layer, then the output layer's two.
    std::vector<DenseParameter> dense_;
    std::optional<EmbeddingTable> gmfUser_, gmfItem_, mlpUser_, mlpItem_;
    TouchedRows userRows_, itemRows_;
    std::vector<Workspace> workspaces_;
    std::int64_t step_ = 0;
    AdamMove move_;

    // The batch at hand.
    std::span<const UserIndex> users_;
    std::span<const ItemIndex> items_;
    std::span<const float> labels_;

    const std::function<void(int)> gradients_ = [this](int worker) { computeGradients(worker); };
    const std::function<void(int)> updates_ = [this](int worker) { updateParameters(worker); };
};

}  // namespace

bool fusedStepCovers(const TrainingConfig& config) {
    const bool sparseSgd =
        config.optimiser == Optimiser::Sgd && config.momentum == 0 && config.weightDecay == 0;
    return config.device == "cpu" && (config.optimiser == Optimiser::LazyAdam || sparseSgd);
}

std::unique_ptr<TrainingStep> makeFusedStep(NcfModel model, const TrainingConfig& config,
                                            std::optional<RatingScale> scale, std::uint64_t seed) {
    return std::make_unique<FusedStep>(std::move(model), config, scale, seed);
}

}  // namespace ncf
