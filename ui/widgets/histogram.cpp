#include "widgets/histogram.h"

#include "theme/theme.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>

namespace ncf {

Histogram::Histogram(QWidget* parent) : QWidget(parent) {
    setMinimumSize(200, 120);
}

void Histogram::setBars(std::vector<std::pair<float, std::uint64_t>> bars) {
    bars_ = std::move(bars);
    QStringList words;
    for (const auto& [value, count] : bars_) {
        words << tr("%1: %2 times").arg(value).arg(count);
    }
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    update();
}

void Histogram::paintEvent(QPaintEvent*) {
    if (bars_.empty()) {
        return;
    }
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    std::uint64_t most = 1;
    for (const auto& bar : bars_) {
        most = std::max(most, bar.second);
    }
    const double line = fontMetrics().height();
    const double each =
        std::min(90.0, static_cast<double>(width()) / static_cast<double>(bars_.size()));
    const double room = height() - 2 * line - 6;
    for (std::size_t i = 0; i < bars_.size(); ++i) {
        const auto& [value, count] = bars_[i];
        const double left = static_cast<double>(i) * each;
        const double tall =
            std::max(1.0, room * static_cast<double>(count) / static_cast<double>(most));
        const QRectF bar(left + 3, line + 2 + room - tall, each - 6, tall);
        painter.setPen(Qt::NoPen);
        painter.setBrush(Theme::series(0));
        painter.drawRoundedRect(bar, 3, 3);
        painter.setPen(Theme::textMuted());
        painter.drawText(QRectF(left, height() - line, each, line), Qt::AlignCenter,
                         QLocale().toString(value, 'g', 3));
        const auto share = QLocale().toString(count);
        if (fontMetrics().horizontalAdvance(share) < each) {
            painter.drawText(QRectF(left, bar.top() - line - 1, each, line), Qt::AlignCenter,
                             share);
        }
    }
}

}  // namespace ncf
