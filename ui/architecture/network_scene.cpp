#include "architecture/network_scene.h"

#include "theme/theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace ncf {

namespace {

using Kind = NetworkPart::Kind;

constexpr double kTurn = 14;  // height of a wire's bend

// What an id sends up has its colour, and so does what comes from there.
QColor wireColour(NetworkPart from) {
    switch (from.kind) {
        case Kind::UserId:
        case Kind::GmfUser:
        case Kind::MlpUser:
            return Theme::series(0);
        case Kind::ItemId:
        case Kind::GmfItem:
        case Kind::MlpItem:
            return Theme::series(1);
        default:
            return Theme::textMuted();
    }
}

}  // namespace

NetworkScene::NetworkScene(QObject* parent) : QGraphicsScene(parent) {
    // A dozen items that all move at once gain nothing from an index.
    setItemIndexMethod(NoIndex);
    animation_.setStartValue(0.0);
    animation_.setEndValue(1.0);
    animation_.setEasingCurve(QEasingCurve::OutCubic);
    connect(&animation_, &QVariantAnimation::valueChanged, this,
            [this](const QVariant& value) { progress(value.toDouble()); });
}

LayerItem* NetworkScene::add(NetworkPart part) {
    auto* const item = new LayerItem(part);
    addItem(item);
    return item;
}

void NetworkScene::retire(LayerItem* item) {
    leaving_.push_back(item);
}

void NetworkScene::layerInserted(std::size_t at) {
    dense_.insert(dense_.begin() + static_cast<std::ptrdiff_t>(at), add({Kind::Dense, at}));
}

void NetworkScene::layerRemoved(std::size_t at) {
    retire(dense_[at]);
    dense_.erase(dense_.begin() + static_cast<std::ptrdiff_t>(at));
}

void NetworkScene::layerMoved(std::size_t from, std::size_t to) {
    auto* const item = dense_[from];
    dense_.erase(dense_.begin() + static_cast<std::ptrdiff_t>(from));
    dense_.insert(dense_.begin() + static_cast<std::ptrdiff_t>(to), item);
}

void NetworkScene::show(const NetworkLayout& layout, int milliseconds) {
    animation_.stop();
    std::size_t layers = 0;
    for (const auto& placed : layout.parts) {
        layers += placed.part.kind == Kind::Dense;
    }
    while (dense_.size() > layers) {
        layerRemoved(dense_.size() - 1);
    }
    while (dense_.size() < layers) {
        layerInserted(dense_.size());
    }
    for (auto at = single_.begin(); at != single_.end();) {
        const bool stays = layout.find({at->first}) != nullptr;
        if (!stays) {
            retire(at->second);
        }
        at = stays ? std::next(at) : single_.erase(at);
    }
    for (const auto& placed : layout.parts) {
        if (placed.part.kind != Kind::Dense && !single_.contains(placed.part.kind)) {
            single_[placed.part.kind] = add(placed.part);
        }
        auto* const item = this->item(placed.part);
        item->setPart(placed.part);
        item->aim(placed.bar, 1);
    }
    for (auto* const item : leaving_) {
        item->aim(item->bar(), 0);
    }
    wires_ = layout.wires;
    setSceneRect({{0, 0}, layout.size});
    if (milliseconds > 0) {
        animation_.setDuration(milliseconds);
        progress(0);
        animation_.start();
    } else {
        progress(1);
    }
}

LayerItem* NetworkScene::item(NetworkPart part) const {
    if (part.kind == Kind::Dense) {
        return part.layer < dense_.size() ? dense_[part.layer] : nullptr;
    }
    const auto found = single_.find(part.kind);
    return found == single_.end() ? nullptr : found->second;
}

void NetworkScene::progress(double share) {
    for (const auto& [kind, item] : single_) {
        item->progress(share);
    }
    for (auto* const item : dense_) {
        item->progress(share);
    }
    for (auto* const item : leaving_) {
        item->progress(share);
    }
    if (share >= 1) {
        qDeleteAll(leaving_);
        leaving_.clear();
    }
    update();
}

void NetworkScene::drawBackground(QPainter* painter, const QRectF&) {
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(Qt::NoBrush);
    for (const auto& wire : wires_) {
        const auto* const from = item(wire.from);
        const auto* const to = item(wire.to);
        const QPointF start(from->bar().center().x(), from->bar().top());
        const QPointF end(to->bar().center().x(), to->bar().bottom());
        // Straight up until close to its end, so that a long wire stays in its own column.
        const QPointF turn(start.x(), std::min(start.y(), end.y() + kTurn));
        const double bend = (turn.y() - end.y()) / 2;
        QPainterPath path(start);
        path.lineTo(turn);
        path.cubicTo(turn - QPointF(0, bend), end + QPointF(0, bend), end);
        QColor colour = wireColour(wire.from);
        colour.setAlphaF(static_cast<float>(0.6 * std::min(from->opacity(), to->opacity())));
        painter->setPen(QPen(colour, 1.3));
        painter->drawPath(path);
    }
}

}  // namespace ncf
