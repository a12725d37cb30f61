#include "charts/chart_legend.h"

#include "theme/theme.h"

#include <QCheckBox>
#include <QEvent>
#include <QFontMetricsF>
#include <QPainter>
#include <QStyleOption>

#include <algorithm>
#include <cmath>

namespace ncf {

namespace {

constexpr double kSample = 22;    // the width of a line's sample
constexpr double kGap = 6;        // between it and the name, and around both
constexpr double kLongest = 190;  // of a name, in pixels; a longer one is cut
constexpr double kHiddenOpacity = 0.45;

QString shortened(const QString& name, const QFontMetricsF& metrics) {
    return metrics.elidedText(name, Qt::ElideRight, kLongest);
}

QSizeF sizeOf(const LegendEntry& entry, const QFontMetricsF& metrics) {
    return {
        std::ceil(metrics.horizontalAdvance(shortened(entry.name, metrics))) + kSample + 3 * kGap,
        std::ceil(metrics.height()) + 4};
}

// The places of the entries, row below row, within that width.
std::vector<QRectF> places(const std::vector<LegendEntry>& entries, double width,
                           const QFontMetricsF& metrics) {
    std::vector<QRectF> result;
    QPointF at(0, 0);
    for (const auto& entry : entries) {
        const auto size = sizeOf(entry, metrics);
        if (at.x() > 0 && at.x() + size.width() > width) {
            at = {0, at.y() + size.height()};
        }
        result.emplace_back(at, size);
        at.rx() += size.width();
    }
    return result;
}

void drawSample(QPainter& painter, const QRectF& place, const LegendEntry& entry) {
    const double y = place.center().y();
    if (entry.style == CurveStyle::Points) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(entry.colour);
        painter.drawEllipse(place.center(), 4, 4);
        return;
    }
    const bool thin = entry.style == CurveStyle::Faint || entry.style == CurveStyle::Ghost;
    painter.setPen(QPen(entry.colour, thin ? 1.5 : 3,
                        entry.style == CurveStyle::Dashed ? Qt::DashLine : Qt::SolidLine,
                        Qt::FlatCap));
    painter.drawLine(QPointF(place.left(), y), QPointF(place.right(), y));
}

void drawEntry(QPainter& painter, const QRectF& place, const LegendEntry& entry) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QFont font = painter.font();
    font.setStrikeOut(!entry.shown);
    painter.setFont(font);
    painter.setOpacity(entry.shown ? 1 : kHiddenOpacity);
    drawSample(painter, QRectF(place.left() + kGap, place.top(), kSample, place.height()), entry);
    painter.setOpacity(1);
    painter.setPen(Theme::textMuted());
    painter.drawText(place.adjusted(kSample + 2 * kGap, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     shortened(entry.name, QFontMetricsF(font)));
    painter.restore();
}

// A check box in all but its looks.
class LegendSwitch : public QCheckBox {
public:
    using QCheckBox::QCheckBox;

    void setEntry(const LegendEntry& entry) {
        entry_ = entry;
        setChecked(entry.shown);
        setAccessibleName(ChartLegend::tr("Show the curve “%1”").arg(entry.name));
        setToolTip(ChartLegend::tr("%1\nClick to hide or show it.").arg(entry.name));
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        drawEntry(painter, rect(), entry_);
        if (hasFocus() || underMouse()) {
            QStyleOptionFocusRect focus;
            focus.initFrom(this);
            painter.setOpacity(hasFocus() ? 1 : kHiddenOpacity);
            style()->drawPrimitive(QStyle::PE_FrameFocusRect, &focus, &painter, this);
        }
    }
    bool hitButton(const QPoint& position) const override { return rect().contains(position); }

private:
    LegendEntry entry_;
};

}  // namespace

ChartLegend::ChartLegend(QWidget* parent) : QWidget(parent) {
    QSizePolicy policy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void ChartLegend::setEntries(const std::vector<LegendEntry>& entries) {
    if (entries == entries_) {
        return;
    }
    entries_ = entries;
    while (switches_.size() > entries.size()) {
        delete switches_.back();
        switches_.pop_back();
    }
    while (switches_.size() < entries.size()) {
        auto* const added = new LegendSwitch(this);
        const auto index = switches_.size();
        connect(added, &QCheckBox::clicked, this, [this, index](bool shown) {
            const QString name = entries_[index].name;
            Q_EMIT toggled(name, shown);
        });
        switches_.push_back(added);
    }
    for (std::size_t i = 0; i < entries.size(); ++i) {
        static_cast<LegendSwitch*>(switches_[i])->setEntry(entries[i]);
    }
    arrange();
    updateGeometry();
}

void ChartLegend::arrange() {
    const auto all = places(entries_, width(), QFontMetricsF(font()));
    for (std::size_t i = 0; i < all.size(); ++i) {
        switches_[i]->setGeometry(all[i].toRect());
        switches_[i]->show();
    }
}

double ChartLegend::paintShown(QPainter& painter, const QPointF& topLeft, double width) const {
    std::vector<LegendEntry> shown;
    std::copy_if(entries_.begin(), entries_.end(), std::back_inserter(shown),
                 [](const LegendEntry& entry) { return entry.shown; });
    painter.setFont(font());
    const auto all = places(shown, width, QFontMetricsF(font()));
    for (std::size_t i = 0; i < all.size(); ++i) {
        drawEntry(painter, all[i].translated(topLeft), shown[i]);
    }
    return all.empty() ? 0 : all.back().bottom();
}

int ChartLegend::heightForWidth(int width) const {
    const auto all = places(entries_, width, QFontMetricsF(font()));
    return all.empty() ? 0 : static_cast<int>(std::ceil(all.back().bottom()));
}

QSize ChartLegend::sizeHint() const {
    return {0, heightForWidth(width())};
}

void ChartLegend::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

void ChartLegend::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange) {
        arrange();
        updateGeometry();
    }
    QWidget::changeEvent(event);
}

}  // namespace ncf
