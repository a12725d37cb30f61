#pragma once

#include "base/result.h"
#include "model/ncf_model.h"
#include "model/tensor_file.h"

#include <torch/torch.h>

#include <cstdint>
#include <vector>

namespace ncf {

// A moving average of a model's weights over the steps of training (Polyak and Juditsky, 1992, with
// weights that fade exponentially). The last batches, and the false negatives that an epoch happens
// to draw, pull single weights about; the average forgets them.
class WeightAverage {
public:
    // `horizon`: calls of add() over which an old state fades to 1/e; at least 1.
    WeightAverage(const NcfModel& model, double horizon);

    // Takes in the model's weights as they are now.
    void add();
    // Exchanges the model's weights and the average, in place; a second call undoes it.
    void swap();

    // The average and the number of states in it; they share its memory.
    NamedTensors state() const;
    Status setState(const NamedTensors& state);

private:
    std::vector<torch::Tensor> weights_;  // the model's own
    std::vector<torch::Tensor> average_;
    double least_;  // share of a new state
    std::int64_t count_ = 0;
};

}  // namespace ncf
