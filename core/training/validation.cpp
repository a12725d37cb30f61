#include "training/validation.h"

#include "training/comparison_loss.h"
#include "training/step_tables.h"

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

// The held-out items, each with its negatives behind it: where these will do, the first of those
// that the item is ranked against, all drawn alike.
Samples heldOutSamples(std::span<const HeldOut> heldOut, const TrainingConfig& config,
                       const NegativeSampler& sampler) {
    Samples samples;
    const auto add = [&](UserIndex user, ItemIndex item, float label) {
        samples.user.push_back(user);
        samples.item.push_back(item);
        samples.label.push_back(label);
    };
    const auto most = static_cast<std::size_t>(config.negativesPerPositive);
    std::vector<ItemIndex> drawn;
    for (std::size_t at = 0; at < heldOut.size(); ++at) {
        const auto& held = heldOut[at];
        std::span<const ItemIndex> negatives(held.negatives);
        if (config.negativePopularity > 0 ||
            (comparesItems(config.loss) && negatives.size() < most)) {
            drawn = sampler.negativesFor(held.user, held.item, at);
            negatives = drawn;
        }
        add(held.user, held.item, 1);
        for (const ItemIndex item : negatives.first(std::min(negatives.size(), most))) {
            add(held.user, item, 0);
        }
    }
    return samples;
}

double meanEntropy(std::span<const float> logits, std::span<const float> labels,
                   double labelSmoothing) {
    double sum = 0;
    for (std::size_t i = 0; i < logits.size(); ++i) {
        const double signedLogit = labels[i] == 1 ? logits[i] : -static_cast<double>(logits[i]);
        // −log σ(x), without overflow for large −x; −log σ(−x) is by x more.
        sum += std::max(-signedLogit, 0.0) + std::log1p(std::exp(-std::abs(signedLogit)));
        sum += labelSmoothing / 2 * signedLogit;
    }
    return sum / static_cast<double>(std::max<std::size_t>(1, logits.size()));
}

double heldOutLoss(Scorer& scorer, std::span<const HeldOut> heldOut, const TrainingConfig& config,
                   const NegativeSampler& sampler) {
    const auto samples = heldOutSamples(heldOut, config, sampler);
    std::vector<float> logits(samples.size());
    scorer.scorePairs(samples.user, samples.item, logits);
    if (!comparesItems(config.loss)) {
        return meanEntropy(logits, samples.label, config.labelSmoothing);
    }
    const auto correction = stepTables(config, sampler).itemCorrection;
    for (std::size_t i = 0; !correction.empty() && i < logits.size(); ++i) {
        logits[i] -= correction[static_cast<std::size_t>(samples.item[i])];
    }
    return comparisonGradients(config.loss, logits, samples.label, 1) /
           static_cast<double>(std::max<std::size_t>(1, heldOut.size()));
}

}  // namespace

std::optional<Metrics> validate(NcfModel model, const Split& split, const TrainingConfig& training,
                                const EvaluationConfig& evaluation,
                                std::optional<RatingScale> scale, const NegativeSampler& sampler,
                                std::stop_token stop) {
    model->eval();
    if (split.validation.empty()) {
        return Metrics();
    }
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
    ranking->metrics.loss = heldOutLoss(scorer, split.validation, training, sampler);
    return ranking->metrics;
}

bool isBetter(const Metrics& candidate, const Metrics& best, const TrainingConfig& config) {
    const double value = selectionValue(candidate, config);
    const double bar = selectionValue(best, config);
    return !std::isnan(value) && (std::isnan(bar) || value > bar);
}

}  // namespace ncf
