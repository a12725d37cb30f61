#include "recommendation/user_prior.h"

#include "data/interaction_set.h"
#include "model/ncf_model.h"
#include "recommendation/person_network.h"

#include <algorithm>

namespace ncf {

namespace {

// Least variance of a number of the embedding, as a share of the mean one: a number that is the
// same for everybody says nothing about how a new person would differ.
constexpr double kLeastVariance = 1e-3;

torch::Tensor trainedUsers(const NcfModel& model, const InteractionSet& train) {
    std::vector<std::int64_t> rows;
    for (std::size_t user = 0; user < train.userCount(); ++user) {
        if (!train.itemsOf(static_cast<UserIndex>(user)).empty()) {
            rows.push_back(static_cast<std::int64_t>(user));
        }
    }
    const auto index = torch::tensor(rows, torch::kInt64);
    std::vector<torch::Tensor> parts;
    for (const auto& table : personTables(model)) {
        parts.push_back(table.to(torch::kCPU).index_select(0, index));
    }
    return torch::cat(parts, 1).to(torch::kFloat64);
}

std::vector<double> toVector(const torch::Tensor& tensor) {
    const auto values = tensor.contiguous();
    const double* const first = values.data_ptr<double>();
    return {first, first + values.numel()};
}

}  // namespace

UserPrior userPrior(const NcfModel& model, const InteractionSet& train) {
    const torch::NoGradGuard noGrad;
    const auto users = trainedUsers(model, train);
    const auto count = static_cast<double>(users.size(0));
    const auto width = static_cast<double>(users.size(1));
    const auto mean = users.mean(0);
    const auto apart = users - mean;
    auto covariance = torch::mm(apart.t(), apart) / std::max(1.0, count - 1);
    auto variance = covariance.diagonal().clone();
    const double typical = std::max(variance.mean().item<double>(), 1e-8);
    variance = variance.clamp_min(kLeastVariance * typical);
    const double shrinkage = width / (width + count);
    covariance = (1 - shrinkage) * covariance;
    covariance.diagonal().copy_(variance);
    return {toVector(mean), toVector(torch::cholesky_inverse(torch::linalg_cholesky(covariance)))};
}

}  // namespace ncf
