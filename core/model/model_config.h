#pragma once

#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ncf {

enum class Activation { Relu, LeakyRelu, Tanh, Sigmoid };

// The shape of the network (He et al., 2017, figure 3). GMF, MLP and NeuMF are the three ways to
// switch the two branches on.
struct ModelConfig {
    static constexpr int kMaxEmbedding = 4096, kMaxLayerWidth = 8192;
    static constexpr std::size_t kMaxLayers = 16;

    bool gmf = true;
    int gmfFactors = 8;  // width of the user and item embedding of the GMF branch, 1..4096
    // The output layer's weights of the GMF branch are 1 and stay so: its part of the logit is the
    // dot product of the two embeddings.
    bool dotProduct = false;
    // The GMF branch also adds a number of its own for each user and each item to the logit.
    bool biases = false;

    bool mlp = true;
    int mlpUserDim = 32;  // width of the MLP branch's user embedding, 1..4096
    int mlpItemDim = 32;  // width of the MLP branch's item embedding, 1..4096
    // Output widths of the dense layers above the concatenated embeddings, from the bottom up,
    // 1..8192 each, at most 16 layers. The last one is the branch's number of predictive factors.
    std::vector<int> tower = {32, 16, 8};
    Activation activation = Activation::Relu;
    double dropout =
        0;  // share of each dense layer's outputs that are dropped in training, 0..0.95

    double embeddingStd = 0.01;  // embeddings start from N(0, std²); > 0

    bool operator==(const ModelConfig&) const = default;
    Status validate() const;
};

// "NeuMF", "GMF" or "MLP".
std::string modelName(const ModelConfig& config);

// Trainable numbers of the model over so many users and items.
std::uint64_t parameterCount(const ModelConfig& config, std::uint64_t users, std::uint64_t items);

}  // namespace ncf
