#pragma once

#include "base/progress.h"
#include "base/result.h"
#include "recommendation/vectors.h"

#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

namespace ncf {

// Distances are Euclidean, which on rows of length 1 order as the cosine does. Values must be
// finite.
struct Neighbour {
    std::uint32_t row = 0;
    float distance = 0;
};

// The nearest rows of every row, while they are looked for and afterwards. k is at least 1.
class NeighbourTable {
public:
    NeighbourTable(std::size_t rows, std::size_t k) : k_(k), entries_(rows * k), sizes_(rows, 0) {}

    std::size_t rows() const { return sizes_.size(); }
    std::size_t k() const { return k_; }
    // Nearest first.
    std::span<const Neighbour> of(std::size_t row) const {
        return {entries_.data() + row * k_, sizes_[row]};
    }
    // The farthest of a full list, otherwise infinity: what is not nearer need not be offered.
    float reach(std::size_t row) const;
    // Keeps it if it is among the k nearest so far; returns whether it was new to the list.
    bool offer(std::size_t row, Neighbour candidate);

private:
    std::size_t k_;
    std::vector<Neighbour> entries_;
    std::vector<std::uint32_t> sizes_;
};

// Up to this many rows the table is exact, in time that grows with their square; beyond, it is
// found by approximateNeighbours().
inline constexpr std::size_t kExactRows = 20000;

// The k nearest rows of every row. Progress is in rows. An error only after `stop`.
Result<NeighbourTable> nearestNeighbours(const Vectors& vectors, std::size_t k, std::uint64_t seed,
                                         const ProgressCallback& progress = {},
                                         std::stop_token stop = {});

// Σ (a − b)² of two rows.
float squaredDistance(const float* a, const float* b, std::size_t width);

}  // namespace ncf
