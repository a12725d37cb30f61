#include "recommendation/principal_components.h"

#include "base/random.h"
#include "model/wide.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ncf {

namespace {

using Direction = std::vector<double>;

// A symmetric matrix, [width, width].
struct Symmetric {
    std::size_t width = 0;
    std::vector<double> values;

    double* row(std::size_t index) { return values.data() + index * width; }
    const double* row(std::size_t index) const { return values.data() + index * width; }
};

double dot(const Direction& a, const Direction& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

std::vector<float> meansOf(const Vectors& vectors) {
    std::vector<double> sums(vectors.width);
    for (std::size_t row = 0; row < vectors.count; ++row) {
        const auto values = vectors.row(row);
        for (std::size_t i = 0; i < values.size(); ++i) {
            sums[i] += static_cast<double>(values[i]);
        }
    }
    std::vector<float> means(vectors.width);
    for (std::size_t i = 0; i < means.size(); ++i) {
        means[i] = static_cast<float>(sums[i] / static_cast<double>(vectors.count));
    }
    return means;
}

}  // namespace

// sums[i][j] += x[i] · x[j] for j ≥ i, over the rows.
NCF_WIDE static void addOuterProducts(float* __restrict sums, const float* __restrict rows,
                                      std::size_t count, std::size_t width) {
    for (std::size_t row = 0; row < count; ++row, rows += width) {
        for (std::size_t i = 0; i < width; ++i) {
            const float x = rows[i];
            float* __restrict into = sums + i * width;
            for (std::size_t j = i; j < width; ++j) {
                into[j] += x * rows[j];
            }
        }
    }
}

namespace {

// Sums of a block are floats, which is fast; sums of blocks are doubles, which is exact enough.
Symmetric covarianceOf(const Vectors& vectors, const std::vector<float>& means) {
    constexpr std::size_t kBlock = 128;  // rows
    const std::size_t width = vectors.width;
    Symmetric total{width, std::vector<double>(width * width)};
    std::vector<float> centred(kBlock * width);
    std::vector<float> sums(width * width);
    for (std::size_t from = 0; from < vectors.count; from += kBlock) {
        const std::size_t rows = std::min(kBlock, vectors.count - from);
        for (std::size_t row = 0; row < rows; ++row) {
            std::ranges::transform(vectors.row(from + row), means, centred.data() + row * width,
                                   std::minus<>());
        }
        std::ranges::fill(sums, 0.0F);
        addOuterProducts(sums.data(), centred.data(), rows, width);
        for (std::size_t i = 0; i < sums.size(); ++i) {
            total.values[i] += static_cast<double>(sums[i]);
        }
    }
    for (std::size_t i = 0; i < width; ++i) {
        for (std::size_t j = i; j < width; ++j) {
            total.row(i)[j] /= static_cast<double>(vectors.count);
            total.row(j)[i] = total.row(i)[j];
        }
    }
    return total;
}

Direction times(const Symmetric& matrix, const Direction& direction) {
    Direction product(matrix.width);
    for (std::size_t i = 0; i < matrix.width; ++i) {
        product[i] = std::inner_product(direction.begin(), direction.end(), matrix.row(i), 0.0);
    }
    return product;
}

// Gram and Schmidt, twice for the digits that the first time loses. A direction in which nothing
// is left becomes zero.
void makeOrthonormal(std::vector<Direction>& basis) {
    for (std::size_t at = 0; at < basis.size(); ++at) {
        const double before = std::sqrt(dot(basis[at], basis[at]));
        for (int pass = 0; pass < 2; ++pass) {
            for (std::size_t other = 0; other < at; ++other) {
                const double shared = dot(basis[at], basis[other]);
                for (std::size_t i = 0; i < basis[at].size(); ++i) {
                    basis[at][i] -= shared * basis[other][i];
                }
            }
        }
        const double length = std::sqrt(dot(basis[at], basis[at]));
        const double scale = length > 1e-12 * before ? 1 / length : 0;
        for (double& value : basis[at]) {
            value *= scale;
        }
    }
}

// The eigenvectors of a small symmetric matrix as rows, those of the largest eigenvalues first
// (Jacobi's rotations; Golub and Van Loan, section 8.5).
std::vector<Direction> eigenvectors(Symmetric matrix) {
    const std::size_t n = matrix.width;
    std::vector<Direction> vectors(n, Direction(n));
    for (std::size_t i = 0; i < n; ++i) {
        vectors[i][i] = 1;
    }
    constexpr int kSweeps = 30;  // more than it ever takes
    for (int sweep = 0; sweep < kSweeps; ++sweep) {
        for (std::size_t p = 0; p < n; ++p) {
            for (std::size_t q = p + 1; q < n; ++q) {
                const double off = matrix.row(p)[q];
                if (off == 0) {
                    continue;
                }
                const double tau = (matrix.row(q)[q] - matrix.row(p)[p]) / (2 * off);
                const double t = std::copysign(1.0, tau) / (std::abs(tau) + std::hypot(1.0, tau));
                const double c = 1 / std::hypot(1.0, t);
                const double s = t * c;
                const auto rotate = [&](double& first, double& second) {
                    const double before = first;
                    first = c * before - s * second;
                    second = s * before + c * second;
                };
                for (std::size_t i = 0; i < n; ++i) {
                    rotate(matrix.row(i)[p], matrix.row(i)[q]);
                }
                for (std::size_t i = 0; i < n; ++i) {
                    rotate(matrix.row(p)[i], matrix.row(q)[i]);
                    rotate(vectors[p][i], vectors[q][i]);
                }
            }
        }
    }
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::ranges::stable_sort(order, std::greater<>(),
                             [&](std::size_t i) { return matrix.row(i)[i]; });
    std::vector<Direction> sorted;
    for (const std::size_t i : order) {
        sorted.push_back(std::move(vectors[i]));
    }
    return sorted;
}

// Turns the basis to the eigenvectors of the matrix within its span (Rayleigh and Ritz); `products`
// is matrix · basis, and turned alike. Returns their eigenvalues.
std::vector<double> turnToEigenvectors(std::vector<Direction>& basis,
                                       std::vector<Direction>& products) {
    const std::size_t n = basis.size();
    Symmetric within{n, std::vector<double>(n * n)};
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            within.row(i)[j] = (dot(basis[i], products[j]) + dot(basis[j], products[i])) / 2;
        }
    }
    const auto turns = eigenvectors(std::move(within));
    const auto turned = [&](const std::vector<Direction>& old) {
        std::vector<Direction> result(n, Direction(old.front().size()));
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t j = 0; j < n; ++j) {
                for (std::size_t k = 0; k < result[i].size(); ++k) {
                    result[i][k] += turns[i][j] * old[j][k];
                }
            }
        }
        return result;
    };
    basis = turned(basis);
    products = turned(products);
    std::vector<double> values(n);
    for (std::size_t i = 0; i < n; ++i) {
        values[i] = dot(basis[i], products[i]);
    }
    return values;
}

