#include "model/ncf_scorer.h"

#include "model/gmf_columns.h"
#include "model/kernels.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace ncf {

namespace {

// Pairs scored at once: their activations fit a core's own cache.
constexpr std::size_t kBlock = 512;

std::size_t blocksOf(std::size_t count) {
    return (count + kBlock - 1) / kBlock;
}

template <class T>
std::span<T> blockOf(std::span<T> values, std::size_t block) {
    const std::size_t from = block * kBlock;
    return values.subspan(from, std::min(kBlock, values.size() - from));
}

}  // namespace

float probability(float logit) {
    return 1.0f / (1.0f + std::exp(-logit));
}

float RatingScale::rating(float logit) const {
    return low + (high - low) * probability(logit);
}

NcfScorer::NcfScorer(const NcfModel& model, std::optional<RatingScale> scale, int threads)
    : shape_(model->config()),
      scale_(scale),
      team_(threads),
      workspaces_(static_cast<std::size_t>(threads)) {
    const auto copy = [&](const torch::Tensor& parameter) {
        memory_.push_back(
            parameter.detach().to(torch::kCPU, torch::kFloat32, false, true).contiguous());
        return Matrix(memory_.back().view({-1, memory_.back().size(-1)}));
    };
    outputWeight_ = copy(model->outputWeight);
    outputBias_ = copy(model->outputBias);
    if (shape_.gmf) {
        gmfUser_ = copy(model->gmfUser);
        gmfItem_ = copy(model->gmfItem);
    }
    if (shape_.mlp) {
        const Matrix firstWeight = copy(model->towerWeight[0]);
        for (std::size_t layer = 0; layer < shape_.tower.size(); ++layer) {
            if (layer > 0) {
                weights_.push_back(copy(model->towerWeight[layer].t()));
            }
            biases_.push_back(copy(model->towerBias[layer]));
        }
        const auto half = [&](const torch::Tensor& embeddings, std::int64_t firstColumn) {
            const Matrix table = copy(embeddings);
            memory_.push_back(torch::empty({table.rows, shape_.tower.front()}));
            const Matrix product(memory_.back());
            multiply(product, table, firstWeight.columnRange(firstColumn, table.columns),
                     Transpose::Second);
            return product;
        };
        userHalf_ = half(model->mlpUser, 0);
        itemHalf_ = half(model->mlpItem, shape_.mlpUserDim);
        for (auto& space : workspaces_) {
            for (const int width : shape_.tower) {
                space.levels.emplace_back(static_cast<std::int64_t>(kBlock), width);
            }
        }
    }
    allItems_.resize(static_cast<std::size_t>(shape_.gmf ? gmfItem_.rows : itemHalf_.rows));
    std::iota(allItems_.begin(), allItems_.end(), 0);
}

void NcfScorer::scorePairs(std::span<const UserIndex> users, std::span<const ItemIndex> items,
                           std::span<float> scores) {
    const std::function<void(int)> work = [&](int worker) {
        auto& space = workspaces_[static_cast<std::size_t>(worker)];
        for (auto block = static_cast<std::size_t>(worker); block < blocksOf(scores.size());
             block += workspaces_.size()) {
            scoreBlock(space, blockOf(users, block), blockOf(items, block), blockOf(scores, block));
        }
    };
    team_.run(work);
}

void NcfScorer::scoreCatalogue(std::span<const UserIndex> users, std::span<float> scores) {
    const std::function<void(int)> work = [&](int worker) {
        auto& space = workspaces_[static_cast<std::size_t>(worker)];
        // A block of items meets all users in turn: its half of the layer stays in the cache.
        for (std::size_t block = 0; block < blocksOf(allItems_.size()); ++block) {
            const auto items = blockOf(std::span<const ItemIndex>(allItems_), block);
            for (auto row = static_cast<std::size_t>(worker); row < users.size();
                 row += workspaces_.size()) {
                space.users.assign(items.size(), users[row]);
                scoreBlock(
                    space, space.users, items,
                    blockOf(scores.subspan(row * allItems_.size(), allItems_.size()), block));
            }
        }
    };
    team_.run(work);
}

void NcfScorer::scoreBlock(Workspace& space, std::span<const UserIndex> users,
                           std::span<const ItemIndex> items, std::span<float> scores) const {
    std::fill(scores.begin(), scores.end(), *outputBias_.data);
    const float* weight = outputWeight_.data;
    if (shape_.gmf) {
        gmfForward(scores, gmfUser_, users, gmfItem_, items, weight);
        weight += gmfWidth(shape_);
    }
    if (shape_.mlp) {
        for (std::size_t layer = 0; layer < space.levels.size(); ++layer) {
            auto& level = space.levels[layer];
            level.rows = static_cast<std::int64_t>(scores.size());
            if (layer == 0) {
                activatedSums(level, userHalf_, users, itemHalf_, items, biases_[0].data,
                              shape_.activation);
            } else {
                multiply(level, space.levels[layer - 1], weights_[layer - 1], Transpose::Neither);
                biasAndActivate(level, biases_[layer].data, shape_.activation);
            }
        }
        addProducts(scores, space.levels.back(), weight);
    }
    if (scale_) {
        for (float& score : scores) {
            score = scale_->rating(score);
        }
    }
}

}  // namespace ncf
