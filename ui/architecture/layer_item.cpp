#include "architecture/layer_item.h"

#include "theme/theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace ncf {

namespace {

using Kind = NetworkPart::Kind;

constexpr double kRadius = 6;
constexpr double kProblemHeight = 16;
constexpr double kProblemRoom = 160;
// Powers of ten between which the line of the gradient grows over the bar.
constexpr double kLeastGradient = -6, kMostGradient = 1;

QRectF between(const QRectF& a, const QRectF& b, double share) {
    const auto mix = [share](double x, double y) { return x + (y - x) * share; };
    return {mix(a.x(), b.x()), mix(a.y(), b.y()), mix(a.width(), b.width()),
            mix(a.height(), b.height())};
}

}  // namespace

LayerItem::LayerItem(NetworkPart part) : part_(part) {
    setOpacity(0);
}

void LayerItem::setLook(const LayerLook& look) {
    if (look != look_) {
        look_ = look;
        update();
    }
}

void LayerItem::aim(const QRectF& bar, double opacity) {
    if (!placed_) {
        placed_ = true;
        const QPointF middle = bar.center();
        from_ = {QRectF(middle.x(), bar.y(), 0, bar.height()), 0};
    } else {
        from_ = {this->bar(), this->opacity()};
    }
    to_ = {bar, opacity};
}

void LayerItem::progress(double share) {
    const QRectF now = between(from_.bar, to_.bar, share);
    prepareGeometryChange();
    setPos(now.center());
    bar_ = now.translated(-now.center());
    setOpacity(from_.opacity + (to_.opacity - from_.opacity) * share);
}

QRectF LayerItem::boundingRect() const {
    const double side = std::max(0.0, (kProblemRoom - bar_.width()) / 2);
    return bar_.adjusted(-side - 6, -6, side + 6, kProblemHeight + 6);
}

bool LayerItem::isBar() const {
    return part_.kind != Kind::UserId && part_.kind != Kind::ItemId && part_.kind != Kind::Score;
}

QColor LayerItem::colour() const {
    if (!look_.problem.isEmpty()) {
        return Theme::bad();
    }
    switch (part_.kind) {
        case Kind::UserId:
        case Kind::GmfUser:
        case Kind::MlpUser:
            return Theme::series(0);
        case Kind::ItemId:
        case Kind::GmfItem:
        case Kind::MlpItem:
            return Theme::series(1);
        case Kind::Dense:
            return Theme::series(2);
        default:
            return Theme::textMuted();
    }
}

void LayerItem::paintBar(QPainter& painter) const {
    const QColor line = look_.enabled ? colour() : Theme::edge();
    QColor fill = line;
    fill.setAlphaF(look_.hovered && look_.enabled ? 0.34f : 0.2f);
    const bool own = mostWidth(part_) > 0;
    painter.setPen(QPen(line, 1.3, own ? Qt::SolidLine : Qt::DashLine));
    painter.setBrush(Theme::surface());
    painter.drawRoundedRect(bar_, kRadius, kRadius);
    if (own) {
        painter.setBrush(fill);
        painter.drawRoundedRect(bar_, kRadius, kRadius);
    }
    if (look_.current) {
        painter.setPen(QPen(Theme::accent(), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(bar_.adjusted(-3.5, -3.5, 3.5, 3.5), kRadius + 3, kRadius + 3);
    }
    if (own && look_.enabled && (look_.hovered || look_.current)) {
        painter.setPen(QPen(line, 2, Qt::SolidLine, Qt::RoundCap));
        for (const double x : {bar_.left() + 4.5, bar_.right() - 4.5}) {
            painter.drawLine(QPointF(x, -4), QPointF(x, 4));
        }
    }
}

void LayerItem::paintHealth(QPainter& painter) const {
    const double dead = look_.health->deadShare.value_or(0);
    QColor red = Theme::bad();
    red.setAlphaF(0.45f);
    painter.setPen(Qt::NoPen);
    painter.setBrush(red);
    if (dead > 0) {
        QPainterPath outline;
        outline.addRoundedRect(bar_, kRadius, kRadius);
        QPainterPath share;
        share.addRect(bar_.adjusted(bar_.width() * (1 - dead), 0, 0, 0));
        painter.drawPath(outline.intersected(share));
    }
    const double size = std::log10(std::max(look_.health->gradientNorm, 1e-12));
    const double length =
        std::clamp((size - kLeastGradient) / (kMostGradient - kLeastGradient), 0.0, 1.0);
    painter.setPen(QPen(Theme::text(), 2, Qt::SolidLine, Qt::RoundCap));
    const QPointF start(bar_.left() + kRadius, bar_.bottom() - 3);
    painter.drawLine(start, start + QPointF((bar_.width() - 2 * kRadius) * length, 0));
}

void LayerItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    if (isBar()) {
        paintBar(*painter);
        if (look_.health) {
            paintHealth(*painter);
        }
        painter->setPen(look_.enabled || look_.health ? Theme::text() : Theme::textMuted());
    } else {
        painter->setPen(colour());
    }
    painter->drawText(bar_, Qt::AlignCenter | Qt::TextDontClip, look_.label);
    if (!look_.problem.isEmpty()) {
        QFont font = painter->font();
        font.setPointSizeF(font.pointSizeF() * 0.85);
        painter->setFont(font);
        const QRectF room(-kProblemRoom / 2, bar_.bottom() + 3, kProblemRoom, kProblemHeight);
        // Words lie above the wires.
        painter->fillRect(painter->boundingRect(room, Qt::AlignCenter, look_.problem),
                          Theme::surface());
        painter->setPen(Theme::bad());
        painter->drawText(room, Qt::AlignCenter, look_.problem);
    }
}

}  // namespace ncf
