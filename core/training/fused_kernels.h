#pragma once

#include "model/model_config.h"

#include <cstddef>
#include <cstdint>

namespace ncf {

// The element-wise loops of the fused step, compiled for wide registers where the processor has
// them. Arrays do not overlap; `n` counts floats.

// One move of Adam (Kingma and Ba, 2015, algorithm 1) with both bias corrections folded in.
struct AdamMove {
    float beta1 = 0.9f, beta2 = 0.999f;
    float epsilon = 1e-8f;
    float stepSize = 0;          // learning rate / (1 − β1^t)
    float inverseRootBias2 = 0;  // 1 / √(1 − β2^t)
    float weightDecay = 0;       // L2: added to the gradient as weightDecay · w
};
AdamMove adamMove(double learningRate, double weightDecay, std::int64_t step);
void adamUpdate(float* weight, float* mean, float* square, const float* gradient, std::size_t n,
                const AdamMove& move);

// into += from
void addTo(float* into, const float* from, std::size_t n);

// values = activation(values + bias) for `rows` rows of `width`.
void biasAndActivate(float* values, const float* bias, std::size_t rows, std::size_t width,
                     Activation activation);
// gradient ·= activation′, given the activation's outputs.
void activationBackward(float* gradient, const float* output, std::size_t n, Activation activation);

// bias gradient[column] = Σ over rows of gradient[row][column].
void columnSums(const float* values, std::size_t rows, std::size_t width, float* sums);

float dot(const float* a, const float* b, std::size_t n);
// Σ a·b·c: GMF's product weighed by the output layer.
float dot3(const float* a, const float* b, const float* c, std::size_t n);
// into += factor · from
void addScaled(float* into, const float* from, float factor, std::size_t n);
// GMF's backward for one sample: d = ∂loss/∂logit, w the output weights.
// userGradient = d·w·item, itemGradient = d·w·user, weightGradient += d·user·item.
void gmfBackward(const float* user, const float* item, const float* weight, float d,
                 float* userGradient, float* itemGradient, float* weightGradient, std::size_t n);
// out = factor · values
void scaleInto(float* out, const float* values, float factor, std::size_t n);

}  // namespace ncf
