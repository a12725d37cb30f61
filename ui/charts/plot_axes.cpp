#include "charts/plot_axes.h"

#include "theme/theme.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace ncf {

namespace {

constexpr double kGap = 6;          // pixels between what is written and the plot
constexpr int kMostDecimals = 9;    // beyond them numbers are written with an exponent
constexpr double kMostFixed = 1e6;  // from which on too

double smallestGap(const std::vector<double>& ticks) {
    double gap = std::abs(ticks.front());
    for (std::size_t i = 1; i < ticks.size(); ++i) {
        gap = i == 1 ? ticks[i] - ticks[i - 1] : std::min(gap, ticks[i] - ticks[i - 1]);
    }
    return gap;
}

double widest(const std::vector<AxisTick>& ticks, const QFontMetricsF& metrics) {
    double width = 0;
    for (const auto& tick : ticks) {
        width = std::max(width, metrics.horizontalAdvance(tick.label));
    }
    return width;
}

}  // namespace

std::vector<AxisTick> labelled(const std::vector<double>& ticks) {
    std::vector<AxisTick> result;
    if (ticks.empty()) {
        return result;
    }
    const double largest = std::max(std::abs(ticks.front()), std::abs(ticks.back()));
    const double gap = smallestGap(ticks);
    const bool even =
        ticks.size() < 3 || std::abs(ticks.back() - ticks.front() -
                                     gap * static_cast<double>(ticks.size() - 1)) < gap / 2;
    const int decimals = gap > 0 ? decimalsOf(gap) : 0;
    const int digits =
        gap > 0 ? std::clamp(static_cast<int>(std::ceil(std::log10(largest / gap))) + 1, 3, 15) : 3;
    for (const double tick : ticks) {
        // Ticks of many sizes on one axis are written as short as each can be.
        result.push_back({tick, !even ? QString::number(tick, 'g', 6)
                                : largest < kMostFixed && decimals <= kMostDecimals
                                    ? QString::number(tick, 'f', decimals)
                                    : QString::number(tick, 'g', digits)});
    }
    return result;
}

PlotAxes axesOf(const ChartViewport& viewport, const QString& xTitle, const QString& yTitle) {
    const auto y = viewport.y();
    return {labelled(linearTicks(viewport.x(), ChartViewport::kTicks)),
            labelled(viewport.logarithmic() ? logarithmicTicks(y, ChartViewport::kTicks)
                                            : linearTicks(y, ChartViewport::kTicks)),
            xTitle, yTitle};
}

QMarginsF marginsOf(const PlotAxes& axes, const QFontMetricsF& metrics) {
    const double line = std::ceil(metrics.height());
    return {line + std::ceil(widest(axes.y, metrics)) + 2 * kGap, std::ceil(line / 2),
            std::ceil(widest(axes.x, metrics) / 2), 2 * line + 2 * kGap};
}

void drawAxes(QPainter& painter, const QRectF& area, const PlotAxes& axes,
              const ChartViewport& viewport) {
    const QFontMetricsF metrics(painter.font());
    const double line = metrics.height();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (const auto& tick : axes.y) {
        const double y = area.bottom() - viewport.shareOfY(tick.value) * area.height();
        painter.setPen(Theme::outline());
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        painter.setPen(Theme::textMuted());
        painter.drawText(QRectF(0, y - line / 2, area.left() - kGap, line),
                         Qt::AlignRight | Qt::AlignVCenter, tick.label);
    }
    painter.setPen(Theme::outline());
    painter.drawLine(area.bottomLeft(), area.bottomRight());
    for (const auto& tick : axes.x) {
        const double x = area.left() + viewport.shareOfX(tick.value) * area.width();
        const double half = metrics.horizontalAdvance(tick.label) / 2 + 1;
        painter.setPen(Theme::outline());
        painter.drawLine(QPointF(x, area.bottom()), QPointF(x, area.bottom() + kGap / 2));
        painter.setPen(Theme::textMuted());
        painter.drawText(QRectF(x - half, area.bottom() + kGap, 2 * half, line), Qt::AlignCenter,
                         tick.label);
    }
    painter.setPen(Theme::textMuted());
    painter.drawText(QRectF(area.left(), area.bottom() + kGap + line, area.width(), line + kGap),
                     Qt::AlignCenter, axes.xTitle);
    painter.translate(0, area.bottom());
    painter.rotate(-90);
    painter.drawText(QRectF(0, 0, area.height(), line), Qt::AlignCenter, axes.yTitle);
    painter.restore();
}

}  // namespace ncf
