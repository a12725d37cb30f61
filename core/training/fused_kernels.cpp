#include "training/fused_kernels.h"

#include <cmath>
#include <cstdint>
#include <cstring>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_THREAD__)
#define NCF_WIDE __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define NCF_WIDE
#endif

namespace ncf {

AdamMove adamMove(double learningRate, double weightDecay, std::int64_t step) {
    AdamMove move;
    const auto t = static_cast<double>(step);
    move.stepSize = static_cast<float>(learningRate / (1 - std::pow(0.9, t)));
    move.inverseRootBias2 = static_cast<float>(1 / std::sqrt(1 - std::pow(0.999, t)));
    move.weightDecay = static_cast<float>(weightDecay);
    return move;
}

NCF_WIDE void adamUpdate(float* __restrict weight, float* __restrict mean, float* __restrict square,
                         const float* __restrict gradient, std::size_t n, const AdamMove& move) {
    const AdamMove m = move;
    for (std::size_t i = 0; i < n; ++i) {
        const float g = gradient[i] + m.weightDecay * weight[i];
        mean[i] = m.beta1 * mean[i] + (1 - m.beta1) * g;
        square[i] = m.beta2 * square[i] + (1 - m.beta2) * g * g;
        weight[i] -= m.stepSize * mean[i] / (std::sqrt(square[i]) * m.inverseRootBias2 + m.epsilon);
    }
}

NCF_WIDE void addTo(float* __restrict into, const float* __restrict from, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        into[i] += from[i];
    }
}

NCF_WIDE static void biasAndRelu(float* __restrict values, const float* __restrict bias,
                                 std::size_t rows, std::size_t width, float negativeSlope) {
    for (std::size_t row = 0; row < rows; ++row, values += width) {
        for (std::size_t i = 0; i < width; ++i) {
            const float x = values[i] + bias[i];
            values[i] = x > 0 ? x : negativeSlope * x;
        }
    }
}

constexpr float kLeakySlope = 0.01f;

void biasAndActivate(const Matrix& values, const float* bias, Activation activation) {
    const auto rows = static_cast<std::size_t>(values.rows);
    const auto width = static_cast<std::size_t>(values.columns);
    if (activation == Activation::Relu || activation == Activation::LeakyRelu) {
        biasAndRelu(values.data, bias, rows, width,
                    activation == Activation::Relu ? 0 : kLeakySlope);
        return;
    }
    for (std::size_t row = 0; row < rows; ++row) {
        float* own = values.row(row);
        for (std::size_t i = 0; i < width; ++i) {
            const float x = own[i] + bias[i];
            own[i] = activation == Activation::Tanh ? std::tanh(x) : 1 / (1 + std::exp(-x));
        }
    }
}

NCF_WIDE void activationBackward(const Matrix& gradientOf, const Matrix& outputOf,
                                 Activation activation) {
    float* __restrict gradient = gradientOf.data;
    const float* __restrict output = outputOf.data;
    const std::size_t n = gradientOf.size();
    switch (activation) {
        case Activation::Relu:
            for (std::size_t i = 0; i < n; ++i) {
                gradient[i] = output[i] > 0 ? gradient[i] : 0;
            }
            break;
        case Activation::LeakyRelu:
            for (std::size_t i = 0; i < n; ++i) {
                gradient[i] *= output[i] > 0 ? 1 : kLeakySlope;
            }
            break;
        case Activation::Tanh:
            for (std::size_t i = 0; i < n; ++i) {
                gradient[i] *= 1 - output[i] * output[i];
            }
            break;
        case Activation::Sigmoid:
            for (std::size_t i = 0; i < n; ++i) {
                gradient[i] *= output[i] * (1 - output[i]);
            }
            break;
    }
}

NCF_WIDE void columnSums(const Matrix& values, float* __restrict sums) {
    const auto width = static_cast<std::size_t>(values.columns);
    std::memset(sums, 0, width * sizeof(float));
    const float* __restrict row = values.data;
    for (std::int64_t at = 0; at < values.rows; ++at, row += width) {
        for (std::size_t i = 0; i < width; ++i) {
            sums[i] += row[i];
        }
    }
}

NCF_WIDE void addScaled(float* __restrict into, const float* __restrict from, float factor,
                        std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        into[i] += factor * from[i];
    }
}

