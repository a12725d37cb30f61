#include "model/kernels.h"

#include "model/wide.h"

#include <cmath>
#include <cstring>
#include <optional>

namespace ncf {

namespace {

// Of ReLU and leaky ReLU, below zero; the other activations have none.
std::optional<float> negativeSlope(Activation activation) {
    switch (activation) {
        case Activation::Relu:
            return 0.0F;
        case Activation::LeakyRelu:
            return kLeakySlope;
        case Activation::Tanh:
        case Activation::Sigmoid:
            break;
    }
    return std::nullopt;
}

void activate(const Matrix& values, Activation activation) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        float& x = values.data[i];
        x = activation == Activation::Tanh ? std::tanh(x) : 1 / (1 + std::exp(-x));
    }
}

}  // namespace

// Leaky ReLU; with a slope of 1 the sums themselves.
NCF_WIDE static void biasAndRelu(float* __restrict values, const float* __restrict bias,
                                 std::size_t rows, std::size_t width, float negativeSlope) {
    for (std::size_t row = 0; row < rows; ++row, values += width) {
        for (std::size_t i = 0; i < width; ++i) {
            const float x = values[i] + bias[i];
            values[i] = x > 0 ? x : negativeSlope * x;
        }
    }
}

void biasAndActivate(const Matrix& values, const float* bias, Activation activation) {
    const auto slope = negativeSlope(activation);
    biasAndRelu(values.data, bias, static_cast<std::size_t>(values.rows),
                static_cast<std::size_t>(values.columns), slope.value_or(1));
    if (!slope) {
        activate(values, activation);
    }
}

// Leaky ReLU of the sums; with a slope of 1 the sums themselves.
NCF_WIDE static void reluOfSums(const Matrix& out, const Matrix& a,
                                std::span<const std::int32_t> aPlaces, const Matrix& b,
                                std::span<const std::int32_t> bPlaces, const float* __restrict bias,
                                float negativeSlope) {
    const auto width = static_cast<std::size_t>(out.columns);
    for (std::size_t sample = 0; sample < aPlaces.size(); ++sample) {
        const float* __restrict aRow = a.row(static_cast<std::size_t>(aPlaces[sample]));
        const float* __restrict bRow = b.row(static_cast<std::size_t>(bPlaces[sample]));
        float* __restrict sum = out.row(sample);
        for (std::size_t i = 0; i < width; ++i) {
            const float x = aRow[i] + bRow[i] + bias[i];
            sum[i] = x > 0 ? x : negativeSlope * x;
        }
    }
}

void activatedSums(const Matrix& out, const Matrix& a, std::span<const std::int32_t> aPlaces,
                   const Matrix& b, std::span<const std::int32_t> bPlaces, const float* bias,
                   Activation activation) {
    const auto slope = negativeSlope(activation);
    reluOfSums(out, a, aPlaces, b, bPlaces, bias, slope.value_or(1));
    if (!slope) {
        activate(out, activation);
    }
}

NCF_WIDE void addProducts(std::span<float> logits, const Matrix& values,
                          const float* __restrict weight) {
    const auto width = static_cast<std::size_t>(values.columns);
    for (std::size_t sample = 0; sample < logits.size(); ++sample) {
        const float* __restrict row = values.row(sample);
        float sum = 0;
        for (std::size_t i = 0; i < width; ++i) {
            sum += row[i] * weight[i];
        }
        logits[sample] += sum;
    }
}

NCF_WIDE void gmfForward(std::span<float> logits, const Matrix& users,
                         std::span<const std::int32_t> userPlaces, const Matrix& items,
                         std::span<const std::int32_t> itemPlaces, const float* __restrict weight) {
    const auto factors = static_cast<std::size_t>(users.columns);
    for (std::size_t sample = 0; sample < logits.size(); ++sample) {
        const float* __restrict user = users.row(static_cast<std::size_t>(userPlaces[sample]));
        const float* __restrict item = items.row(static_cast<std::size_t>(itemPlaces[sample]));
        float sum = 0;
        for (std::size_t i = 0; i < factors; ++i) {
            sum += user[i] * item[i] * weight[i];
        }
        logits[sample] += sum;
    }
}

}  // namespace ncf
