#include "recommendation/nearest_neighbours.h"

#include "model/wide.h"
#include "recommendation/approximate_neighbours.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace ncf {

namespace {

// Rows of a tile: a block of queries stays in the first cache while candidates stream by.
constexpr std::size_t kQueries = 32;
constexpr std::size_t kCandidates = 64;

bool nearer(const Neighbour& a, const Neighbour& b) {
    return a.distance != b.distance ? a.distance < b.distance : a.row < b.row;
}

}  // namespace

NCF_WIDE float squaredDistance(const float* __restrict a, const float* __restrict b,
                               std::size_t width) {
    float sum = 0;
    for (std::size_t i = 0; i < width; ++i) {
        const float difference = a[i] - b[i];
        sum += difference * difference;
    }
    return sum;
}

// products[q][c] = queries[q] · candidates[c], [kQueries, kCandidates]; the candidates stand column
// by column, [width, kCandidates], so that a whole line of them is multiplied at once.
NCF_WIDE static void multiplyTile(float* __restrict products, const float* __restrict queries,
                                  std::size_t queryCount, const float* __restrict candidates,
                                  std::size_t width) {
    for (std::size_t query = 0; query < queryCount; ++query) {
        float sums[kCandidates] = {};
        const float* __restrict row = queries + query * width;
        for (std::size_t i = 0; i < width; ++i) {
            const float* __restrict column = candidates + i * kCandidates;
            for (std::size_t c = 0; c < kCandidates; ++c) {
                sums[c] += row[i] * column[c];
            }
        }
        std::copy(sums, sums + kCandidates, products + query * kCandidates);
    }
}

float NeighbourTable::reach(std::size_t row) const {
    return sizes_[row] < k_ ? std::numeric_limits<float>::infinity()
                            : entries_[row * k_ + k_ - 1].distance;
}

bool NeighbourTable::offer(std::size_t row, Neighbour candidate) {
    Neighbour* const first = entries_.data() + row * k_;
    Neighbour* last = first + sizes_[row];
    Neighbour* const place = std::lower_bound(first, last, candidate, nearer);
    if (place == first + k_ || (place != last && place->row == candidate.row)) {
        return false;
    }
    if (sizes_[row] < k_) {
        ++sizes_[row];
        ++last;
    }
    std::move_backward(place, last - 1, last);
    *place = candidate;
    return true;
}

namespace {

// Every row against every row, tile by tile, by |a − b|² = |a|² + |b|² − 2 a·b.
class ExactSearch {
public:
    ExactSearch(const Vectors& vectors, std::size_t k)
        : vectors_(vectors),
          table_(vectors.count, k),
          squares_(vectors.count),
          columns_(vectors.width * kCandidates),
          products_(kQueries * kCandidates) {
        for (std::size_t row = 0; row < vectors.count; ++row) {
            const auto values = vectors.row(row);
            squares_[row] = std::inner_product(values.begin(), values.end(), values.begin(), 0.0F);
        }
    }

    // Offers a block of candidates to every row.
    void offer(std::size_t firstCandidate) {
        const std::size_t candidates = std::min(kCandidates, vectors_.count - firstCandidate);
        for (std::size_t c = 0; c < candidates; ++c) {
            const auto values = vectors_.row(firstCandidate + c);
            for (std::size_t i = 0; i < values.size(); ++i) {
                columns_[i * kCandidates + c] = values[i];
            }
        }
        for (std::size_t first = 0; first < vectors_.count; first += kQueries) {
            const std::size_t queries = std::min(kQueries, vectors_.count - first);
            multiplyTile(products_.data(), vectors_.row(first).data(), queries, columns_.data(),
                         vectors_.width);
            for (std::size_t query = 0; query < queries; ++query) {
                take(first + query, products_.data() + query * kCandidates, firstCandidate,
                     candidates);
            }
        }
    }

    NeighbourTable&& table() { return std::move(table_); }

private:
    void take(std::size_t row, const float* products, std::size_t firstCandidate,
              std::size_t candidates) {
        float reach = table_.reach(row);
        for (std::size_t c = 0; c < candidates; ++c) {
            const std::size_t other = firstCandidate + c;
            const float square = squares_[row] + squares_[other] - 2 * products[c];
            if (square <= reach * reach && other != row) {
                table_.offer(
                    row, {static_cast<std::uint32_t>(other), std::sqrt(std::max(0.0F, square))});
                reach = table_.reach(row);
            }
        }
    }

    const Vectors& vectors_;
    NeighbourTable table_;
    std::vector<float> squares_;  // |row|²
    std::vector<float> columns_;  // the candidates of the tile, [width, kCandidates]
    std::vector<float> products_;
};

}  // namespace

Result<NeighbourTable> nearestNeighbours(const Vectors& vectors, std::size_t k, std::uint64_t seed,
                                         const ProgressCallback& progress, std::stop_token stop) {
    if (vectors.count > kExactRows) {
        return approximateNeighbours(vectors, k, seed, progress, std::move(stop));
    }
    ExactSearch search(vectors, k);
    for (std::size_t first = 0; first < vectors.count; first += kCandidates) {
        if (stop.stop_requested()) {
            return cancelled();
        }
        search.offer(first);
        if (progress) {
            progress(std::min(vectors.count, first + kCandidates), vectors.count);
        }
    }
    return search.table();
}

}  // namespace ncf