void copyRows(const Matrix& into, const Matrix& table, std::span<const std::int32_t> rows) {
    constexpr std::size_t kAhead = 4;
    const auto width = static_cast<std::size_t>(table.columns);
    const auto rowAt = [&](std::size_t place) {
        return table.row(static_cast<std::size_t>(rows[place]));
    };
    for (std::size_t place = 0; place < rows.size(); ++place) {
        if (place + kAhead < rows.size()) {
            prefetchFloats(rowAt(place + kAhead), width);
        }
        std::memcpy(into.row(place), rowAt(place), width * sizeof(float));
    }
}

NCF_WIDE void sumOfRows(const Matrix& out, const Matrix& a, std::span<const std::uint32_t> aPlaces,
                        const Matrix& b, std::span<const std::uint32_t> bPlaces) {
    const auto width = static_cast<std::size_t>(out.columns);
    for (std::size_t sample = 0; sample < aPlaces.size(); ++sample) {
        const float* __restrict aRow = a.row(aPlaces[sample]);
        const float* __restrict bRow = b.row(bPlaces[sample]);
        float* __restrict sum = out.row(sample);
        for (std::size_t i = 0; i < width; ++i) {
            sum[i] = aRow[i] + bRow[i];
        }
    }
}

NCF_WIDE void addToRows(const Matrix& into, std::span<const std::uint32_t> places,
                        const Matrix& values) {
    const auto width = static_cast<std::size_t>(into.columns);
    for (std::size_t sample = 0; sample < places.size(); ++sample) {
        float* __restrict row = into.row(places[sample]);
        const float* __restrict from = values.row(sample);
        for (std::size_t i = 0; i < width; ++i) {
            row[i] += from[i];
        }
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

NCF_WIDE void productsBackward(std::span<const float> d, const Matrix& values,
                               const float* __restrict weight, const Matrix& gradient,
                               float* __restrict weightGradient) {
    const auto width = static_cast<std::size_t>(values.columns);
    for (std::size_t sample = 0; sample < d.size(); ++sample) {
        const float own = d[sample];
        const float* __restrict from = values.row(sample);
        float* __restrict into = gradient.row(sample);
        for (std::size_t i = 0; i < width; ++i) {
            into[i] = own * weight[i];
            weightGradient[i] += own * from[i];
        }
    }
}

NCF_WIDE void gmfForward(std::span<float> logits, const Matrix& users,
                         std::span<const std::uint32_t> userPlaces, const Matrix& items,
                         std::span<const std::uint32_t> itemPlaces,
                         const float* __restrict weight) {
    const auto factors = static_cast<std::size_t>(users.columns);
    for (std::size_t sample = 0; sample < logits.size(); ++sample) {
        const float* __restrict user = users.row(userPlaces[sample]);
        const float* __restrict item = items.row(itemPlaces[sample]);
        float sum = 0;
        for (std::size_t i = 0; i < factors; ++i) {
            sum += user[i] * item[i] * weight[i];
        }
        logits[sample] += sum;
    }
}

NCF_WIDE void gmfBackward(std::span<const float> d, const Matrix& users,
                          std::span<const std::uint32_t> userPlaces, const Matrix& items,
                          std::span<const std::uint32_t> itemPlaces, const float* __restrict weight,
                          const Matrix& userGradients, const Matrix& itemGradients,
                          float* __restrict weightGradient) {
    const auto factors = static_cast<std::size_t>(users.columns);
    for (std::size_t sample = 0; sample < d.size(); ++sample) {
        const float* __restrict user = users.row(userPlaces[sample]);
        const float* __restrict item = items.row(itemPlaces[sample]);
        float* __restrict userGradient = userGradients.row(userPlaces[sample]);
        float* __restrict itemGradient = itemGradients.row(itemPlaces[sample]);
        const float own = d[sample];
        for (std::size_t i = 0; i < factors; ++i) {
            const float weighed = own * weight[i];
            userGradient[i] += weighed * item[i];
            itemGradient[i] += weighed * user[i];
            weightGradient[i] += own * user[i] * item[i];
        }
    }
}

void prefetchFloats(const float* values, std::size_t n) {
    constexpr std::size_t kLine = 16;  // floats in 64 bytes
    for (std::size_t at = 0; at < n; at += kLine) {
        __builtin_prefetch(values + at);
    }
}

}  // namespace ncf
