#include "training/fused_slice.h"

#include "model/kernels.h"
#include "training/fused_kernels.h"

#include <cmath>
#include <cstring>

namespace ncf {

namespace {

void zero(const Matrix& values) {
    if (values.size() > 0) {
        std::memset(values.data, 0, values.size() * sizeof(float));
    }
}

// One row of a table to its place, moved on.
void copyRow(const Matrix& into, std::size_t place, const std::optional<AdamParameter>& table,
             std::size_t row, const AdamDrift::Move& move) {
    const auto width = static_cast<std::size_t>(into.columns);
    if (table && move.factor != 0) {
        driftedRow(into.row(place), table->value.row(row), table->mean.row(row),
                   table->square.row(row), width, move.factor, move.epsilon);
    } else if (table) {
        std::memcpy(into.row(place), table->value.row(row), width * sizeof(float));
    }
}

}  // namespace

SliceSide::SliceSide(const SideTables& tables, std::int64_t maxRows, std::int64_t firstWidth)
    : rows(static_cast<std::size_t>(tables.rows())) {
    const std::int64_t places = std::min(maxRows, tables.rows());
    if (tables.gmf) {
        gmf = Buffer(places, tables.gmfWidth());
        gmfGradient = Buffer(places, tables.gmfWidth());
    }
    if (tables.mlp) {
        mlp = Buffer(places, tables.mlpWidth());
        mlpGradient = Buffer(places, tables.mlpWidth());
        half = Buffer(places, firstWidth);
        halfGradient = Buffer(places, firstWidth);
    }
}

void SliceSide::gather(const SideTables& tables, std::span<const std::int32_t> samples,
                       const AdamDrift* drift) {
    rows.find(samples);
    for (Buffer* buffer : {&gmf, &gmfGradient, &mlp, &mlpGradient, &half, &halfGradient}) {
        buffer->rows = static_cast<std::int64_t>(rows.size());
    }
    for (std::size_t place = 0; place < rows.size(); ++place) {
        tables.fetchAhead(rows.rows(), place);
        const auto row = static_cast<std::size_t>(rows.rows()[place]);
        const auto move = drift ? drift->since(tables.movedAt[row]) : AdamDrift::Move();
        copyRow(gmf, place, tables.gmf, row, move);
        copyRow(mlp, place, tables.mlp, row, move);
    }
    zero(gmfGradient);
    zero(halfGradient);
}

FusedSlice::FusedSlice(const FusedParameters& parameters, const ModelConfig& shape,
                       const TrainingConfig& config, RatingScale scale, std::int64_t maxRows,
                       std::uint64_t dropoutSeed, const AdamDrift* drift)
    : parameters_(parameters),
      drift_(drift),
      shape_(shape),
      explicit_(config.explicitFeedback()),
      scale_(scale),
      user_(parameters.user, maxRows, shape.mlp ? shape.tower.front() : 0),
      item_(parameters.item, maxRows, shape.mlp ? shape.tower.front() : 0),
      logits_(static_cast<std::size_t>(maxRows)),
      random_(Random::stream(dropoutSeed, random_stream::dropout)) {
    for (const auto& parameter : parameters.dense) {
        denseGradient_.emplace_back(parameter.value.rows, parameter.value.columns);
    }
    if (!shape.mlp) {
        return;
    }
    for (std::size_t layer = 0; layer < shape.tower.size(); ++layer) {
        const std::int64_t width = shape.tower[layer];
        levels_.push_back({Buffer(maxRows, width), Buffer(maxRows, width),
                           shape.dropout > 0 ? Buffer(maxRows, width) : Buffer()});
    }
    const auto userPart = [&](const Matrix& weight) {
        return weight.columnRange(0, shape_.mlpUserDim);
    };
    const auto itemPart = [&](const Matrix& weight) {
        return weight.columnRange(shape_.mlpUserDim, shape_.mlpItemDim);
    };
    userWeight_ = userPart(parameters.weight(0));
    itemWeight_ = itemPart(parameters.weight(0));
    userWeightGradient_ = userPart(denseGradient_[0]);
    itemWeightGradient_ = itemPart(denseGradient_[0]);
}

void FusedSlice::run(std::span<const UserIndex> users, std::span<const ItemIndex> items,
                     std::span<const float> labels, std::size_t batchSize) {
    lossSum_ = 0;
    user_.gather(parameters_.user, users, drift_);
    item_.gather(parameters_.item, items, drift_);
    if (labels.empty()) {
        for (const auto& gradient : denseGradient_) {
            zero(gradient);
        }
        return;
    }
    resize(static_cast<std::int64_t>(labels.size()));
    if (shape_.mlp) {
        towerForward();
    }
    outputLayer(labels, batchSize);
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
    multiply(user_.half, user_.mlp, userWeight_, Transpose::Second);
    multiply(item_.half, item_.mlp, itemWeight_, Transpose::Second);
    activatedSums(levels_[0].output, user_.half, user_.rows.places(), item_.half,
                  item_.rows.places(), parameters_.bias(0), shape_.activation);
    drop(0);
    for (std::size_t layer = 1; layer < levels_.size(); ++layer) {
        multiply(levels_[layer].output, levels_[layer - 1].output, parameters_.weight(layer),
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
    const auto factors = shape_.gmf ? static_cast<std::size_t>(shape_.gmfFactors) : 0;
    const auto top = shape_.mlp ? static_cast<std::size_t>(shape_.tower.back()) : 0;
    const float* weight = parameters_.dense[outputAt].value.data;
    float* weightGradient = denseGradient(outputAt);
    zero(denseGradient_[outputAt]);
    const std::span<float> logits(logits_.data(), rows);
    std::fill(logits.begin(), logits.end(), *parameters_.dense.back().value.data);
    if (factors) {
        gmfForward(logits, user_.gmf, user_.rows.places(), item_.gmf, item_.rows.places(), weight);
    }
    if (top) {
        addProducts(logits, levels_.back().output, weight + factors);
    }
    lossSum_ = lossGradients(labels, 1 / static_cast<float>(batchSize));
    if (factors) {
        gmfBackward(logits, user_.gmf, user_.rows.places(), item_.gmf, item_.rows.places(), weight,
                    user_.gmfGradient, item_.gmfGradient, weightGradient);
    }
    if (top) {
        productsBackward(logits, levels_.back().output, weight + factors, levels_.back().gradient,
                         weightGradient + factors);
    }
    double biasGradient = 0;
    for (const float d : logits) {
        biasGradient += d;
    }
    *denseGradient(outputAt + 1) = static_cast<float>(biasGradient);
}

double FusedSlice::lossGradients(std::span<const float> labels, float scale) {
    double sum = 0;
    if (explicit_) {
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
        sum += std::max(x, 0.0f) - x * labels[i];
        const float p = (x >= 0 ? 1 : tail) / (1 + tail);
        logits_[i] = scale * (p - labels[i]);
    }
    return sum + std::log(product);
}

void FusedSlice::towerBackward() {
    for (std::size_t layer = levels_.size() - 1; layer > 0; --layer) {
        activationGradient(layer);
        const auto& gradient = levels_[layer].gradient;
        multiply(denseGradient_[2 * layer], gradient, levels_[layer - 1].output, Transpose::First);
        columnSums(gradient, denseGradient(2 * layer + 1));
        multiply(levels_[layer - 1].gradient, gradient, parameters_.weight(layer),
                 Transpose::Neither);
    }
    activationGradient(0);
    addToRows(user_.halfGradient, user_.rows.places(), levels_[0].gradient);
    addToRows(item_.halfGradient, item_.rows.places(), levels_[0].gradient);
    columnSums(user_.halfGradient, denseGradient(1));
    multiply(userWeightGradient_, user_.halfGradient, user_.mlp, Transpose::First);
    multiply(itemWeightGradient_, item_.halfGradient, item_.mlp, Transpose::First);
    multiply(user_.mlpGradient, user_.halfGradient, userWeight_, Transpose::Neither);
    multiply(item_.mlpGradient, item_.halfGradient, itemWeight_, Transpose::Neither);
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
