#include "charts/decimate.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace ncf;

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
        const auto y = [](const CurvePoint& a, const CurvePoint& b) { return a.y < b.y; };
        QCOMPARE(std::max_element(few.begin(), few.end(), y)->x, 51234.0);
        QCOMPARE(std::min_element(few.begin(), few.end(), y)->x, 7.0);
        QVERIFY(std::is_sorted(few.begin(), few.end(),
                               [](const CurvePoint& a, const CurvePoint& b) { return a.x < b.x; }));
    }

    void fewPointsStayAsTheyAre() {
        const std::vector<CurvePoint> points = {{0, 1}, {1, 2}, {1, 3}};
        QCOMPARE(decimate(points, 10).size(), points.size());
        QVERIFY(decimate({}, 10).empty());
        QCOMPARE(decimate({{1, 1}}, 10).size(), std::size_t(1));
    }

    void notANumberIsLeftOut() {
        const auto drawn = decimate({{0, 1}, {1, std::nan("")}, {2, INFINITY}, {3, 4}}, 10);
        QCOMPARE(drawn.size(), std::size_t(2));
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
};

QTEST_APPLESS_MAIN(TestDecimate)
#include "tst_decimate.moc"
