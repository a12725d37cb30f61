#include "charts/chart_picture.h"

#include "charts/chart_legend.h"
#include "charts/plot_view.h"
#include "theme/theme.h"

#include <QBuffer>
#include <QImage>
#include <QPainter>
#include <QSvgGenerator>

#include <algorithm>
#include <cmath>

namespace ncf {

namespace {

constexpr double kMargin = 12;
constexpr double kLeastScale = 2;  // image pixels for each of the window's

QFont titleFont(const ChartParts& chart) {
    QFont font = chart.view->font();
    font.setBold(true);
    return font;
}

double plotTop(const ChartParts& chart) {
    return kMargin + std::ceil(QFontMetricsF(titleFont(chart)).height()) + 4 +
           chart.legend->heightForWidth(chart.view->width()) + 4;
}

QSize sizeOf(const ChartParts& chart) {
    return {chart.view->width() + static_cast<int>(2 * kMargin),
            static_cast<int>(plotTop(chart)) + chart.view->height() + static_cast<int>(kMargin)};
}

void paint(QPainter& painter, const ChartParts& chart) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(QRect({0, 0}, sizeOf(chart)), Theme::surface());
    painter.setFont(titleFont(chart));
    painter.setPen(Theme::text());
    const QFontMetricsF metrics(painter.font());
    painter.drawText(QPointF(kMargin, kMargin + metrics.ascent()), chart.title);
    chart.legend->paintShown(painter, {kMargin, kMargin + std::ceil(metrics.height()) + 4},
                             chart.view->width());
    const QRectF place({kMargin, plotTop(chart)}, QSizeF(chart.view->size()));
    chart.view->render(&painter, place, chart.view->viewport()->rect());
}

}  // namespace

std::function<Status()> pictureWriter(const ChartParts& chart, const QString& file,
                                      ChartFormat format) {
    const auto size = sizeOf(chart);
    if (format == ChartFormat::Svg) {
        QByteArray bytes;
        QBuffer buffer(&bytes);
        QSvgGenerator svg;
        svg.setOutputDevice(&buffer);
        svg.setSize(size);
        svg.setViewBox(QRect({0, 0}, size));
        svg.setResolution(chart.view->logicalDpiX());  // for texts of the size that was laid out
        svg.setTitle(chart.title);
        QPainter painter(&svg);
        paint(painter, chart);
        painter.end();
        return [file, bytes] { return saveBytes(file, bytes); };
    }
    const double scale = std::max(kLeastScale, chart.view->devicePixelRatioF());
    QImage image(size * scale, QImage::Format_RGB32);
    image.setDevicePixelRatio(scale);
    QPainter painter(&image);
    paint(painter, chart);
    painter.end();
    return [file, image] {
        QByteArray bytes;
        QBuffer buffer(&bytes);
        image.save(&buffer, "PNG");
        return saveBytes(file, bytes);
    };
}

}  // namespace ncf
