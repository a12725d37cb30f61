#pragma once

#include "experiment/loaded_run.h"

#include <string>
#include <vector>

namespace ncf {

// An item of a user's training history as a reason for a recommendation.
struct Reason {
    RecommendationRow item;  // its score is the user's rating of it, or kUnrated;
                             // rank counts the reasons from 1
    // By how much the recommended item's score, as people read it, would fall had the user not had
    // this item, to first order (FoldIn::removalEffects()); below 0 the item speaks against the
    // recommendation.
    float effect = 0;
    float similarity = 0;  // cosine of the two items' embeddings, −1..1
};

struct Explanation {
    RecommendationRow item;  // the explained one; score as people read it, rank in the user's list
                             // over the whole catalogue, from 1
    int popularityRank = 0;  // where plain popularity would have it for this user, from 1
    std::vector<Reason> carriedBy;  // the whole history, largest effect first
    std::vector<Reason> nearest;    // the whole history, most similar first
    std::string summary;            // two or three plain sentences
};

// Why the run recommends `item` to `user`: from the user's embedding as it was trained. Errors: an
// item of the user's own training history, a user without training history, a run without a
// network. Takes some hundredths of a second.
Result<Explanation> explain(LoadedRun& run, UserIndex user, ItemIndex item);

}  // namespace ncf
