#include "recommendations/map_canvas.h"

#include "theme/theme.h"

#include <QEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ncf {

namespace {

constexpr double kWheelStep = 1.25;      // of the zoom, for each notch
constexpr double kKeyStep = 0.1;         // of width and height, for each press
constexpr double kReach = 8;             // pixels beside a point that still mean it
constexpr double kDragStart = 4;         // pixels before a press becomes a drag
constexpr double kFoundZoom = 6;         // at most, to show what was found
constexpr std::size_t kNames = 24;       // of points in the picture, at most
constexpr std::size_t kNameTries = 120;  // points that are tried for a name

// Plain text in a tip of its own lines.
QString tipOf(const MapEntry& entry, MapOf of) {
    const auto line = [](const std::string& text) {
        return QString::fromStdString(text).toHtmlEscaped();
    };
    QString text = QStringLiteral("<qt><b>%1</b>").arg(line(entry.name()));
    if (!entry.genres.empty()) {
        text += QStringLiteral("<br>") +
                line(entry.genres).replace(QLatin1Char('|'), QStringLiteral(", "));
    }
    const auto count = QLocale().toString(entry.popularity);
    text += QStringLiteral("<br>") + (of == MapOf::Items ? MapCanvas::tr("%1 users").arg(count)
                                                         : MapCanvas::tr("%1 items").arg(count));
    return text + QStringLiteral("</qt>");
}

}  // namespace

MapCanvas::MapCanvas(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Map"));
    setAttribute(Qt::WA_OpaquePaintEvent);
}

void MapCanvas::setMap(std::shared_ptr<const EmbeddingMap> map) {
    select(std::nullopt);
    map_ = std::move(map);
    points_.clear();
    order_.clear();
    sizes_.clear();
    style_ = {};
    found_.clear();
    neighbours_.clear();
    hovered_.reset();
    if (map_) {
        points_ = map_->points;
        order_.resize(points_.size());
        std::iota(order_.begin(), order_.end(), 0U);
        const auto popularity = [&](Index point) { return map_->entries[point].popularity; };
        std::ranges::stable_sort(order_, std::greater<>(), popularity);
        const double most = order_.empty() ? 0 : std::log1p(popularity(order_.front()));
        for (const auto& entry : map_->entries) {
            sizes_.push_back(most > 0 ? static_cast<float>(std::log1p(entry.popularity) / most)
                                      : 0.0F);
        }
        setStyle({{MapClass{QString(), Theme::series(0)}},
                  std::vector<std::uint8_t>(points_.size(), 0)});
    }
    viewport_.setBounds(boundsOf(points_));
    viewport_.fit();
    changed();
}

void MapCanvas::setPoints(std::vector<PlanePoint> points) {
    points_ = std::move(points);
    viewport_.setBounds(boundsOf(points_));
    changed();
}

void MapCanvas::setStyle(MapStyle style) {
    style_ = std::move(style);
    shownClass_.assign(style_.classes.size(), true);
    changed();
}

void MapCanvas::setShown(std::size_t kind, bool shown) {
    shownClass_[kind] = shown;
    changed();
}

void MapCanvas::setFound(const std::vector<Index>& found) {
    found_.clear();
    std::vector<PlanePoint> places;
    for (const Index point : found) {
        if (point < points_.size()) {
            found_.resize(points_.size());
            found_[point] = true;
            places.push_back(points_[point]);
        }
    }
    if (!places.empty()) {
        viewport_.show(boundsOf(places), kFoundZoom);
    }
    changed();
}

void MapCanvas::select(std::optional<Index> point) {
    if (point == selected_) {
        return;
    }
    selected_ = point;
    neighbours_.clear();
    changed();
    Q_EMIT selected(point);
}

void MapCanvas::setNeighbours(std::vector<Index> neighbours) {
    neighbours_ = std::move(neighbours);
    std::erase_if(neighbours_, [&](Index each) { return each >= points_.size(); });
    changed();
}

