#pragma once

#include "model/network_parts.h"

#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include <vector>

namespace ncf {

// Where a part of the network lies, in device-independent pixels.
struct PlacedPart {
    NetworkPart part;
    QRectF bar;       // its length speaks the part's width
    double room = 0;  // the longest that the bar can be
};

struct Wire {
    NetworkPart from, to;  // from below to above
};

// The drawing as numbers: the ids at the bottom, their embeddings, the product and the
// concatenation, the tower, the output on top. One branch alone has the middle for itself; of two,
// GMF stands on the left.
struct NetworkLayout {
    QSizeF size;
    std::vector<PlacedPart> parts;
    std::vector<Wire> wires;

    const PlacedPart* find(NetworkPart part) const;
    // The part whose bar, or close surroundings, the point is in; nullptr if none.
    const PlacedPart* at(QPointF point) const;
    // The dense layer whose row is nearest to that height.
    std::size_t layerNear(double y) const;
};

NetworkLayout layoutNetwork(const ModelConfig& config, double width);

// The length of a bar for so many numbers, on a logarithmic scale.
double barLength(int width, double room);

// What a press on a bar takes hold of.
enum class Grip { LeftEdge, RightEdge, Number, Body };
Grip gripAt(const PlacedPart& placed, QPointF point);

// How many doublings of the width it is to drag an edge so many pixels outward. The edge stays
// under the pointer, unless the bar has so little room that it would be too fast to hit a number.
double doublingsOf(double pixels, double room);

}  // namespace ncf
