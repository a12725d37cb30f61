#pragma once

#include "training/adam_drift.h"
#include "training/distinct_rows.h"
#include "training/fused_parameters.h"

#include <cstdint>
#include <span>
#include <vector>

namespace ncf {

// The things number `from` to `to` − 1 of some.
struct Part {
    std::size_t from = 0, to = 0;

    std::size_t size() const { return to - from; }
    // A worker's part of `count` things, in order and as equal as can be.
    static Part of(std::size_t count, std::size_t worker, std::size_t workers) {
        return {count * worker / workers, count * (worker + 1) / workers};
    }
};

// One side, users or items, of a batch: its different rows, each with a place of its own, what the
// network makes of them, and the gradients with respect to them. What depends on the row alone is
// computed once in a batch, however many samples of however many workers share the row: the places
// are divided over the workers, and each worker only writes its own part of them.
class BatchSide {
public:
    // For at most `maxRows` samples. `firstWidth`: the first dense layer's, or 0 without one, of
    // whose inputs this side's begin at `firstColumn`. `decayFactors`: of the weight decay, by row,
    // or none. `multiply`: for all of its products. These and `tables` must outlive the side.
    BatchSide(SideTables& tables, std::span<const float> decayFactors, std::int64_t maxRows,
              std::int64_t firstWidth, std::int64_t firstColumn, Multiply multiply);

    // Finds the different rows; before the workers' turn.
    void find(std::span<const std::int32_t> samples);
    // How many there are.
    std::size_t size() const { return rows_.size(); }
    // Copies the rows' embeddings, moved to where `drift`, if any, takes them by now. Notes that
    // step number `step` moves them.
    void gather(Part part, const AdamDrift* drift, std::int64_t step);
    // This side's half of the first layer, given the layer's weight.
    void forward(Part part, const Matrix& weight);

    // The gradients of a part begin at zero and are added to slice by slice of the batch: given the
    // samples' ∂loss/∂pre-activation of the first layer …
    void clearGradients(Part part);
    void addHalfGradients(Part part, Part samples, const Matrix& gradient);
    // … and ∂loss/∂logit, where the output layer's weight, a factor of them all, comes later.
    void addGmfGradients(Part part, Part samples, std::span<const float> d, const BatchSide& other);
    void weighGmfGradients(Part part, const float* weight);
    // Adds the gradient of these columns' weight, summed over the part; before
    // weighGmfGradients().
    void addGmfWeightGradient(Part part, Columns columns, float* sums) const;
    // The gradient of the first layer's bias, summed over the part.
    void sumHalfGradients(Part part, float* sums) const;
    // From the halves' gradients to the embeddings' and, summed over the part, to that of this
    // side's columns of the first layer's weight.
    void backward(Part part, const Matrix& weight, const Matrix& weightGradient);

    // The optimiser's move of the rows.
    void moveByAdam(Part part, const AdamMove& move);
    void moveBySgd(Part part, double rate, float weightDecay);

    std::span<const std::int32_t> places(Part samples) const {
        return rows_.places().subspan(samples.from, samples.size());
    }
    std::span<const std::int32_t> rows() const { return rows_.rows(); }  // by place
    const Matrix& gmf() const { return gmf_; }
    const Matrix& half() const { return half_; }

private:
    // What the optimiser moves of one of the two tables, with the embeddings and gradients of the
    // batch's rows of it.
    struct Branch {
        Matrix value, mean, square, embeddings, gradient;
    };
    template <class Visit>
    void forEachBranch(Visit visit) {
        if (tables_.gmf) {
            const auto learnt = [this](const Matrix& matrix) {
                return matrix.columnRange(tables_.gmfLearnt.first, tables_.gmfLearnt.count);
            };
            const auto& table = *tables_.gmf;
            visit(Branch{learnt(table.value), learnt(table.mean), learnt(table.square),
                         learnt(gmf_), learnt(gmfGradient_)});
        }
        if (tables_.mlp) {
            const auto& table = *tables_.mlp;
            visit(Branch{table.value, table.mean, table.square, mlp_, mlpGradient_});
        }
    }
    std::span<const std::int32_t> rows(Part part) const {
        return rows_.rows().subspan(part.from, part.size());
    }
    static Matrix rowsOf(const Matrix& matrix, Part part) {
        return matrix.rowRange(static_cast<std::int64_t>(part.from),
                               static_cast<std::int64_t>(part.size()));
    }
    Matrix columnsOf(const Matrix& weight) const {
        return weight.columnRange(firstColumn_, mlp_.columns);
    }

    SideTables& tables_;
    const std::span<const float> decayFactors_;
    const Multiply multiply_;
    const std::int64_t firstColumn_;
    DistinctRows rows_;
    std::vector<AdamFade> fades_;  // by place
    Buffer gmf_, gmfGradient_;     // [places, factors]: embeddings, ∂loss/∂embedding
    Buffer mlp_, mlpGradient_;     // [places, dim]
    Buffer half_, halfGradient_;   // [places, first layer's width]: this side's share of it
};

// Moves every row of the tables up to step number `step`, the last that `drift` knows.
void settleRows(SideTables& tables, const AdamDrift& drift, std::int64_t step);

}  // namespace ncf
