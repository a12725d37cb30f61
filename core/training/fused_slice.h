#pragma once

#include "base/random.h"
#include "data/dataset.h"
#include "model/ncf_scorer.h"
#include "training/batch_side.h"
#include "training/fused_parameters.h"
#include "training/step_tables.h"
#include "training/training_config.h"

#include <torch/torch.h>

#include <cstdint>
#include <span>
#include <vector>

namespace ncf {

// One worker's share of a batch: the forward and the backward pass over its samples, from the
// halves of the first dense layer up and back to it, without autograd and without allocation. The
// halves are computed before, and their gradients go on from here to the rows, by BatchSide.
class FusedSlice {
public:
    // For at most `maxRows` samples, with `multiply` for all of its products. `parameters`, the sides
    // and `tables` must outlive the slice.
    FusedSlice(const FusedParameters& parameters, const BatchSide& user, const BatchSide& item,
               const ModelConfig& shape, const TrainingConfig& config, RatingScale scale,
               const StepTables& tables, std::int64_t maxRows, std::uint64_t dropoutSeed,
               Multiply multiply);

    // Gradients of the sum of the losses, of the samples or of their groups, divided by the batch's
    // size, for the samples number `samples` of the batch with these labels. No samples have zero
    // gradients.
    void run(Part samples, std::span<const float> batchLabels);

    Part samples() const { return samples_; }
    // ∂loss/∂logit, by sample.
    std::span<const float> logitGradients() const { return {logits_.data(), samples_.size()}; }
    // ∂loss/∂pre-activation of the first layer, by sample.
    const Matrix& firstLayerGradient() const { return levels_.front().gradient; }
    double lossSum() const { return lossSum_; }
    // Of the dropout.
    Random& random() { return random_; }
    const Random& random() const { return random_; }
    // In the order of FusedParameters::dense. The first layer's are the rows' to find.
    const Matrix& denseGradient(std::size_t at) const { return denseGradient_[at]; }
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
    void correctLogits();
    void towerBackward();
    void activationGradient(std::size_t layer);

    const FusedParameters& parameters_;
    const BatchSide& user_;
    const BatchSide& item_;
    const ModelConfig shape_;
    const Multiply multiply_;
    const Loss loss_;
    const float labelSmoothing_;
    const RatingScale scale_;
    const StepTables& tables_;
    Part samples_;
    std::vector<Level> levels_;  // by dense layer
    std::vector<float> logits_;  // by sample; then ∂loss/∂logit
    std::vector<Buffer> denseGradient_;
    double lossSum_ = 0;
    Random random_;
};

}  // namespace ncf
