#include "recommendations/map_viewport.h"

#include <algorithm>

namespace ncf {

namespace {
constexpr double kMargin = 18;         // pixels around all points
constexpr double kLeastExtent = 1e-6;  // of bounds: a single point has none
}  // namespace

QRectF boundsOf(std::span<const PlanePoint> points) {
    if (points.empty()) {
        return {};
    }
    const auto [left, right] = std::ranges::minmax(points, {}, &PlanePoint::x);
    const auto [low, high] = std::ranges::minmax(points, {}, &PlanePoint::y);
    return {QPointF(static_cast<double>(left.x), static_cast<double>(low.y)),
            QPointF(static_cast<double>(right.x), static_cast<double>(high.y))};
}

double MapViewport::scaleFor(const QRectF& box) const {
    const double width = std::max(1.0, size_.width() - 2 * kMargin);
    const double height = std::max(1.0, size_.height() - 2 * kMargin);
    return std::min(width / std::max(kLeastExtent, box.width()),
                    height / std::max(kLeastExtent, box.height()));
}

double MapViewport::scale() const {
    return scaleFor(bounds_) * zoom_;
}

void MapViewport::setSize(const QSizeF& pixels) {
    size_ = pixels;
}

void MapViewport::setBounds(const QRectF& bounds) {
    bounds_ = bounds;
    if (follows_) {
        centre_ = bounds_.center();
    } else {
        keepWithin();
    }
}

QPointF MapViewport::toPixels(const PlanePoint& point) const {
    const double factor = scale();
    return {size_.width() / 2 + (static_cast<double>(point.x) - centre_.x()) * factor,
            size_.height() / 2 - (static_cast<double>(point.y) - centre_.y()) * factor};
}

QPointF MapViewport::toMap(const QPointF& pixels) const {
    const double factor = scale();
    return {centre_.x() + (pixels.x() - size_.width() / 2) / factor,
            centre_.y() - (pixels.y() - size_.height() / 2) / factor};
}

void MapViewport::zoomAbout(const QPointF& pixels, double factor) {
    const auto before = toMap(pixels);
    zoom_ = std::clamp(zoom_ * factor, 1.0, kMostZoom);
    if (zoom_ == 1) {
        fit();
        return;
    }
    follows_ = false;
    centre_ += before - toMap(pixels);
    keepWithin();
}

void MapViewport::panBy(const QPointF& pixels) {
    follows_ = false;
    centre_ += QPointF(-pixels.x(), pixels.y()) / scale();
    keepWithin();
}

void MapViewport::fit() {
    zoom_ = 1;
    follows_ = true;
    centre_ = bounds_.center();
}

void MapViewport::show(const QRectF& box, double mostZoom) {
    zoom_ = std::clamp(scaleFor(box) / scaleFor(bounds_), 1.0, std::min(mostZoom, kMostZoom));
    follows_ = false;
    centre_ = box.center();
}

void MapViewport::keepWithin() {
    centre_.setX(std::clamp(centre_.x(), bounds_.left(), bounds_.right()));
    centre_.setY(std::clamp(centre_.y(), bounds_.top(), bounds_.bottom()));
}

}  // namespace ncf
