#include "recommendation/fuzzy_edges.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <tuple>

namespace ncf {

namespace {

// The width σ with Σ exp(−(d − ρ) / σ) = log2(k) over the neighbours, by halving (algorithm 3).
double widthOf(std::span<const Neighbour> neighbours, float nearest) {
    const double wanted = std::log2(static_cast<double>(neighbours.size()));
    const auto sum = [&](double width) {
        double total = 0;
        for (const auto& neighbour : neighbours) {
            const auto beyond = static_cast<double>(std::max(0.0F, neighbour.distance - nearest));
            total += std::exp(-beyond / width);
        }
        return total;
    };
    double low = 0;
    double high = 1;
    constexpr int kHalvings = 64;
    for (int i = 0; i < kHalvings && sum(high) < wanted; ++i) {
        low = high;
        high *= 2;
    }
    for (int i = 0; i < kHalvings; ++i) {
        const double middle = (low + high) / 2;
        (sum(middle) > wanted ? high : low) = middle;
    }
    return high;
}

// How much each row counts its neighbours, in that row's own measure.
std::vector<FuzzyEdge> oneWay(const NeighbourTable& table) {
    std::vector<FuzzyEdge> edges;
    edges.reserve(table.rows() * table.k());
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto neighbours = table.of(row);
        const auto distinct = std::ranges::find_if(
            neighbours, [](const Neighbour& neighbour) { return neighbour.distance > 0; });
        const float nearest = distinct == neighbours.end() ? 0 : distinct->distance;
        const double width = widthOf(neighbours, nearest);
        for (const auto& neighbour : neighbours) {
            const auto beyond = static_cast<double>(std::max(0.0F, neighbour.distance - nearest));
            edges.push_back({static_cast<std::uint32_t>(row), neighbour.row,
                             static_cast<float>(std::exp(-beyond / width))});
        }
    }
    return edges;
}

}  // namespace

std::vector<FuzzyEdge> fuzzyEdges(const NeighbourTable& table) {
    auto edges = oneWay(table);
    const std::size_t there = edges.size();
    edges.reserve(2 * there);
    for (std::size_t at = 0; at < there; ++at) {
        const auto edge = edges[at];
        edges.push_back({edge.to, edge.from, edge.weight});
    }
    // A pair that count one another stands twice now: a + b − a·b, that either of two chances
    // happens.
    std::ranges::stable_sort(edges, {},
                             [](const FuzzyEdge& edge) { return std::tuple(edge.from, edge.to); });
    std::size_t kept = 0;
    for (std::size_t at = 0; at < edges.size(); ++at) {
        auto& last = edges[kept == 0 ? 0 : kept - 1];
        if (kept > 0 && last.from == edges[at].from && last.to == edges[at].to) {
            last.weight += edges[at].weight - last.weight * edges[at].weight;
        } else {
            edges[kept++] = edges[at];
        }
    }
    edges.resize(kept);
    return edges;
}

}  // namespace ncf
