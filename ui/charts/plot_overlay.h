#pragma once

#include <QColor>
#include <QPointF>
#include <QRectF>
#include <QString>

#include <vector>

class QPainter;

namespace ncf {

class ChartViewport;

// What a chart tells about the place under the pointer, in the data's own units.
struct PlotReadout {
    struct Line {
        QString name;
        QString value;
        QColor colour;
        QPointF point;
    };
    double x = 0;
    QString heading;
    std::vector<Line> lines;
};

// A marked place on the x axis.
struct PlotMarker {
    double x = 0;
    QString caption;
};

// The pixels of a plot area and the part of the data that it shows.
struct PlotPlace {
    QRectF area;
    const ChartViewport& viewport;

    QPointF of(const QPointF& value) const;
};

// These draw above the curves, in the painter's font and the theme's colours; what lies outside the
// shown part is not drawn.
void drawMarker(QPainter& painter, const PlotPlace& place, const PlotMarker& marker);
// `right` is how far the box with the values may reach.
void drawReadout(QPainter& painter, const PlotPlace& place, const PlotReadout& readout,
                 double right);
// What is being selected by the mouse.
void drawSelection(QPainter& painter, const QRectF& box);

}  // namespace ncf
