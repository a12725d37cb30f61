#include "training/comparison_loss.h"

#include <algorithm>
#include <cmath>

namespace ncf {

namespace {

// Mean over the negatives of −log σ(positive − negative).
double pairwise(std::span<float> logits, float scale) {
    const auto negatives = logits.subspan(1);
    if (negatives.empty()) {
        logits[0] = 0;
        return 0;
    }
    const float positive = logits[0];
    const float share = scale / static_cast<float>(negatives.size());
    // As with binary cross-entropy, the logarithm of a product of up to 512 factors in 1..2.
    double sum = 0;
    double product = 1;
    double pull = 0;
    for (std::size_t i = 0; i < negatives.size(); ++i) {
        const float lead = positive - negatives[i];
        const float tail = std::exp(-std::abs(lead));
        product *= 1.0 + static_cast<double>(tail);
        if (i % 512 == 511) {
            sum += std::log(product);
            product = 1;
        }
        sum += std::max(-lead, 0.0F);
        negatives[i] = share * (lead >= 0 ? tail : 1) / (1 + tail);
        pull += negatives[i];
    }
    logits[0] = static_cast<float>(-pull);
    return (sum + std::log(product)) / static_cast<double>(negatives.size());
}

// −log of the positive's share of the softmax.
double softmax(std::span<float> logits, float scale) {
    const float positive = logits[0];
    const float top = *std::max_element(logits.begin(), logits.end());
    double sum = 0;
    for (float& x : logits) {
        x = std::exp(x - top);
        sum += x;
    }
    // The positive's 1 − share as the sum of the others', which keeps its digits near 0.
    const auto share = static_cast<float>(scale / sum);
    double pull = 0;
    for (float& x : logits.subspan(1)) {
        x *= share;
        pull += x;
    }
    logits[0] = static_cast<float>(-pull);
    return std::log(sum) + static_cast<double>(top) - positive;
}

}  // namespace

bool comparesItems(Loss loss) {
    return loss == Loss::BayesianPersonalisedRanking || loss == Loss::SampledSoftmax;
}

Columns movedUserColumns(const ModelConfig& shape, Loss loss) {
    return comparesItems(loss) ? gmfFactorColumns(shape) : learntUserColumns(shape);
}

std::int64_t mostSamples(const TrainingConfig& config) {
    return comparesItems(config.loss) ? std::max(config.batchSize, 1 + config.negativesPerPositive)
                                      : config.batchSize;
}

std::size_t nextGroup(std::span<const float> labels, std::size_t from) {
    while (from < labels.size() && labels[from] != 1) {
        ++from;
    }
    return from;
}

std::size_t lossCount(Loss loss, std::span<const float> labels) {
    return comparesItems(loss)
               ? static_cast<std::size_t>(std::count(labels.begin(), labels.end(), 1.0F))
               : labels.size();
}

double comparisonGradients(Loss loss, std::span<float> logits, std::span<const float> labels,
                           float scale) {
    double sum = 0;
    for (std::size_t from = 0; from < labels.size();) {
        const std::size_t to = nextGroup(labels, from + 1);
        const auto group = logits.subspan(from, to - from);
        sum += loss == Loss::SampledSoftmax ? softmax(group, scale) : pairwise(group, scale);
        from = to;
    }
    return sum;
}

}  // namespace ncf
