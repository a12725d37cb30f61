#include "base/random.h"
#include "experiment/embedding_map.h"
#include "experiment/run_experiment.h"
#include "recommendation/approximate_neighbours.h"
#include "recommendation/clusters.h"
#include "recommendation/fuzzy_edges.h"
#include "recommendation/kept_neighbours.h"
#include "recommendation/neighbour_layout.h"
#include "support/results.h"
#include "support/small_project.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

using namespace ncf;
using namespace ncf::test;

namespace {

void append(Vectors& vectors, const std::vector<float>& row) {
    vectors.width = row.size();
    vectors.values.insert(vectors.values.end(), row.begin(), row.end());
    ++vectors.count;
}

// Groups of rows around far corners of a space: group i is rows i · perGroup and on.
Vectors blobs(std::size_t groups, std::size_t perGroup, std::size_t width, double spread = 0.1) {
    Random random(3);
    Vectors vectors;
    for (std::size_t group = 0; group < groups; ++group) {
        for (std::size_t i = 0; i < perGroup; ++i) {
            std::vector<float> row(width);
            for (std::size_t at = 0; at < width; ++at) {
                row[at] =
                    static_cast<float>((at % groups == group ? 1 : 0) + spread * random.normal());
            }
            append(vectors, row);
        }
    }
    return vectors;
}

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

double distance(const PlanePoint& a, const PlanePoint& b) {
    return std::hypot(static_cast<double>(a.x - b.x), static_cast<double>(a.y - b.y));
}

}  // namespace

class TestEmbeddingMap : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