struct Main {
    std::vector<Direction> directions;
    std::vector<double> variances;
};

// The two directions of largest variance by subspace iteration (Golub and Van Loan, section 8.2.4)
// with some directions more than are wanted: what separates the second from the ninth variance
// decides how fast it converges.
Main mainDirections(const Symmetric& covariance, double trace) {
    constexpr std::size_t kBasis = 8;
    constexpr int kIterations = 500;
    constexpr double kAccuracy = 1e-9;  // of the residual, to the whole variance
    const std::size_t size = std::min(kBasis, covariance.width);
    Random random(1);
    std::vector<Direction> basis(size, Direction(covariance.width));
    for (auto& direction : basis) {
        std::ranges::generate(direction, [&] { return random.normal(); });
    }
    makeOrthonormal(basis);
    std::vector<double> values;
    for (int iteration = 0; iteration < kIterations; ++iteration) {
        std::vector<Direction> products;
        for (const auto& direction : basis) {
            products.push_back(times(covariance, direction));
        }
        values = turnToEigenvectors(basis, products);
        double residual = 0;
        for (std::size_t axis = 0; axis < std::min<std::size_t>(2, size); ++axis) {
            for (std::size_t i = 0; i < covariance.width; ++i) {
                residual =
                    std::max(residual, std::abs(products[axis][i] - values[axis] * basis[axis][i]));
            }
        }
        if (residual <= kAccuracy * trace) {
            break;
        }
        basis = std::move(products);
        makeOrthonormal(basis);
    }
    return {std::move(basis), std::move(values)};
}

}  // namespace

PrincipalPlane principalPlane(const Vectors& vectors) {
    PrincipalPlane plane;
    plane.points.resize(vectors.count);
    if (vectors.count == 0 || vectors.width == 0) {
        return plane;
    }
    const auto means = meansOf(vectors);
    const auto covariance = covarianceOf(vectors, means);
    double trace = 0;
    for (std::size_t i = 0; i < covariance.width; ++i) {
        trace += covariance.row(i)[i];
    }
    if (trace <= 0) {
        return plane;
    }
    auto [directions, variances] = mainDirections(covariance, trace);
    for (std::size_t axis = 0; axis < std::min<std::size_t>(2, directions.size()); ++axis) {
        auto& direction = directions[axis];
        const double largest =
            *std::ranges::max_element(direction, {}, [](double value) { return std::abs(value); });
        if (largest < 0) {
            std::ranges::transform(direction, direction.begin(), std::negate<>());
        }
        plane.share[axis] = std::clamp(variances[axis] / trace, 0.0, 1.0);
        for (std::size_t row = 0; row < vectors.count; ++row) {
            const auto values = vectors.row(row);
            double along = 0;
            for (std::size_t i = 0; i < values.size(); ++i) {
                along += static_cast<double>(values[i] - means[i]) * direction[i];
            }
            (axis == 0 ? plane.points[row].x : plane.points[row].y) = static_cast<float>(along);
        }
    }
    return plane;
}

}  // namespace ncf
