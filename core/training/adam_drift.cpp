#include "training/adam_drift.h"

#include <algorithm>
#include <cmath>

namespace ncf {

AdamDrift::AdamDrift() {
    for (std::size_t missed = 1; missed <= kReach; ++missed) {
        const auto steps = static_cast<double>(missed);
        const double rootSquare = std::pow(AdamMove::kBeta2, steps / 2);
        weights_.push_back(static_cast<float>(std::pow(AdamMove::kBeta1, steps) / rootSquare));
        epsilonWeights_.push_back(static_cast<float>(weights_.back() / rootSquare));
    }
}

void AdamDrift::add(const AdamMove& move) {
    moves_.push_back(move.stepSize / move.inverseRootBias2);
    epsilons_.push_back(moves_.back() * static_cast<float>(AdamMove::kEpsilon) /
                        move.inverseRootBias2);
}

void AdamDrift::settle() {
    settledAt_ += static_cast<std::int64_t>(moves_.size());
    moves_.clear();
    epsilons_.clear();
}

AdamDrift::Move AdamDrift::since(std::int64_t step) const {
    const auto from = static_cast<std::size_t>(step - settledAt_);
    const std::size_t steps = std::min(kReach, moves_.size() - from);
    const float factor = dot(weights_.data(), moves_.data() + from, steps);
    if (factor == 0) {
        return {};
    }
    return {factor, dot(epsilonWeights_.data(), epsilons_.data() + from, steps) / factor};
}

}  // namespace ncf
