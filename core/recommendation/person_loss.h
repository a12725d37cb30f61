#pragma once

#include "recommendation/fold_in.h"
#include "recommendation/person_network.h"

#include <torch/torch.h>

#include <span>
#include <vector>

namespace ncf {

// What FoldIn minimises, as fold_in.h has it, over one person's embedding: the loss of the picks
// and of the unseen items, and the prior. A place is an embedding as a double tensor [width]. The
// functions below setPicks() speak of these picks, those below evaluate() of that place, too. On
// the calling thread; not for use from several threads at once.
class PersonLoss {
public:
    // `train`: whose users make the prior. Shares the model's memory.
    PersonLoss(const NcfModel& model, const InteractionSet& train, const FoldInSettings& settings);

    static torch::Tensor toPlace(const PersonEmbedding& person);
    static PersonEmbedding toPerson(const torch::Tensor& place);
    // The prior's.
    const torch::Tensor& mean() const { return mean_; }
    // Of the whole catalogue.
    std::vector<float> logits(const PersonEmbedding& person);

    void setPicks(std::span<const Pick> picks);
    // The loss there; leaves what the others need.
    double evaluate(const torch::Tensor& place);
    // Of the loss; `place` is the one last evaluated.
    torch::Tensor gradient(const torch::Tensor& place);
    // Newton's matrix, divided into `right`.
    torch::Tensor solve(const torch::Tensor& right);

    // For small changes of the picks, all as row vectors over PersonNetwork::features().
    // What the logit of `item` gains, to first order, from a push on the features, after the fit
    // settled again: what the push is to be multiplied by.
    std::vector<float> reachOf(const PersonEmbedding& person, ItemIndex item);
    // Σ over the unseen items of ∂BCE/∂features against 0, each at weight 1.
    std::vector<float> unseenSlope() const;
    // By how much ∂loss/∂features changes when the picks of these items are left out: their own
    // part goes; of implicit feedback they join the unseen items, whose weight changes.
    std::vector<float> pushWithout(std::span<const ItemIndex> items,
                                   const std::vector<float>& ofUnseen) const;
    // From a push on the features to one on the embedding.
    torch::Tensor onEmbedding(std::vector<float>& push);

private:
    // An item in the loss.
    struct Term {
        float label = 0;
        float weight = 0;
        bool unseen = false;
    };

    bool inBackground(ItemIndex item) const;
    double negativeWeight(double likes, double unseen) const;
    std::size_t termOf(ItemIndex item) const;
    // Both set the term's ∂loss/∂logit and give the second derivative without the part that the
    // Gauss-Newton matrix leaves out.
    double entropyLoss(std::size_t at, float& curvature);
    double ratingLoss(std::size_t at, float& curvature);
    void addSlope(std::size_t term, float factor, std::vector<float>& sum) const;

    const FoldInSettings settings_;
    PersonNetwork network_;
    torch::Tensor mean_, precision_;     // double; the prior's
    std::vector<ItemIndex> all_;         // the catalogue
    std::vector<ItemIndex> background_;  // ascending; empty for explicit feedback
    // Of the picks at hand.
    std::vector<ItemIndex> items_;
    std::vector<Term> terms_;  // parallel to items_, as are the next three and the rows of slopes_
    std::vector<float> logits_;
    std::vector<float> residual_;  // ∂loss/∂logit
    double likes_ = 0, unseen_ = 0;
    std::vector<float> slopesMemory_, weighedMemory_;
    Matrix slopes_;   // [items, features]: ∂logit/∂features
    Matrix weighed_;  // the same by the root of the loss's second derivative
    Buffer gram_, half_, curvature_, featureGradient_, gradient_;
};

}  // namespace ncf
