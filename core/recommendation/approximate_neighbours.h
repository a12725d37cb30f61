#pragma once

#include "recommendation/nearest_neighbours.h"

namespace ncf {

// The k nearest rows of every row, most of them: first by random projection trees (Dasgupta and
// Freund, 2008), in whose leaves every pair is measured, then by asking the neighbours for theirs
// (NN-descent; Dong, Moses and Li, 2011). Time grows about as n log n. Deterministic by seed.
Result<NeighbourTable> approximateNeighbours(const Vectors& vectors, std::size_t k,
                                             std::uint64_t seed,
                                             const ProgressCallback& progress = {},
                                             std::stop_token stop = {});

}  // namespace ncf
