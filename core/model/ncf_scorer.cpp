#include "model/ncf_scorer.h"

#include <cmath>

namespace ncf {

namespace {

torch::Tensor indices(std::span<const std::int32_t> values, const torch::Device& device) {
    return torch::from_blob(const_cast<std::int32_t*>(values.data()),
                            {static_cast<std::int64_t>(values.size())}, torch::kInt32)
        .to(device);
}

}  // namespace

float probability(float logit) {
    return 1.0f / (1.0f + std::exp(-logit));
}

float RatingScale::rating(float logit) const {
    return low + (high - low) * probability(logit);
}

NcfScorer::NcfScorer(NcfModel model, std::optional<RatingScale> scale)
    : model_(std::move(model)), scale_(scale) {
    const torch::NoGradGuard noGrad;
    const auto& config = model_->config();
    std::int64_t at = 0;
    if (config.gmf) {
        gmfUserWeighted_ = model_->gmfUser * model_->outputWeight.narrow(1, 0, config.gmfFactors);
        at = config.gmfFactors;
    }
    if (config.mlp) {
        towerOutput_ = model_->outputWeight.narrow(1, at, config.tower.back());
        const auto& first = model_->towerWeight.front();
        userHalf_ = torch::addmm(model_->towerBias.front(), model_->mlpUser,
                                 first.narrow(1, 0, config.mlpUserDim).t());
        itemHalf_ = model_->mlpItem.mm(first.narrow(1, config.mlpUserDim, config.mlpItemDim).t());
    }
}

void NcfScorer::scorePairs(std::span<const UserIndex> users, std::span<const ItemIndex> items,
                           std::span<float> scores) {
    const torch::NoGradGuard noGrad;
    const auto& config = model_->config();
    const auto device = model_->outputBias.device();
    const auto user = indices(users, device);
    const auto item = indices(items, device);
    auto logits = model_->outputBias.expand({static_cast<std::int64_t>(users.size())});
    if (config.gmf) {
        logits =
            logits +
            (gmfUserWeighted_.index_select(0, user) * model_->gmfItem.index_select(0, item)).sum(1);
    }
    if (config.mlp) {
        logits = logits +
                 towerLogits(userHalf_.index_select(0, user).add_(itemHalf_.index_select(0, item)));
    }
    deliver(logits, scores);
}

void NcfScorer::scoreCatalogue(std::span<const UserIndex> users, std::span<float> scores) {
    const torch::NoGradGuard noGrad;
    const auto& config = model_->config();
    const auto user = indices(users, model_->outputBias.device());
    const auto count = static_cast<std::int64_t>(users.size());
    const std::int64_t items = config.gmf ? model_->gmfItem.size(0) : model_->mlpItem.size(0);
    auto logits = model_->outputBias.expand({count, items});
    if (config.gmf) {
        logits = logits + gmfUserWeighted_.index_select(0, user).mm(model_->gmfItem.t());
    }
    if (config.mlp) {
        const auto userRows = userHalf_.index_select(0, user);
        std::vector<torch::Tensor> rows;
        rows.reserve(users.size());
        // User by user: a catalogue's activations fit the cache, those of a block would not.
        for (std::int64_t row = 0; row < count; ++row) {
            rows.push_back(towerLogits(itemHalf_ + userRows[row]));
        }
        logits = logits + torch::stack(rows);
    }
    deliver(logits, scores);
}

torch::Tensor NcfScorer::towerLogits(torch::Tensor preActivation) const {
    auto hidden = model_->activate(preActivation);
    for (std::size_t layer = 1; layer < model_->towerWeight.size(); ++layer) {
        hidden = model_->activate(
            torch::addmm(model_->towerBias[layer], hidden, model_->towerWeight[layer].t()));
    }
    return hidden.mv(towerOutput_.squeeze(0));
}

void NcfScorer::deliver(const torch::Tensor& logits, std::span<float> scores) const {
    const auto values =
        scale_ ? scale_->low + (scale_->high - scale_->low) * logits.sigmoid() : logits;
    torch::from_blob(scores.data(), values.sizes(), torch::kFloat32).copy_(values);
}

}  // namespace ncf
