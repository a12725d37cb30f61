#pragma once

#include <torch/torch.h>

#include <cstdint>

namespace ncf {

// A matrix of floats somewhere in memory: row r begins `r · stride` floats behind `data`.
struct Matrix {
    float* data = nullptr;
    std::int64_t rows = 0, columns = 0, stride = 0;

    Matrix() = default;
    Matrix(float* values, std::int64_t rowCount, std::int64_t columnCount)
        : data(values), rows(rowCount), columns(columnCount), stride(columnCount) {}
    // The memory of a contiguous tensor of two dimensions, which must outlive it.
    explicit Matrix(const torch::Tensor& tensor)
        : Matrix(tensor.data_ptr<float>(), tensor.size(0), tensor.size(1)) {}

    float* row(std::size_t index) const { return data + static_cast<std::int64_t>(index) * stride; }
    Matrix columnRange(std::int64_t from, std::int64_t count) const {
        Matrix part = *this;
        part.data += from;
        part.columns = count;
        return part;
    }
    Matrix rowRange(std::int64_t from, std::int64_t count) const {
        Matrix part = *this;
        part.data += from * stride;
        part.rows = count;
        return part;
    }
    std::size_t size() const { return static_cast<std::size_t>(rows * columns); }
};

// Memory for a matrix of at most so many rows; as many of them are in use as the matrix says.
struct Buffer : Matrix {
    Buffer() = default;
    Buffer(std::int64_t maxRows, std::int64_t width) : Buffer(torch::zeros({maxRows, width})) {}

private:
    explicit Buffer(torch::Tensor memory) : Matrix(memory), memory_(std::move(memory)) {}
    torch::Tensor memory_;
};

enum class Transpose { Neither, First, Second };

// into = a·b with one of the two transposed, on the calling thread alone. None of them overlap.
// By oneDNN, which is at its best where LibTorch's own products are not: at the small shapes of a
// batch. A build without oneDNN uses LibTorch's.
void multiply(const Matrix& into, const Matrix& a, const Matrix& b, Transpose transpose);

// The same with the factors rounded to bfloat16 on the way, but for products too small to gain by
// it: which are depends on their shape alone. Allocates only the first time that a thread meets a
// shape. For processors with hasBFloat16() alone.
void multiplyInBFloat16(const Matrix& into, const Matrix& a, const Matrix& b, Transpose transpose);

// One of the two.
using Multiply = decltype(&multiply);

}  // namespace ncf
