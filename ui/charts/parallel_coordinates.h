#pragma once

#include "charts/brushed_axis.h"

#include <QColor>
#include <QPixmap>
#include <QString>
#include <QWidget>

#include <optional>
#include <vector>

namespace ncf {

// One line across all axes, a value each.
struct ParallelLine {
    int id = 0;
    std::vector<double> values;

    bool operator==(const ParallelLine&) const = default;
};

// Parallel coordinates (Inselberg, 1985): every line is one trial of a sweep, every axis a setting,
// and the last one the result, which also colours the line. Dragging along an axis selects the
// lines that pass through there on all axes with such a brush; the others turn grey. A click
// without dragging takes the axis's brush away.
//
// From the keyboard: left and right choose an axis, Space sets or removes its brush, up and down
// move it, with Shift they move its upper end, with Ctrl the lower one; Escape removes all brushes.
class ParallelCoordinates : public QWidget {
    Q_OBJECT

public:
    explicit ParallelCoordinates(QWidget* parent = nullptr);

    // Keeps the brushes where the names of the axes are the same.
    void setData(std::vector<ParallelAxis> axes, std::vector<ParallelLine> lines,
                 bool lowerIsBetter);
    // Draws one line heavier; nullopt none.
    void setCurrent(std::optional<int> id);
    // Shown in the middle while there are no lines.
    void setEmptyText(const QString& text);

    // Selects from `low` to `high` in the axis's own units.
    void setBrush(int axis, double low, double high);
    void clearBrushes();
    bool hasBrush() const;
    // The ids of the lines that pass through all brushes; all of them without a brush.
    std::vector<int> selected() const;

    QSize sizeHint() const override { return {480, 240}; }
    QSize minimumSizeHint() const override { return {240, 140}; }

Q_SIGNALS:
    // The selection changed by a brush.
    void brushed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void fitAxes();
    bool passes(const ParallelLine& line) const;
    QRectF plot() const;
    double xOf(std::size_t axis) const;
    double yOf(double share) const;
    double shareAt(double y) const;
    std::optional<std::size_t> axisAt(double x) const;
    QColor colourOf(const ParallelLine& line) const;
    void changed();
    void describe();
    void moveBrush(int direction, Qt::KeyboardModifiers modifiers);
    void drawLines(QPainter& painter) const;
    void drawLine(QPainter& painter, const ParallelLine& line) const;
    void drawAxis(QPainter& painter, std::size_t index) const;

    std::vector<BrushedAxis> axes_;
    std::vector<ParallelLine> lines_;
    bool lowerIsBetter_ = false;
    std::optional<int> current_;
    QString emptyText_;
    std::size_t focusedAxis_ = 0;
    std::optional<std::size_t> draggedAxis_;
    double dragStart_ = 0;  // share
    bool dragging_ = false;
    QPixmap drawn_;  // the lines as they are; null when they changed
};

}  // namespace ncf
