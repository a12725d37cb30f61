#pragma once

#include "charts/axis_ticks.h"
#include "charts/line_chart.h"

#include <QChartView>
#include <QLabel>
#include <QTest>
#include <QToolButton>
#include <QValueAxis>
#include <QXYSeries>

#include <cmath>
#include <utility>
#include <vector>

namespace ncf::test {

inline QChart* chartOf(const LineChart& chart) {
    return chart.findChild<QChartView*>()->chart();
}

inline QXYSeries* seriesOf(const LineChart& chart, int index = 0) {
    return qobject_cast<QXYSeries*>(chartOf(chart)->series().at(index));
}

inline QValueAxis* axisOf(const LineChart& chart, Qt::Orientation orientation) {
    return qobject_cast<QValueAxis*>(chartOf(chart)->axes(orientation).first());
}

inline QLabel* labelSaying(const LineChart& chart, const QString& text) {
    for (auto* const label : chart.findChildren<QLabel*>()) {
        if (label->text().contains(text)) {
            return label;
        }
    }
    return nullptr;
}

inline QToolButton* button(const LineChart& chart, const QString& name) {
    for (auto* const found : chart.findChildren<QToolButton*>()) {
        if (found->accessibleName().contains(name)) {
            return found;
        }
    }
    qFatal("no button is named “%s”", qPrintable(name));
}

inline QWidget* plotOf(const LineChart& chart) {
    return chart.findChild<QChartView*>()->viewport();
}

inline bool near(double value, double wanted, double tolerance) {
    return std::abs(value - wanted) <= tolerance;
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

}  // namespace ncf::test
