#pragma once

#include "model/model_config.h"

#include <cstdint>

namespace ncf {

// What besides the network's shape decides what its training costs.
struct Workload {
    std::uint64_t users = 0;
    std::uint64_t items = 0;
    int batchSize = 256;     // samples per step
    int samplesPerUser = 1;  // that follow each other: a positive and its negatives
    bool averaged = false;   // a moving average of the weights is kept beside them
};

// What training a network on the CPU costs, told from its shape alone.
struct ModelCost {
    std::uint64_t parameters = 0;
    // Weights, their average, Adam's two moments of each, and the buffers of one batch.
    std::uint64_t trainingBytes = 0;
    // Floating-point operations of the forward and the backward pass and of the optimiser, per
    // sample. Those outside of matrix products count as many times as they take longer, so that
    // the same machine does about as many of them per second whatever the shape.
    double operationsPerSample = 0;
};

ModelCost modelCost(const ModelConfig& config, const Workload& load);

}  // namespace ncf
