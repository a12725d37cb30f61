#pragma once

#include "recommendations/map_picture.h"
#include "recommendations/map_viewport.h"

#include <QPixmap>
#include <QWidget>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace ncf {

// The drawing of a map. The wheel zooms about the pointer, a drag moves, a double click beside the
// points shows everything again; so do +, −, the arrows and 0. A click selects a point, a double
// click on one asks for more of it, Escape selects none. Larger points are more popular ones, and
// the most popular of those that are seen bear their names.
class MapCanvas : public QWidget {
    Q_OBJECT

public:
    using Index = std::uint32_t;

    explicit MapCanvas(QWidget* parent = nullptr);

    // Shows all of another map; nothing is selected or found in it. nullptr: none.
    void setMap(std::shared_ptr<const EmbeddingMap> map);
    // Where its points are now, one for each entry.
    void setPoints(std::vector<PlanePoint> points);
    const std::vector<PlanePoint>& points() const { return points_; }
    // Of the same map.
    void setStyle(MapStyle style);
    // Hides or shows the points of a class.
    void setShown(std::size_t kind, bool shown);
    // Draws all but these faint, and moves them into view; an empty list ends it.
    void setFound(const std::vector<Index>& found);
    // Tells selected() if it changes something.
    void select(std::optional<Index> point);
    std::optional<Index> selection() const { return selected_; }
    // Joined with the selected point by lines.
    void setNeighbours(std::vector<Index> neighbours);
    // Moves a point into view if it is not there.
    void reveal(Index point);
    void fit();

    // What is seen, to be saved.
    MapPicture picture() const;
    // The point that is drawn there, or nearly there.
    std::optional<Index> pointAt(const QPointF& pixels) const;
    QPointF placeOf(Index point) const { return viewport_.toPixels(points_[point]); }

    QSize sizeHint() const override { return {560, 420}; }
    QSize minimumSizeHint() const override { return {240, 180}; }

Q_SIGNALS:
    // A person selected another point, or none.
    void selected(std::optional<std::uint32_t> point);
    // A person wants to know more of a point.
    void requested(std::uint32_t point);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    bool shown(Index point) const { return shownClass_[style_.classOf[point]]; }
    double radiusOf(Index point) const;
    bool faint(Index point) const { return !found_.empty() && !found_[point]; }
    void changed();
    void hover(std::optional<Index> point, const QPoint& global);
    void drawSelection(QPainter& painter) const;
    void describe();

    std::shared_ptr<const EmbeddingMap> map_;
    std::vector<PlanePoint> points_;
    std::vector<Index> order_;  // the most popular first
    std::vector<float> sizes_;  // by popularity, 0..1
    MapStyle style_;
    std::vector<bool> shownClass_;
    std::vector<bool> found_;  // by point; empty while nothing is looked for
    std::optional<Index> selected_;
    std::optional<Index> hovered_;
    std::vector<Index> neighbours_;
    MapViewport viewport_;
    QPointF pressedAt_;
    QPointF draggedTo_;
    bool pressed_ = false;
    bool dragging_ = false;
    QPixmap drawn_;  // points and names as they are; null when they changed
};

}  // namespace ncf
