#include "training/weight_average.h"

#include "model/weights_file.h"

#include <algorithm>
#include <cmath>

namespace ncf {

WeightAverage::WeightAverage(const NcfModel& model, double horizon)
    : least_(1 - std::exp(-1 / horizon)) {
    for (const auto& parameter : model->parameters()) {
        weights_.push_back(parameter.detach());
        average_.push_back(torch::zeros_like(weights_.back()));
    }
}

void WeightAverage::add() {
    // A plain mean at first, as long as that gives the new state the larger share.
    const double share = std::max(least_, 1 / static_cast<double>(++count_));
    for (std::size_t i = 0; i < weights_.size(); ++i) {
        average_[i].lerp_(weights_[i], share);
    }
}

NamedTensors WeightAverage::state() const {
    NamedTensors state{{"average_count", torch::tensor({count_}, torch::kInt64)}};
    for (std::size_t i = 0; i < average_.size(); ++i) {
        state["average_" + std::to_string(i)] = average_[i];
    }
    return state;
}

Status WeightAverage::setState(const NamedTensors& state) {
    auto targets = this->state();
    if (auto status = copyInto(targets, state); !status) {
        return status;
    }
    count_ = targets.at("average_count").item<std::int64_t>();
    return {};
}

void WeightAverage::swap() {
    for (std::size_t i = 0; i < weights_.size(); ++i) {
        const auto before = weights_[i].clone();
        weights_[i].copy_(average_[i]);
        average_[i].copy_(before);
    }
}

}  // namespace ncf