void MapCanvas::reveal(Index point) {
    if (!QRectF(rect()).contains(placeOf(point))) {
        viewport_.panBy(QRectF(rect()).center() - placeOf(point));
        changed();
    }
}

void MapCanvas::fit() {
    viewport_.fit();
    changed();
}

double MapCanvas::radiusOf(Index point) const {
    constexpr double kLeast = 1.6;
    constexpr double kMost = 5;
    const auto size = static_cast<double>(sizes_[point]);
    // Grows a little with the zoom, so that a few points still fill the picture.
    const double growth = std::min(2.0, std::pow(viewport_.zoom(), 0.2));
    return (kLeast + (kMost - kLeast) * size * size) * growth;
}

MapPicture MapCanvas::picture() const {
    MapPicture picture;
    picture.size = size();
    picture.font = font();
    picture.ground = Theme::surface();
    picture.text = Theme::text();
    const QRectF seen = QRectF(rect()).adjusted(-12, -12, 12, 12);
    std::vector<std::pair<MapMark, QString>> names;
    const auto name = [&](Index point) {
        const MapMark mark{placeOf(point), radiusOf(point), style_.classOf[point], false};
        names.emplace_back(mark, QString::fromStdString(map_->entries[point].name()));
    };
    if (selected_) {
        name(*selected_);
        std::ranges::for_each(neighbours_, name);
    }
    for (const Index point : order_) {
        const MapMark mark{placeOf(point), radiusOf(point), style_.classOf[point], faint(point)};
        if (!shown(point) || !seen.contains(mark.at)) {
            continue;
        }
        picture.marks.push_back(mark);
        // Ids of users say nothing.
        if (map_->of == MapOf::Items && !mark.faint && names.size() < kNameTries) {
            name(point);
        }
    }
    // What is found lies above the rest.
    std::ranges::stable_partition(picture.marks, &MapMark::faint);
    picture.classes = style_.classes;
    for (std::size_t kind = 0; kind < picture.classes.size(); ++kind) {
        if (!shownClass_[kind]) {
            picture.classes[kind].name.clear();
        }
    }
    picture.labels = placeLabels(names, font(), size(), kNames);
    return picture;
}

std::optional<MapCanvas::Index> MapCanvas::pointAt(const QPointF& pixels) const {
    std::optional<Index> nearest;
    double least = kReach * kReach;
    for (Index point = 0; point < points_.size(); ++point) {
        const auto apart = placeOf(point) - pixels;
        const double square = QPointF::dotProduct(apart, apart);
        if (square < least && shown(point)) {
            least = square;
            nearest = point;
        }
    }
    return nearest;
}

void MapCanvas::changed() {
    drawn_ = {};
    describe();
    update();
}

void MapCanvas::describe() {
    QStringList parts;
    parts << tr("%n point(s)", nullptr, static_cast<int>(points_.size()));
    if (!found_.empty()) {
        parts << tr("%n found", nullptr,
                    static_cast<int>(std::count(found_.begin(), found_.end(), true)));
    }
    if (selected_) {
        parts << tr("selected: %1").arg(QString::fromStdString(map_->entries[*selected_].name()));
    }
    setAccessibleDescription(parts.join(QStringLiteral("; ")));
}

