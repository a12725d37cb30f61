#pragma once

#include "base/progress.h"
#include "base/result.h"
#include "data/interaction_set.h"
#include "evaluation/scorer.h"

#include <functional>
#include <span>
#include <stop_token>
#include <vector>

namespace ncf {

struct ScoredItem {
    ItemIndex item = 0;
    float score = 0;

    bool operator==(const ScoredItem&) const = default;
};

// A user's list, best first.
struct UserTopN {
    UserIndex user = 0;
    std::vector<ScoredItem> items;
};

// The n best of scores[0..items), leaving out `masked` (ascending). Equal scores: lower index
// first. Scores that are not a number are left out.
std::vector<ScoredItem> selectTopN(std::span<const float> scores, std::span<const ItemIndex> masked,
                                   int n);

// Scores the catalogue for every user with training interactions, block by block, and hands on each
// block of lists. Training items are left out. Stops between blocks: the error is cancelled().
// `consume` may refuse with an error, which ends the work.
Status recommendAll(Scorer& scorer, const InteractionSet& train, std::size_t items, int n,
                    const std::function<Status(std::span<const UserTopN>)>& consume,
                    const ProgressCallback& progress = {}, std::stop_token stop = {});

}  // namespace ncf
