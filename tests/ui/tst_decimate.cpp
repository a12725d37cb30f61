#include "charts/decimate.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

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
        QCOMPARE(decimate({{1, 1}}, 10).size(), std::size_t(1));
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
        QCOMPARE(decimate({{0, 1}, {1, nan}, {2, infinity}, {nan, 3}, {3, 4}}, 10).size(),
                 std::size_t(2));
        QVERIFY(decimate(std::vector<CurvePoint>(1000, {1, nan}), 10).empty());

        auto points = noise(10000);
        for (std::size_t i = 0; i < points.size(); i += 3) {
            points[i].y = i % 2 == 0 ? nan : infinity;
        }
        points.back().x = nan;
        const auto few = decimate(points, 50);
        QVERIFY(!few.empty() && few.size() <= 100);
        QVERIFY(std::all_of(few.begin(), few.end(), [](const CurvePoint& p) {
            return std::isfinite(p.x) && std::isfinite(p.y);
        }));
        QCOMPARE(few.front().x, 1.0);
        QCOMPARE(few.back().x, 9998.0);
    }

    void hugeSpan() {
        std::vector<CurvePoint> points = noise(1000);
        points.front().x = std::numeric_limits<double>::lowest();
        points.back().x = std::numeric_limits<double>::max();
        const auto few = decimate(points, 10);
        QVERIFY(few.size() >= 2 && few.size() <= 20);
        QVERIFY(ascending(few));
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
