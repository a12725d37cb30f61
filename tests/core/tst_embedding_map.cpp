#include "experiment/embedding_map.h"
#include "experiment/run_experiment.h"
#include "recommendation/clusters.h"
#include "recommendation/neighbour_layout.h"
#include "support/blobs.h"
#include "support/results.h"
#include "support/small_project.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace ncf;
using namespace ncf::test;

namespace {

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
