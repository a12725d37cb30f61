#pragma once

#include "base/progress.h"
#include "base/result.h"
#include "data/interaction_set.h"
#include "evaluation/scorer.h"

#include <memory>
#include <stop_token>
#include <vector>

namespace ncf {

struct ItemNeighboursConfig {
    // k: so many of the most similar items count for an item, 0..100,000; 0 counts all. On
    // MovieLens-1M 25 without shrinkage is best by validation.
    int neighbours = 25;
    // Added to the denominator of the cosine, so that items with few interactions in common are
    // less similar; in interactions, ≥ 0.
    double shrinkage = 0;

    bool operator==(const ItemNeighboursConfig&) const = default;
    Status validate() const;
};

// Item-item collaborative filtering (Sarwar et al., 2001; Deshpande and Karypis, 2004): an item is
// wanted as far as it is similar to the items of the user's history,
//   score(u, i) = Σ sim(i, j) over the items j of u's history that are among the k nearest of i,
//   sim(i, j) = |users of i and j| / (√(|users of i| · |users of j|) + shrinkage),
// which without shrinkage is the cosine of the items' columns in the binary matrix of interactions.
// Of equally similar items the lower index is nearer. Ratings are not looked at.
class ItemNeighboursScorer : public Scorer {
public:
    // Finds the neighbours, on all of the machine's threads; how many there are changes nothing.
    // Only the k nearest of each item are kept, never a matrix of items by items. `train` must
    // outlive the scorer. Progress is in items. Errors: cancelled(); too many neighbours to keep
    // (over 2 GiB).
    static Result<std::unique_ptr<ItemNeighboursScorer>> make(const InteractionSet& train,
                                                              std::size_t items,
                                                              const ItemNeighboursConfig& config,
                                                              const ProgressCallback& progress = {},
                                                              std::stop_token stop = {});

    void scorePairs(std::span<const UserIndex> users, std::span<const ItemIndex> items,
                    std::span<float> scores) override;
    void scoreCatalogue(std::span<const UserIndex> users, std::span<float> scores) override;

private:
    struct Neighbour {
        ItemIndex item = 0;
        float similarity = 0;
    };
    using Neighbours = std::vector<Neighbour>;
    class Search;

    ItemNeighboursScorer(const InteractionSet& train, std::size_t items)
        : train_(&train), items_(items) {}
    void keep(const std::vector<Neighbours>& nearest);
    void scoreUser(UserIndex user, std::span<float> scores) const;

    const InteractionSet* train_;
    std::size_t items_;
    // For each item j the items i that have it among their nearest, in one list: those of j are
    // from offsets_[j] to offsets_[j + 1].
    std::vector<std::size_t> offsets_;
    std::vector<Neighbour> reached_;
    std::vector<float> row_;  // one user's scores, for scorePairs()
};

}  // namespace ncf
