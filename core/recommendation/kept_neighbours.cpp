#include "recommendation/kept_neighbours.h"

#include "recommendation/nearest_neighbours.h"

#include <algorithm>
#include <cmath>

namespace ncf {

namespace {

constexpr std::size_t kNeighbours = 10;
constexpr double kMostAsked = 500;
constexpr double kLeastAsked = 50;
constexpr double kWork = 2e9;  // multiplications, about half a second

// The k rows nearest to `row`, in ascending order of their indices.
std::vector<std::uint32_t> nearestTo(const Vectors& vectors, std::size_t row, std::size_t k) {
    NeighbourTable table(1, k);
    for (std::size_t other = 0; other < vectors.count; ++other) {
        if (other != row) {
            const float distance = std::sqrt(
                squaredDistance(vectors.row(row).data(), vectors.row(other).data(), vectors.width));
            if (distance <= table.reach(0)) {
                table.offer(0, {static_cast<std::uint32_t>(other), distance});
            }
        }
    }
    std::vector<std::uint32_t> rows;
    for (const auto& neighbour : table.of(0)) {
        rows.push_back(neighbour.row);
    }
    std::ranges::sort(rows);
    return rows;
}

Vectors asVectors(std::span<const PlanePoint> points) {
    Vectors plane{points.size(), 2, {}};
    for (const auto& point : points) {
        plane.values.insert(plane.values.end(), {point.x, point.y});
    }
    return plane;
}

}  // namespace

double keptNeighbours(const Vectors& vectors, std::span<const PlanePoint> points) {
    if (vectors.count < 2) {
        return 1;
    }
    const auto plane = asVectors(points);
    const std::size_t k = std::min(kNeighbours, vectors.count - 1);
    const double afforded = kWork / (static_cast<double>(vectors.count) *
                                     static_cast<double>(std::max<std::size_t>(1, vectors.width)));
    const auto asked = std::min(
        vectors.count, static_cast<std::size_t>(std::clamp(afforded, kLeastAsked, kMostAsked)));
    std::size_t kept = 0;
    for (std::size_t i = 0; i < asked; ++i) {
        const std::size_t row = i * vectors.count / asked;
        const auto near = nearestTo(vectors, row, k);
        const auto inPlane = nearestTo(plane, row, k);
        std::vector<std::uint32_t> both;
        std::ranges::set_intersection(near, inPlane, std::back_inserter(both));
        kept += both.size();
    }
    return static_cast<double>(kept) / static_cast<double>(asked * k);
}

}  // namespace ncf
