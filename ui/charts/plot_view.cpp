#include "charts/plot_view.h"

#include "theme/theme.h"

#include <QEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QValueAxis>

#include <algorithm>
#include <cmath>

namespace ncf {

namespace {

const QValueAxis* axisOf(const QChart* chart, Qt::Orientation orientation) {
    const auto axes = chart->axes(orientation);
    return axes.isEmpty() ? nullptr : qobject_cast<const QValueAxis*>(axes.first());
}

// Where a value lies between the ends of an axis, 0 to 1.
double share(const QValueAxis* axis, double value) {
    const double span = axis->max() - axis->min();
    return span > 0 ? (value - axis->min()) / span : 0;
}

void drawBox(QPainter& painter, const QRectF& box) {
    painter.setPen(Theme::outline());
    painter.setBrush(Theme::surface());
    painter.drawRoundedRect(box, 4, 4);
}

}  // namespace

PlotView::PlotView(QChart* chart, QWidget* parent) : QChartView(chart, parent) {
    setRenderHint(QPainter::Antialiasing);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    viewport()->setMouseTracking(true);
}

void PlotView::setMarker(std::optional<double> x, const QString& caption) {
    markerX_ = x;
    markerCaption_ = caption;
    viewport()->update();
}

void PlotView::setReadout(std::optional<PlotReadout> readout) {
    readout_ = std::move(readout);
    viewport()->update();
}

double PlotView::distance(double fromX, double toX) const {
    const auto* const axis = axisOf(chart(), Qt::Horizontal);
    return std::abs(share(axis, fromX) - share(axis, toX)) * chart()->plotArea().width();
}

QPointF PlotView::position(const QPointF& value) const {
    const auto area = chart()->plotArea();
    return {area.left() + area.width() * share(axisOf(chart(), Qt::Horizontal), value.x()),
            area.bottom() - area.height() * share(axisOf(chart(), Qt::Vertical), value.y())};
}

void PlotView::drawForeground(QPainter* painter, const QRectF&) {
    const auto* const axis = axisOf(chart(), Qt::Horizontal);
    if (axis == nullptr || !axis->isVisible()) {
        return;
    }
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(font());
    if (markerX_ && *markerX_ >= axis->min() && *markerX_ <= axis->max()) {
        drawMarker(*painter);
    }
    if (readout_) {
        drawReadout(*painter);
    }
    painter->restore();
}

// At the foot of the plot, where curves that rise leave room, and on whichever side it fits.
void PlotView::drawMarker(QPainter& painter) const {
    const auto area = chart()->plotArea();
    const double x = position({*markerX_, 0}).x();
    painter.setPen(QPen(Theme::textMuted(), 1, Qt::DashLine));
    painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    const QFontMetricsF metrics(painter.font());
    QRectF box(0, 0, metrics.horizontalAdvance(markerCaption_) + 12, metrics.height() + 4);
    box.moveBottomLeft({x + 6, area.bottom() - 6});
    if (box.right() > area.right()) {
        box.moveRight(x - 6);
    }
    drawBox(painter, box);
    painter.setPen(Theme::textMuted());
    painter.drawText(box, Qt::AlignCenter, markerCaption_);
}

void PlotView::drawReadout(QPainter& painter) const {
    const auto area = chart()->plotArea();
    const double x = position({readout_->x, 0}).x();
    painter.setPen(QPen(Theme::textMuted(), 1));
    painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    for (const auto& line : readout_->lines) {
        painter.setPen(QPen(Theme::surface(), 2));
        painter.setBrush(line.colour);
        painter.drawEllipse(position(line.point), 5, 5);
    }

    constexpr double kPadding = 8;
    constexpr double kDot = 14;  // the dot before a name and its gap
    const QFontMetricsF metrics(painter.font());
    double names = 0;
    double values = 0;
    for (const auto& line : readout_->lines) {
        names = std::max(names, metrics.horizontalAdvance(line.name));
        values = std::max(values, metrics.horizontalAdvance(line.value));
    }
    const double columns = kDot + names + 2 * kPadding + values;
    const double width = std::max(columns, metrics.horizontalAdvance(readout_->heading));
    const auto rows = static_cast<double>(readout_->lines.size() + 1);
    QRectF box(0, 0, width + 2 * kPadding, rows * metrics.height() + 1.5 * kPadding);
    box.moveTopLeft({x + 12, area.top() + 6});
    if (box.right() > rect().right()) {
        box.moveRight(std::max(x - 12, box.width()));
    }
    drawBox(painter, box);

    QRectF row = box.adjusted(kPadding, kPadding * 0.75, -kPadding, 0);
    row.setHeight(metrics.height());
    painter.setPen(Theme::textMuted());
    painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, readout_->heading);
    for (const auto& line : readout_->lines) {
        row.translate(0, metrics.height());
        painter.setPen(Qt::NoPen);
        painter.setBrush(line.colour);
        painter.drawEllipse(QPointF(row.left() + 4, row.center().y()), 4, 4);
        painter.setPen(Theme::text());
        painter.drawText(row.adjusted(kDot, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, line.name);
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, line.value);
    }
}

// QChartView of Qt 6.4 looks up the item under a press without checking that there is one.
void PlotView::mousePressEvent(QMouseEvent* event) {
    if (itemAt(event->position().toPoint()) != nullptr) {
        QChartView::mousePressEvent(event);
    }
}

void PlotView::mouseMoveEvent(QMouseEvent* event) {
    QChartView::mouseMoveEvent(event);
    const auto area = chart()->plotArea();
    const auto* const axis = axisOf(chart(), Qt::Horizontal);
    if (axis != nullptr && axis->isVisible() && area.contains(event->position())) {
        Q_EMIT pointed(axis->min() + (event->position().x() - area.left()) / area.width() *
                                         (axis->max() - axis->min()));
    } else {
        Q_EMIT pointerLeft();
    }
}

bool PlotView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::Leave) {
        Q_EMIT pointerLeft();
    }
    return QChartView::viewportEvent(event);
}

}  // namespace ncf
