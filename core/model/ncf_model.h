#pragma once

#include "model/model_config.h"

#include <torch/torch.h>

#include <cstdint>
#include <vector>

namespace ncf {

// Neural Collaborative Filtering (He et al., 2017, figure 3) with its two optional branches:
// GMF multiplies a user's and an item's embedding element by element (equation 9); MLP concatenates
// another pair of embeddings and sends them through the tower of dense layers (equation 10); the
// output layer weighs what the branches give (equation 12). The model gives logits; the sigmoid
// belongs to the loss and to the eyes of people.
class NcfModelImpl : public torch::nn::Module {
public:
    // The config must be valid. Embeddings start from N(0, embeddingStd²), dense layers from
    // Glorot's uniform distribution, biases from zero: all from the seed alone. The constants of
    // gmf_columns.h are in the parameters, too: a training leaves them alone.
    NcfModelImpl(const ModelConfig& config, std::int64_t users, std::int64_t items,
                 std::uint64_t seed);

    // user, item: int64 [batch] → logits: float [batch]. Dropout only in training mode.
    torch::Tensor forward(const torch::Tensor& user, const torch::Tensor& item);

    // The tower's activation on pre-activations of any shape.
    torch::Tensor activate(const torch::Tensor& x) const;

    const ModelConfig& config() const { return config_; }

    // What the dropout masks to come depend on: uint8. Setting throws what LibTorch throws where it
    // is no state of a generator.
    torch::Tensor dropoutState() const { return dropoutGenerator_.get_state(); }
    void setDropoutState(const torch::Tensor& state) { dropoutGenerator_.set_state(state); }

    // The parameters by their role; undefined where the branch is off. Embedding tables are
    // [count, width], GMF's as gmf_columns.h has them; dense weights [out, in], biases [out].
    torch::Tensor gmfUser, gmfItem, mlpUser, mlpItem;
    std::vector<torch::Tensor> towerWeight, towerBias;
    torch::Tensor outputWeight, outputBias;  // [1, features], [1]

    // Each dense layer's weight and bias, from the tower's first to the output.
    std::vector<torch::Tensor> denseParameters() const;

private:
    torch::Tensor dropOut(const torch::Tensor& x);

    ModelConfig config_;
    torch::Generator dropoutGenerator_;
};
TORCH_MODULE(NcfModel);

}  // namespace ncf
