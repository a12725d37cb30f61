#pragma once

#include "model/matrix.h"
#include "model/model_config.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace ncf {

// The element-wise loops of the network's forward pass, for training and for scoring, compiled for
// wide registers where the processor has them. Matrices do not overlap and have no gaps between
// their rows. A sample's place is its row in the matrix that stands before the places.

inline constexpr float kLeakySlope = 0.01f;  // of leaky ReLU below zero

// values = activation(values + bias), row by row.
void biasAndActivate(const Matrix& values, const float* bias, Activation activation);

// out[sample] = activation(a[aPlaces[sample]] + b[bPlaces[sample]] + bias)
void activatedSums(const Matrix& out, const Matrix& a, std::span<const std::int32_t> aPlaces,
                   const Matrix& b, std::span<const std::int32_t> bPlaces, const float* bias,
                   Activation activation);

// logits[sample] += values[sample] · weight
void addProducts(std::span<float> logits, const Matrix& values, const float* weight);

// GMF: logits[sample] += Σ user·item·weight over the factors.
void gmfForward(std::span<float> logits, const Matrix& users,
                std::span<const std::int32_t> userPlaces, const Matrix& items,
                std::span<const std::int32_t> itemPlaces, const float* weight);

}  // namespace ncf
