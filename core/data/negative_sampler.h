#pragma once

#include "base/random.h"
#include "data/known_pairs.h"

#include <cstdint>
#include <vector>

namespace ncf {

// Training samples; the three columns are parallel.
struct Samples {
    std::vector<UserIndex> user;
    std::vector<ItemIndex> item;
    std::vector<float> label;  // implicit: 1 or 0; explicit: the rating

    std::size_t size() const { return user.size(); }
};

// Draws the samples of each epoch, batch by batch: every training interaction once, in an order
// shuffled afresh, and for implicit feedback behind each its `negativesPerPositive` items that the
// user has not interacted with in training (He et al., 2017, section 4.1). That a positive and its
// negatives stay together lets a training step share their user's half of the first layer, and on
// MovieLens it costs no accuracy. Epoch e of a seed is always the same, whichever epochs were drawn
// before and whatever the batch size. A user who has interacted with every item gets no negatives.
class NegativeSampler {
public:
    // `train` must outlive the sampler.
    NegativeSampler(const InteractionSet& train, std::size_t items, int negativesPerPositive,
                    std::uint64_t seed);
    // For explicit feedback: no negatives, and the ratings as labels.
    static NegativeSampler ratingsOnly(const InteractionSet& train, std::uint64_t seed);

    // `epoch` from 1 on.
    void startEpoch(int epoch);
    // Replaces `batch` with the epoch's next samples: `count` of them, or what is left, 0 at the
    // end. Reuses the batch's memory.
    void draw(std::size_t count, Samples& batch);
    std::size_t samplesPerEpoch() const { return samples_; }

private:
    struct Positive {
        UserIndex user = 0;
        std::uint32_t at = 0;  // among the user's interactions
    };
    ItemIndex drawNegative(UserIndex user);
    static void append(Samples& batch, UserIndex user, ItemIndex item, float label);

    const InteractionSet& train_;
    KnownPairs known_;
    std::size_t items_;
    int negativesPerPositive_;
    std::uint64_t seed_;
    bool labelsAreRatings_ = false;
    std::size_t samples_ = 0;

    std::vector<Positive> order_;
    std::size_t next_ = 0;  // the positive whose samples come next …
    int sample_ = 0;        // … and how many of them were drawn already
    Random random_{0};
};

}  // namespace ncf
