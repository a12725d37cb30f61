#pragma once

#include "data/dataset.h"

#include <vector>

namespace ncf {

// How one model did on each interaction of the test set, in the order of Split::test. Two of these
// on the same test set can be compared pair by pair, which tells a difference from noise where two
// means alone cannot.
struct TestOutcome {
    std::vector<UserIndex> users;      // whose interaction it was, never descending
    std::vector<int> ranks;            // 0-based; implicit feedback, else empty
    std::vector<float> squaredErrors;  // in squared rating units; explicit feedback, else empty

    bool empty() const { return users.empty(); }
    bool operator==(const TestOutcome&) const = default;
};

}  // namespace ncf
