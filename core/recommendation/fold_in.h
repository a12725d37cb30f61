#pragma once

#include "data/dataset.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace ncf {

class InteractionSet;
class NcfModel;

// What a person said of an item.
struct Pick {
    ItemIndex item = 0;
    float label = 1;  // implicit: 1 liked, 0 not for them; explicit: the rating

    bool operator==(const Pick&) const = default;
};

// Everything that is personal in the network: GMF's user vector, behind the person's bias if the
// network has biases, and MLP's, side by side.
using PersonEmbedding = std::vector<float>;

struct FoldInSettings {
    bool explicitFeedback = false;
    float ratingLow = 0, ratingHigh = 1;  // explicit: the scale
    // Implicit: how many unseen items the training set against each positive one. Here they are the
    // whole background, weighed to count as much.
    double negativesPerPositive = 4;
    // How many items at most stand for the unseen ones, drawn once: a fit's time grows with them.
    std::size_t background = 4096;
    // How strongly people are taken to be like the trained users: 1 as much as these are like each
    // other.
    double priorStrength = 1;
};

// Places somebody the network was not trained on: fits their embedding alone, by the loss of the
// training plus the prior over embeddings, while the network stays as it is. The loss is
//
//   implicit: Σ over picks BCE + w · Σ over unseen items BCE against 0, with
//             w = negativesPerPositive · likes / unseen items;
//   explicit: Σ over picks (predicted rating − rating)² / 2σ², σ a fifth of the scale;
//   both:     + priorStrength / 2 · the squared Mahalanobis distance to the trained users' mean.
//
// After a training that compared items (BPR, softmax) it is the implicit loss, too: what it makes
// of the logits ranks alike, though the training gave them no zero of their own.
//
// Newton's method with the Gauss-Newton matrix, which for ReLU is the Hessian itself, since a logit
// is piecewise linear in the embedding. The same input gives the same embedding. Computes on the
// calling thread; one FoldIn is not for use from several threads at once.
class FoldIn {
public:
    // `train`: whose users make the prior. Shares the model's memory: it is not to be trained
    // meanwhile. LibTorch's exceptions come through, from the other functions, too.
    FoldIn(const NcfModel& model, const InteractionSet& train, const FoldInSettings& settings);
    FoldIn(FoldIn&&) noexcept;
    FoldIn& operator=(FoldIn&&) noexcept;
    ~FoldIn();

    // The mean of the trained users.
    PersonEmbedding average() const;

    // Quick is enough for a list: what is left to gain moves no more than its last places. Thorough
    // is for refits: in a ReLU network they would otherwise slide on into the minimum, whatever the
    // change of the picks.
    enum class Care { Quick, Thorough };

    // Begins at the average. Picks: known items, each once. nullopt when stopped.
    std::optional<PersonEmbedding> fit(std::span<const Pick> picks, std::stop_token stop = {},
                                       Care care = Care::Quick);

    // Where `person`, the thorough fit of the picks `before`, moves when these become `after`. What
    // the fit has left of a gradient is taken off the loss everywhere, so that what moves them is
    // the change of the picks alone.
    std::optional<PersonEmbedding> refit(std::span<const Pick> before,
                                         const PersonEmbedding& person, std::span<const Pick> after,
                                         std::stop_token stop = {});

    // The person's logits of the whole catalogue.
    std::vector<float> logits(const PersonEmbedding& person);

    // What leaving picks out does to first order: the influence function (Koh and Liang, 2017,
    // equations 1 and 2), which needs no other fit. `person` need not be the fit of the picks: as
    // in refit(), what is left of a gradient is taken off the loss.
    // By how much the logit of `item` changes when each pick alone is left out; parallel to them.
    std::vector<float> removalEffects(std::span<const Pick> picks, const PersonEmbedding& person,
                                      ItemIndex item);
    // Where the person moves when the picks of these items are left out together.
    PersonEmbedding withoutItems(std::span<const Pick> picks, const PersonEmbedding& person,
                                 std::span<const ItemIndex> items);

    // What fit() minimises and its gradient with respect to the embedding.
    struct Value {
        double loss = 0;
        std::vector<double> gradient;
    };
    Value objective(std::span<const Pick> picks, const PersonEmbedding& person);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace ncf
