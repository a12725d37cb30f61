#pragma once

#include <optional>

namespace ncf {

// How one dense layer fares in a batch.
struct LayerHealth {
    double gradientNorm = 0;  // Euclidean, of the gradient of its weights and biases
    // Share of its units that were 0 for every sample, 0..1; they learn nothing. ReLU only.
    std::optional<double> deadShare;

    bool operator==(const LayerHealth&) const = default;
};

}  // namespace ncf
