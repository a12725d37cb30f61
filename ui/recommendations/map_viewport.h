#pragma once

#include "recommendation/principal_components.h"

#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include <span>

namespace ncf {

// The smallest box that holds the points; empty without any.
QRectF boundsOf(std::span<const PlanePoint> points);

// Which part of a map is shown, and where its points lie in pixels. x and y have one scale, y grows
// upwards. What is shown follows the bounds until it is zoomed or moved.
class MapViewport {
public:
    static constexpr double kMostZoom = 200;

    void setSize(const QSizeF& pixels);
    // Of all points, in the map's units.
    void setBounds(const QRectF& bounds);

    QPointF toPixels(const PlanePoint& point) const;
    QPointF toMap(const QPointF& pixels) const;

    // 1 when everything is shown.
    double zoom() const { return zoom_; }
    // What lies at that pixel stays there.
    void zoomAbout(const QPointF& pixels, double factor);
    void panBy(const QPointF& pixels);
    void fit();
    // Shows all of a box in the middle, at most `mostZoom` times as large as when all is shown.
    void show(const QRectF& box, double mostZoom);

private:
    // Pixels for each unit of the map.
    double scale() const;
    double scaleFor(const QRectF& box) const;
    void keepWithin();

    QSizeF size_;
    QRectF bounds_;
    QPointF centre_;  // of what is shown, in the map's units
    double zoom_ = 1;
    bool follows_ = true;
};

}  // namespace ncf
