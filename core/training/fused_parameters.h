#pragma once

#include "model/gmf_columns.h"
#include "model/matrix.h"
#include "model/ncf_model.h"
#include "training/comparison_loss.h"
#include "training/fused_kernels.h"

#include <torch/torch.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace ncf {

// A parameter of the model with Adam's two moments; a vector counts as one row. `value` is the
// model's own memory.
struct AdamParameter {
    Matrix value, mean, square;

    explicit AdamParameter(const torch::Tensor& parameter)
        : tensor_(parameter.detach().view({-1, parameter.size(-1)})),
          mean_(torch::zeros_like(tensor_)),
          square_(torch::zeros_like(tensor_)) {
        value = Matrix(tensor_);
        mean = Matrix(mean_);
        square = Matrix(square_);
    }
    const torch::Tensor& meanTensor() const { return mean_; }
    const torch::Tensor& squareTensor() const { return square_; }
    void fetch(std::size_t row) const {
        for (const Matrix* values : {&value, &mean, &square}) {
            prefetchRow(*values, row);
        }
    }

private:
    torch::Tensor tensor_, mean_, square_;  // own the memory
};

// The parameters that the samples of one side, users or items, choose rows from: [rows, width]
// each, missing where the branch is off.
struct SideTables {
    std::optional<AdamParameter> gmf, mlp;
    Columns gmfLearnt;                  // what the optimiser moves of a row of `gmf`
    std::vector<std::int64_t> movedAt;  // by row: the step that moved it last, 0 for none

    SideTables(const torch::Tensor& gmfTable, const torch::Tensor& mlpTable, Columns learnt)
        : gmfLearnt(learnt) {
        if (gmfTable.defined()) {
            gmf.emplace(gmfTable);
        }
        if (mlpTable.defined()) {
            mlp.emplace(mlpTable);
        }
        movedAt.resize(static_cast<std::size_t>(rows()));
    }
    // Shares the memory of movedAt: int64 [rows].
    torch::Tensor movedTensor() const {
        return torch::from_blob(const_cast<std::int64_t*>(movedAt.data()), {rows()}, torch::kInt64);
    }
    std::int64_t rows() const { return (gmf ? gmf : mlp)->value.rows; }
    std::int64_t gmfWidth() const { return gmf ? gmf->value.columns : 0; }
    std::int64_t mlpWidth() const { return mlp ? mlp->value.columns : 0; }
    // Takes the rows of a batch in their order and the place at hand.
    void fetchAhead(std::span<const std::int32_t> order, std::size_t place) const {
        if (place + kRowsAhead >= order.size()) {
            return;
        }
        for (const auto* table : {&gmf, &mlp}) {
            if (*table) {
                (*table)->fetch(static_cast<std::size_t>(order[place + kRowsAhead]));
            }
        }
    }
};

// Everything that a training step moves.
struct FusedParameters {
    SideTables user, item;
    // As NcfModelImpl::denseParameters() has them.
    std::vector<AdamParameter> dense;

    FusedParameters(const NcfModel& model, Loss loss)
        : user(model->gmfUser, model->mlpUser, movedUserColumns(model->config(), loss)),
          item(model->gmfItem, model->mlpItem, learntItemColumns(model->config())) {
        for (const auto& parameter : model->denseParameters()) {
            dense.emplace_back(parameter);
        }
    }
    // Calls visit(name, const AdamParameter&) for each of them.
    template <class Visit>
    void forEach(Visit visit) const {
        for (const auto& [name, side] :
             {std::pair{std::string("user"), &user}, std::pair{std::string("item"), &item}}) {
            if (side->gmf) {
                visit("gmf_" + name, *side->gmf);
            }
            if (side->mlp) {
                visit("mlp_" + name, *side->mlp);
            }
        }
        for (std::size_t at = 0; at < dense.size(); ++at) {
            visit("dense_" + std::to_string(at), dense[at]);
        }
    }
    const Matrix& weight(std::size_t layer) const { return dense[2 * layer].value; }
    const float* bias(std::size_t layer) const { return dense[2 * layer + 1].value.data; }
};

}  // namespace ncf
