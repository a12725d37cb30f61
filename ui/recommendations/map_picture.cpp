#include "recommendations/map_picture.h"

#include <QBuffer>
#include <QFontMetricsF>
#include <QImage>
#include <QPainter>
#include <QPixmap>
#include <QSvgGenerator>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace ncf {

namespace {

constexpr double kFaint = 0.15;   // opacity of what is not meant
constexpr double kSolid = 0.85;   // of the others: what overlaps shows through
constexpr double kMargin = 12;    // of a saved picture
constexpr double kFileScale = 2;  // image pixels of a saved picture for each of the window's
constexpr double kLegendDot = 4;
constexpr double kLongestName = 220;  // pixels; a longer one is cut

double opacityOf(const MapMark& mark) {
    return mark.faint ? kFaint : kSolid;
}

void drawLabels(QPainter& painter, const MapPicture& picture) {
    painter.setFont(picture.font);
    for (const auto& label : picture.labels) {
        // On a rim of the ground, since points lie below.
        QColor rim = picture.ground;
        rim.setAlphaF(0.9F);
        painter.setPen(rim);
        for (const auto& [x, y] :
             {std::pair(-1, 0), std::pair(1, 0), std::pair(0, -1), std::pair(0, 1)}) {
            painter.drawText(label.at + QPointF(x, y), label.text);
        }
        painter.setPen(picture.text);
        painter.drawText(label.at, label.text);
    }
}

// A mark with room for its smooth edge, its centre in the middle of a device pixel.
QPixmap makeStamp(const QColor& colour, double opacity, int diameter) {
    const int size = diameter + 2 + (diameter + 1) % 2;  // odd
    QPixmap stamp(size, size);
    stamp.fill(Qt::transparent);
    QPainter painter(&stamp);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setOpacity(opacity);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawEllipse(QPointF(size / 2.0, size / 2.0), diameter / 2.0, diameter / 2.0);
    return stamp;
}

void drawShapes(QPainter& painter, const MapPicture& picture) {
    painter.setPen(Qt::NoPen);
    for (const auto& mark : picture.marks) {
        painter.setOpacity(opacityOf(mark));
        painter.setBrush(picture.classes[mark.kind].colour);
        painter.drawEllipse(mark.at, mark.radius, mark.radius);
    }
    painter.setOpacity(1);
    drawLabels(painter, picture);
}

// Draws the legend in rows of that width; without a painter, only measures. Returns its height.
double legend(QPainter* painter, const MapPicture& picture, double width) {
    const QFontMetricsF metrics(picture.font);
    const double line = std::ceil(metrics.height()) + 4;
    QPointF at(0, 0);
    for (const auto& each : picture.classes) {
        if (each.name.isEmpty()) {
            continue;
        }
        const double wide = metrics.horizontalAdvance(each.name) + 6 * kLegendDot;
        if (at.x() > 0 && at.x() + wide > width) {
            at = {0, at.y() + line};
        }
        if (painter != nullptr) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(each.colour);
            painter->drawEllipse(at + QPointF(kLegendDot, line / 2), kLegendDot, kLegendDot);
            painter->setPen(picture.text);
            painter->drawText(at + QPointF(3 * kLegendDot, (line + metrics.capHeight()) / 2),
                              each.name);
        }
        at.rx() += wide;
    }
    return at.y() + line;
}

struct Sheet {
    QSize size;
    double mapTop = 0;
};

QFont titleFont(const MapPicture& picture) {
    QFont font = picture.font;
    font.setBold(true);
    return font;
}

Sheet layOut(const MapPicture& picture) {
    const double top = kMargin + std::ceil(QFontMetricsF(titleFont(picture)).height()) + 4 +
                       legend(nullptr, picture, picture.size.width()) + 4;
    return {{picture.size.width() + static_cast<int>(2 * kMargin),
             static_cast<int>(top) + picture.size.height() + static_cast<int>(kMargin)},
            top};
}

