#include "training/fused_kernels.h"

#include "model/kernels.h"
#include "model/wide.h"

#include <cmath>
#include <cstring>

namespace ncf {

AdamMove adamMove(double learningRate, double weightDecay, std::int64_t step) {
    AdamMove move;
    const auto t = static_cast<double>(step);
    move.stepSize = static_cast<float>(learningRate / (1 - std::pow(AdamMove::kBeta1, t)));
    move.inverseRootBias2 = static_cast<float>(1 / std::sqrt(1 - std::pow(AdamMove::kBeta2, t)));
    move.weightDecay = static_cast<float>(weightDecay);
    return move;
}

NCF_WIDE void adamUpdate(float* __restrict weight, float* __restrict mean, float* __restrict square,
                         const float* __restrict gradient, std::size_t n, const AdamMove& move) {
    const AdamMove m = move;
    constexpr auto newMean = static_cast<float>(1 - AdamMove::kBeta1);
    constexpr auto newSquare = static_cast<float>(1 - AdamMove::kBeta2);
    constexpr auto epsilon = static_cast<float>(AdamMove::kEpsilon);
    for (std::size_t i = 0; i < n; ++i) {
        const float g = gradient[i] + m.weightDecay * weight[i];
        mean[i] = m.keepMean * mean[i] + newMean * g;
        square[i] = m.keepSquare * square[i] + newSquare * g * g;
        weight[i] -= m.stepSize * mean[i] / (std::sqrt(square[i]) * m.inverseRootBias2 + epsilon);
    }
}

NCF_WIDE void driftedRow(float* __restrict into, const float* __restrict weight,
                         const float* __restrict mean, const float* __restrict square,
                         std::size_t n, float factor, float epsilon) {
    for (std::size_t i = 0; i < n; ++i) {
        into[i] = weight[i] - factor * mean[i] / (std::sqrt(square[i]) + epsilon);
    }
}

NCF_WIDE void sgdUpdate(float* __restrict weight, const float* __restrict gradient, std::size_t n,
                        float rate, float weightDecay) {
    for (std::size_t i = 0; i < n; ++i) {
        weight[i] -= rate * (gradient[i] + weightDecay * weight[i]);
    }
}

NCF_WIDE void multiplyBy(float* into, float factor, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        into[i] *= factor;
    }
}

NCF_WIDE float dot(const float* __restrict a, const float* __restrict b, std::size_t n) {
    float sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
        sum += a[i] * b[i];
    }
    return sum;
}

NCF_WIDE void addScaled(float* __restrict into, float factor, const float* __restrict from,
                        std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        into[i] += factor * from[i];
    }
}

NCF_WIDE void addTo(float* __restrict into, const float* __restrict from, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        into[i] += from[i];
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

NCF_WIDE void addToRows(const Matrix& into, std::span<const std::int32_t> places,
                        const Matrix& values) {
    const auto width = static_cast<std::size_t>(into.columns);
    for (std::size_t sample = 0; sample < places.size(); ++sample) {
        float* __restrict row = into.row(static_cast<std::size_t>(places[sample]));
        const float* __restrict from = values.row(sample);
        for (std::size_t i = 0; i < width; ++i) {
            row[i] += from[i];
        }
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

NCF_WIDE void gmfBackward(std::span<const float> d, const Matrix& users,
                          std::span<const std::int32_t> userPlaces, const Matrix& items,
                          std::span<const std::int32_t> itemPlaces, const float* __restrict weight,
                          const Matrix& userGradients, const Matrix& itemGradients,
                          float* __restrict weightGradient) {
    const auto factors = static_cast<std::size_t>(users.columns);
    for (std::size_t sample = 0; sample < d.size(); ++sample) {
        const float* __restrict user = users.row(static_cast<std::size_t>(userPlaces[sample]));
        const float* __restrict item = items.row(static_cast<std::size_t>(itemPlaces[sample]));
        float* __restrict userGradient =
            userGradients.row(static_cast<std::size_t>(userPlaces[sample]));
        float* __restrict itemGradient =
            itemGradients.row(static_cast<std::size_t>(itemPlaces[sample]));
        const float own = d[sample];
        for (std::size_t i = 0; i < factors; ++i) {
            const float weighed = own * weight[i];
            userGradient[i] += weighed * item[i];
            itemGradient[i] += weighed * user[i];
            weightGradient[i] += own * user[i] * item[i];
        }
    }
}

}  // namespace ncf
