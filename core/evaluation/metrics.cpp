#include "evaluation/metrics.h"

#include <cmath>

namespace ncf {

std::optional<double> quality(const Metrics& metrics) {
    const auto value = metrics.ndcg   ? metrics.ndcg
                       : metrics.rmse ? std::optional(-*metrics.rmse)
                                      : std::nullopt;
    return value && !std::isnan(*value) ? value : std::nullopt;
}

int rankAmong(float heldOutScore, std::span<const float> candidateScores) {
    int rank = 0;
    for (const float score : candidateScores) {
        // Written so that an unordered comparison counts as better.
        rank += !(score < heldOutScore);
    }
    return rank;
}

double hitAt(int rank, int k) {
    return rank < k ? 1.0 : 0.0;
}

double ndcgAt(int rank, int k) {
    return rank < k ? 1.0 / std::log2(rank + 2.0) : 0.0;
}

double rootMeanSquaredError(std::span<const float> predicted, std::span<const float> actual) {
    double sum = 0;
    for (std::size_t i = 0; i < predicted.size(); ++i) {
        const double error = static_cast<double>(predicted[i]) - actual[i];
        sum += error * error;
    }
    return predicted.empty() ? 0.0 : std::sqrt(sum / static_cast<double>(predicted.size()));
}

double meanAbsoluteError(std::span<const float> predicted, std::span<const float> actual) {
    double sum = 0;
    for (std::size_t i = 0; i < predicted.size(); ++i) {
        sum += std::abs(static_cast<double>(predicted[i]) - actual[i]);
    }
    return predicted.empty() ? 0.0 : sum / static_cast<double>(predicted.size());
}

}  // namespace ncf
