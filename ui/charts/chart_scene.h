#pragma once

#include "charts/chart_viewport.h"
#include "charts/plot_axes.h"
#include "charts/plotted_curve.h"

#include <QMarginsF>
#include <QString>

#include <vector>

class QChart;
class QFont;
class QValueAxis;

namespace ncf {

// The curves of a chart and the part of them that is shown, as a QChart to be put into a view. The
// QChart draws the curves alone: ticks, grid and labels are PlotAxes', which are cheap to change
// and may be logarithmic.
class ChartScene {
public:
    ChartScene(const QString& xTitle, const QString& yTitle);

    // Belongs to the view that shows it.
    QChart* chart() const { return chart_; }
    ChartViewport& viewport() { return viewport_; }
    const ChartViewport& viewport() const { return viewport_; }
    const QString& xTitle() const { return xTitle_; }
    const QString& yTitle() const { return yTitle_; }

    // Returns its index.
    int addCurve(const QString& name, int colour, CurveStyle style);
    PlottedCurve& curve(int index) { return curves_[static_cast<std::size_t>(index)]; }
    const std::vector<PlottedCurve>& curves() const { return curves_; }

    // Draws what has changed into a place of that size. Empty axes where there is nothing to show.
    PlotAxes draw(const QSizeF& size, const QFont& font);
    // Takes the theme's colours of now.
    void colour();

private:
    void follow();
    void drawCurves();

    QChart* chart_;
    QValueAxis* xAxis_;
    QValueAxis* yAxis_;
    QString xTitle_;
    QString yTitle_;
    ChartViewport viewport_;
    AxisRange shownX_;  // of the QChart's own axes
    AxisRange shownY_;
    std::vector<PlottedCurve> curves_;
};

}  // namespace ncf
