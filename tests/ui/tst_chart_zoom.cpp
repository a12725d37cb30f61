#include "support/some_chart.h"
#include "theme/theme.h"

#include <QApplication>
#include <QTest>
#include <QWheelEvent>

#include <cmath>

using namespace ncf;
using namespace ncf::test;

namespace {

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

}  // namespace

class TestChartZoom : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { Theme::apply(*qApp, Theme::Mode::Light); }

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

QTEST_MAIN(TestChartZoom)
#include "tst_chart_zoom.moc"
