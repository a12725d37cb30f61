#pragma once

#include "experiment/loaded_run.h"

#include <optional>
#include <stop_token>
#include <vector>

namespace ncf {

// How a run does on one held-out interaction of a user.
struct HeldOutPlace {
    // Its rank is the place in the whole unseen catalogue, from 1, against everything that the user
    // has not interacted with in training; score as people read it, which for explicit feedback is
    // the predicted rating.
    RecommendationRow item;
    std::size_t unseen = 0;  // how many items that place is among, with itself
    float rating = 1;        // what the user gave, or kUnrated; 1 for data without ratings
    // By the run's own protocol; empty for explicit feedback, where the error of the rating counts.
    struct Protocol {
        int rank = 0;                // from 1
        std::size_t candidates = 0;  // ranked, with itself
        bool sampled = true;         // the candidates, or else they are all that is unseen
        int cutoff = 0;              // K of the run's HR@K
        bool hit = false;            // within the first K
    };
    std::optional<Protocol> protocol;
};

// The user's test items, in the order of Split::test: one for leave-one-out, several for a ratio
// split, none for a user with too few interactions. Equal scores never count in the model's favour.
// Errors: an unknown user; cancelled() when stopped.
Result<std::vector<HeldOutPlace>> testPlaces(LoadedRun& run, UserIndex user,
                                             std::stop_token stop = {});

}  // namespace ncf
