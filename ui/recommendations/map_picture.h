#pragma once

#include "base/result.h"
#include "charts/chart_export.h"
#include "recommendations/map_style.h"

#include <QFont>
#include <QPointF>
#include <QSize>

#include <cstdint>
#include <functional>
#include <vector>

class QPainter;
class QPixmap;

namespace ncf {

// A point as it is drawn.
struct MapMark {
    QPointF at;             // pixels
    double radius = 0;      // pixels
    std::uint8_t kind = 0;  // index of the classes
    bool faint = false;     // something else is meant at the moment
};

struct MapLabel {
    QPointF at;  // where the text begins, on its base line
    QString text;
};

// All that a drawing of a map consists of, as values: it can be drawn on any thread.
struct MapPicture {
    QString title;
    QSize size;  // pixels
    QFont font;
    QColor ground;
    QColor text;
    std::vector<MapClass> classes;  // the legend leaves out those without a name
    std::vector<MapMark> marks;     // the later ones above
    std::vector<MapLabel> labels;
};

// Marks and labels at device pixels, stamped from a few prepared ones: for the window.
QPixmap stamped(const MapPicture& picture, double devicePixelRatio);

// The names of those marks that have room, most important first: `names` are tried in their order
// and left out where they would cover another one. At most `most`.
std::vector<MapLabel> placeLabels(const std::vector<std::pair<MapMark, QString>>& names,
                                  const QFont& font, const QSize& size, std::size_t most);

// Draws title, legend and map as shapes and writes them; may be called on any thread. `format` is
// Png or Svg.
Status savePicture(const MapPicture& picture, const QString& file, ChartFormat format);

}  // namespace ncf
