#include "charts/axis_ticks.h"
#include "charts/line_chart.h"
#include "theme/theme.h"

#include <QAbstractAxis>
#include <QApplication>
#include <QChartView>
#include <QCheckBox>
#include <QFile>
#include <QLabel>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QValueAxis>
#include <QWheelEvent>
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

// The switch of the legend for a curve.
QCheckBox* switchOf(const LineChart& chart, const QString& curve) {
    for (auto* const entry : chart.findChildren<QCheckBox*>()) {
        if (entry->accessibleName().contains(curve)) {
            return entry;
        }
    }
    return nullptr;
}

QToolButton* button(const LineChart& chart, const QString& name) {
    for (auto* const found : chart.findChildren<QToolButton*>()) {
        if (found->accessibleName().contains(name)) {
            return found;
        }
    }
    qFatal("no button is named “%s”", qPrintable(name));
}

QWidget* plotOf(const LineChart& chart) {
    return chart.findChild<QChartView*>()->viewport();
}

void wheel(QWidget* widget, const QPoint& at, int notches) {
    QWheelEvent event(at, widget->mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(widget, &event);
}

void drag(QWidget* widget, const QPoint& from, const QPoint& to, Qt::MouseButton which,
          Qt::KeyboardModifiers modifiers = {}) {
    QTest::mousePress(widget, which, modifiers, from);
    QMouseEvent move(QEvent::MouseMove, to, widget->mapToGlobal(to), Qt::NoButton, which,
                     modifiers);
    QApplication::sendEvent(widget, &move);
    QTest::mouseRelease(widget, which, modifiers, to);
}

// A chart of the line y = x + 1 from 0 to 100, drawn.
class SomeChart : public LineChart {
public:
    SomeChart() : LineChart("Loss", "epoch", "loss") {
        resize(600, 320);
        show();
        addCurve("line", 0, CurveStyle::Solid);
        std::vector<CurvePoint> points;
        for (int i = 0; i <= 100; ++i) {
            points.push_back({static_cast<double>(i), i + 1.0});
        }
        setPoints(0, std::move(points));
        if (!QTest::qWaitForWindowExposed(this) ||
            !QTest::qWaitFor([this] { return seriesOf(*this)->count() == 101; })) {
            qFatal("the chart is not drawn");
        }
    }

    QPoint at(double shareX, double shareY) const {
        const auto area = chartOf(*this)->plotArea();
        return QPointF(area.left() + shareX * area.width(), area.bottom() - shareY * area.height())
            .toPoint();
    }
    AxisRange x() const { return {axisOf(*this, Qt::Horizontal)->min(), high(Qt::Horizontal)}; }
    AxisRange y() const { return {axisOf(*this, Qt::Vertical)->min(), high(Qt::Vertical)}; }

private:
    double high(Qt::Orientation orientation) const { return axisOf(*this, orientation)->max(); }
};

bool near(double value, double wanted, double tolerance) {
    return std::abs(value - wanted) <= tolerance;
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

    void wheelZoomsAboutThePointer() {
        SomeChart chart;
        wheel(plotOf(chart), chart.at(0.25, 0.5), 3);
        QTRY_VERIFY(chart.x().span() < 60);
        QVERIFY(chart.zoomed());
        const auto x = chart.x();
        QVERIFY(near(x.low + 0.25 * x.span(), 25, 0.5));
        wheel(plotOf(chart), chart.at(0.5, 0.5), -30);
        QTRY_COMPARE(chart.x().span(), 100.0);
        QVERIFY(!chart.zoomed());
    }

    void wheelOverAnAxisZoomsAlongIt() {
        SomeChart chart;
        const auto y = chart.y();
        wheel(plotOf(chart), {chart.at(0.5, 0).x(), chart.at(0, 0).y() + 10}, 3);
        QTRY_VERIFY(chart.x().span() < 60);
        QVERIFY(chart.y().span() < y.span());  // follows what is left of the curve
        QVERIFY(chart.y().low <= chart.x().low + 1 && chart.y().high >= chart.x().high + 1);
    }

    void dragSelectsABox() {
        SomeChart chart;
        const auto before = chart.y();
        drag(plotOf(chart), chart.at(0.2, 0.8), chart.at(0.4, 0.1), Qt::LeftButton);
        QTRY_VERIFY(near(chart.x().low, 20, 0.5) && near(chart.x().high, 40, 0.5));
        QVERIFY(near(chart.y().low, before.low + 0.1 * before.span(), 1));
        QVERIFY(near(chart.y().high, before.low + 0.8 * before.span(), 1));
        QTest::mouseDClick(plotOf(chart), Qt::LeftButton, {}, chart.at(0.5, 0.5));
        QTRY_COMPARE(chart.x().span(), 100.0);
    }

    void flatDragSelectsAlongOneAxis() {
        SomeChart chart;
        drag(plotOf(chart), chart.at(0.2, 0.5), chart.at(0.4, 0.5), Qt::LeftButton);
        QTRY_VERIFY(near(chart.x().low, 20, 0.5) && near(chart.x().high, 40, 0.5));
        QVERIFY(chart.y().low <= 21.5 && chart.y().high >= 40.5 && chart.y().span() < 40);
        chart.resetZoom();
        QTRY_COMPARE(chart.x().span(), 100.0);
        drag(plotOf(chart), chart.at(0.2, 0.5), chart.at(0.2, 0.5), Qt::LeftButton);  // a click
        QVERIFY(!chart.zoomed());
    }

    void movesByMouseAndKeys() {
        SomeChart chart;
        drag(plotOf(chart), chart.at(0.4, 0.5), chart.at(0.6, 0.5), Qt::LeftButton);
        QTRY_VERIFY(near(chart.x().low, 40, 0.5));
        drag(plotOf(chart), chart.at(0.2, 0.5), chart.at(0.7, 0.5), Qt::MiddleButton);
        QTRY_VERIFY(near(chart.x().low, 30, 0.5) && near(chart.x().span(), 20, 0.5));
        drag(plotOf(chart), chart.at(0.7, 0.5), chart.at(0.2, 0.5), Qt::LeftButton,
             Qt::ShiftModifier);
        QTRY_VERIFY(near(chart.x().low, 40, 0.5) && near(chart.x().span(), 20, 0.5));
        auto* const view = chart.findChild<QChartView*>();
        QTest::keyClick(view, Qt::Key_Right);
        QTRY_VERIFY(near(chart.x().low, 42, 0.5));
        QTest::keyClick(view, Qt::Key_Left);
        QTRY_VERIFY(near(chart.x().low, 40, 0.5));
        QTest::keyClick(view, Qt::Key_Plus);
        QTRY_VERIFY(chart.x().span() < 18);
        QTest::keyClick(view, Qt::Key_Home);
        QTRY_VERIFY(!chart.zoomed() && chart.x().span() == 100);
    }

    void zoomSurvivesNewData() {
        SomeChart chart;
        drag(plotOf(chart), chart.at(0.2, 0.8), chart.at(0.4, 0.1), Qt::LeftButton);
        QTRY_VERIFY(chart.x().span() < 30);
        const auto x = chart.x();
        const auto y = chart.y();
        chart.appendPoints(0, {{101, 500}, {200, 900}});
        QTest::qWait(20);
        QVERIFY(chart.x() == x && chart.y() == y);
        button(chart, "Show all")->click();
        QTRY_COMPARE(chart.x().high, 200.0);
        chart.appendPoints(0, {{300, 1}});
        QTRY_COMPARE(chart.x().high, 300.0);  // follows again
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

    void zoomShowsDetail() {
        LineChart chart("Loss", "step", "loss");
        chart.resize(600, 300);
        chart.show();
        chart.addCurve("loss", 0, CurveStyle::Solid);
        std::vector<CurvePoint> points;
        for (int i = 0; i < 100000; ++i) {
            points.push_back({static_cast<double>(i), std::sin(i)});
        }
        chart.setPoints(0, points);
        QTRY_VERIFY(seriesOf(chart)->count() > 0);
        auto* const plot = plotOf(chart);
        for (int i = 0; i < 30; ++i) {
            wheel(plot, plot->rect().center(), 1);
            QTest::qWait(1);
        }
        const auto* const axis = axisOf(chart, Qt::Horizontal);
        const double span = axis->max() - axis->min();
        QVERIFY(span < 1000);
        // Every point of what is shown is drawn.
        QVERIFY(seriesOf(chart)->count() >= static_cast<int>(span));
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

    void savesAllPointsAsCsv() {
        QTemporaryDir folder;
        SomeChart chart;
        std::vector<CurvePoint> points;
        for (int i = 0; i < 50000; ++i) {
            points.push_back({i / 7.0, std::sin(i) / 3});
        }
        chart.setCurveName(0, "a, \"b\"");
        chart.setPoints(0, points);
        const auto file = folder.filePath("points.csv");
        chart.save(file, ChartFormat::Csv);
        QTRY_VERIFY(labelSaying(chart, "points.csv"));
        QFile written(file);
        QVERIFY(written.open(QIODevice::ReadOnly));
        const auto lines = written.readAll().split('\n');
        QCOMPARE(lines.size(), 50002);  // with the heading and behind the last line break
        QCOMPARE(lines.first(), QByteArray("curve,epoch,loss"));
        const auto prefix = QByteArray("\"a, \"\"b\"\"\",");
        QVERIFY(lines[40001].startsWith(prefix));
        const auto numbers = lines[40001].mid(prefix.size()).split(',');
        QCOMPARE(numbers[0].toDouble(), points[40000].x);
        QCOMPARE(numbers[1].toDouble(), points[40000].y);
    }

    void savesPictures() {
        QTemporaryDir folder;
        SomeChart chart;
        chart.save(folder.filePath("chart.png"), ChartFormat::Png);
        QTRY_VERIFY(labelSaying(chart, "chart.png"));
        const QImage image(folder.filePath("chart.png"));
        QVERIFY(image.width() >= 2 * plotOf(chart)->width());
        int curve = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                curve += image.pixelColor(x, y) == Theme::series(0) ? 1 : 0;
            }
        }
        QVERIFY(curve > 200);
        chart.save(folder.filePath("chart.svg"), ChartFormat::Svg);
        QTRY_VERIFY(labelSaying(chart, "chart.svg"));
        QFile svg(folder.filePath("chart.svg"));
        QVERIFY(svg.open(QIODevice::ReadOnly));
        const auto text = svg.readAll();
        QVERIFY(text.contains("<svg") && text.contains(">line</text>") &&
                text.contains(">Loss</text>"));
    }

    void whatCannotBeSavedIsTold() {
        QTemporaryDir folder;
        SomeChart chart;
        for (const auto format : {ChartFormat::Csv, ChartFormat::Png}) {
            chart.save(folder.filePath("no/such/folder"), format);
            QTRY_VERIFY(labelSaying(chart, "could not be written"));
            QVERIFY(labelSaying(chart, "no/such/folder"));
            chart.save(folder.filePath("fine"), format);
            QTRY_VERIFY(!labelSaying(chart, "could not be written"));
        }
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

    void rangeThatJumps() {
        LineChart chart("Loss", "step", "loss");
        chart.show();
        const int curve = chart.addCurve("loss", 0, CurveStyle::Solid);
        for (const double top : {1e-9, 1.0, 1e30, 1e-3}) {
            chart.setPoints(curve, {{0, 0}, {top, top}});
            QTRY_COMPARE(axisOf(chart, Qt::Horizontal)->max(), top);
            QVERIFY(axisOf(chart, Qt::Vertical)->max() >= top * (1 - 1e-9));
            chart.grab();
        }
    }
};

QTEST_MAIN(TestLineChart)
#include "tst_line_chart.moc"
