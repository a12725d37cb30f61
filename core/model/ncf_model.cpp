#include "model/ncf_model.h"

#include "base/random.h"
#include "model/gmf_columns.h"
#include "model/kernels.h"

#include <ATen/CPUGeneratorImpl.h>

#include <cmath>

namespace ncf {

namespace {

torch::Tensor normalTable(std::int64_t rows, std::int64_t width, double std, Random& random) {
    auto table = torch::empty({rows, width});
    auto* values = table.data_ptr<float>();
    for (std::int64_t i = 0; i < rows * width; ++i) {
        values[i] = static_cast<float>(random.normal() * std);
    }
    return table;
}

torch::Tensor glorotWeight(std::int64_t out, std::int64_t in, Random& random) {
    const double bound = std::sqrt(6.0 / static_cast<double>(in + out));
    auto weight = torch::empty({out, in});
    auto* values = weight.data_ptr<float>();
    for (std::int64_t i = 0; i < out * in; ++i) {
        values[i] = static_cast<float>((2 * random.uniform() - 1) * bound);
    }
    return weight;
}

// The output layer's weight, which weighs so many features besides the biases.
torch::Tensor initialOutput(const ModelConfig& config, std::int64_t features, Random& random) {
    auto weight = glorotWeight(1, features, random);
    if (config.gmf && config.biases) {
        const auto one = torch::ones({1, 1});
        const std::int64_t factors = config.gmfFactors;
        weight = torch::cat(
            {one, weight.narrow(1, 0, factors), one, weight.narrow(1, factors, features - factors)},
            1);
    }
    if (config.dotProduct) {
        weight.narrow(1, 0, gmfWidth(config)).fill_(1);
    }
    return weight;
}

}  // namespace

NcfModelImpl::NcfModelImpl(const ModelConfig& config, std::int64_t users, std::int64_t items,
                           std::uint64_t seed)
    : config_(config),
      dropoutGenerator_(
          at::detail::createCPUGenerator(Random::stream(seed, random_stream::dropout).next())) {
    auto random = Random::stream(seed, random_stream::initialisation);
    std::int64_t features = 0;
    if (config.gmf) {
        const double std = config.embeddingStd;
        auto user = normalTable(users, config.gmfFactors, std, random);
        auto item = normalTable(items, config.gmfFactors, std, random);
        if (config.biases) {
            user = torch::cat({torch::zeros({users, 1}), user, torch::ones({users, 1})}, 1);
            item = torch::cat({torch::ones({items, 1}), item, torch::zeros({items, 1})}, 1);
        }
        gmfUser = register_parameter("gmf_user", user);
        gmfItem = register_parameter("gmf_item", item);
        features += config.gmfFactors;
    }
    if (config.mlp) {
        const double std = config.embeddingStd;
        mlpUser =
            register_parameter("mlp_user", normalTable(users, config.mlpUserDim, std, random));
        mlpItem =
            register_parameter("mlp_item", normalTable(items, config.mlpItemDim, std, random));
        std::int64_t below = config.mlpUserDim + config.mlpItemDim;
        for (std::size_t layer = 0; layer < config.tower.size(); ++layer) {
            const std::int64_t width = config.tower[layer];
            const auto name = "tower_" + std::to_string(layer);
            towerWeight.push_back(
                register_parameter(name + "_weight", glorotWeight(width, below, random)));
            towerBias.push_back(register_parameter(name + "_bias", torch::zeros({width})));
            below = width;
        }
        features += below;
    }
    outputWeight = register_parameter("output_weight", initialOutput(config, features, random));
    outputBias = register_parameter("output_bias", torch::zeros({1}));
}

torch::Tensor NcfModelImpl::forward(const torch::Tensor& user, const torch::Tensor& item) {
    std::vector<torch::Tensor> features;
    if (config_.gmf) {
        features.push_back(torch::embedding(gmfUser, user) * torch::embedding(gmfItem, item));
    }
    if (config_.mlp) {
        auto hidden =
            torch::cat({torch::embedding(mlpUser, user), torch::embedding(mlpItem, item)}, 1);
        for (std::size_t layer = 0; layer < towerWeight.size(); ++layer) {
            hidden = dropOut(activate(torch::linear(hidden, towerWeight[layer], towerBias[layer])));
        }
        features.push_back(hidden);
    }
    return torch::linear(torch::cat(features, 1), outputWeight, outputBias).squeeze(1);
}

std::vector<torch::Tensor> NcfModelImpl::denseParameters() const {
    std::vector<torch::Tensor> all;
    for (std::size_t layer = 0; layer < towerWeight.size(); ++layer) {
        all.push_back(towerWeight[layer]);
        all.push_back(towerBias[layer]);
    }
    all.push_back(outputWeight);
    all.push_back(outputBias);
    return all;
}

torch::Tensor NcfModelImpl::activate(const torch::Tensor& x) const {
    switch (config_.activation) {
        case Activation::LeakyRelu:
            return torch::leaky_relu(x, kLeakySlope);
        case Activation::Tanh:
            return torch::tanh(x);
        case Activation::Sigmoid:
            return torch::sigmoid(x);
        case Activation::Relu:
            break;
    }
    return torch::relu(x);
}

torch::Tensor NcfModelImpl::dropOut(const torch::Tensor& x) {
    if (!is_training() || config_.dropout == 0) {
        return x;
    }
    // From the run's own generator, on the CPU, so that the mask is the same on every device.
    const double keep = 1 - config_.dropout;
    const auto mask = torch::empty(x.sizes()).bernoulli_(keep, dropoutGenerator_);
    return x * mask.to(x.device()).div_(keep);
}

}  // namespace ncf
