#include "training/calibrate.h"

#include "data/negative_sampler.h"
#include "model/ncf_scorer.h"

#include <torch/torch.h>

#include <cmath>
#include <vector>

namespace ncf {

namespace {

constexpr std::size_t kSamples = 1 << 19;
constexpr int kMostSteps = 50;
constexpr double kSmallStep = 1e-7;

// logit = slope · score + offset
struct Line {
    double slope = 0, offset = 0;
};

// Newton's method on the mean loss, which is convex. From slope 0 its steps do not overshoot on
// scores that are no further from logits than a factor.
Line fitLine(const std::vector<float>& scores, const std::vector<float>& labels) {
    Line line;
    for (int step = 0; step < kMostSteps; ++step) {
        double g0 = 0, g1 = 0, h00 = 0, h01 = 0, h11 = 0;
        for (std::size_t i = 0; i < scores.size(); ++i) {
            const double s = scores[i];
            const double p = 1 / (1 + std::exp(-(line.slope * s + line.offset)));
            const double error = p - labels[i];
            const double weight = p * (1 - p);
            g0 += error;
            g1 += error * s;
            h00 += weight;
            h01 += weight * s;
            h11 += weight * s * s;
        }
        const double determinant = h00 * h11 - h01 * h01;
        const Line move{(h00 * g1 - h01 * g0) / determinant, (h11 * g0 - h01 * g1) / determinant};
        line.slope -= move.slope;
        line.offset -= move.offset;
        if (!(std::abs(move.slope) + std::abs(move.offset) > kSmallStep)) {
            break;
        }
    }
    return line;
}

}  // namespace

void calibrate(NcfModel model, const InteractionSet& train, int negatives, std::uint64_t seed) {
    NegativeSampler sampler(train, static_cast<std::size_t>(model->gmfItem.size(0)), negatives,
                            seed);
    sampler.startEpoch(1);
    Samples samples;
    sampler.beginBatch(kSamples, samples);
    sampler.fill(samples);
    std::vector<float> scores(samples.size());
    NcfScorer(model, std::nullopt, 1).scorePairs(samples.user, samples.item, scores);
    const Line line = fitLine(scores, samples.label);
    if (std::isfinite(line.slope) && std::isfinite(line.offset) && line.slope > 0) {
        const torch::NoGradGuard noGrad;
        model->outputBias.mul_(line.slope).add_(line.offset);
        model->gmfItem.mul_(line.slope);
    }
}

}  // namespace ncf
