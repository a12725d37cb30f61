#pragma once

#include "evaluation/scorer.h"
#include "model/matrix.h"
#include "model/ncf_model.h"
#include "model/worker_team.h"

#include <optional>
#include <vector>

namespace ncf {

// The scale on which explicit ratings are predicted: rating = low + (high − low) · sigmoid(logit).
struct RatingScale {
    float low = 0;
    float high = 1;

    float rating(float logit) const;
};

// The score of a logit as people read it: a probability, or a rating on the scale.
float probability(float logit);

// Scores with a trained model as it is at construction, on the CPU, wherever the model lives. The
// first dense layer is split into its user half and its item half, both computed once for
// everybody, so that a pair costs an addition instead of a product with that layer. Gives logits,
// whose order a saturated sigmoid would lose; with a scale, ratings. The scores do not depend on
// the number of threads.
class NcfScorer : public Scorer {
public:
    explicit NcfScorer(const NcfModel& model, std::optional<RatingScale> scale = std::nullopt,
                       int threads = 1);

    void scorePairs(std::span<const UserIndex> users, std::span<const ItemIndex> items,
                    std::span<float> scores) override;
    void scoreCatalogue(std::span<const UserIndex> users, std::span<float> scores) override;

private:
    // A worker's activations, by layer, and the users of a block of the catalogue.
    struct Workspace {
        std::vector<Buffer> levels;
        std::vector<UserIndex> users;
    };

    // At most kBlock pairs.
    void scoreBlock(Workspace& space, std::span<const UserIndex> users,
                    std::span<const ItemIndex> items, std::span<float> scores) const;

    const ModelConfig shape_;
    const std::optional<RatingScale> scale_;
    std::vector<torch::Tensor> memory_;     // of the matrices below
    Matrix gmfUser_, gmfItem_;              // embeddings
    Matrix userHalf_, itemHalf_;            // of the first layer, [count, width]
    // Of the dense layers above the first, whose weight is in the halves: [inputs, outputs], which
    // multiplies a little faster than the other way around.
    std::vector<Matrix> weights_;
    std::vector<Matrix> biases_;  // by dense layer
    Matrix outputWeight_, outputBias_;
    std::vector<ItemIndex> allItems_;
    WorkerTeam team_;
    std::vector<Workspace> workspaces_;  // by worker
};

}  // namespace ncf
