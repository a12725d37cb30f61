#pragma once

#include "architecture/layer_item.h"
#include "architecture/network_layout.h"

#include <QGraphicsScene>
#include <QVariantAnimation>

#include <map>
#include <vector>

namespace ncf {

// The drawing of a network: an item for each of its parts, and the wires between them. Items live
// as long as their part does, so that a change of the network is seen as a movement.
class NetworkScene : public QGraphicsScene {
    Q_OBJECT

public:
    explicit NetworkScene(QObject* parent = nullptr);

    // What happened to the dense layers, ahead of the show() that follows from it.
    void layerInserted(std::size_t at);
    void layerRemoved(std::size_t at);
    void layerMoved(std::size_t from, std::size_t to);

    // Moves every part to its place, within so many milliseconds; 0 does it at once.
    void show(const NetworkLayout& layout, int milliseconds);

    // nullptr if the network has no such part.
    LayerItem* item(NetworkPart part) const;
    const std::vector<Wire>& wires() const { return wires_; }

protected:
    // The wires.
    void drawBackground(QPainter* painter, const QRectF& rect) override;

private:
    LayerItem* add(NetworkPart part);
    void retire(LayerItem* item);
    void progress(double share);

    std::map<NetworkPart::Kind, LayerItem*> single_;  // all but the dense layers
    std::vector<LayerItem*> dense_;
    std::vector<LayerItem*> leaving_;  // fading away, no part of the network any more
    std::vector<Wire> wires_;
    QVariantAnimation animation_;
};

}  // namespace ncf
