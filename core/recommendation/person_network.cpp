#include "recommendation/person_network.h"

#include "model/kernels.h"
#include "training/fused_kernels.h"

#include <algorithm>
#include <cstring>

namespace ncf {

namespace {

// Items computed at once: their activations fit a core's own cache.
constexpr std::size_t kBlock = 256;

}  // namespace

std::vector<torch::Tensor> personTables(const NcfModel& model) {
    std::vector<torch::Tensor> tables;
    if (model->gmfUser.defined()) {
        const auto [first, count] = learntUserColumns(model->config());
        tables.push_back(model->gmfUser.detach().narrow(1, first, count));
    }
    if (model->mlpUser.defined()) {
        tables.push_back(model->mlpUser.detach());
    }
    return tables;
}

PersonNetwork::PersonNetwork(const NcfModel& model)
    : shape_(model->config()), onlyPerson_(kBlock, 0) {
    const torch::NoGradGuard noGrad;
    const auto keep = [&](const torch::Tensor& tensor) {
        memory_.push_back(tensor.detach().to(torch::kCPU, torch::kFloat32).contiguous());
        return Matrix(memory_.back().view({-1, memory_.back().size(-1)}));
    };
    outputWeight_ = keep(model->outputWeight);
    outputBias_ = keep(model->outputBias);
    if (shape_.gmf) {
        gmfItem_ = keep(model->gmfItem);
        personGmf_ = Buffer(1, gmfWidth(shape_));
        std::fill_n(personGmf_.data, personGmf_.size(), 1.0f);  // the constant stays so
        items_ = static_cast<std::size_t>(gmfItem_.rows);
    }
    if (shape_.mlp) {
        for (std::size_t layer = 0; layer < shape_.tower.size(); ++layer) {
            weights_.push_back(keep(model->towerWeight[layer]));
            biases_.push_back(keep(model->towerBias[layer]));
            const auto block = static_cast<std::int64_t>(kBlock);
            levels_.push_back(
                {Buffer(block, shape_.tower[layer]), Buffer(block, shape_.tower[layer])});
        }
        userWeight_ = weights_.front().columnRange(0, shape_.mlpUserDim);
        const Matrix table = keep(model->mlpItem);
        itemHalf_ = keep(torch::empty({table.rows, shape_.tower.front()}));
        multiply(itemHalf_, table,
                 weights_.front().columnRange(shape_.mlpUserDim, shape_.mlpItemDim),
                 Transpose::Second);
        personMlp_ = Buffer(1, shape_.mlpUserDim);
        personHalf_ = Buffer(1, shape_.tower.front());
        items_ = static_cast<std::size_t>(itemHalf_.rows);
    }
    auto inlet =
        torch::zeros({static_cast<std::int64_t>(features()), static_cast<std::int64_t>(width())});
    const auto numbers = static_cast<std::int64_t>(gmfNumbers());
    inlet.slice(0, 0, numbers).slice(1, 0, numbers).copy_(torch::eye(numbers));
    if (shape_.mlp) {
        inlet.slice(0, numbers)
            .slice(1, numbers)
            .copy_(model->towerWeight.front().detach().slice(1, 0, shape_.mlpUserDim));
    }
    inlet_ = keep(inlet);
}

std::size_t PersonNetwork::features() const {
    return gmfNumbers() + widthOf(shape_.mlp, shape_.mlp ? shape_.tower.front() : 0);
}

void PersonNetwork::score(std::span<const float> person, std::span<const ItemIndex> items,
                          std::span<float> logits) {
    enter(person);
    for (std::size_t from = 0; from < items.size(); from += kBlock) {
        const std::size_t count = std::min(kBlock, items.size() - from);
        forward(items.subspan(from, count), logits.subspan(from, count));
    }
}

void PersonNetwork::differentiate(std::span<const float> person, std::span<const ItemIndex> items,
                                  std::span<float> logits, const Matrix& slopes) {
    enter(person);
    for (std::size_t from = 0; from < items.size(); from += kBlock) {
        const std::size_t count = std::min(kBlock, items.size() - from);
        forward(items.subspan(from, count), logits.subspan(from, count));
        Matrix part = slopes;
        part.data = slopes.row(from);
        part.rows = static_cast<std::int64_t>(count);
        backward(items.subspan(from, count), part);
    }
}

void PersonNetwork::enter(std::span<const float> person) {
    if (shape_.gmf) {
        std::copy_n(person.data(), gmfNumbers(), personGmf_.data);
    }
    if (shape_.mlp) {
        std::copy_n(person.data() + gmfNumbers(), mlpWidth(), personMlp_.data);
        multiply(personHalf_, personMlp_, userWeight_, Transpose::Second);
    }
}

void PersonNetwork::forward(std::span<const ItemIndex> items, std::span<float> logits) {
    const std::span<const std::int32_t> person(onlyPerson_.data(), items.size());
    std::fill(logits.begin(), logits.end(), *outputBias_.data);
    if (shape_.gmf) {
        gmfForward(logits, personGmf_, person, gmfItem_, items, outputWeight_.data);
    }
    if (!shape_.mlp) {
        return;
    }
    for (std::size_t layer = 0; layer < levels_.size(); ++layer) {
        auto& output = levels_[layer].output;
        output.rows = static_cast<std::int64_t>(items.size());
        if (layer == 0) {
            activatedSums(output, personHalf_, person, itemHalf_, items, biases_[0].data,
                          shape_.activation);
        } else {
            multiply(output, levels_[layer - 1].output, weights_[layer], Transpose::Second);
            biasAndActivate(output, biases_[layer].data, shape_.activation);
        }
    }
    addProducts(logits, levels_.back().output, topWeight());
}

void PersonNetwork::backward(std::span<const ItemIndex> items, const Matrix& slopes) {
    const std::size_t numbers = gmfNumbers();
    if (shape_.mlp) {
        for (auto& level : levels_) {
            level.gradient.rows = level.output.rows;
        }
        const auto& top = levels_.back().gradient;
        for (std::size_t at = 0; at < items.size(); ++at) {
            std::copy_n(topWeight(), top.columns, top.row(at));
        }
        for (std::size_t layer = levels_.size() - 1; layer > 0; --layer) {
            activationBackward(levels_[layer].gradient, levels_[layer].output, shape_.activation);
            multiply(levels_[layer - 1].gradient, levels_[layer].gradient, weights_[layer],
                     Transpose::Neither);
        }
        activationBackward(levels_[0].gradient, levels_[0].output, shape_.activation);
    }
    for (std::size_t at = 0; at < items.size(); ++at) {
        float* const row = slopes.row(at);
        if (numbers) {
            const float* const item = gmfItem_.row(static_cast<std::size_t>(items[at]));
            for (std::size_t i = 0; i < numbers; ++i) {
                row[i] = outputWeight_.data[i] * item[i];
            }
        }
        if (shape_.mlp) {
            const auto& gradient = levels_[0].gradient;
            std::copy_n(gradient.row(at), gradient.columns, row + numbers);
        }
    }
}

}  // namespace ncf
