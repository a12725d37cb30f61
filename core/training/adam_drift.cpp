#include "training/adam_drift.h"

#include <algorithm>
#include <cmath>

namespace ncf {

AdamDrift::AdamDrift() {
    for (std::size_t missed = kReach; missed > 0; --missed) {
        const auto steps = static_cast<double>(missed);
        const double rootSquare = std::pow(AdamMove::kBeta2, steps / 2);
        weights_.push_back(static_cast<float>(std::pow(AdamMove::kBeta1, steps) / rootSquare));
        epsilonWeights_.push_back(static_cast<float>(weights_.back() / rootSquare));
    }
    extendFades();
}

void AdamDrift::add(const AdamMove& move) {
    const float step = move.stepSize / move.inverseRootBias2;
    addTerms(step, step * static_cast<float>(AdamMove::kEpsilon) / move.inverseRootBias2);
}

void AdamDrift::addTerms(float move, float epsilon) {
    moves_.push_back(move);
    epsilons_.push_back(epsilon);
    factors_.push_back(0);
    epsilonSums_.push_back(0);
    const std::size_t reached = std::min(kReach, factors_.size());
    const auto last = [&](std::vector<float>& values) {
        return values.data() + values.size() - reached;
    };
    addScaled(last(factors_), move, last(weights_), reached);
    addScaled(last(epsilonSums_), epsilon, last(epsilonWeights_), reached);
    extendFades();
}

void AdamDrift::extendFades() {
    while (fades_.size() < moves_.size() + 2) {
        const auto steps = static_cast<double>(fades_.size());
        fades_.push_back({static_cast<float>(std::pow(AdamMove::kBeta1, steps)),
                          static_cast<float>(std::pow(AdamMove::kBeta2, steps))});
    }
}

void AdamDrift::settle() {
    settledAt_ += static_cast<std::int64_t>(moves_.size());
    for (auto* values : {&moves_, &epsilons_, &factors_, &epsilonSums_}) {
        values->clear();
    }
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
    settle();
    for (std::size_t step = 0; step < count; ++step) {
        addTerms(values[step], values[count + step]);
    }
    settledAt_ = last - steps.size(1);
    return true;
}

AdamDrift::Move AdamDrift::since(std::int64_t step) const {
    const auto from = static_cast<std::size_t>(step - settledAt_);
    if (from == factors_.size() || factors_[from] == 0) {
        return {};
    }
    return {factors_[from], epsilonSums_[from] / factors_[from]};
}

}  // namespace ncf
