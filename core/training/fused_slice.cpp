#include "training/fused_slice.h"

#include "model/gmf_columns.h"
#include "model/kernels.h"
#include "training/comparison_loss.h"
#include "training/fused_kernels.h"

#include <algorithm>
#include <cmath>

namespace ncf {

FusedSlice::FusedSlice(const FusedParameters& parameters, const BatchSide& user,
                       const BatchSide& item, const ModelConfig& shape,
                       const TrainingConfig& config, RatingScale scale, const StepTables& tables,
                       std::int64_t maxRows, std::uint64_t dropoutSeed, Multiply multiply)
    : parameters_(parameters),
      user_(user),
      item_(item),
      shape_(shape),
      multiply_(multiply),
      loss_(config.loss),
      labelSmoothing_(static_cast<float>(config.labelSmoothing)),
      scale_(scale),
      tables_(tables),
      logits_(static_cast<std::size_t>(maxRows)),
      random_(Random::stream(dropoutSeed, random_stream::dropout)) {
    for (const auto& parameter : parameters.dense) {
        denseGradient_.emplace_back(parameter.value.rows, parameter.value.columns);
    }
    for (std::size_t layer = 0; shape.mlp && layer < shape.tower.size(); ++layer) {
        const std::int64_t width = shape.tower[layer];
        levels_.push_back({Buffer(maxRows, width), Buffer(maxRows, width),
                           shape.dropout > 0 ? Buffer(maxRows, width) : Buffer()});
    }
}

void FusedSlice::run(Part samples, std::span<const float> batchLabels) {
    samples_ = samples;
    lossSum_ = 0;
    resize(static_cast<std::int64_t>(samples.size()));
    if (samples.size() == 0) {
        for (const auto& gradient : denseGradient_) {
            zero(gradient);
        }
        return;
    }
    if (shape_.mlp) {
        towerForward();
    }
    outputLayer(batchLabels.subspan(samples.from, samples.size()), batchLabels.size());
    if (shape_.mlp) {
        towerBackward();
    }
}

void FusedSlice::resize(std::int64_t rows) {
    for (auto& level : levels_) {
        level.output.rows = rows;
        level.gradient.rows = rows;
    }
}

void FusedSlice::towerForward() {
    activatedSums(levels_[0].output, user_.half(), user_.places(samples_), item_.half(),
                  item_.places(samples_), parameters_.bias(0), shape_.activation);
    drop(0);
    for (std::size_t layer = 1; layer < levels_.size(); ++layer) {
        multiply_(levels_[layer].output, levels_[layer - 1].output, parameters_.weight(layer),
                  Transpose::Second);
        biasAndActivate(levels_[layer].output, parameters_.bias(layer), shape_.activation);
        drop(layer);
    }
}

// Dropout of a layer's outputs, where there is any.
void FusedSlice::drop(std::size_t layer) {
    if (shape_.dropout == 0) {
        return;
    }
    auto& level = levels_[layer];
    const auto factor = static_cast<float>(1 / (1 - shape_.dropout));
    for (std::size_t i = 0; i < level.output.size(); ++i) {
        level.keep.data[i] = random_.uniform() < shape_.dropout ? 0 : factor;
        level.output.data[i] *= level.keep.data[i];
    }
}

// Logits, losses, and the gradient of everything that the output layer touches directly.
void FusedSlice::outputLayer(std::span<const float> labels, std::size_t batchSize) {
    const std::size_t rows = labels.size();
    const std::size_t outputAt = parameters_.dense.size() - 2;
    const auto factors = static_cast<std::size_t>(gmfWidth(shape_));
    const auto top = shape_.mlp ? static_cast<std::size_t>(shape_.tower.back()) : 0;
    const float* weight = parameters_.dense[outputAt].value.data;
    float* weightGradient = denseGradient(outputAt).data;
    zero(denseGradient_[outputAt]);
    const std::span<float> logits(logits_.data(), rows);
    std::fill(logits.begin(), logits.end(), *parameters_.dense.back().value.data);
    if (factors) {
        gmfForward(logits, user_.gmf(), user_.places(samples_), item_.gmf(), item_.places(samples_),
                   weight);
    }
    if (top) {
        addProducts(logits, levels_.back().output, weight + factors);
    }
    lossSum_ = lossGradients(labels, 1 / static_cast<float>(batchSize));
    if (top) {
        productsBackward(logits, levels_.back().output, weight + factors, levels_.back().gradient,
                         weightGradient + factors);
    }
    double biasGradient = 0;
    for (const float d : logits) {
        biasGradient += d;
    }
    if (comparesItems(loss_)) {
        biasGradient = 0;  // but for rounding: comparing cancels the bias
    }
    *denseGradient(outputAt + 1).data = static_cast<float>(biasGradient);
}

double FusedSlice::lossGradients(std::span<const float> labels, float scale) {
    double sum = 0;
    if (comparesItems(loss_)) {
        correctLogits();
        return comparisonGradients(loss_, {logits_.data(), labels.size()}, labels, scale);
    }
    if (loss_ == Loss::MeanSquaredError) {
        const float range = scale_.high - scale_.low;
        for (std::size_t i = 0; i < labels.size(); ++i) {
            const float p = probability(logits_[i]);
            const float error = scale_.low + range * p - labels[i];
            sum += static_cast<double>(error) * error;
            logits_[i] = scale * 2 * error * range * p * (1 - p);
        }
        return sum;
    }
    // loss = max(x, 0) − x·y + log(1 + e^−|x|). A logarithm of a product of up to 512 factors in
    // 1..2 instead of 512 logarithms: it stays below 2^512.
    double product = 1;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const float x = logits_[i];
        const float tail = std::exp(-std::abs(x));
        product *= 1.0 + static_cast<double>(tail);
        if (i % 512 == 511) {
            sum += std::log(product);
            product = 1;
        }
        const float target = labels[i] * (1 - labelSmoothing_) + labelSmoothing_ / 2;
        sum += std::max(x, 0.0f) - x * target;
        const float p = (x >= 0 ? 1 : tail) / (1 + tail);
        logits_[i] = scale * (p - target);
    }
    return sum + std::log(product);
}

