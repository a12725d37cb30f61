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

torch::Tensor AdamDrift::steps() const {
    return torch::stack({torch::tensor(moves_), torch::tensor(epsilons_)});
}

bool AdamDrift::setSteps(const torch::Tensor& steps, std::int64_t last) {
    if (steps.dim() != 2 || steps.size(0) != 2 || steps.size(1) > last ||
        steps.scalar_type() != torch::kFloat32) {
        return false;
    }
    const auto count = static_cast<std::size_t>(steps.size(1));
    const float* values = steps.data_ptr<float>();
    moves_.assign(values, values + count);
    epsilons_.assign(values + count, values + 2 * count);
    settledAt_ = last - steps.size(1);
    return true;
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
