#pragma once

#include <optional>
#include <span>
#include <string>

namespace ncf {

// Means over all held-out interactions. What a task does not measure stays empty.
struct Metrics {
    std::optional<double> hitRate;  // HR@K, 0..1: implicit feedback
    std::optional<double> ndcg;     // NDCG@K, 0..1: implicit feedback
    std::optional<double> rmse;     // in rating units: explicit feedback
    std::optional<double> mae;      // in rating units: explicit feedback
    std::optional<double> loss;     // the training loss on the held-out part

    bool operator==(const Metrics&) const = default;
};

// The number that ranks whole runs by a held-out part, higher is better: the NDCG, or minus the
// RMSE. nullopt without either, or when it is not a number.
std::optional<double> quality(const Metrics& metrics);

// How many candidates stand before the held-out item. Ties never count in the model's favour: an
// equal or unordered (NaN) score counts as better than the held-out item's.
int rankAmong(float heldOutScore, std::span<const float> candidateScores);

// 1 if the 0-based rank is within the first k.
double hitAt(int rank, int k);
// With one relevant item the ideal DCG is 1, so NDCG@K = 1 / log2(rank + 2) within the first k.
double ndcgAt(int rank, int k);

double rootMeanSquaredError(std::span<const float> predicted, std::span<const float> actual);
double meanAbsoluteError(std::span<const float> predicted, std::span<const float> actual);

}  // namespace ncf
