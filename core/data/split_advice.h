#pragma once

#include "data/split.h"
#include "data/statistics.h"

#include <string>

namespace ncf {

// Which split does not mislead on some data that has no test set of its own.
struct SplitAdvice {
    SplitKind kind = SplitKind::LeaveOneOut;
    // Why leave-one-out misleads, in one or two sentences; empty where it does not.
    std::string reason;
    // The rating from which an interaction is positive feedback, where the ratings themselves say
    // that the others are dislikes: 1 for yes and no, above 0 for ratings on both sides of it. 0
    // where they do not say so.
    double positiveFrom = 0;

    bool operator==(const SplitAdvice&) const = default;
};

// Leave-one-out, unless each user's last interaction is not known to be their latest: all times
// equal or whole days, of which a tenth of the users had several at the end, or no times and the
// same order for everybody.
SplitAdvice adviseSplit(const DatasetStatistics& statistics);

}  // namespace ncf
