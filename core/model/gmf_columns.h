#pragma once

#include "model/model_config.h"

#include <cstdint>

namespace ncf {

// How the tables of the GMF branch and its part of the output layer are laid out: the factors, and
// with biases a column on both sides of them. A user's row is (b_u, factors, 1), an item's (1,
// factors, b_i), and the output weighs the two products by 1, which adds b_u + b_i to the logit.
// These ones, and all weights of a dot product, are constants: nothing ever moves them.

// `count` columns from `first` on.
struct Columns {
    std::int64_t first = 0, count = 0;
};

// Columns of both tables, and weights of the output layer in front of the tower's; 0 without GMF.
std::int64_t gmfWidth(const ModelConfig& config);

// Those of the factors alone, without what goes with biases.
Columns gmfFactorColumns(const ModelConfig& config);

// Those that training moves: of the tables, the factors and the bias; of the output layer's
// weights, the factors' or, with a dot product, none.
Columns learntUserColumns(const ModelConfig& config);
Columns learntItemColumns(const ModelConfig& config);
Columns learntGmfWeights(const ModelConfig& config);

}  // namespace ncf
