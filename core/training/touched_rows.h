#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <span>
#include <vector>

namespace ncf {

// An embedding table with the moments of its rows, [rows, width] each.
class EmbeddingTable {
public:
    explicit EmbeddingTable(const torch::Tensor& parameter)
        : value_(parameter.detach()),
          mean_(torch::zeros_like(value_)),
          square_(torch::zeros_like(value_)),
          width_(value_.size(1)) {}

    float* row(std::int32_t index) { return value_.data_ptr<float>() + index * width_; }
    float* meanRow(std::int32_t index) { return mean_.data_ptr<float>() + index * width_; }
    float* squareRow(std::int32_t index) { return square_.data_ptr<float>() + index * width_; }

private:
    torch::Tensor value_;
    torch::Tensor mean_, square_;
    std::int64_t width_;
};

// Where the gradients of a batch's samples with respect to their user's (or item's) embeddings lie:
// sample s is row s % samplesPerSlice of slice s / samplesPerSlice.
struct SampleGradients {
    std::size_t samplesPerSlice = 1;
    std::vector<float*> gmf;  // by slice; empty when the branch is off
    std::size_t gmfWidth = 0;
    std::vector<float*> mlp;
    std::size_t mlpWidth = 0;
    std::size_t mlpStride = 0;

    float* gmfRow(std::size_t sample) const {
        return gmf[sample / samplesPerSlice] + sample % samplesPerSlice * gmfWidth;
    }
    float* mlpRow(std::size_t sample) const {
        return mlp[sample / samplesPerSlice] + sample % samplesPerSlice * mlpStride;
    }
};

// The different rows that a batch touches, shared out among workers by row number, and the sums of
// their samples' gradients. Each worker may call accumulate() and of() for itself at the same time
// as the others.
class TouchedRows {
public:
    struct Row {
        std::int32_t row = 0;
        std::uint32_t sample = 0;  // the first sample of the row: its gradient holds the sum
    };

    TouchedRows(std::size_t rows, int workers);

    // Finds the worker's rows among `rows` (one per sample, in the order of the samples) and adds
    // the gradients of a row's further samples to the first one's, in that order.
    void accumulate(std::span<const std::int32_t> rows, int worker, SampleGradients& gradients);

    std::span<const Row> of(int worker) const { return touched_[static_cast<std::size_t>(worker)]; }

private:
    struct Place {
        std::uint64_t round = 0;  // of the worker that owns the row, when it was last touched
        std::uint32_t sample = 0;
    };
    std::vector<Place> places_;              // by row
    std::vector<std::vector<Row>> touched_;  // by worker
    std::vector<std::uint64_t> rounds_;      // by worker: batches so far
};

}  // namespace ncf