void FusedSlice::correctLogits() {
    const auto places = item_.places(samples_);
    for (std::size_t i = 0; !tables_.itemCorrection.empty() && i < places.size(); ++i) {
        const auto item = item_.rows()[static_cast<std::size_t>(places[i])];
        logits_[i] -= tables_.itemCorrection[static_cast<std::size_t>(item)];
    }
}

void FusedSlice::towerBackward() {
    for (std::size_t layer = levels_.size() - 1; layer > 0; --layer) {
        activationGradient(layer);
        const auto& gradient = levels_[layer].gradient;
        multiply_(denseGradient_[2 * layer], gradient, levels_[layer - 1].output, Transpose::First);
        columnSums(gradient, denseGradient(2 * layer + 1).data);
        multiply_(levels_[layer - 1].gradient, gradient, parameters_.weight(layer),
                  Transpose::Neither);
    }
    activationGradient(0);
}

void FusedSlice::markAlive(std::size_t layer, std::vector<char>& alive) const {
    const Buffer& output = levels_[layer].output;
    for (std::size_t row = 0; row < static_cast<std::size_t>(output.rows); ++row) {
        const float* values = output.row(row);
        for (std::size_t unit = 0; unit < alive.size(); ++unit) {
            alive[unit] |= values[unit] > 0;
        }
    }
}

void FusedSlice::activationGradient(std::size_t layer) {
    auto& level = levels_[layer];
    if (shape_.dropout > 0) {
        // Back to the activation's own outputs, for its derivative: the layer above, which saw the
        // dropped ones, is done with them. Where one was dropped, the gradient is 0 anyway.
        const auto kept = static_cast<float>(1 - shape_.dropout);
        for (std::size_t i = 0; i < level.output.size(); ++i) {
            level.gradient.data[i] *= level.keep.data[i];
            level.output.data[i] *= kept;
        }
    }
    activationBackward(level.gradient, level.output, shape_.activation);
}

}  // namespace ncf
