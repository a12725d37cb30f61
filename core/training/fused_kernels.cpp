#include "training/fused_kernels.h"

#include <cmath>
#include <cstdint>
#include <cstring>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_THREAD__)
#define NCF_WIDE __attribute__((target_clones("arch=haswell", "default")))
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

void biasAndActivate(float* values, const float* bias, std::size_t rows, std::size_t width,
                     Activation activation) {
    if (activation == Activation::Relu || activation == Activation::LeakyRelu) {
        biasAndRelu(values, bias, rows, width, activation == Activation::Relu ? 0 : kLeakySlope);
        return;
    }
    for (std::size_t row = 0; row < rows; ++row, values += width) {
        for (std::size_t i = 0; i < width; ++i) {
            const float x = values[i] + bias[i];
            values[i] = activation == Activation::Tanh ? std::tanh(x) : 1 / (1 + std::exp(-x));
        }
    }
}

NCF_WIDE void activationBackward(float* __restrict gradient, const float* __restrict output,
                                 std::size_t n, Activation activation) {
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

NCF_WIDE void columnSums(const float* __restrict values, std::size_t rows, std::size_t width,
                         float* __restrict sums) {
    std::memset(sums, 0, width * sizeof(float));
    for (std::size_t row = 0; row < rows; ++row, values += width) {
        for (std::size_t i = 0; i < width; ++i) {
            sums[i] += values[i];
        }
    }
}

NCF_WIDE float dot(const float* __restrict a, const float* __restrict b, std::size_t n) {
    float sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
        sum += a[i] * b[i];
    }
    return sum;
}

NCF_WIDE float dot3(const float* __restrict a, const float* __restrict b, const float* __restrict c,
                    std::size_t n) {
    float sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
        sum += a[i] * b[i] * c[i];
    }
    return sum;
}

NCF_WIDE void addScaled(float* __restrict into, const float* __restrict from, float factor,
                        std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        into[i] += factor * from[i];
    }
}

NCF_WIDE void gmfBackward(const float* __restrict user, const float* __restrict item,
                          const float* __restrict weight, float d, float* __restrict userGradient,
                          float* __restrict itemGradient, float* __restrict weightGradient,
                          std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        const float dw = d * weight[i];
        userGradient[i] = dw * item[i];
        itemGradient[i] = dw * user[i];
        weightGradient[i] += d * user[i] * item[i];
    }
}

NCF_WIDE void scaleInto(float* __restrict out, const float* __restrict values, float factor,
                        std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        out[i] = factor * values[i];
    }
}

}  // namespace ncf
