#pragma once

#include "charts/axis_ticks.h"
#include "charts/chart_viewport.h"
#include "charts/curve.h"
#include "charts/decimate.h"

#include <QColor>
#include <QString>

#include <cstddef>
#include <span>
#include <vector>

class QXYSeries;

namespace ncf {

// A curve of a chart: all of its points, and the series that shows the visible part of them.
class PlottedCurve {
public:
    PlottedCurve(const QString& name, int colour, CurveStyle style);

    // Belongs to the chart that it was added to.
    QXYSeries* series() const { return series_; }
    CurveStyle style() const { return style_; }
    const std::vector<CurvePoint>& points() const { return points_; }
    void setPoints(std::vector<CurvePoint> points);
    void append(std::span<const CurvePoint> points);

    const QString& name() const { return name_; }
    // Curves of one legend name are one entry of the legend.
    const QString& legendName() const { return legendName_; }
    void setName(const QString& name, const QString& legendName);

    // Whether a person wants to see it.
    bool shown() const { return shown_; }
    void setShown(bool shown);
    bool visible() const { return shown_ && !dataX_.empty(); }

    // Of all points that are finite.
    const AxisRange& dataX() const { return dataX_; }
    const AxisRange& dataY() const { return dataY_; }

    // Chooses what `columns` pixels show of the points within the viewport's x; returns the range
    // of their y. Does little where that is what was chosen before.
    AxisRange choose(const ChartViewport& viewport, std::size_t columns);
    // Gives the series what was chosen, unless it has it.
    void draw(const ChartViewport& viewport);
    // Takes it from the series until it is drawn again.
    void withdraw();

    // Takes the theme's colours of now.
    void colour();
    QColor sampleColour() const;

private:
    // What was chosen.
    struct Choice {
        const CurvePoint* from = nullptr;
        std::size_t count = 0;
        std::size_t columns = 0;  // 0 where each point is
        bool operator==(const Choice&) const = default;
    };

    void include(std::span<const CurvePoint> points);
    std::vector<CurvePoint> decimated(std::span<const CurvePoint> visible,
                                      std::size_t columns) const;

    QXYSeries* series_;
    int colour_;
    CurveStyle style_;
    QString name_;
    QString legendName_;
    bool shown_ = true;
    std::vector<CurvePoint> points_;
    BlockExtremes extremes_;
    AxisRange dataX_;
    AxisRange dataY_;
    bool changed_ = true;  // points_, since the last choice
    Choice choice_;
    std::vector<CurvePoint> chosen_;
    bool drawn_ = false;  // the series has what was chosen
};

}  // namespace ncf
