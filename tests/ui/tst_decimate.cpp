#include "charts/decimate.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <utility>

using namespace ncf;

namespace {

bool ascending(const std::vector<CurvePoint>& points) {
    return std::is_sorted(points.begin(), points.end(),
                          [](const CurvePoint& a, const CurvePoint& b) { return a.x < b.x; });
}

bool contains(const std::vector<CurvePoint>& points, double x, double y) {
    return std::any_of(points.begin(), points.end(),
                       [&](const CurvePoint& p) { return p.x == x && p.y == y; });
}

std::vector<CurvePoint> noise(std::size_t count) {
    std::mt19937 random(7);
    std::vector<CurvePoint> points;
    for (std::size_t i = 0; i < count; ++i) {
        points.push_back({static_cast<double>(i), static_cast<double>(random() % 1000) / 1000});
    }
    return points;
}

}  // namespace

class TestDecimate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsEverySpike() {
        std::vector<CurvePoint> points;
        for (int i = 0; i < 100000; ++i) {
            points.push_back({static_cast<double>(i), i == 51234 ? 9.0 : i == 7 ? -9.0 : 0.0});
        }
        const auto few = decimate(points, 500);
        QVERIFY(few.size() <= 1000);
        QVERIFY(contains(few, 51234, 9));
        QVERIFY(contains(few, 7, -9));
        QVERIFY(ascending(few));
    }

    void sizeAndEnds_data() {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("columns");
        QTest::newRow("one more than fits") << 201 << 100;
        QTest::newRow("far more than fits") << 54321 << 100;
        QTest::newRow("two columns") << 1000 << 2;
        QTest::newRow("one column counts as two") << 1000 << 1;
        QTest::newRow("no column counts as two") << 1000 << 0;
        QTest::newRow("more columns than points") << 1000 << 5000;
    }

    void sizeAndEnds() {
        QFETCH(int, count);
        QFETCH(int, columns);
        const auto points = noise(static_cast<std::size_t>(count));
        const auto few = decimate(points, static_cast<std::size_t>(columns));
        QVERIFY(few.size() <= static_cast<std::size_t>(2 * std::max(columns, 2)));
        QVERIFY(ascending(few));
        QCOMPARE(few.front().x, points.front().x);
        QCOMPARE(few.back().x, points.back().x);
        const auto higher = [](const CurvePoint& a, const CurvePoint& b) { return a.y < b.y; };
        const auto [low, high] = std::minmax_element(points.begin(), points.end(), higher);
        const auto [lowDrawn, highDrawn] = std::minmax_element(few.begin(), few.end(), higher);
        QCOMPARE(lowDrawn->y, low->y);
        QCOMPARE(highDrawn->y, high->y);
    }

    void fewPointsStayAsTheyAre() {
        const std::vector<CurvePoint> points = {{0, 1}, {1, 2}, {1, 3}};
        const auto drawn = decimate(points, 10);
        QCOMPARE(drawn.size(), points.size());
        QVERIFY(contains(drawn, 1, 2) && contains(drawn, 1, 3));
        QVERIFY(decimate({}, 10).empty());
        QCOMPARE(decimate(std::vector<CurvePoint>{{1, 1}}, 10).size(), std::size_t(1));
    }

    // Columns are of equal width in x, however unevenly the points lie.
    void crowdsDoNotTakeTheRoomOfTheRest() {
        auto points = noise(10000);
        for (auto& point : points) {
            point.x /= 20000;  // all in the first column
        }
        for (int i = 1; i <= 100; ++i) {
            points.push_back({static_cast<double>(i), 0.5});
        }
        const auto few = decimate(points, 151);
        QVERIFY(few.size() <= 302);
        for (int i = 1; i <= 100; ++i) {
            QVERIFY(contains(few, i, 0.5));
        }
    }

    void equalX() {
        std::vector<CurvePoint> points(1000, {4, 1});
        points[500].y = 8;
        points[501].y = -8;
        const auto few = decimate(points, 10);
        QVERIFY(few.size() <= 20);
        QVERIFY(contains(few, 4, 8) && contains(few, 4, -8));
    }

    void whatIsNotANumberIsLeftOut() {
        const double nan = std::nan("");
        const double infinity = std::numeric_limits<double>::infinity();
        const std::vector<CurvePoint> few = {{0, 1}, {1, nan}, {2, infinity}, {nan, 3}, {3, 4}};
        QCOMPARE(decimate(few, 10).size(), std::size_t(2));
        QVERIFY(decimate(std::vector<CurvePoint>(1000, {1, nan}), 10).empty());

        auto points = noise(10000);
        for (std::size_t i = 0; i < points.size(); i += 3) {
            points[i].y = i % 2 == 0 ? nan : infinity;
        }
        points.back().x = nan;
        const auto drawn = decimate(points, 50);
        QVERIFY(!drawn.empty() && drawn.size() <= 100);
        QVERIFY(std::all_of(drawn.begin(), drawn.end(), [](const CurvePoint& p) {
            return std::isfinite(p.x) && std::isfinite(p.y);
        }));
        QCOMPARE(drawn.front().x, 1.0);
        QCOMPARE(drawn.back().x, 9998.0);
    }

    void hugeSpan() {
        std::vector<CurvePoint> points = noise(1000);
        points.front().x = std::numeric_limits<double>::lowest();
        points.back().x = std::numeric_limits<double>::max();
        const auto few = decimate(points, 10);
        QVERIFY(few.size() >= 2 && few.size() <= 20);
        QVERIFY(ascending(few));
    }

    void extremesOfBlocksLoseNoSpike() {
        auto points = noise(10000);
        points[5123].y = 9;
        points[17].y = -9;
        points[200].y = std::nan("");
        BlockExtremes blocks;
        for (const std::size_t size : {10u, 500u, 501u, 4000u, 10000u}) {  // as the curve grows
            blocks.grow(std::span(points).first(size));
        }
        BlockExtremes atOnce;
        atOnce.grow(points);
        for (const auto& [from, to] : {std::pair<std::size_t, std::size_t>{0, 10000},
                                       {5, 9999},
                                       {64, 6400},
                                       {70, 80},
                                       {100, 140},
                                       {9990, 10000}}) {
            const auto few = blocks.collect(points, from, to);
            QCOMPARE(few.size(), atOnce.collect(points, from, to).size());
            QVERIFY(ascending(few));
            QVERIFY(few.size() <= (to - from) / 16 + 2 * BlockExtremes::kBlock + 2);
            QCOMPARE(contains(few, 5123, 9), from <= 5123 && 5123 < to);
            QCOMPARE(contains(few, 17, -9), from <= 17 && 17 < to);
            QCOMPARE(few.front().x, static_cast<double>(from));
            QCOMPARE(few.back().x, static_cast<double>(to - 1));
        }
    }

    void visiblePartReachesOutOfTheRange_data() {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<double>("first");
        QTest::addColumn<double>("last");
        QTest::newRow("inside") << 3.5 << 6.5 << 3.0 << 7.0;
        QTest::newRow("at points") << 3.0 << 6.0 << 2.0 << 7.0;
        QTest::newRow("between two points") << 3.2 << 3.4 << 3.0 << 4.0;
        QTest::newRow("all") << -5.0 << 50.0 << 0.0 << 9.0;
        QTest::newRow("from before the first") << -5.0 << 1.5 << 0.0 << 2.0;
        QTest::newRow("behind the last") << 20.0 << 30.0 << 9.0 << 9.0;
        QTest::newRow("before the first") << -20.0 << -10.0 << 0.0 << 0.0;
    }

    void visiblePartReachesOutOfTheRange() {
        QFETCH(double, low);
        QFETCH(double, high);
        QFETCH(double, first);
        QFETCH(double, last);
        const auto points = noise(10);
        const auto part = visiblePart(points, {low, high});
        QVERIFY(!part.empty());
        QCOMPARE(part.front().x, first);
        QCOMPARE(part.back().x, last);
        QVERIFY(visiblePart({}, {low, high}).empty());
    }

    void nearestPoints() {
        const std::vector<CurvePoint> points = {{0, 5}, {1, 6}, {4, 7}};
        QCOMPARE(nearestPoint(points, -3)->y, 5.0);
        QCOMPARE(nearestPoint(points, 0.6)->y, 6.0);
        QCOMPARE(nearestPoint(points, 2.4)->y, 6.0);
        QCOMPARE(nearestPoint(points, 2.6)->y, 7.0);
        QCOMPARE(nearestPoint(points, 9)->y, 7.0);
        QVERIFY(nearestPoint({}, 1) == nullptr);
    }

    void smoothing() {
        Smoother smoother(0.9);
        for (int i = 0; i < 50; ++i) {
            QVERIFY(std::abs(smoother.add({0, 3}).y - 3) < 1e-12);  // no pull towards 0
        }
        const double after = smoother.add({0, 13}).y;
        QVERIFY(after > 3.9 && after < 4.1);
        Smoother none(0);
        none.add({0, 1});
        QCOMPARE(none.add({0, 7}).y, 7.0);
    }

    // One step that went wrong must not end the curve.
    void smoothingSurvivesWhatIsNotANumber() {
        Smoother smoother(0.9);
        smoother.add({0, 3});
        QVERIFY(std::isnan(smoother.add({1, std::nan("")}).y));
        QVERIFY(std::abs(smoother.add({2, 3}).y - 3) < 1e-12);
    }
};

QTEST_APPLESS_MAIN(TestDecimate)
#include "tst_decimate.moc"