void drawSheet(QPainter& painter, const MapPicture& picture, const Sheet& sheet) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(QRect({0, 0}, sheet.size), picture.ground);
    painter.setFont(titleFont(picture));
    painter.setPen(picture.text);
    const QFontMetricsF metrics(painter.font());
    painter.drawText(QPointF(kMargin, kMargin + metrics.ascent()), picture.title);
    painter.setFont(picture.font);
    painter.save();
    painter.translate(kMargin, kMargin + std::ceil(metrics.height()) + 4);
    legend(&painter, picture, picture.size.width());
    painter.restore();
    painter.translate(kMargin, sheet.mapTop);
    painter.setClipRect(QRect({0, 0}, picture.size));
    drawShapes(painter, picture);
}

}  // namespace

QPixmap stamped(const MapPicture& picture, double devicePixelRatio) {
    QPixmap image(picture.size * devicePixelRatio);
    image.fill(picture.ground);
    QPainter painter(&image);  // in device pixels for now
    std::map<std::tuple<int, bool, int>, QPixmap> stamps;
    for (const auto& mark : picture.marks) {
        const int diameter =
            std::max(2, static_cast<int>(std::lround(2 * mark.radius * devicePixelRatio)));
        auto& stamp = stamps[{mark.kind, mark.faint, diameter}];
        if (stamp.isNull()) {
            stamp = makeStamp(picture.classes[mark.kind].colour, opacityOf(mark), diameter);
        }
        const QPointF centre = mark.at * devicePixelRatio;
        painter.drawPixmap(static_cast<int>(std::floor(centre.x())) - stamp.width() / 2,
                           static_cast<int>(std::floor(centre.y())) - stamp.height() / 2, stamp);
    }
    painter.scale(devicePixelRatio, devicePixelRatio);
    drawLabels(painter, picture);
    painter.end();
    image.setDevicePixelRatio(devicePixelRatio);
    return image;
}

std::vector<MapLabel> placeLabels(const std::vector<std::pair<MapMark, QString>>& names,
                                  const QFont& font, const QSize& size, std::size_t most) {
    constexpr double kGap = 3;
    const QFontMetricsF metrics(font);
    const QRectF whole(QPointF(0, 0), QSizeF(size));
    std::vector<QRectF> taken;
    std::vector<MapLabel> labels;
    for (const auto& [mark, name] : names) {
        if (labels.size() == most) {
            break;
        }
        const auto text = metrics.elidedText(name, Qt::ElideRight, kLongestName);
        QRectF box(0, 0, metrics.horizontalAdvance(text), metrics.height());
        box.moveCenter(mark.at);
        box.moveLeft(mark.at.x() + mark.radius + kGap);
        const auto covers = [&](const QRectF& other) { return other.intersects(box); };
        if (whole.contains(box) && std::ranges::none_of(taken, covers)) {
            labels.push_back({{box.left(), box.top() + metrics.ascent()}, text});
            taken.push_back(box.adjusted(-2 * kGap, -kGap, 2 * kGap, kGap));
        }
    }
    return labels;
}

Status savePicture(const MapPicture& picture, const QString& file, ChartFormat format) {
    const auto sheet = layOut(picture);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (format == ChartFormat::Svg) {
        QSvgGenerator svg;
        svg.setOutputDevice(&buffer);
        svg.setSize(sheet.size);
        svg.setViewBox(QRect({0, 0}, sheet.size));
        svg.setTitle(picture.title);
        QPainter painter(&svg);
        drawSheet(painter, picture, sheet);
        painter.end();
    } else {
        QImage image(sheet.size * kFileScale, QImage::Format_RGB32);
        image.setDevicePixelRatio(kFileScale);
        QPainter painter(&image);
        drawSheet(painter, picture, sheet);
        painter.end();
        image.save(&buffer, "PNG");
    }
    return saveBytes(file, bytes);
}

}  // namespace ncf
