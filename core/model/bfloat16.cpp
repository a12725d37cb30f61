#include "model/bfloat16.h"

#include "model/matrix.h"
#include "model/wide.h"

#ifdef NCF_HAS_ONEDNN
#include <oneapi/dnnl/dnnl.hpp>
#endif

#include <algorithm>
#include <array>
#include <bit>
#include <compare>
#include <cstdint>
#include <map>
#include <vector>

namespace ncf {

#ifdef NCF_HAS_ONEDNN

// Rounds to the nearest, ties to even. Infinity stays itself, and so does a NaN as processors make
// them.
NCF_WIDE static void roundValues(std::uint16_t* __restrict into, const float* __restrict from,
                                 std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        const auto bits = std::bit_cast<std::uint32_t>(from[i]);
        into[i] = static_cast<std::uint16_t>((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
    }
}

namespace {

// Rows that are rounded and multiplied at a time, while they are in the cache; a last part of fewer
// is rounded up to a multiple of kRowStep, so that there are few shapes.
constexpr std::int64_t kRows = 256;
constexpr std::int64_t kRowStep = 32;
// Multiplications below which rounding costs more than it saves.
constexpr std::int64_t kLeastWork = 1 << 16;

// into[rows, columns] = a[rows, inner]·b[inner, columns], or += where it adds. The factors have no
// gaps between their rows and may be stored transposed.
struct Shape {
    std::int64_t rows, columns, inner, intoStride;
    bool aTransposed, bTransposed, adds;

    auto operator<=>(const Shape&) const = default;
};

constexpr std::int64_t paddedRows(std::int64_t rows) {
    return (rows + kRowStep - 1) / kRowStep * kRowStep;
}

// A product that oneDNN has compiled for its shape.
class Product {
public:
    Product(const dnnl::engine& engine, const Shape& shape) {
        using Memory = dnnl::memory;
        const auto factor = [](std::int64_t rows, std::int64_t columns, bool transposed) {
            return Memory::desc({rows, columns}, Memory::data_type::bf16,
                                transposed ? Memory::dims{1, rows} : Memory::dims{columns, 1});
        };
        const auto a = factor(shape.rows, shape.inner, shape.aTransposed);
        const auto b = factor(shape.inner, shape.columns, shape.bTransposed);
        const Memory::desc into({shape.rows, shape.columns}, Memory::data_type::f32,
                                Memory::dims{shape.intoStride, 1});
        dnnl::primitive_attr attributes;
        if (shape.adds) {
            dnnl::post_ops sum;
            sum.append_sum();
            attributes.set_post_ops(sum);
        }
#if DNNL_VERSION_MAJOR >= 3
        const dnnl::matmul::primitive_desc how(engine, a, b, into, attributes);
#else
        const dnnl::matmul::primitive_desc how(dnnl::matmul::desc(a, b, into), attributes, engine);
#endif
        product_ = dnnl::matmul(how);
        into_ = Memory(into, engine, nullptr);
        a_ = Memory(a, engine, nullptr);
        b_ = Memory(b, engine, nullptr);
    }

    void run(const dnnl::stream& stream, float* into, std::uint16_t* a, std::uint16_t* b) {
        into_.set_data_handle(into);
        a_.set_data_handle(a);
        b_.set_data_handle(b);
        const std::array<dnnl_exec_arg_t, 3> arguments = {
            {{DNNL_ARG_SRC, a_.get()}, {DNNL_ARG_WEIGHTS, b_.get()}, {DNNL_ARG_DST, into_.get()}}};
        // Unlike execute() this allocates nothing.
        const auto status =
            dnnl_primitive_execute(product_.get(), stream.get(), 3, arguments.data());
        TORCH_CHECK(status == dnnl_success, "oneDNN refused a matrix product");
    }

private:
    dnnl::matmul product_;
    dnnl::memory into_, a_, b_;
};

// What one thread multiplies with.
class Products {
public:
    // into = a·b, block by block of a's rows.
    void multiplyRows(const Matrix& into, const Matrix& a, const Matrix& b, bool bTransposed) {
        std::uint16_t* const second = rounded(second_, b, b.rows);
        for (std::int64_t from = 0; from < a.rows; from += kRows) {
            const std::int64_t rows = std::min(kRows, a.rows - from);
            const std::int64_t padded = paddedRows(rows);
            std::uint16_t* const first = rounded(first_, a.rowRange(from, rows), padded);
            const Matrix target = into.rowRange(from, rows);
            Shape shape{padded, into.columns, a.columns, into.stride, false, bTransposed, false};
            if (padded == rows) {
                run(shape, target.data, first, second);
                continue;
            }
            shape.intoStride = into.columns;
            last_.resize(static_cast<std::size_t>(padded * into.columns));
            run(shape, last_.data(), first, second);
            for (std::int64_t row = 0; row < rows; ++row) {
                std::copy_n(last_.data() + row * into.columns, into.columns,
                            target.row(static_cast<std::size_t>(row)));
            }
        }
    }

    // into = aᵀ·b, summed block by block of their rows.
    void sumRows(const Matrix& into, const Matrix& a, const Matrix& b) {
        for (std::int64_t from = 0; from < a.rows; from += kRows) {
            const std::int64_t rows = std::min(kRows, a.rows - from);
            const std::int64_t padded = paddedRows(rows);
            std::uint16_t* const first = rounded(first_, a.rowRange(from, rows), padded);
            std::uint16_t* const second = rounded(second_, b.rowRange(from, rows), padded);
            run({into.rows, into.columns, padded, into.stride, true, false, from > 0}, into.data,
                first, second);
        }
    }

private:
    // The matrix without gaps, with rows of zeros up to so many.
    static std::uint16_t* rounded(std::vector<std::uint16_t>& memory, const Matrix& matrix,
                                  std::int64_t rows) {
        memory.resize(std::max(memory.size(), static_cast<std::size_t>(rows * matrix.columns)));
        if (matrix.stride == matrix.columns) {
            roundValues(memory.data(), matrix.data, matrix.size());
        } else {
            for (std::int64_t row = 0; row < matrix.rows; ++row) {
                roundValues(memory.data() + row * matrix.columns,
                            matrix.row(static_cast<std::size_t>(row)),
                            static_cast<std::size_t>(matrix.columns));
            }
        }
        std::fill_n(memory.data() + matrix.size(), (rows - matrix.rows) * matrix.columns, 0);
        return memory.data();
    }

    void run(const Shape& shape, float* into, std::uint16_t* a, std::uint16_t* b) {
        auto found = products_.find(shape);
        if (found == products_.end()) {
            found = products_.emplace(shape, Product(engine_, shape)).first;
        }
        found->second.run(stream_, into, a, b);
    }

    const dnnl::engine engine_{dnnl::engine::kind::cpu, 0};
    const dnnl::stream stream_{engine_};
    std::map<Shape, Product> products_;
    std::vector<std::uint16_t> first_, second_;
    std::vector<float> last_;
};

}  // namespace

bool hasBFloat16() {
    const auto isa = static_cast<unsigned>(dnnl::get_effective_cpu_isa());
    const auto needed = static_cast<unsigned>(dnnl::cpu_isa::avx512_core_bf16);
    return (isa & needed) == needed;
}

void multiplyInBFloat16(const Matrix& into, const Matrix& a, const Matrix& b, Transpose transpose) {
    if (a.rows * a.columns * into.columns < kLeastWork) {
        multiply(into, a, b, transpose);
        return;
    }
    thread_local Products products;
    if (transpose == Transpose::First) {
        products.sumRows(into, a, b);
    } else {
        products.multiplyRows(into, a, b, transpose == Transpose::Second);
    }
}

#else

bool hasBFloat16() {
    return false;
}

void multiplyInBFloat16(const Matrix& into, const Matrix& a, const Matrix& b, Transpose transpose) {
    multiply(into, a, b, transpose);
}

#endif

}  // namespace ncf
