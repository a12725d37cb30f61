#include "support/some_chart.h"
#include "theme/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace ncf;
using namespace ncf::test;

namespace {

constexpr int kMostDrawn = 2000;  // points of a curve

// The switch of the legend for a curve.
QCheckBox* switchOf(const LineChart& chart, const QString& curve) {
    for (auto* const entry : chart.findChildren<QCheckBox*>()) {
        if (entry->accessibleName().contains(curve)) {
            return entry;
        }
    }
    return nullptr;
}

}  // namespace

class TestLineChart : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { Theme::apply(*qApp, Theme::Mode::Light); }

    void manySmallPiecesAreDrawnOnceAndDecimated() {
        LineChart chart("Loss", "step", "loss");
        chart.resize(600, 300);
        chart.show();
        QVERIFY(QTest::qWaitForWindowExposed(&chart));
        const int curve = chart.addCurve("loss", 0, CurveStyle::Faint);
        QCoreApplication::processEvents();
        const QSignalSpy replaced(seriesOf(chart), &QXYSeries::pointsReplaced);
        for (int i = 0; i < 100000; i += 20) {
            std::vector<CurvePoint> piece;
            for (int k = i; k < i + 20; ++k) {
                piece.push_back({static_cast<double>(k), k == 77777 ? 50.0 : std::sin(k)});
            }
            chart.appendPoints(curve, piece);
        }
        QCOMPARE(replaced.count(), 0);
        QTRY_COMPARE(replaced.count(), 1);
        const auto drawn = seriesOf(chart)->points();
        QVERIFY(drawn.size() > 100 && drawn.size() <= kMostDrawn);
        QCOMPARE(drawn.first().x(), 0.0);
        QCOMPARE(drawn.last().x(), 99999.0);
        QVERIFY(drawn.contains(QPointF(77777, 50)));
        QVERIFY(axisOf(chart, Qt::Vertical)->max() >= 50);
        QCOMPARE(axisOf(chart, Qt::Horizontal)->max(), 99999.0);
    }

    void clearKeepsTheCurves() {
        LineChart chart("Loss", "step", "loss");
        chart.show();
        chart.setEmptyText("Nothing yet");
        const int curve = chart.addCurve("loss", 0, CurveStyle::Solid);
        auto* const empty = labelSaying(chart, "Nothing yet");
        QVERIFY(empty && !empty->isHidden());
        chart.setPoints(curve, {{1, 2}, {2, 3}});
        QTRY_VERIFY(empty->isHidden());
        QCOMPARE(seriesOf(chart)->count(), 2);
        chart.clear();
        QTRY_VERIFY(!empty->isHidden());
        QCOMPARE(seriesOf(chart)->count(), 0);
        chart.setPoints(curve, {{1, 2}});
        QTRY_COMPARE(seriesOf(chart)->count(), 1);
    }

    void legendNamesWhatThereIs() {
        LineChart chart("Metrics", "epoch", "value");
        chart.show();
        const int ghost = chart.addCurve("earlier", 3, CurveStyle::Ghost);
        const int curve = chart.addCurve("HR@10", 0, CurveStyle::Solid);
        chart.addCurve("no points", 1, CurveStyle::Dashed);
        chart.setPoints(curve, {{1, 0.5}});
        chart.setPoints(ghost, {{1, 0.4}});
        QTRY_VERIFY(switchOf(chart, "HR@10"));
        QVERIFY(!switchOf(chart, "no points"));
        const auto all = chart.findChildren<QCheckBox*>();
        QCOMPARE(all.size(), 2);
        QVERIFY(all.last()->accessibleName().contains("earlier"));  // ghosts come last
        chart.setCurveName(curve, "run 3");
        QTRY_VERIFY(switchOf(chart, "run 3"));
        QVERIFY(!switchOf(chart, "HR@10"));
    }

    void legendHidesAndShows() {
        SomeChart chart;
        const int other = chart.addCurve("high", 1, CurveStyle::Solid);
        chart.setPoints(other, {{0, 1000}, {50, 2000}});
        QTRY_VERIFY(switchOf(chart, "high"));
        QTRY_VERIFY(chart.y().high >= 2000);
        QTest::mouseClick(switchOf(chart, "high"), Qt::LeftButton);
        QTRY_VERIFY(chart.y().high < 1000);  // what is hidden takes no room
        QVERIFY(!seriesOf(chart, other)->isVisible());
        chart.setPoints(other, {{0, 1000}, {50, 3000}});  // and stays hidden
        QTest::qWait(20);
        QVERIFY(!seriesOf(chart, other)->isVisible() && chart.y().high < 1000);
        switchOf(chart, "high")->setFocus();
        QTest::keyClick(switchOf(chart, "high"), Qt::Key_Space);
        QTRY_VERIFY(chart.y().high >= 3000);
        QVERIFY(seriesOf(chart, other)->isVisible());
    }

    void curvesOfOneLegendNameGoTogether() {
        LineChart chart("Metrics", "epoch", "value");
        chart.show();
        for (int i = 0; i < 2; ++i) {
            chart.setCurveName(chart.addCurve({}, 3, CurveStyle::Ghost),
                               QString("metric %1").arg(i), "run 7");
            chart.setPoints(i, {{1, 0.5}, {2, 0.7}});
        }
        QTRY_VERIFY(switchOf(chart, "run 7"));
        QCOMPARE(chart.findChildren<QCheckBox*>().size(), 1);
        switchOf(chart, "run 7")->click();
        QVERIFY(!seriesOf(chart, 0)->isVisible() && !seriesOf(chart, 1)->isVisible());
    }

    // Redrawing what nobody sees takes time from the training.
    void whatIsNotVisibleIsDrawnLater() {
        SomeChart chart;
        chart.hide();
        const QSignalSpy replaced(seriesOf(chart), &QXYSeries::pointsReplaced);
        chart.appendPoints(0, {{101, 1}});
        QTest::qWait(30);
        QCOMPARE(replaced.count(), 0);
        chart.show();
        QTRY_COMPARE(seriesOf(chart)->count(), 102);
    }

    void logarithmicAxis() {
        SomeChart chart;
        auto* const log = button(chart, "Logarithmic");
        QTRY_VERIFY(log->isVisible());
        log->click();
        QTRY_VERIFY(chart.y().high < 3);  // as powers of ten
        QVERIFY(near(seriesOf(chart)->at(99).y(), 2, 1e-9));
        chart.appendPoints(0, {{101, 0}});  // has no logarithm
        QTRY_VERIFY(log->isHidden());
        QVERIFY(chart.y().high >= 100);
        QVERIFY(near(seriesOf(chart)->at(99).y(), 100, 1e-9));
    }

    void coloursFollowTheTheme() {
        LineChart chart("Loss", "step", "loss");
        chart.resize(500, 300);
        chart.show();
        chart.addCurve("loss", 1, CurveStyle::Solid);
        const int points = chart.addCurve("baseline", 2, CurveStyle::Points);
        chart.setPoints(points, {{0, 1}, {1, 1}});
        for (const auto mode : {Theme::Mode::Dark, Theme::Mode::Light}) {
            Theme::apply(*qApp, mode);
            QTRY_COMPARE(chart.grab().toImage().pixelColor(2, chart.height() - 2),
                         Theme::surface());
            QCOMPARE(seriesOf(chart, 0)->pen().color(), Theme::series(1));
            QCOMPARE(seriesOf(chart, points)->brush().color(), Theme::series(2));
            QVERIFY(seriesOf(chart, points)->pointsVisible());
        }
    }

    // Reading must cope with a pointer over any kind of curve, and painting with what it finds.
    void pointerOverTheCurves() {
        LineChart chart("Metrics", "epoch", "value");
        chart.resize(500, 300);
        chart.show();
        const int whole = chart.addCurve("a", 0, CurveStyle::Solid);
        const int half = chart.addCurve("b", 1, CurveStyle::Dashed);
        const int broken = chart.addCurve("c", 2, CurveStyle::Points);
        chart.setPoints(whole, {{1, 0.1}, {2, 0.2}, {10, 0.3}});
        chart.setPoints(half, {{1, 0.4}});
        chart.setPoints(broken, {{1, std::nan("")}, {2, 0.5}});
        chart.setMarker(2, "best epoch");
        QTRY_COMPARE(seriesOf(chart, 0)->count(), 3);
        auto* const viewport = chart.findChild<QChartView*>()->viewport();
        const auto area = chartOf(chart)->plotArea().toRect();
        const auto before = chart.grab().toImage();
        for (const int x : {area.left() + 1, area.center().x(), area.right() - 1}) {
            QTest::mouseMove(viewport, {x, area.center().y()});
            QVERIFY(chart.grab().toImage() != before);
        }
        chart.clear();
        QTest::mouseMove(viewport, area.center());
        chart.grab();
    }
};

QTEST_MAIN(TestLineChart)
#include "tst_line_chart.moc"
