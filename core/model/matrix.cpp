#include "model/matrix.h"

#ifdef NCF_HAS_ONEDNN
#include <oneapi/dnnl/dnnl.h>
#endif

namespace ncf {

#ifdef NCF_HAS_ONEDNN

void multiply(const Matrix& into, const Matrix& a, const Matrix& b, Transpose transpose) {
    const char transposeA = transpose == Transpose::First ? 'T' : 'N';
    const char transposeB = transpose == Transpose::Second ? 'T' : 'N';
    const std::int64_t inner = transpose == Transpose::First ? a.rows : a.columns;
    const auto status = dnnl_sgemm(transposeA, transposeB, into.rows, into.columns, inner, 1,
                                   a.data, a.stride, b.data, b.stride, 0, into.data, into.stride);
    TORCH_CHECK(status == dnnl_success, "oneDNN refused a matrix product");
}

#else

void multiply(const Matrix& into, const Matrix& a, const Matrix& b, Transpose transpose) {
    const auto view = [](const Matrix& matrix) {
        return torch::from_blob(matrix.data, {matrix.rows, matrix.columns}, {matrix.stride, 1},
                                torch::kFloat32);
    };
    auto out = view(into);
    at::mm_out(out, transpose == Transpose::First ? view(a).t() : view(a),
               transpose == Transpose::Second ? view(b).t() : view(b));
}

#endif

}  // namespace ncf
