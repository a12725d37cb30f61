#pragma once

#include "recommendation/nearest_neighbours.h"

#include <cstdint>
#include <vector>

namespace ncf {

// That two rows are neighbours, and how much: 0..1.
struct FuzzyEdge {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    float weight = 0;
};

// UMAP's fuzzy neighbourhoods (McInnes et al., 2018, sections 3.1 and 4.1): a row's nearest
// neighbour counts 1, the others less by their distance, each row measured by the density around
// it. Each pair stands in both directions, with one weight; by `from`, then `to`.
std::vector<FuzzyEdge> fuzzyEdges(const NeighbourTable& table);

}  // namespace ncf
