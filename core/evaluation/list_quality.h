#pragma once

#include "data/interaction_set.h"

#include <cstdint>
#include <span>
#include <vector>

namespace ncf {

// One user's list of recommended items.
struct RecommendedItems {
    UserIndex user = 0;
    std::vector<ItemIndex> items;
};

// What lists are like besides accurate. All are 0 without lists.
struct ListQuality {
    std::size_t lists = 0;
    std::size_t distinctItems = 0;  // in at least one list
    double coverage = 0;            // share of the catalogue in at least one list, 0..1
    // Gini coefficient of how often each item of the catalogue is recommended: 0 when all are
    // recommended equally often, towards 1 when one item takes all the places.
    double gini = 0;
    // Mean over the lists of their items' self-information, −log2 of the share of users who
    // interacted with the item in training, in bits (Zhou et al., 2010). An item nobody has counts
    // as if one user had it.
    double novelty = 0;
    // Mean over the lists of 1 − the mean cosine between the audiences of two of its items, 0..1
    // (Ziegler et al., 2005, with co-occurrence as similarity).
    double diversity = 0;
    // Mean training interactions of an item, over the lists and over the training histories of the
    // lists' users, and their relative difference (ΔGAP of Abdollahpouri et al., 2019): above 0 the
    // lists are more mainstream than what their users chose themselves.
    double listPopularity = 0;
    double historyPopularity = 0;
    double popularityBias = 0;
};

// Measures lists against the training data they were made from. Diversity looks at the interactions
// of at most 4,096 users, evenly spread, so that a large dataset costs no more.
class ListQualityMeter {
public:
    ListQualityMeter(const InteractionSet& train, std::size_t items);

    ListQuality measure(std::span<const RecommendedItems> lists) const;

private:
    double novelty(const RecommendedItems& list) const;
    double diversity(const RecommendedItems& list) const;
    double meanPopularity(std::span<const ItemIndex> items) const;
    std::span<const std::uint64_t> audience(ItemIndex item) const;

    const InteractionSet& train_;
    std::vector<std::uint32_t> popularity_;  // training interactions by item
    std::size_t words_ = 0;                  // of an audience
    std::vector<std::uint64_t> audiences_;   // by item, a bit for each user looked at
    std::vector<float> audienceSize_;
};

}  // namespace ncf
