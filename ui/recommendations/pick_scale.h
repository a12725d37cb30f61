#pragma once

#include "experiment/loaded_run.h"

#include <optional>
#include <vector>

namespace ncf {

// How a person can rate what they pick.
struct PickScale {
    std::vector<float> ratings;  // on the data's scale, ascending; empty where it has none
    // Of a run on implicit feedback: what is rated below counts as not liked.
    std::optional<float> likedFrom;

    bool operator==(const PickScale&) const = default;
};

// Looks at every rating of the data: for the analysis thread.
PickScale pickScale(const LoadedRun& run);

}  // namespace ncf
