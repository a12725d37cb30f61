#include "model/fuse_branches.h"

#include "model/gmf_columns.h"

namespace ncf {

namespace {

void scale(const torch::Tensor& table, Columns columns, double by) {
    table.narrow(1, columns.first, columns.count).mul_(by);
}

void fuseGmf(NcfModel& network, const NcfModel& gmf, double alpha) {
    const auto& config = network->config();
    const auto factors = gmfFactorColumns(config);
    const auto weights = network->outputWeight.narrow(1, 0, gmfWidth(config));
    network->gmfUser.copy_(gmf->gmfUser);
    network->gmfItem.copy_(gmf->gmfItem);
    weights.copy_(gmf->outputWeight);
    if (config.biases) {
        scale(network->gmfUser, {0, 1}, alpha);
        scale(network->gmfItem, {factors.first + factors.count, 1}, alpha);
    }
    scale(config.dotProduct ? network->gmfItem : weights, factors, alpha);
}

void fuseMlp(NcfModel& network, const NcfModel& mlp, double share) {
    network->mlpUser.copy_(mlp->mlpUser);
    network->mlpItem.copy_(mlp->mlpItem);
    for (std::size_t layer = 0; layer < network->towerWeight.size(); ++layer) {
        network->towerWeight[layer].copy_(mlp->towerWeight[layer]);
        network->towerBias[layer].copy_(mlp->towerBias[layer]);
    }
    const std::int64_t width = mlp->outputWeight.size(1);
    network->outputWeight.narrow(1, gmfWidth(network->config()), width)
        .copy_(mlp->outputWeight * share);
}

}  // namespace

void fuseBranches(NcfModel& network, const NcfModel& gmf, const NcfModel& mlp, double alpha) {
    const torch::NoGradGuard noGrad;
    fuseGmf(network, gmf, alpha);
    fuseMlp(network, mlp, 1 - alpha);
    network->outputBias.copy_(gmf->outputBias * alpha + mlp->outputBias * (1 - alpha));
}

}  // namespace ncf
