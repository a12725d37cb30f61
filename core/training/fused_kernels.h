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

// One move of Adam (Kingma and Ba, 2015, algorithm 1) with both bias corrections folded in.
struct AdamMove {
    static constexpr double kBeta1 = 0.9, kBeta2 = 0.999, kEpsilon = 1e-8;
    // What is left of the moments: β1 and β2, or their powers after steps without a gradient.
    float keepMean = static_cast<float>(kBeta1), keepSquare = static_cast<float>(kBeta2);
    float stepSize = 0;          // learning rate / (1 − β1^t)
    float inverseRootBias2 = 0;  // 1 / √(1 − β2^t)
    float weightDecay = 0;       // L2: added to the gradient as weightDecay · w
};
AdamMove adamMove(double learningRate, double weightDecay, std::int64_t step);
void adamUpdate(float* weight, float* mean, float* square, const float* gradient, std::size_t n,
                const AdamMove& move);

// Where a row is after steps without a gradient: into = weight − factor · mean / (√square + ε)
void driftedRow(float* into, const float* weight, const float* mean, const float* square,
                std::size_t n, float factor, float epsilon);

// weight −= rate · (gradient + weightDecay · weight)
void sgdUpdate(float* weight, const float* gradient, std::size_t n, float rate, float weightDecay);

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

// into[places[sample]] += values[sample]
void addToRows(const Matrix& into, std::span<const std::int32_t> places, const Matrix& values);

// Given d = ∂loss/∂logit: gradient[sample] = d·weight, weightGradient += Σ d·values[sample].
void productsBackward(std::span<const float> d, const Matrix& values, const float* weight,
                      const Matrix& gradient, float* weightGradient);

// Adds to all three gradients: d·weight·item, d·weight·user and d·user·item.
void gmfBackward(std::span<const float> d, const Matrix& users,
                 std::span<const std::int32_t> userPlaces, const Matrix& items,
                 std::span<const std::int32_t> itemPlaces, const float* weight,
                 const Matrix& userGradients, const Matrix& itemGradients, float* weightGradient);

}  // namespace ncf
