#include "charts/axis_ticks.h"
#include "charts/line_chart.h"
#include "theme/theme.h"

#include <QAbstractAxis>
#include <QApplication>
#include <QChartView>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>
#include <QValueAxis>
#include <QXYSeries>

#include <cmath>

using namespace ncf;

namespace {

constexpr int kMostDrawn = 2000;  // points of a curve

QChart* chartOf(const LineChart& chart) {
    return chart.findChild<QChartView*>()->chart();
}

QXYSeries* seriesOf(const LineChart& chart, int index = 0) {
    return qobject_cast<QXYSeries*>(chartOf(chart)->series().at(index));
}

QValueAxis* axisOf(const LineChart& chart, Qt::Orientation orientation) {
    return qobject_cast<QValueAxis*>(chartOf(chart)->axes(orientation).first());
}

QLabel* labelSaying(const LineChart& chart, const QString& text) {
    for (auto* const label : chart.findChildren<QLabel*>()) {
        if (label->text().contains(text)) {
            return label;
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

    void legendNamesWhatIsDrawn() {
        LineChart chart("Metrics", "epoch", "value");
        const int curve = chart.addCurve("HR@10", 0, CurveStyle::Solid);
        chart.addCurve("no points", 1, CurveStyle::Dashed);
        const int faint = chart.addCurve("raw", 2, CurveStyle::Faint);
        chart.setPoints(curve, {{1, 0.5}});
        chart.setPoints(faint, {{1, 0.4}});
        QTRY_VERIFY(labelSaying(chart, "HR@10"));
        QVERIFY(!labelSaying(chart, "no points"));
        QVERIFY(!labelSaying(chart, "raw"));
        chart.setCurveName(curve, "<b>run 3</b>");
        QVERIFY(!labelSaying(chart, "HR@10"));
        QVERIFY(labelSaying(chart, "&lt;b&gt;run 3"));
    }

    void coloursFollowTheTheme() {
        LineChart chart("Loss", "step", "loss");
        chart.show();
        chart.addCurve("loss", 1, CurveStyle::Solid);
        const int points = chart.addCurve("baseline", 2, CurveStyle::Points);
        chart.setPoints(points, {{0, 1}, {1, 1}});
        for (const auto mode : {Theme::Mode::Dark, Theme::Mode::Light}) {
            Theme::apply(*qApp, mode);
            QTRY_COMPARE(chartOf(chart)->backgroundBrush().color(), Theme::surface());
            QCOMPARE(seriesOf(chart, 0)->pen().color(), Theme::series(1));
            QCOMPARE(seriesOf(chart, points)->brush().color(), Theme::series(2));
            QVERIFY(seriesOf(chart, points)->pointsVisible());
            QCOMPARE(axisOf(chart, Qt::Vertical)->labelsColor(), Theme::textMuted());
        }
    }

    // A press into a chart that is not there crashes QChartView of Qt 6.4 as it is.
    void pressWhereNothingIsDrawn() {
        LineChart chart("Loss", "step", "loss");
        chart.show();
        chartOf(chart)->hide();
        auto* const viewport = chart.findChild<QChartView*>()->viewport();
        QTest::mouseClick(viewport, Qt::LeftButton);
        QTest::mouseMove(viewport, viewport->rect().center());
        chartOf(chart)->show();
        QTest::mouseClick(viewport, Qt::LeftButton);
        chart.addCurve("loss", 0, CurveStyle::Solid);
        QTest::mouseClick(viewport, Qt::LeftButton, {}, {1, 1});
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

    // The step of the old range must not be laid over the new one: that is millions of ticks.
    void rangeThatJumps() {
        LineChart chart("Loss", "step", "loss");
        chart.show();
        const int curve = chart.addCurve("loss", 0, CurveStyle::Solid);
        for (const double top : {1e-9, 1.0, 1e30, 1e-3}) {
            chart.setPoints(curve, {{0, 0}, {top, top}});
            QTRY_COMPARE(axisOf(chart, Qt::Horizontal)->max(), top);
            const auto* const axis = axisOf(chart, Qt::Vertical);
            QVERIFY((axis->max() - axis->min()) / axis->tickInterval() <= 12);
        }
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
        QVERIFY2(std::abs(range.low - niceLow) <= 1e-9 * (1 + std::abs(niceLow)),
                 qPrintable(QString::number(range.low)));
        QVERIFY2(std::abs(range.high - niceHigh) <= 1e-9 * (1 + std::abs(niceHigh)),
                 qPrintable(QString::number(range.high)));
    }

    void decimalsOfSteps() {
        QCOMPARE(decimalsOf(0.05), 2);
        QCOMPARE(decimalsOf(0.1), 1);
        QCOMPARE(decimalsOf(1), 0);
        QCOMPARE(decimalsOf(2000), 0);
        QCOMPARE(decimalsOf(1e-30), 12);
    }
};

QTEST_MAIN(TestLineChart)
#include "tst_line_chart.moc"
