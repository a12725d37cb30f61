#pragma once

#include "base/result.h"
#include "data/dataset.h"
#include "data/interaction_set.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ncf {

enum class SplitKind {
    LeaveOneOut,  // each user's last interaction is the test item, the one before it validation
    Ratio,        // interactions drawn at random
    // The test set that came with the data. Validation is each user's last other interaction or,
    // without times, one drawn at random: files that are made for a benchmark may be in any order.
    // In the NCF paper's one every user's items come in nearly the same order, so that the last
    // ones are only 323 different items.
    Supplied
};

struct SplitConfig {
    SplitKind kind = SplitKind::LeaveOneOut;
    double testShare = 0.2;        // Ratio only: share of all interactions, 0 < share < 1
    double validationShare = 0.1;  // Ratio only: share of all interactions
    int negatives = 99;            // per held-out item in the sampled protocol, ≥ 1
    // Interactions rated below this, or not rated, are not positive feedback and are left out; 0
    // keeps them all. Ignored when training on explicit ratings, which leaves out what is not
    // rated.
    double positiveFrom = 0;

    bool operator==(const SplitConfig&) const = default;
    Status validate() const;
};

// One held-out interaction and what it is ranked against.
struct HeldOut {
    UserIndex user = 0;
    ItemIndex item = 0;
    float rating = 1;                  // kUnrated occurs where interactions are learnt
    std::vector<ItemIndex> negatives;  // empty for explicit feedback
};

// What a run sees of the data. The test part is looked at once, at the end.
struct Split {
    std::size_t users = 0;
    std::size_t items = 0;
    InteractionSet train;
    std::vector<HeldOut> validation;
    std::vector<HeldOut> test;
};

// Splits the dataset. A user gives a test item only if at least one interaction remains for
// training, and a validation item only if one remains after that. Negatives are drawn from the
// seed, uniformly, without replacement, from the items the user has not interacted with: for a
// validation item the test interactions do not count as known, so that validation knows nothing of
// the test. Supplied negatives are used as they are. A user who knows almost every item gets fewer
// negatives. `explicitFeedback` skips the negatives and the threshold.
// Errors: Supplied without a supplied test; no user has two interactions; shares out of range.
Result<Split> makeSplit(const Dataset& dataset, const SplitConfig& config, bool explicitFeedback,
                        std::uint64_t seed);

// Moves the validation items into training, each behind its user's other interactions.
void joinValidation(Split& split);

}  // namespace ncf
