#pragma once

#include "base/random.h"
#include "data/dataset.h"
#include "model/ncf_scorer.h"
#include "training/adam_drift.h"
#include "training/distinct_rows.h"
#include "training/fused_parameters.h"
#include "training/training_config.h"

#include <torch/torch.h>

#include <cstdint>
#include <span>
#include <vector>

namespace ncf {

// One side, users or items, of a slice: its different rows, what the network makes of them, and the
// gradients with respect to them. The buffers have a row for each place of `rows`.
struct SliceSide {
    DistinctRows rows;
    Buffer gmf, gmfGradient;    // [places, factors]: embeddings, ∂loss/∂embedding
    Buffer mlp, mlpGradient;    // [places, dim]
    Buffer half, halfGradient;  // [places, first layer's width]: this side's share of it

    SliceSide(const SideTables& tables, std::int64_t maxRows, std::int64_t firstWidth);
    // Finds the different rows and copies their embeddings, moved to where `drift`, if any, takes
    // them by now.
    void gather(const SideTables& tables, std::span<const std::int32_t> samples,
                const AdamDrift* drift);
};

// One worker's share of a batch: the forward and the backward pass over it, without autograd and
// without allocation. The first dense layer is split into its user half and its item half, each
// computed once per different user or item of the slice; the halves' sums are the layer.
class FusedSlice {
public:
    // For at most `maxRows` samples. `parameters` must outlive the slice, and so must `drift`,
    // given where the rows outside a batch are moved later.
    FusedSlice(const FusedParameters& parameters, const ModelConfig& shape,
               const TrainingConfig& config, RatingScale scale, std::int64_t maxRows,
               std::uint64_t dropoutSeed, const AdamDrift* drift);

    // Gradients of the sum of the samples' losses divided by `batchSize`. All three spans have the
    // same length; an empty slice has zero gradients.
    void run(std::span<const UserIndex> users, std::span<const ItemIndex> items,
             std::span<const float> labels, std::size_t batchSize);

    double lossSum() const { return lossSum_; }
    // Of the dropout.
    Random& random() { return random_; }
    const Random& random() const { return random_; }
    const SliceSide& user() const { return user_; }
    const SliceSide& item() const { return item_; }
    // In the order of FusedParameters::dense.
    float* denseGradient(std::size_t at) const { return denseGradient_[at].data; }
    // Sets to 1 what units of the dense layer gave more than 0 for one of the samples at least.
    void markAlive(std::size_t layer, std::vector<char>& alive) const;

private:
    // A layer above the first, or the first layer's sum: [samples, width] each.
    struct Level {
        Buffer output, gradient;  // after the activation; ∂loss/∂pre-activation
        Buffer keep;              // dropout factors, 0 or 1/keep
    };

    void resize(std::int64_t rows);
    void towerForward();
    void drop(std::size_t layer);
    void outputLayer(std::span<const float> labels, std::size_t batchSize);
    // Turns logits into ∂loss/∂logit; returns the sum of the losses.
    double lossGradients(std::span<const float> labels, float scale);
    void towerBackward();
    void activationGradient(std::size_t layer);

    const FusedParameters& parameters_;
    const AdamDrift* drift_;
    const ModelConfig shape_;
    const bool explicit_;
    const RatingScale scale_;
    SliceSide user_, item_;
    std::vector<Level> levels_;  // by dense layer
    std::vector<float> logits_;  // by sample; then ∂loss/∂logit
    std::vector<Buffer> denseGradient_;
    // The user's and the item's columns of the first layer's weight and of its gradient.
    Matrix userWeight_, itemWeight_, userWeightGradient_, itemWeightGradient_;
    double lossSum_ = 0;
    Random random_;
};

}  // namespace ncf
