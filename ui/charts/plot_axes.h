#pragma once

#include "charts/chart_viewport.h"

#include <QMarginsF>
#include <QRectF>
#include <QString>

#include <vector>

class QFontMetricsF;
class QPainter;

namespace ncf {

// What is written along one axis, in the data's own units.
struct AxisTick {
    double value = 0;
    QString label;
};

// What stands around the plot of a chart.
struct PlotAxes {
    std::vector<AxisTick> x;
    std::vector<AxisTick> y;
    QString xTitle;
    QString yTitle;

    bool empty() const { return x.empty() && y.empty(); }
};

// Ticks with labels of the decimals that tell them apart.
std::vector<AxisTick> labelled(const std::vector<double>& ticks);

PlotAxes axesOf(const ChartViewport& viewport, const QString& xTitle, const QString& yTitle);

// The room they need around the plot.
QMarginsF marginsOf(const PlotAxes& axes, const QFontMetricsF& metrics);

// The grid, the labels and the titles around the plot area, in the painter's font and the theme's
// colours.
void drawAxes(QPainter& painter, const QRectF& area, const PlotAxes& axes,
              const ChartViewport& viewport);

}  // namespace ncf
