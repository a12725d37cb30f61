#include "training/fused_kernels.h"

#include "model/kernels.h"
#include "model/wide.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace ncf {

// Where each row's loop is short, the compiler is told (ivdep) that the rows do not overlap: it
// takes no note of __restrict inside a function, and compares addresses row by row.

namespace {

constexpr auto kNewMean = static_cast<float>(1 - AdamMove::kBeta1);
constexpr auto kNewSquare = static_cast<float>(1 - AdamMove::kBeta2);
constexpr auto kEpsilon = static_cast<float>(AdamMove::kEpsilon);

}  // namespace

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
    const AdamFade keep;
    for (std::size_t i = 0; i < n; ++i) {
        const float g = gradient[i] + m.weightDecay * weight[i];
        mean[i] = keep.mean * mean[i] + kNewMean * g;
        square[i] = keep.square * square[i] + kNewSquare * g * g;
        weight[i] -= m.stepSize * mean[i] / (std::sqrt(square[i]) * m.inverseRootBias2 + kEpsilon);
    }
}

NCF_WIDE void adamUpdateRows(const Matrix& weight, const Matrix& mean, const Matrix& square,
                             std::span<const std::int32_t> rows, const Matrix& before,
                             const Matrix& gradient, std::span<const AdamFade> fades,
                             std::span<const float> decayFactors, const AdamMove& move) {
    const AdamMove m = move;
    const auto width = static_cast<std::size_t>(gradient.columns);
    for (std::size_t place = 0; place < rows.size(); ++place) {
        if (place + kRowsAhead < rows.size()) {
            const auto next = static_cast<std::size_t>(rows[place + kRowsAhead]);
            prefetchRow(weight, next);
            prefetchRow(mean, next);
            prefetchRow(square, next);
        }
        const auto row = static_cast<std::size_t>(rows[place]);
        float* __restrict w = weight.row(row);
        float* __restrict first = mean.row(row);
        float* __restrict second = square.row(row);
        const float* __restrict was = before.row(place);
        const float* __restrict slope = gradient.row(place);
        const AdamFade keep = fades[place];
        const float decay =
            decayFactors.empty() ? m.weightDecay : m.weightDecay * decayFactors[row];
#pragma GCC ivdep
        for (std::size_t i = 0; i < width; ++i) {
            const float g = slope[i] + decay * was[i];
            const float newFirst = keep.mean * first[i] + kNewMean * g;
            const float newSecond = keep.square * second[i] + kNewSquare * g * g;
            first[i] = newFirst;
            second[i] = newSecond;
            w[i] = was[i] -
                   m.stepSize * newFirst / (std::sqrt(newSecond) * m.inverseRootBias2 + kEpsilon);
        }
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

void zero(const Matrix& values) {
    for (std::size_t row = 0; row < static_cast<std::size_t>(values.rows); ++row) {
        std::fill_n(values.row(row), values.columns, 0.0F);
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

NCF_WIDE void addToRows(const Matrix& into, std::span<const std::int32_t> places, std::size_t from,
                        std::size_t to, const Matrix& values) {
    const auto width = static_cast<std::size_t>(into.columns);
    for (std::size_t sample = 0; sample < places.size(); ++sample) {
        const auto place = static_cast<std::size_t>(places[sample]);
        if (place < from || place >= to) {
            continue;
        }
        float* __restrict row = into.row(place);
        const float* __restrict added = values.row(sample);
#pragma GCC ivdep
        for (std::size_t i = 0; i < width; ++i) {
            row[i] += added[i];
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
#pragma GCC ivdep
        for (std::size_t i = 0; i < width; ++i) {
            into[i] = own * weight[i];
            weightGradient[i] += own * from[i];
        }
    }
}

NCF_WIDE void addScaledRows(const Matrix& into, std::span<const std::int32_t> places,
                            std::size_t from, std::size_t to, std::span<const float> d,
                            const Matrix& values, std::span<const std::int32_t> valuePlaces) {
    const auto width = static_cast<std::size_t>(into.columns);
    for (std::size_t sample = 0; sample < d.size(); ++sample) {
        const auto place = static_cast<std::size_t>(places[sample]);
        if (place < from || place >= to) {
            continue;
        }
        float* __restrict row = into.row(place);
        const float* __restrict added = values.row(static_cast<std::size_t>(valuePlaces[sample]));
        const float own = d[sample];
#pragma GCC ivdep
        for (std::size_t i = 0; i < width; ++i) {
            row[i] += own * added[i];
        }
    }
}

NCF_WIDE void addRowProducts(const Matrix& rows, const Matrix& sums,
                             float* __restrict weightGradient) {
    const auto width = static_cast<std::size_t>(rows.columns);
    for (std::size_t at = 0; at < static_cast<std::size_t>(rows.rows); ++at) {
        const float* __restrict row = rows.row(at);
        const float* __restrict sum = sums.row(at);
        for (std::size_t i = 0; i < width; ++i) {
            weightGradient[i] += row[i] * sum[i];
        }
    }
}

NCF_WIDE void scaleColumns(const Matrix& rows, const float* __restrict weight) {
    const auto width = static_cast<std::size_t>(rows.columns);
    for (std::size_t at = 0; at < static_cast<std::size_t>(rows.rows); ++at) {
        float* __restrict row = rows.row(at);
        for (std::size_t i = 0; i < width; ++i) {
            row[i] *= weight[i];
        }
    }
}

}  // namespace ncf
