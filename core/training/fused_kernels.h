#pragma once

#include "model/matrix.h"
#include "model/model_config.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace ncf {

// The element-wise loops of the fused step's backward pass and of its optimiser, compiled for wide
// registers where the processor has them. Arrays and matrices do not overlap, matrices have no gaps
// between their rows; `n` counts floats. A sample's place is its row in the matrix that stands
// before the places.

// The rows of a batch lie far apart, so that a processor does not guess the next one: it is asked
// for some rows before its turn.
inline constexpr std::size_t kRowsAhead = 4;
inline void prefetchRow(const Matrix& matrix, std::size_t row) {
    constexpr std::int64_t kLine = 16;  // floats in 64 bytes
    for (std::int64_t at = 0; at < matrix.columns; at += kLine) {
        __builtin_prefetch(matrix.row(row) + at);
    }
}

// One move of Adam (Kingma and Ba, 2015, algorithm 1) with both bias corrections folded in.
struct AdamMove {
    static constexpr double kBeta1 = 0.9, kBeta2 = 0.999, kEpsilon = 1e-8;
    float stepSize = 0;          // learning rate / (1 − β1^t)
    float inverseRootBias2 = 0;  // 1 / √(1 − β2^t)
    float weightDecay = 0;       // L2: added to the gradient as weightDecay · w
};
AdamMove adamMove(double learningRate, double weightDecay, std::int64_t step);
void adamUpdate(float* weight, float* mean, float* square, const float* gradient, std::size_t n,
                const AdamMove& move);

// What is left of a row's moments: β1 and β2, or their powers after steps without a gradient.
struct AdamFade {
    float mean = static_cast<float>(AdamMove::kBeta1);
    float square = static_cast<float>(AdamMove::kBeta2);
};
// The same for some rows of a table, all in one call, since rows are short. By place: the rows'
// numbers, where they were, which the table may not know yet, their gradients and their fades. By
// the table's row: factors of the weight decay, or none where it is the same for all. Gaps between
// the rows are allowed.
void adamUpdateRows(const Matrix& weight, const Matrix& mean, const Matrix& square,
                    std::span<const std::int32_t> rows, const Matrix& before,
                    const Matrix& gradient, std::span<const AdamFade> fades,
                    std::span<const float> decayFactors, const AdamMove& move);

// Where a row is after steps without a gradient: into = weight − factor · mean / (√square + ε)
void driftedRow(float* into, const float* weight, const float* mean, const float* square,
                std::size_t n, float factor, float epsilon);

// weight −= rate · (gradient + weightDecay · weight)
void sgdUpdate(float* weight, const float* gradient, std::size_t n, float rate, float weightDecay);

// values = 0; gaps between the rows are allowed, and left alone.
void zero(const Matrix& values);

// into *= factor
void multiplyBy(float* into, float factor, std::size_t n);

// Σ a·b
float dot(const float* a, const float* b, std::size_t n);

// into += factor · from
void addScaled(float* into, float factor, const float* from, std::size_t n);

// into += from
void addTo(float* into, const float* from, std::size_t n);

// gradient ·= activation′, given the activation's outputs.
void activationBackward(const Matrix& gradient, const Matrix& output, Activation activation);

// sums[column] = Σ over rows of values[row][column].
void columnSums(const Matrix& values, float* sums);

// into[places[sample]] += values[sample], where the place is in [from, to).
void addToRows(const Matrix& into, std::span<const std::int32_t> places, std::size_t from,
               std::size_t to, const Matrix& values);

// Given d = ∂loss/∂logit: gradient[sample] = d·weight, weightGradient += Σ d·values[sample].
void productsBackward(std::span<const float> d, const Matrix& values, const float* weight,
                      const Matrix& gradient, float* weightGradient);

// into[places[sample]] += d · values[valuePlaces[sample]], where the place is in [from, to).
void addScaledRows(const Matrix& into, std::span<const std::int32_t> places, std::size_t from,
                   std::size_t to, std::span<const float> d, const Matrix& values,
                   std::span<const std::int32_t> valuePlaces);

// weightGradient += Σ rows[row]·sums[row]; gaps between the rows are allowed.
void addRowProducts(const Matrix& rows, const Matrix& sums, float* weightGradient);

// rows[row] ·= weight
void scaleColumns(const Matrix& rows, const float* weight);

}  // namespace ncf
