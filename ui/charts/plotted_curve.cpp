#include "charts/plotted_curve.h"

#include "theme/theme.h"

#include <QLineSeries>
#include <QPen>
#include <QScatterSeries>

#include <cmath>

namespace ncf {

namespace {

constexpr qsizetype kFewPoints = 60;  // of which each is marked
constexpr double kMarkerSize = 9;

// A colour that looks like the given one at that opacity, but does not add up where a line crosses
// itself.
QColor paled(const QColor& colour, double opacity) {
    const QColor behind = Theme::surface();
    const auto mixed = [&](int front, int back) {
        return static_cast<int>(std::lround(front * opacity + back * (1 - opacity)));
    };
    return {mixed(colour.red(), behind.red()), mixed(colour.green(), behind.green()),
            mixed(colour.blue(), behind.blue())};
}

double widthOf(CurveStyle style) {
    return style == CurveStyle::Faint    ? 0  // a pixel, which is cheap to draw
           : style == CurveStyle::Points ? 1
           : style == CurveStyle::Ghost  ? 1.4
                                         : 2;
}

}  // namespace

PlottedCurve::PlottedCurve(const QString& name, int colour, CurveStyle style)
    : colour_(colour), style_(style), name_(name), legendName_(name) {
    if (style == CurveStyle::Points) {
        auto* const scatter = new QScatterSeries;
        scatter->setMarkerSize(kMarkerSize);
        series_ = scatter;
    } else {
        series_ = new QLineSeries;
    }
    series_->setName(name);
}

void PlottedCurve::include(std::span<const CurvePoint> points) {
    for (const auto& point : points) {
        if (std::isfinite(point.x) && std::isfinite(point.y)) {
            dataX_.include(point.x);
            dataY_.include(point.y);
        }
    }
    extremes_.grow(points_);
    changed_ = true;
}

void PlottedCurve::setPoints(std::vector<CurvePoint> points) {
    points_ = std::move(points);
    dataX_ = dataY_ = {};
    extremes_.clear();
    include(points_);
}

void PlottedCurve::append(std::span<const CurvePoint> points) {
    points_.insert(points_.end(), points.begin(), points.end());
    include(points);
}

void PlottedCurve::setName(const QString& name, const QString& legendName) {
    name_ = name;
    legendName_ = legendName;
    series_->setName(name);
}

void PlottedCurve::setShown(bool shown) {
    shown_ = shown;
    series_->setVisible(shown);
}

AxisRange PlottedCurve::choose(const ChartViewport& viewport, std::size_t columns) {
    const auto x = viewport.x();
    const auto visible = visiblePart(points_, x);
    const bool few = visible.size() <= 2 * columns;
    const Choice choice = {visible.data(), visible.size(), few ? 0 : columns};
    if (changed_ || choice != choice_) {
        chosen_ = decimated(visible, columns);
        choice_ = choice;
        changed_ = false;
        drawn_ = false;
    }
    AxisRange y;
    for (const auto& point : chosen_) {
        if (x.contains(point.x)) {
            y.include(point.y);
        }
    }
    return y;
}

std::vector<CurvePoint> PlottedCurve::decimated(std::span<const CurvePoint> visible,
                                                std::size_t columns) const {
    // With several blocks to a column, the extremes of blocks are those of columns.
    if (visible.size() < 2 * BlockExtremes::kBlock * columns) {
        return decimate(visible, columns);
    }
    const auto from = static_cast<std::size_t>(visible.data() - points_.data());
    return decimate(extremes_.collect(points_, from, from + visible.size()), columns);
}

void PlottedCurve::draw(const ChartViewport& viewport) {
    if (drawn_) {
        return;
    }
    drawn_ = true;
    QList<QPointF> points;
    points.reserve(static_cast<qsizetype>(chosen_.size()));
    for (const auto& point : chosen_) {
        points.append({point.x, viewport.scaledY(point.y)});
    }
    series_->setPointsVisible(style_ == CurveStyle::Points ||
                              (style_ == CurveStyle::Solid && points.size() <= kFewPoints));
    series_->replace(points);
}

void PlottedCurve::withdraw() {
    drawn_ = false;
    series_->clear();
}

QColor PlottedCurve::sampleColour() const {
    const auto colour = Theme::series(colour_);
    return style_ == CurveStyle::Faint   ? paled(colour, 0.3)
           : style_ == CurveStyle::Ghost ? paled(colour, 0.6)
                                         : colour;
}

void PlottedCurve::colour() {
    const bool points = style_ == CurveStyle::Points;
    QPen pen(points ? Theme::surface() : sampleColour(), widthOf(style_));
    pen.setJoinStyle(Qt::BevelJoin);  // round ones take long where a curve goes up and down
    if (style_ == CurveStyle::Dashed) {
        pen.setStyle(Qt::DashLine);
    }
    series_->setPen(pen);
    series_->setBrush(sampleColour());
}

}  // namespace ncf
