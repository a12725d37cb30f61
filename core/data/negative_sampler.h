#pragma once

#include "base/random.h"
#include "data/interaction_set.h"

#include <cstdint>
#include <vector>

namespace ncf {

// The training samples of one epoch, shuffled; the three columns are parallel.
struct EpochSamples {
    std::vector<UserIndex> user;
    std::vector<ItemIndex> item;
    std::vector<float> label;  // implicit: 1 or 0; explicit: the rating

    std::size_t size() const { return user.size(); }
};

// Draws the samples of each epoch: every training interaction once and, for implicit feedback,
// `negativesPerPositive` items beside each that the user has not interacted with in training
// (He et al., 2017, section 4.1), drawn afresh each epoch. Epoch e of a seed is always the same,
// whichever epochs were drawn before. A user who has interacted with every item gets no negatives.
class NegativeSampler {
public:
    // `train` must outlive the sampler.
    NegativeSampler(const InteractionSet& train, std::size_t items, int negativesPerPositive,
                    std::uint64_t seed);
    // For explicit feedback: no negatives, and the ratings as labels.
    static NegativeSampler ratingsOnly(const InteractionSet& train, std::uint64_t seed);

    // `epoch` from 1 on. Reuses the capacity of `samples`.
    void drawEpoch(int epoch, EpochSamples& samples) const;
    std::size_t samplesPerEpoch() const { return samples_; }

private:
    const InteractionSet& train_;
    std::size_t items_;
    int negativesPerPositive_;
    std::uint64_t seed_;
    bool labelsAreRatings_ = false;
    std::size_t samples_ = 0;
};

}  // namespace ncf
