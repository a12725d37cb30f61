#include "recommendation/approximate_neighbours.h"
#include "recommendation/fuzzy_edges.h"
#include "recommendation/kept_neighbours.h"
#include "recommendation/neighbour_layout.h"
#include "support/blobs.h"
#include "support/results.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace ncf;
using namespace ncf::test;

namespace {

double distance(const PlanePoint& a, const PlanePoint& b) {
    return std::hypot(static_cast<double>(a.x - b.x), static_cast<double>(a.y - b.y));
}

}  // namespace

class TestNeighbourLayout : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void layoutKeepsBlobsApart() {
        const auto vectors = blobs(3, 60, 12);
        const auto points = neighbourLayout(vectors, principalPlane(vectors).points, 1);
        REQUIRE_OK(points);
        for (std::size_t row = 0; row < vectors.count; ++row) {
            for (std::size_t other = 0; other < vectors.count; ++other) {
                const bool together = row / 60 == other / 60;
                const double apart = distance((*points)[row], (*points)[other]);
                QVERIFY(std::isfinite(apart));
                // The nearest of another blob is farther than the nearest of the own one.
                if (!together) {
                    double nearest = std::numeric_limits<double>::infinity();
                    for (std::size_t own = row / 60 * 60; own < row / 60 * 60 + 60; ++own) {
                        nearest = own == row
                                      ? nearest
                                      : std::min(nearest, distance((*points)[row], (*points)[own]));
                    }
                    QVERIFY(apart > nearest);
                }
            }
        }
    }

    // A closed curve that winds through 24 directions crosses itself in every plane.
    void layoutKeepsMoreNeighboursThanPrincipalComponents() {
        Vectors vectors;
        for (int i = 0; i < 600; ++i) {
            std::vector<float> row;
            for (int wave = 1; wave <= 12; ++wave) {
                const double angle = 2 * 3.14159265 * wave * i / 600;
                row.push_back(static_cast<float>(std::sin(angle)));
                row.push_back(static_cast<float>(std::cos(angle)));
            }
            append(vectors, row);
        }
        const auto plane = principalPlane(vectors).points;
        const auto points = neighbourLayout(vectors, plane, 1);
        REQUIRE_OK(points);
        const double before = keptNeighbours(vectors, plane);
        const double after = keptNeighbours(vectors, *points);
        QVERIFY2(after > 0.6 && after > 1.5 * before,
                 qPrintable(QString("%1, before %2").arg(after).arg(before)));
    }

    void keptNeighboursOfKnownPictures() {
        Vectors line;
        std::vector<PlanePoint> same;
        std::vector<PlanePoint> shuffled;
        Random random(2);
        for (int i = 0; i < 300; ++i) {
            append(line, {static_cast<float>(i * i), 0, 1});
            same.push_back({1, static_cast<float>(i * i)});
        }
        shuffled = same;
        random.shuffle(shuffled);
        QCOMPARE(keptNeighbours(line, same), 1.0);
        QVERIFY(keptNeighbours(line, shuffled) < 0.1);
    }

    void layoutIsDeterministic() {
        const auto vectors = blobs(3, 40, 8);
        const auto start = principalPlane(vectors).points;
        const auto first = neighbourLayout(vectors, start, 5);
        const auto second = neighbourLayout(vectors, start, 5);
        const auto other = neighbourLayout(vectors, start, 6);
        REQUIRE_OK(first);
        REQUIRE_OK(second);
        REQUIRE_OK(other);
        QCOMPARE(*first, *second);
        QVERIFY(*first != *other);
    }

    void layoutOfAlmostNothing() {
        for (const std::size_t count : {0UL, 1UL, 2UL, 3UL, 5UL}) {
            const Vectors equal{count, 4, std::vector<float>(count * 4, 1.0F)};
            const auto points = neighbourLayout(equal, principalPlane(equal).points, 1);
            REQUIRE_OK(points);
            QCOMPARE(points->size(), count);
            for (const auto& point : *points) {
                QVERIFY(std::isfinite(point.x) && std::isfinite(point.y));
            }
        }
    }

    void layoutTellsAndCanBeCancelled() {
        const auto vectors = blobs(3, 300, 8);
        const auto start = principalPlane(vectors).points;
        std::uint64_t last = 0;
        bool backwards = false;
        const auto points =
            neighbourLayout(vectors, start, 1, [&](std::uint64_t done, std::uint64_t total) {
                backwards = backwards || done < last || done > total;
                last = done;
            });
        REQUIRE_OK(points);
        QVERIFY(!backwards);
        QCOMPARE(last, 1000UL);

        std::stop_source stop;
        int told = 0;
        const auto stopped = neighbourLayout(
            vectors, start, 1,
            [&](std::uint64_t done, std::uint64_t) {
                ++told;
                if (done > 100) {
                    stop.request_stop();
                }
            },
            {}, stop.get_token());
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().kind, ErrorKind::Cancelled);
        QVERIFY(told < 400);
        const auto never = approximateNeighbours(vectors, 5, 1, {}, stop.get_token());
        QVERIFY(!never);
        QCOMPARE(never.error().kind, ErrorKind::Cancelled);
    }
};

QTEST_APPLESS_MAIN(TestNeighbourLayout)
#include "tst_neighbour_layout.moc"
