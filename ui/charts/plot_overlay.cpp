#include "charts/plot_overlay.h"

#include "charts/chart_viewport.h"
#include "theme/theme.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace ncf {

namespace {

constexpr double kPadding = 8;
constexpr double kDot = 14;  // the dot before a name and its gap

void drawBox(QPainter& painter, const QRectF& box) {
    painter.setPen(Theme::outline());
    painter.setBrush(Theme::surface());
    painter.drawRoundedRect(box, 4, 4);
}

QSizeF sizeOf(const PlotReadout& readout, const QFontMetricsF& metrics) {
    double names = 0;
    double values = 0;
    for (const auto& line : readout.lines) {
        names = std::max(names, metrics.horizontalAdvance(line.name));
        values = std::max(values, metrics.horizontalAdvance(line.value));
    }
    const double columns = kDot + names + 2 * kPadding + values;
    const double width = std::max(columns, metrics.horizontalAdvance(readout.heading));
    const auto rows = static_cast<double>(readout.lines.size() + 1);
    return {width + 2 * kPadding, rows * metrics.height() + 1.5 * kPadding};
}

void drawValues(QPainter& painter, const QRectF& box, const PlotReadout& readout) {
    const QFontMetricsF metrics(painter.font());
    QRectF row = box.adjusted(kPadding, kPadding * 0.75, -kPadding, 0);
    row.setHeight(metrics.height());
    painter.setPen(Theme::textMuted());
    painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, readout.heading);
    for (const auto& line : readout.lines) {
        row.translate(0, metrics.height());
        painter.setPen(Qt::NoPen);
        painter.setBrush(line.colour);
        painter.drawEllipse(QPointF(row.left() + 4, row.center().y()), 4, 4);
        painter.setPen(Theme::text());
        painter.drawText(row.adjusted(kDot, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, line.name);
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, line.value);
    }
}

}  // namespace

QPointF PlotPlace::of(const QPointF& value) const {
    return {area.left() + area.width() * viewport.shareOfX(value.x()),
            area.bottom() - area.height() * viewport.shareOfY(value.y())};
}

// At the foot of the plot, where curves that rise leave room, and on whichever side it fits.
void drawMarker(QPainter& painter, const PlotPlace& place, const PlotMarker& marker) {
    if (!place.viewport.x().contains(marker.x)) {
        return;
    }
    const auto& area = place.area;
    const double x = place.of({marker.x, 0}).x();
    painter.setPen(QPen(Theme::textMuted(), 1, Qt::DashLine));
    painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    const QFontMetricsF metrics(painter.font());
    QRectF box(0, 0, metrics.horizontalAdvance(marker.caption) + 12, metrics.height() + 4);
    box.moveBottomLeft({x + 6, area.bottom() - 6});
    if (box.right() > area.right()) {
        box.moveRight(x - 6);
    }
    drawBox(painter, box);
    painter.setPen(Theme::textMuted());
    painter.drawText(box, Qt::AlignCenter, marker.caption);
}

void drawReadout(QPainter& painter, const PlotPlace& place, const PlotReadout& readout,
                 double right) {
    if (!place.viewport.x().contains(readout.x)) {
        return;
    }
    const auto& area = place.area;
    const double x = place.of({readout.x, 0}).x();
    painter.setPen(QPen(Theme::textMuted(), 1));
    painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    for (const auto& line : readout.lines) {
        const auto point = place.of(line.point);
        if (area.contains(point)) {
            painter.setPen(QPen(Theme::surface(), 2));
            painter.setBrush(line.colour);
            painter.drawEllipse(point, 5, 5);
        }
    }
    QRectF box({0, 0}, sizeOf(readout, QFontMetricsF(painter.font())));
    box.moveTopLeft({x + 12, area.top() + 6});
    if (box.right() > right) {
        box.moveRight(std::max(x - 12, box.width()));
    }
    drawBox(painter, box);
    drawValues(painter, box, readout);
}

void drawSelection(QPainter& painter, const QRectF& box) {
    QColor fill = Theme::accent();
    fill.setAlphaF(0.15F);
    painter.setPen(Theme::accent());
    painter.setBrush(fill);
    painter.drawRect(box);
}

}  // namespace ncf
