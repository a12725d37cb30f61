#include "base/random.h"
#include "recommendation/approximate_neighbours.h"
#include "recommendation/clusters.h"
#include "recommendation/kept_neighbours.h"
#include "recommendation/neighbour_layout.h"
#include "sections.h"

#include <cmath>
#include <string>

namespace ncf::bench {

namespace {

// Rows around 40 places, along three directions of each place's own, of length 1: as embeddings
// lie.
Vectors scattered(std::size_t count, std::size_t width) {
    constexpr std::size_t kPlaces = 40;
    constexpr std::size_t kDirections = 3;
    Random random(1);
    const auto drawn = [&](std::size_t rows) {
        std::vector<float> values(rows * width);
        for (float& value : values) {
            value = static_cast<float>(random.normal());
        }
        return values;
    };
    const auto places = drawn(kPlaces);
    const auto directions = drawn(kPlaces * kDirections);
    Vectors vectors{count, width, std::vector<float>(count * width)};
    for (std::size_t row = 0; row < count; ++row) {
        const std::size_t place = random.below(kPlaces);
        const auto values = vectors.row(row);
        float square = 0;
        float along[kDirections];
        for (float& each : along) {
            each = static_cast<float>(random.normal());
        }
        for (std::size_t i = 0; i < width; ++i) {
            values[i] = places[place * width + i] + 0.1F * static_cast<float>(random.normal());
            for (std::size_t d = 0; d < kDirections; ++d) {
                values[i] += 0.5F * along[d] * directions[(place * kDirections + d) * width + i];
            }
            square += values[i] * values[i];
        }
        for (float& value : values) {
            value /= std::sqrt(square);
        }
    }
    return vectors;
}

// Which share of the true neighbours a table has.
double recall(const NeighbourTable& table, const NeighbourTable& truth) {
    std::size_t found = 0;
    for (std::size_t row = 0; row < truth.rows(); ++row) {
        for (const auto& wanted : truth.of(row)) {
            for (const auto& each : table.of(row)) {
                found += each.row == wanted.row ? 1U : 0U;
            }
        }
    }
    return static_cast<double>(found) / static_cast<double>(truth.rows() * truth.k());
}

}  // namespace

void benchMap(Report& report, const Settings& settings) {
    report.begin(
        "map",
        "Seconds of what a map takes, one thread, made-up vectors; and which share of each "
        "row's 10 nearest are among its 10 nearest in the plane.",
        {"rows x width", "PCA", "clusters", "layout", "kept by PCA", "kept by layout"});
    for (const auto& [count, width] : {std::pair<std::size_t, std::size_t>(3706, 40),
                                       std::pair<std::size_t, std::size_t>(3706, 160),
                                       std::pair<std::size_t, std::size_t>(30000, 64)}) {
        const auto vectors = scattered(count, width);
        PrincipalPlane plane;
        std::vector<PlanePoint> points;
        const auto medians = inTurns(
            settings.rounds, {[&] { return secondsOf([&] { plane = principalPlane(vectors); }); },
                              [&] { return secondsOf([&] { clusters(vectors, 12, 1); }); }});
        const double layout =
            secondsOf([&] { points = *neighbourLayout(vectors, plane.points, 1); });
        report.row({std::to_string(count) + " x " + std::to_string(width), medians[0], medians[1],
                    layout, keptNeighbours(vectors, plane.points),
                    keptNeighbours(vectors, points)});
    }
    report.begin("neighbours", "Seconds of finding the 15 nearest of every row, one thread.",
                 {"rows x width", "exact", "approximate", "found by it"});
    const auto vectors = scattered(kExactRows, 64);
    NeighbourTable truth(0, 1);
    NeighbourTable table(0, 1);
    const double exact = secondsOf([&] { truth = *nearestNeighbours(vectors, 15, 1); });
    const double approximate = secondsOf([&] { table = *approximateNeighbours(vectors, 15, 1); });
    report.row({std::to_string(vectors.count) + " x " + std::to_string(vectors.width), exact,
                approximate, recall(table, truth)});
}

}  // namespace ncf::bench
