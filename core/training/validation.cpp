#include "training/validation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace ncf {

namespace {

// Higher is better.
double selectionValue(const Metrics& metrics, const TrainingConfig& config) {
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    if (config.explicitFeedback()) {
        return -metrics.rmse.value_or(kNone);
    }
    switch (config.selection) {
        case Selection::HitRate:
            return metrics.hitRate.value_or(kNone);
        case Selection::Loss:
            return -metrics.loss.value_or(kNone);
        case Selection::Ndcg:
            break;
    }
    return metrics.ndcg.value_or(kNone);
}

// Binary cross-entropy on the held-out items, each beside as many of its negatives as training
// draws, so that the number can be laid beside the training loss.
double heldOutLoss(Scorer& scorer, std::span<const HeldOut> heldOut, int negatives) {
    std::vector<UserIndex> users;
    std::vector<ItemIndex> items;
    std::vector<bool> positive;
    for (const auto& held : heldOut) {
        const auto count = std::min(held.negatives.size(), static_cast<std::size_t>(negatives));
        users.insert(users.end(), count + 1, held.user);
        items.push_back(held.item);
        items.insert(items.end(), held.negatives.begin(),
                     held.negatives.begin() + static_cast<std::ptrdiff_t>(count));
        positive.push_back(true);
        positive.insert(positive.end(), count, false);
    }
    std::vector<float> logits(items.size());
    scorer.scorePairs(users, items, logits);
    double sum = 0;
    for (std::size_t i = 0; i < logits.size(); ++i) {
        const double signedLogit = positive[i] ? logits[i] : -static_cast<double>(logits[i]);
        // −log σ(x), without overflow for large −x.
        sum += std::max(-signedLogit, 0.0) + std::log1p(std::exp(-std::abs(signedLogit)));
    }
    return sum / static_cast<double>(std::max<std::size_t>(1, logits.size()));
}

}  // namespace

std::optional<Metrics> validate(NcfModel model, const Split& split, const TrainingConfig& training,
                                const EvaluationConfig& evaluation,
                                std::optional<RatingScale> scale, std::stop_token stop) {
    model->eval();
    NcfScorer scorer(model, scale, training.threads);
    if (training.explicitFeedback()) {
        auto rated = evaluateRatings(scorer, split.validation, stop);
        if (!rated) {
            return std::nullopt;
        }
        rated->metrics.loss = *rated->metrics.rmse * *rated->metrics.rmse;
        return rated->metrics;
    }
    auto ranking =
        evaluateRanking(scorer, split.validation, split.train, split.items, evaluation, stop);
    if (!ranking) {
        return std::nullopt;
    }
    ranking->metrics.loss = heldOutLoss(scorer, split.validation, training.negativesPerPositive);
    return ranking->metrics;
}

bool isBetter(const Metrics& candidate, const Metrics& best, const TrainingConfig& config) {
    const double value = selectionValue(candidate, config);
    const double bar = selectionValue(best, config);
    return !std::isnan(value) && (std::isnan(bar) || value > bar);
}

}  // namespace ncf