void MapCanvas::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    if (!map_) {
        painter.fillRect(rect(), Theme::surface());
        return;
    }
    if (drawn_.isNull()) {
        drawn_ = stamped(picture(), devicePixelRatioF());
    }
    painter.drawPixmap(0, 0, drawn_);
    painter.setRenderHint(QPainter::Antialiasing);
    drawSelection(painter);
    if (hasFocus()) {
        painter.setPen(QPen(Theme::accent(), 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
    }
}

void MapCanvas::drawSelection(QPainter& painter) const {
    const auto ring = [&](Index point, const QColor& colour, double width) {
        painter.setPen(QPen(colour, width));
        painter.setBrush(Qt::NoBrush);
        const double radius = radiusOf(point) + 2;
        painter.drawEllipse(placeOf(point), radius, radius);
    };
    if (selected_) {
        QColor line = Theme::text();
        line.setAlphaF(0.55F);
        painter.setPen(QPen(line, 1.2));
        for (const Index neighbour : neighbours_) {
            painter.drawLine(placeOf(*selected_), placeOf(neighbour));
        }
        for (const Index neighbour : neighbours_) {
            ring(neighbour, Theme::text(), 1.2);
        }
        ring(*selected_, Theme::accent(), 3);
    }
    if (hovered_) {
        ring(*hovered_, Theme::text(), 2);
    }
}

void MapCanvas::resizeEvent(QResizeEvent*) {
    viewport_.setSize(size());
    changed();
}

void MapCanvas::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        changed();
    }
    QWidget::changeEvent(event);
}

void MapCanvas::wheelEvent(QWheelEvent* event) {
    event->accept();
    viewport_.zoomAbout(event->position(), std::pow(kWheelStep, event->angleDelta().y() / 120.0));
    changed();
}

void MapCanvas::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        pressed_ = true;
        pressedAt_ = draggedTo_ = event->position();
    }
}

void MapCanvas::mouseMoveEvent(QMouseEvent* event) {
    if (!pressed_) {
        hover(pointAt(event->position()), event->globalPosition().toPoint());
        return;
    }
    if (!dragging_ && (event->position() - pressedAt_).manhattanLength() >= kDragStart) {
        dragging_ = true;
        hover(std::nullopt, {});
        setCursor(Qt::ClosedHandCursor);
    }
    if (dragging_) {
        viewport_.panBy(event->position() - draggedTo_);
        draggedTo_ = event->position();
        changed();
    }
}

void MapCanvas::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !pressed_) {
        return;
    }
    pressed_ = false;
    if (dragging_) {
        dragging_ = false;
        unsetCursor();
    } else {
        select(pointAt(event->position()));
    }
}

void MapCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) {
        return;
    }
    if (const auto point = pointAt(event->position())) {
        Q_EMIT requested(*point);
    } else {
        fit();
    }
}

void MapCanvas::keyPressEvent(QKeyEvent* event) {
    const QPointF middle = QRectF(rect()).center();
    const QPointF step(width() * kKeyStep, height() * kKeyStep);
    switch (event->key()) {
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            viewport_.zoomAbout(middle, kWheelStep);
            break;
        case Qt::Key_Minus:
            viewport_.zoomAbout(middle, 1 / kWheelStep);
            break;
        case Qt::Key_Left:
            viewport_.panBy({step.x(), 0});
            break;
        case Qt::Key_Right:
            viewport_.panBy({-step.x(), 0});
            break;
        case Qt::Key_Up:
            viewport_.panBy({0, step.y()});
            break;
        case Qt::Key_Down:
            viewport_.panBy({0, -step.y()});
            break;
        case Qt::Key_0:
        case Qt::Key_Home:
            viewport_.fit();
            break;
        case Qt::Key_Escape:
            if (selected_) {
                select(std::nullopt);
                return;
            }
            [[fallthrough]];
        default:
            QWidget::keyPressEvent(event);
            return;
    }
    changed();
}

void MapCanvas::hover(std::optional<Index> point, const QPoint& global) {
    if (point == hovered_) {
        return;
    }
    hovered_ = point;
    if (point) {
        QToolTip::showText(global, tipOf(map_->entries[*point], map_->of), this);
    } else {
        QToolTip::hideText();
    }
    update();
}

void MapCanvas::leaveEvent(QEvent*) {
    hover(std::nullopt, {});
}

void MapCanvas::focusInEvent(QFocusEvent*) {
    update();
}

void MapCanvas::focusOutEvent(QFocusEvent*) {
    update();
}

}  // namespace ncf