private Q_SLOTS:
    // Along (3, 4, 0) / 5 with variance 25, along z with variance 4, and nothing else.
    void principalPlaneOfAKnownShape() {
        Vectors vectors;
        for (const double u : {-5.0, 5.0}) {
            for (const double z : {-2.0, 2.0}) {
                append(vectors, {static_cast<float>(7 + u * 0.6), static_cast<float>(u * 0.8),
                                 static_cast<float>(z - 1)});
            }
        }
        const auto plane = principalPlane(vectors);
        QVERIFY(std::abs(plane.share[0] - 25.0 / 29) < 1e-6);
        QVERIFY(std::abs(plane.share[1] - 4.0 / 29) < 1e-6);
        const std::vector<PlanePoint> expected = {{-5, -2}, {-5, 2}, {5, -2}, {5, 2}};
        for (std::size_t i = 0; i < expected.size(); ++i) {
            QVERIFY(distance(plane.points[i], expected[i]) < 1e-4);
        }
    }

    // With many directions, against the definition: what is left along each other direction is no
    // larger, and the coordinates do not correlate.
    void principalPlaneOfManyDirections() {
        Random random(8);
        Vectors vectors;
        for (int row = 0; row < 500; ++row) {
            std::vector<float> values(40);
            for (std::size_t i = 0; i < values.size(); ++i) {
                const double deviation = i == 17 ? 3 : i == 4 ? 2 : 1;
                values[i] = static_cast<float>(deviation * random.normal());
            }
            append(vectors, values);
        }
        const auto plane = principalPlane(vectors);
        double xx = 0, yy = 0, xy = 0, along17 = 0;
        for (std::size_t row = 0; row < vectors.count; ++row) {
            const auto x = static_cast<double>(plane.points[row].x);
            const auto y = static_cast<double>(plane.points[row].y);
            xx += x * x;
            yy += y * y;
            xy += x * y;
            along17 += x * static_cast<double>(vectors.row(row)[17]);
        }
        QVERIFY(std::abs(xy) < 1e-3 * yy);
        QVERIFY(xx > 9 * 0.9 * 500 && yy > 4 * 0.9 * 500 && xx > yy);
        QVERIFY(along17 > 0.9 * xx);  // and the sign is that of the largest component
        QCOMPARE(principalPlane(vectors).points, plane.points);
    }

    void principalPlaneOfAlmostNothing() {
        QVERIFY(principalPlane({}).points.empty());
        const Vectors one{1, 3, {1, 2, 3}};
        QCOMPARE(principalPlane(one).points, std::vector<PlanePoint>{PlanePoint{}});
        const Vectors equal{3, 2, {1, 2, 1, 2, 1, 2}};
        QCOMPARE(principalPlane(equal).share, (std::array<double, 2>{}));
        const Vectors line{3, 1, {0, 1, 2}};
        QCOMPARE(principalPlane(line).points, (std::vector<PlanePoint>{{-1, 0}, {0, 0}, {1, 0}}));
        QCOMPARE(principalPlane(line).share, (std::array<double, 2>{1, 0}));
    }

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

    void clustersAreTheBlobs() {
        Vectors vectors;
        const std::vector<std::size_t> sizes = {10, 30, 20};
        Random random(4);
        for (std::size_t group = 0; group < sizes.size(); ++group) {
            for (std::size_t i = 0; i < sizes[group]; ++i) {
                append(vectors,
                       {static_cast<float>(10 * static_cast<double>(group) + random.normal()),
                        static_cast<float>(random.normal())});
            }
        }
        for (const std::uint64_t seed : {1UL, 2UL, 3UL}) {
            const auto group = clusters(vectors, 3, seed);
            for (std::size_t row = 0; row < vectors.count; ++row) {
                // Numbered by size.
                QCOMPARE(group[row], row < 10 ? 2 : row < 40 ? 0 : 1);
            }
        }
        const auto one = clusters(vectors, 1, 1);
        QVERIFY(std::ranges::count(one, 0) == 60);
        const Vectors equal{5, 2, std::vector<float>(10, 1.0F)};
        QCOMPARE(clusters(equal, 3, 1), std::vector<int>(5, 0));
        QVERIFY(clusters({}, 3, 1).empty());
    }

    void csvIsSafeForSpreadsheets() {
        const std::vector<MapEntry> entries = {{"1", "=2+3", "Drama|War", 7, 0},
                                               {"a,b", "", "", 0, 11}};
        const std::vector<PlanePoint> points = {{0.5F, -1}, {1, 0.25F}};
        QCOMPARE(mapCsv(entries, points), std::string("id,title,x,y,cluster,genres,popularity\n"
                                                      "1,'=2+3,0.5,-1,1,Drama|War,7\n"
                                                      "\"a,b\",,1,0.25,12,,0\n"));
        QCOMPARE(entries[0].genre(), std::string("Drama"));
        QCOMPARE(entries[1].genre(), std::string());
        QCOMPARE(entries[1].name(), std::string("a,b"));
    }

    // Of the embeddings alone, whether or not there are biases beside them.
    void mapOfARun_data() {
        QTest::addColumn<bool>("biases");
        QTest::newRow("plain") << false;
        QTest::newRow("biases") << true;
    }
    void mapOfARun() {
        QFETCH(bool, biases);
        const std::filesystem::path file =
            folder_.filePath(biases ? "biases.ncf" : "small.ncf").toStdString();
        REQUIRE_OK(
            importRatings(writeFile(folder_.filePath("small.csv"), smallRatings()), file, {}));
        auto config = smallConfig(1);
        config.model.biases = biases;
        RunControl control;
        RunMonitor monitor;
        const auto record = runExperiment(file, config, "", control, monitor);
        REQUIRE_OK(record);
        const auto project = Project::open(file);
        REQUIRE_OK(project);
        const auto data = loadProjectData(*project);
        REQUIRE_OK(data);
        const auto run = LoadedRun::load(*project, record->id, *data);
        REQUIRE_OK(run);
        for (const auto of : {MapOf::Items, MapOf::Users}) {
            const auto map = embeddingMap(*run, of, 1);
            REQUIRE_OK(map);
            QCOMPARE(map->entries.size(), of == MapOf::Items ? 30UL : 40UL);
            QCOMPARE(map->points.size(), map->entries.size());
            QCOMPARE(map->vectors->count, map->entries.size());
            QCOMPARE(map->vectors->width, 8UL);
            QVERIFY(map->share[0] >= map->share[1] && map->share[0] + map->share[1] <= 1);
            std::uint64_t interactions = 0;
            for (const auto& entry : map->entries) {
                interactions += entry.popularity;
                QVERIFY(entry.cluster >= 0 && entry.cluster < int(kMapClusters));
            }
            QCOMPARE(interactions, 200UL);
            for (std::size_t row = 0; row < map->vectors->count; ++row) {
                float square = 0;
                for (const float value : map->vectors->row(row)) {
                    square += value * value;
                }
                QVERIFY(std::abs(square - 1) < 1e-4F);
            }
        }
        QCOMPARE(embeddingMap(*run, MapOf::Users, 1)->entries[3].id, std::string("u3"));
        // Users by the start of their id, items by words.
        QCOMPARE(findOnMap(**data, MapOf::Users, "u3", 100).size(), 11UL);
        QCOMPARE(findOnMap(**data, MapOf::Users, "u3", 4).size(), 4UL);
        QCOMPARE(findOnMap(**data, MapOf::Items, "f2", 100).size(), 11UL);

        std::stop_source stop;
        stop.request_stop();
        const auto stopped = embeddingMap(*run, MapOf::Items, 1, stop.get_token());
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().kind, ErrorKind::Cancelled);
    }
};

QTEST_APPLESS_MAIN(TestEmbeddingMap)
#include "tst_embedding_map.moc"
