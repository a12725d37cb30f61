#pragma once

#include "evaluation/scorer.h"
#include "model/ncf_model.h"

#include <torch/torch.h>

namespace ncf {

// The scale on which explicit ratings are predicted: rating = low + (high − low) · sigmoid(logit).
struct RatingScale {
    float low = 0;
    float high = 1;

    float rating(float logit) const;
};

// The score of a logit as people read it: a probability, or a rating on the scale.
float probability(float logit);

// Scores with a trained model as it is at construction. The first dense layer is split into its
// user half and its item half, both computed once for everybody, so that a pair costs an addition
// instead of a product with that layer. Gives logits, whose order a saturated sigmoid would lose;
// with a scale, ratings.
class NcfScorer : public Scorer {
public:
    explicit NcfScorer(NcfModel model, std::optional<RatingScale> scale = std::nullopt);

    void scorePairs(std::span<const UserIndex> users, std::span<const ItemIndex> items,
                    std::span<float> scores) override;
    void scoreCatalogue(std::span<const UserIndex> users, std::span<float> scores) override;

private:
    // Logits from the first dense layer's pre-activations [pairs, width].
    torch::Tensor towerLogits(torch::Tensor preActivation) const;
    void deliver(const torch::Tensor& logits, std::span<float> scores) const;

    NcfModel model_;
    std::optional<RatingScale> scale_;
    torch::Tensor
        gmfUserWeighted_;        // GMF user embeddings times the output weights, [users, factors]
    torch::Tensor towerOutput_;  // the tower's part of the output weights, [1, width]
    torch::Tensor userHalf_;     // the first layer's bias and user half, [users, width]
    torch::Tensor itemHalf_;     // [items, width]
};

}  // namespace ncf
