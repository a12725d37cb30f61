#include "charts/axis_ticks.h"
#include "charts/chart_viewport.h"
#include "charts/plot_axes.h"

#include <QTest>

#include <cmath>

using namespace ncf;

namespace {

// Shows 0 to 10 by 0 to 100.
ChartViewport someViewport() {
    ChartViewport viewport;
    viewport.setData({0, 10}, {0, 100});
    viewport.setVisibleY({0, 100});
    return viewport;
}

bool same(const AxisRange& a, const AxisRange& b) {
    const auto near = [](double x, double y) {
        return std::abs(x - y) <= 1e-9 * (1 + std::abs(y));
    };
    return near(a.low, b.low) && near(a.high, b.high);
}

}  // namespace

class TestChartViewport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void followsTheDataUntilZoomed() {
        auto viewport = someViewport();
        QVERIFY(same(viewport.x(), {0, 10}) && same(viewport.y(), {0, 100}));
        viewport.setData({0, 20}, {0, 200});
        QVERIFY(same(viewport.x(), {0, 20}) && same(viewport.y(), {0, 200}));
        viewport.zoomTo({0.25, 0.5}, {0.5, 1});
        QVERIFY(viewport.zoomed());
        QVERIFY(same(viewport.x(), {5, 10}) && same(viewport.y(), {100, 200}));
        viewport.setData({0, 40}, {-5, 900});
        QVERIFY(same(viewport.x(), {5, 10}) && same(viewport.y(), {100, 200}));
        viewport.reset();
        QVERIFY(same(viewport.x(), {0, 40}) && viewport.y().high >= 900);
    }

    void whatIsUnderThePointerStays() {
        auto viewport = someViewport();
        for (const double share : {0.0, 0.3, 1.0}) {
            viewport.reset();
            const double before = viewport.xAt(share);
            viewport.zoomAbout(share, share, 0.5, 0.5);
            QVERIFY(std::abs(viewport.xAt(share) - before) < 1e-9);
            QVERIFY(std::abs(viewport.x().span() - 5) < 1e-9);
            QVERIFY(std::abs(viewport.y().span() - 50) < 1e-9);
        }
    }

    void zoomsOutNoFurtherThanTheData() {
        auto viewport = someViewport();
        viewport.zoomAbout(0.1, 0.1, 0.2, 0.2);
        viewport.zoomAbout(0.9, 0.9, 1.5, 1.5);
        QVERIFY(viewport.zoomed());
        QVERIFY(viewport.x().low >= 0 && viewport.y().low >= 0);
        viewport.zoomAbout(0.5, 0.5, 50, 50);
        QVERIFY(!viewport.zoomed());
        QVERIFY(same(viewport.x(), {0, 10}));
    }

    void zoomsInOnlySoFar() {
        auto viewport = someViewport();
        for (int i = 0; i < 1000; ++i) {
            viewport.zoomAbout(0.5, 0.5, 0.5, 0.5);
        }
        QVERIFY(viewport.x().span() > 1e-6 && viewport.y().span() > 1e-5);
        QVERIFY(viewport.shareOfX(viewport.x().high) == 1);
    }

    void heightFollowsWhileOnlyTheWidthIsZoomed() {
        auto viewport = someViewport();
        viewport.zoomTo({0.5, 0.6}, {0, 1});
        viewport.setVisibleY({40, 50});
        QVERIFY(same(viewport.y(), {40, 50}));
        viewport.panBy(0, 0.5);  // nothing to pan
        QVERIFY(same(viewport.y(), {40, 50}));
    }

    void panStaysWithinTheData() {
        auto viewport = someViewport();
        viewport.panBy(0.5, 0.5);  // all is shown
        QVERIFY(!viewport.zoomed() && same(viewport.x(), {0, 10}));
        viewport.zoomTo({0.4, 0.6}, {0.4, 0.6});
        viewport.panBy(0.5, -0.5);
        QVERIFY(same(viewport.x(), {5, 7}) && same(viewport.y(), {30, 50}));
        viewport.panBy(99, -99);
        QVERIFY(same(viewport.x(), {8, 10}) && same(viewport.y(), {0, 20}));
    }

    void logarithmic() {
        ChartViewport viewport;
        viewport.setData({0, 10}, {0.01, 100});
        viewport.setVisibleY({0.01, 100});
        viewport.setLogarithmic(true);
        QVERIFY(viewport.logarithmic());
        QVERIFY(std::abs(viewport.shareOfY(1) - 0.5) < 1e-9);
        QVERIFY(viewport.y().low > 0 && viewport.y().low < 0.01 && viewport.y().high > 100);
        viewport.zoomAbout(0.5, 0.5, 0.5, 0.5);
        QVERIFY(std::abs(viewport.shareOfY(1) - 0.5) < 1e-9);
        viewport.setData({0, 10}, {0, 100});  // 0 has no logarithm
        QVERIFY(!viewport.logarithmic() && !viewport.canBeLogarithmic());
        QVERIFY(viewport.y().contains(0) && viewport.y().contains(100));
        viewport.setData({0, 10}, {0.01, 100});
        QVERIFY(viewport.logarithmic());
    }

    void nothingToShow() {
        ChartViewport viewport;
        QVERIFY(viewport.empty() && !viewport.canBeLogarithmic());
        viewport.zoomAbout(0.5, 0.5, 0.5, 0.5);
        viewport.panBy(1, 1);
        QVERIFY(!viewport.zoomed());
        viewport.setData({3, 3}, {7, 7});  // a single point
        QVERIFY(viewport.x().span() > 0 && viewport.y().span() > 0);
        QVERIFY(viewport.y().contains(7));
    }

    void niceRanges_data() {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<double>("niceLow");
        QTest::addColumn<double>("niceHigh");
        QTest::newRow("inside") << 0.13 << 0.68 << 0.1 << 0.7;
        QTest::newRow("at ticks already") << 0.1 << 0.6 << 0.1 << 0.6;
        QTest::newRow("across zero") << -3.2 << 4.1 << -4.0 << 5.0;
        QTest::newRow("large") << 0.0 << 987654.0 << 0.0 << 1000000.0;
        QTest::newRow("a single 0") << 0.0 << 0.0 << -0.001 << 0.001;
        QTest::newRow("a single value") << 50.0 << 50.0 << 44.0 << 56.0;
    }

    void niceRanges() {
        QFETCH(double, low);
        QFETCH(double, high);
        QFETCH(double, niceLow);
        QFETCH(double, niceHigh);
        const auto range = niceRange({low, high}, 5);
        QVERIFY2(same(range, {niceLow, niceHigh}), qPrintable(QString::number(range.low)));
    }

    void decimalsOfSteps() {
        QCOMPARE(decimalsOf(0.05), 2);
        QCOMPARE(decimalsOf(0.1), 1);
        QCOMPARE(decimalsOf(1), 0);
        QCOMPARE(decimalsOf(2000), 0);
        QCOMPARE(decimalsOf(1e-30), 12);
    }

    void labels_data() {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<bool>("logarithmic");
        QTest::addColumn<QString>("labels");
        QTest::newRow("fractions") << 0.2 << 0.4 << false << "0.20 0.25 0.30 0.35 0.40";
        QTest::newRow("across zero") << -1.0 << 1.0 << false << "-1.0 -0.5 0.0 0.5 1.0";
        QTest::newRow("large") << 0.0 << 4e9 << false << "0 1e+09 2e+09 3e+09 4e+09";
        QTest::newRow("far from zero")
            << 1000.0 << 1000.002 << false << "1000.0000 1000.0005 1000.0010 1000.0015 1000.0020";
        QTest::newRow("some powers") << 0.009 << 1.1 << true << "0.01 0.02 0.05 0.1 0.2 0.5 1";
        QTest::newRow("more powers")
            << 1e-4 << 1.0 << true << "0.0001 0.0003 0.001 0.003 0.01 0.03 0.1 0.3 1";
        QTest::newRow("many powers") << 1e-20 << 1.0 << true << "1e-20 1e-16 1e-12 1e-08 0.0001 1";
        QTest::newRow("less than a power")
            << 0.31 << 0.62 << true << "0.35 0.40 0.45 0.50 0.55 0.60";
    }

    void labels() {
        QFETCH(double, low);
        QFETCH(double, high);
        QFETCH(bool, logarithmic);
        QFETCH(QString, labels);
        QStringList written;
        for (const auto& tick : labelled(logarithmic ? logarithmicTicks({low, high}, 5)
                                                     : linearTicks({low, high}, 5))) {
            written << tick.label;
        }
        QCOMPARE(written.join(' '), labels);
    }

    // However odd the range, a label for each pixel would stop the program.
    void neverManyTicks() {
        for (const double low : {-1e308, -1.0, 0.0, 1e-300, 0.1, 1.0, 1e9}) {
            for (const double span : {1e-12, 1e-6, 1.0, 1e9, 1e300}) {
                QVERIFY(linearTicks({low, low + span}, 5).size() <= 20);
                if (low > 0) {
                    QVERIFY(logarithmicTicks({low, low + span}, 5).size() <= 20);
                }
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestChartViewport)
#include "tst_chart_viewport.moc"
