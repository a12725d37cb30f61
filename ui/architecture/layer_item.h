#pragma once

#include "model/network_parts.h"
#include "training/layer_health.h"

#include <QGraphicsObject>
#include <QString>

#include <optional>

namespace ncf {

// How a part of the network looks besides where it lies.
struct LayerLook {
    QString label;
    QString problem;       // words below the bar, which is red then; empty if all is well
    bool enabled = true;   // can be changed now
    bool current = false;  // has the keyboard's focus
    bool hovered = false;
    std::optional<LayerHealth> health;  // of a dense layer while it trains

    bool operator==(const LayerLook&) const = default;
};

// One part of the network in the drawing: a bar with its width on it, or a word. Its edges show
// handles while the pointer or the focus is on it. While it trains, a line in a dense layer speaks
// the size of its gradient, and red from the right the share of its units that are dead. Moves from
// where it is to where it should be as the scene's animation tells it.
class LayerItem : public QGraphicsObject {
    Q_OBJECT

public:
    explicit LayerItem(NetworkPart part);

    NetworkPart part() const { return part_; }
    void setPart(NetworkPart part) { part_ = part; }
    void setLook(const LayerLook& look);
    const LayerLook& look() const { return look_; }

    // As drawn now, in the scene's coordinates.
    QRectF bar() const { return bar_.translated(pos()); }
    // Where to go; a part that was never placed appears there.
    void aim(const QRectF& bar, double opacity);
    // How far on the way, 0 to 1.
    void progress(double share);

    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    struct Pose {
        QRectF bar;
        double opacity = 0;
    };

    QColor colour() const;
    bool isBar() const;
    void paintBar(QPainter& painter) const;
    void paintHealth(QPainter& painter) const;

    NetworkPart part_;
    LayerLook look_;
    QRectF bar_;  // around the item's position
    bool placed_ = false;
    Pose from_, to_;
};

}  // namespace ncf
