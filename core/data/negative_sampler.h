#pragma once

#include "base/random.h"
#include "data/alias_table.h"
#include "data/known_pairs.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace ncf {

// Training samples; the three columns are parallel.
struct Samples {
    std::vector<UserIndex> user;
    std::vector<ItemIndex> item;
    std::vector<float> label;  // implicit: 1 or 0; explicit: the rating

    std::size_t size() const { return user.size(); }
};

// How negatives are drawn.
struct NegativeRules {
    // In proportion to max(1, the item's training interactions)^popularity, 0..1, so that items
    // without interactions are drawn like those with one; 0 draws all items alike.
    double popularity = 0;
    // A batch never ends between a positive and its negatives, for losses that compare them.
    bool wholeGroups = false;
};

// How many samples an epoch has of each row, by user and by item: its interactions, and of
// negatives as many as are to be expected.
struct SampleCounts {
    std::vector<double> users, items;
};

// Draws the samples of each epoch, batch by batch: every training interaction once, in an order
// shuffled afresh, and for implicit feedback behind each its `negativesPerPositive` items that the
// user has not interacted with in training (He et al., 2017, section 4.1). That a positive and its
// negatives stay together lets a training step share their user's half of the first layer, and on
// MovieLens it costs no accuracy. Epoch e of a seed is always the same, whichever epochs were drawn
// before, whatever the batch size, and by however many threads: each positive has random numbers of
// its own. A user who has interacted with every item gets no negatives. One who knows nearly all
// that is drawn by popularity gets other items, all alike: those are drawn where 64 draws gave
// nothing but known ones.
class NegativeSampler {
public:
    // `train` must outlive the sampler.
    NegativeSampler(const InteractionSet& train, std::size_t items, int negativesPerPositive,
                    std::uint64_t seed, NegativeRules rules = {});
    // For explicit feedback: no negatives, and the ratings as labels.
    static NegativeSampler ratingsOnly(const InteractionSet& train, std::size_t items,
                                       std::uint64_t seed);

    // `epoch` from 1 on.
    void startEpoch(int epoch);
    // Chooses the epoch's next samples: `count` of them, or what is left, 0 at the end; with whole
    // groups as many of these as `count` samples hold, and one at least. Gives the batch its size,
    // reusing its memory; fill() writes it.
    void beginBatch(std::size_t count, Samples& batch);
    // Writes the share of `part` (0 … parts − 1) of the samples that were chosen. Parts may be
    // filled by several threads at once.
    void fill(Samples& batch, int part = 0, int parts = 1) const;
    std::size_t samplesPerEpoch() const { return samples_; }

    // As many negatives as training draws for a positive, and like those, but of an interaction
    // that is held out of training, which is not among them. `number` tells apart the draws for
    // different ones; the same number gives the same items.
    std::vector<ItemIndex> negativesFor(UserIndex user, ItemIndex heldOut,
                                        std::uint64_t number) const;
    // By item: the logarithm of its chance to be drawn over that of drawing all alike. Empty where
    // all are drawn alike.
    std::vector<float> logChances() const;
    SampleCounts expectedCounts() const;

private:
    struct Positive {
        UserIndex user = 0;
        std::uint32_t at = 0;  // among the user's interactions
    };
    // Some or all of a positive's samples: number `from` and the `count` − 1 after it, where the
    // positive itself is number 0. They are the batch's from `at` on.
    struct Piece {
        std::size_t positive = 0;  // in order_
        std::size_t at = 0;
        int from = 0, count = 0;
    };
    int samplesOf(UserIndex user) const;
    void fill(Samples& batch, const Piece& piece) const;
    // `besides`: an item that counts as known, too, or −1.
    ItemIndex drawNegative(UserIndex user, Random& random, ItemIndex besides = -1) const;
    ItemIndex drawUnknown(UserIndex user, Random& random, ItemIndex besides) const;

    const InteractionSet& train_;
    KnownPairs known_;
    std::size_t items_;
    int negativesPerPositive_;
    std::uint64_t seed_;
    NegativeRules rules_;
    bool labelsAreRatings_ = false;
    std::size_t samples_ = 0;
    std::vector<double> weights_;  // by item, of the draws; empty for all alike
    std::optional<AliasTable> popular_;

    std::vector<Positive> order_;
    std::uint64_t epochSeed_ = 0;
    std::size_t next_ = 0;  // the positive whose samples come next …
    int sample_ = 0;        // … and how many of them were chosen already
    std::vector<Piece> pieces_;
};

}  // namespace ncf
