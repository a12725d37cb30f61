#include "recommendation/approximate_neighbours.h"
#include "recommendation/fuzzy_edges.h"
#include "support/blobs.h"
#include "support/results.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>

using namespace ncf;
using namespace ncf::test;

namespace {

std::vector<std::uint32_t> nearestBySorting(const Vectors& vectors, std::size_t row,
                                            std::size_t k) {
    std::vector<std::pair<double, std::uint32_t>> others;
    for (std::size_t other = 0; other < vectors.count; ++other) {
        double square = 0;
        for (std::size_t i = 0; i < vectors.width; ++i) {
            const double difference = static_cast<double>(vectors.row(row)[i]) -
                                      static_cast<double>(vectors.row(other)[i]);
            square += difference * difference;
        }
        if (other != row) {
            others.emplace_back(square, static_cast<std::uint32_t>(other));
        }
    }
    std::ranges::sort(others);
    std::vector<std::uint32_t> rows;
    for (std::size_t i = 0; i < k; ++i) {
        rows.push_back(others[i].second);
    }
    return rows;
}

std::vector<std::uint32_t> rowsOf(std::span<const Neighbour> neighbours) {
    std::vector<std::uint32_t> rows;
    for (const auto& neighbour : neighbours) {
        rows.push_back(neighbour.row);
    }
    return rows;
}

}  // namespace

class TestNearestRows : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Sizes around those of the tiles.
    void findsTheNearestRows() {
        for (const std::size_t count : {2UL, 31UL, 64UL, 65UL, 200UL}) {
            const auto vectors = blobs(1, count, 7);
            const auto k = std::min<std::size_t>(6, count - 1);
            const auto table = nearestNeighbours(vectors, k, 1);
            REQUIRE_OK(table);
            for (std::size_t row = 0; row < count; ++row) {
                QCOMPARE(rowsOf(table->of(row)), nearestBySorting(vectors, row, k));
            }
        }
    }

    void approximateNeighboursAreMostlyRight() {
        const auto vectors = blobs(6, 400, 24, 0.5);
        const auto exact = nearestNeighbours(vectors, 10, 1);
        const auto approximate = approximateNeighbours(vectors, 10, 1);
        const auto again = approximateNeighbours(vectors, 10, 1);
        REQUIRE_OK(exact);
        REQUIRE_OK(approximate);
        REQUIRE_OK(again);
        std::size_t found = 0;
        for (std::size_t row = 0; row < vectors.count; ++row) {
            const auto right = rowsOf(exact->of(row));
            const auto rows = rowsOf(approximate->of(row));
            QCOMPARE(rows.size(), right.size());
            QCOMPARE(rowsOf(again->of(row)), rows);
            for (const auto each : rows) {
                found += static_cast<std::size_t>(std::ranges::count(right, each));
            }
        }
        QVERIFY2(found > vectors.count * 10 * 9 / 10, qPrintable(QString::number(found)));
    }

    // Equal rows, of which no plane tells one from another.
    void approximateNeighboursOfEqualRows() {
        const Vectors equal{300, 4, std::vector<float>(1200, 1.0F)};
        const auto table = approximateNeighbours(equal, 5, 1);
        REQUIRE_OK(table);
        for (std::size_t row = 0; row < equal.count; ++row) {
            const auto rows = rowsOf(table->of(row));
            QCOMPARE(std::set<std::uint32_t>(rows.begin(), rows.end()).size(), 5UL);
            QVERIFY(std::ranges::count(rows, row) == 0);
        }
    }

    void edgesWeighByTheDensityAround() {
        const auto vectors = blobs(2, 40, 5);
        const auto table = nearestNeighbours(vectors, 8, 1);
        REQUIRE_OK(table);
        const auto edges = fuzzyEdges(*table);
        std::vector<float> largest(vectors.count);
        for (const auto& edge : edges) {
            QVERIFY(edge.weight > 0 && edge.weight <= 1);
            largest[edge.from] = std::max(largest[edge.from], edge.weight);
            // The other direction weighs the same.
            const auto back = std::ranges::find_if(edges, [&](const FuzzyEdge& other) {
                return other.from == edge.to && other.to == edge.from;
            });
            QVERIFY(back != edges.end());
            QVERIFY(std::abs(back->weight - edge.weight) < 1e-6F);
        }
        for (const float weight : largest) {
            QVERIFY(weight > 0.999F);  // the nearest neighbour counts 1
        }
    }
};

QTEST_APPLESS_MAIN(TestNearestRows)
#include "tst_nearest_rows.moc"
