#pragma once

#include "data/dataset.h"
#include "model/gmf_columns.h"
#include "model/matrix.h"
#include "model/ncf_model.h"

#include <span>
#include <vector>

namespace ncf {

// The trained users' embeddings as a PersonNetwork takes them, table by table of the branches that
// are on: [users, numbers] each. They share the model's memory.
std::vector<torch::Tensor> personTables(const NcfModel& model);

// The frozen network as a function of one person's embedding: GMF's user vector, with the bias, and
// MLP's, side by side. What does not depend on the person, the items' half of the first dense
// layer, is computed once. On the CPU and the calling thread; not for use from several threads at
// once.
class PersonNetwork {
public:
    // Shares the model's memory where that is on the CPU: it is not to be trained meanwhile.
    explicit PersonNetwork(const NcfModel& model);

    std::size_t items() const { return items_; }
    // Numbers of a person's embedding.
    std::size_t width() const { return gmfNumbers() + mlpWidth(); }
    // Where the person enters the network: their GMF vector and the sums of the first dense layer.
    // Both are linear in the embedding, feature = inlet() · embedding + a constant of the item.
    std::size_t features() const;
    const Matrix& inlet() const { return inlet_; }  // [features, width]

    // logits[i] of items[i] for the person.
    void score(std::span<const float> person, std::span<const ItemIndex> items,
               std::span<float> logits);
    // The same, and row i of `slopes` [items, features] = ∂logits[i]/∂features.
    void differentiate(std::span<const float> person, std::span<const ItemIndex> items,
                       std::span<float> logits, const Matrix& slopes);

private:
    struct Level {
        Buffer output, gradient;  // [block, width]: after the activation; ∂logit/∂pre-activation
    };

    static std::size_t widthOf(bool branch, int width) {
        return branch ? static_cast<std::size_t>(width) : 0;
    }
    // Of the person's GMF vector, all that are theirs; the constant is not.
    std::size_t gmfNumbers() const {
        return static_cast<std::size_t>(learntUserColumns(shape_).count);
    }
    const float* topWeight() const { return outputWeight_.data + gmfWidth(shape_); }
    std::size_t mlpWidth() const { return widthOf(shape_.mlp, shape_.mlpUserDim); }
    void enter(std::span<const float> person);
    void forward(std::span<const ItemIndex> items, std::span<float> logits);
    void backward(std::span<const ItemIndex> items, const Matrix& slopes);

    const ModelConfig shape_;
    std::size_t items_ = 0;
    std::vector<torch::Tensor> memory_;  // of the matrices below
    Matrix gmfItem_, itemHalf_;          // [items, GMF's width], [items, first layer's width]
    Matrix userWeight_;                  // the person's columns of the first layer's weight
    std::vector<Matrix> weights_, biases_;
    Matrix outputWeight_, outputBias_;
    Matrix inlet_;
    Buffer personGmf_, personMlp_, personHalf_;  // one row each
    std::vector<Level> levels_;
    std::vector<std::int32_t> onlyPerson_;  // zeros: the person's row of each item of a block
};

}  // namespace ncf
