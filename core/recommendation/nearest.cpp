#include "recommendation/nearest.h"

#include <cmath>
#include <span>

namespace ncf {

namespace {

// In double: the squares of small embeddings would lose digits in single precision.
double product(std::span<const float> a, std::span<const float> b) {
    double sum = 0;
    for (std::size_t at = 0; at < a.size(); ++at) {
        sum += static_cast<double>(a[at]) * static_cast<double>(b[at]);
    }
    return sum;
}

}  // namespace

std::vector<ScoredItem> nearest(const Vectors& vectors, ItemIndex to, int n) {
    const auto target = vectors.row(static_cast<std::size_t>(to));
    const double length = std::sqrt(product(target, target));
    std::vector<float> cosines(vectors.count);
    for (std::size_t at = 0; at < vectors.count; ++at) {
        const auto other = vectors.row(at);
        // Not a number for a vector of zeros, which selectTopN() leaves out.
        cosines[at] = static_cast<float>(product(target, other) /
                                         (length * std::sqrt(product(other, other))));
    }
    return selectTopN(cosines, {&to, 1}, n);
}

}  // namespace ncf
