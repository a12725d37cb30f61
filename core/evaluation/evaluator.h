#pragma once

#include "base/result.h"
#include "data/split.h"
#include "evaluation/metrics.h"
#include "evaluation/scorer.h"

#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace ncf {

// Which items a held-out item is ranked against.
enum class Candidates {
    Sampled,       // the negatives drawn with the split (the NCF paper's protocol)
    FullCatalogue  // every item the user has not interacted with in training
};

struct EvaluationConfig {
    int cutoff = 10;  // K of HR@K and NDCG@K, 1..1000
    Candidates candidates = Candidates::Sampled;

    bool operator==(const EvaluationConfig&) const = default;
    Status validate() const;
};

// The protocol in words, to stand beside every number made by it: "leave-one-out, 99 sampled
// negatives".
std::string protocolName(SplitKind split, int negatives, Candidates candidates,
                         bool explicitFeedback);

struct RankingResult {
    Metrics metrics;         // hitRate and ndcg
    std::vector<int> ranks;  // 0-based, parallel to the held-out list
};

// Ranks each held-out item among its candidates. nullopt when stopped. `train` is only looked at
// for the full catalogue: its items are left out of the ranking.
std::optional<RankingResult> evaluateRanking(Scorer& scorer, std::span<const HeldOut> heldOut,
                                             const InteractionSet& train, std::size_t items,
                                             const EvaluationConfig& config,
                                             std::stop_token stop = {});

struct RatingResult {
    Metrics metrics;                   // rmse and mae
    std::vector<float> squaredErrors;  // parallel to the held-out list
};

// Measures predicted ratings; the scorer's scores must be ratings. nullopt when stopped.
std::optional<RatingResult> evaluateRatings(Scorer& scorer, std::span<const HeldOut> heldOut,
                                            std::stop_token stop = {});

}  // namespace ncf
