#include "charts/parallel_coordinates.h"

#include "theme/theme.h"

#include <QEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace ncf {

namespace {

constexpr double kReach = 24;       // pixels beside an axis that still mean it
constexpr double kDragStart = 3;    // pixels before a press becomes a brush
constexpr double kBrushWidth = 14;  // pixels
constexpr double kKeyStep = 0.05;   // of an axis
constexpr double kKeyBrush = 0.25;
constexpr std::size_t kMany = 200;  // lines, which are then thin and plain

QColor mixed(const QColor& a, const QColor& b, double shareOfB) {
    const auto mix = [&](int x, int y) {
        return static_cast<int>(std::lround(x + (y - x) * shareOfB));
    };
    return {mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())};
}

}  // namespace

ParallelCoordinates::ParallelCoordinates(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Parallel coordinates of the trials"));
    setToolTip(tr("Drag along an axis to select the trials that pass there; click to undo."));
}

void ParallelCoordinates::setData(std::vector<ParallelAxis> axes, std::vector<ParallelLine> lines,
                                  bool lowerIsBetter) {
    std::vector<BrushedAxis> fresh;
    for (std::size_t i = 0; i < axes.size(); ++i) {
        BrushedAxis axis(std::move(axes[i]));
        if (i < axes_.size() && axes_[i].look().name == axis.look().name) {
            axis.setBrush(axes_[i].brush());
        }
        fresh.push_back(std::move(axis));
    }
    axes_ = std::move(fresh);
    lines_ = std::move(lines);
    lowerIsBetter_ = lowerIsBetter;
    focusedAxis_ = std::min(focusedAxis_, axes_.empty() ? 0 : axes_.size() - 1);
    draggedAxis_.reset();
    fitAxes();
    changed();
}

void ParallelCoordinates::fitAxes() {
    std::vector<double> values(lines_.size());
    for (std::size_t i = 0; i < axes_.size(); ++i) {
        std::transform(lines_.begin(), lines_.end(), values.begin(),
                       [i](const ParallelLine& line) { return line.values[i]; });
        axes_[i].fit(values);
    }
}

void ParallelCoordinates::setCurrent(std::optional<int> id) {
    if (id != current_) {
        current_ = id;
        update();
    }
}

void ParallelCoordinates::setEmptyText(const QString& text) {
    emptyText_ = text;
    update();
}

void ParallelCoordinates::setBrush(int axis, double low, double high) {
    auto& of = axes_[static_cast<std::size_t>(axis)];
    of.setBrush(BrushedAxis::Brush{of.share(low), of.share(high)});
    changed();
    Q_EMIT brushed();
}

void ParallelCoordinates::clearBrushes() {
    if (!hasBrush()) {
        return;
    }
    for (auto& axis : axes_) {
        axis.setBrush(std::nullopt);
    }
    changed();
    Q_EMIT brushed();
}

bool ParallelCoordinates::hasBrush() const {
    return std::any_of(axes_.begin(), axes_.end(),
                       [](const auto& axis) { return axis.brush().has_value(); });
}

std::vector<int> ParallelCoordinates::selected() const {
    std::vector<int> ids;
    for (const auto& line : lines_) {
        if (passes(line)) {
            ids.push_back(line.id);
        }
    }
    return ids;
}

bool ParallelCoordinates::passes(const ParallelLine& line) const {
    for (std::size_t i = 0; i < axes_.size(); ++i) {
        if (!axes_[i].selects(line.values[i])) {
            return false;
        }
    }
    return true;
}

QRectF ParallelCoordinates::plot() const {
    const double line = fontMetrics().height();
    const double side = 70;  // the outer axes' names are centred on them
    return QRectF(rect()).adjusted(side, line + 14, -side, -line * 0.5 - 6);
}

double ParallelCoordinates::xOf(std::size_t axis) const {
    const QRectF area = plot();
    return axes_.size() < 2 ? area.center().x()
                            : area.left() + area.width() * static_cast<double>(axis) /
                                                static_cast<double>(axes_.size() - 1);
}

double ParallelCoordinates::yOf(double share) const {
    const QRectF area = plot();
    return area.bottom() - share * area.height();
}

double ParallelCoordinates::shareAt(double y) const {
    const QRectF area = plot();
    return std::clamp((area.bottom() - y) / area.height(), 0.0, 1.0);
}

std::optional<std::size_t> ParallelCoordinates::axisAt(double x) const {
    for (std::size_t i = 0; i < axes_.size(); ++i) {
        if (std::abs(xOf(i) - x) <= kReach) {
            return i;
        }
    }
    return std::nullopt;
}

// From orange for the worst result to blue for the best: apart for the colour-blind as well.
QColor ParallelCoordinates::colourOf(const ParallelLine& line) const {
    const double at = std::clamp(axes_.back().share(line.values.back()), 0.0, 1.0);
    return mixed(Theme::series(1), Theme::series(0), lowerIsBetter_ ? 1 - at : at);
}

void ParallelCoordinates::changed() {
    drawn_ = {};
    describe();
    update();
}

void ParallelCoordinates::describe() {
    QStringList parts;
    parts << tr("%1 trials, %2 selected").arg(lines_.size()).arg(selected().size());
    for (const auto& axis : axes_) {
        if (const auto& brush = axis.brush()) {
            parts << tr("%1 from %2 to %3")
                         .arg(axis.look().name)
                         .arg(axis.valueAt(brush->low), 0, 'g', 4)
                         .arg(axis.valueAt(brush->high), 0, 'g', 4);
        }
    }
    if (focusedAxis_ < axes_.size()) {
        parts << tr("axis: %1").arg(axes_[focusedAxis_].look().name);
    }
    setAccessibleDescription(parts.join(QStringLiteral("; ")));
}

void ParallelCoordinates::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (lines_.empty()) {
        painter.setPen(Theme::textMuted());
        painter.drawText(rect().adjusted(20, 0, -20, 0), Qt::AlignCenter | Qt::TextWordWrap,
                         emptyText_);
        return;
    }
    if (drawn_.isNull()) {
        drawn_ = QPixmap(size() * devicePixelRatioF());
        drawn_.setDevicePixelRatio(devicePixelRatioF());
        drawn_.fill(Qt::transparent);
        QPainter lines(&drawn_);
        // Smooth edges of a thousand lines take longer than a drag may.
        lines.setRenderHint(QPainter::Antialiasing, lines_.size() <= kMany);
        drawLines(lines);
    }
    painter.drawPixmap(0, 0, drawn_);
    for (const auto& line : lines_) {
        if (current_ == line.id) {
            painter.setPen(QPen(Theme::text(), 3));
            drawLine(painter, line);
        }
    }
    for (std::size_t i = 0; i < axes_.size(); ++i) {
        drawAxis(painter, i);
    }
}

// The grey ones below the others, and the better above the worse.
void ParallelCoordinates::drawLines(QPainter& painter) const {
    std::vector<const ParallelLine*> order;
    for (const auto& line : lines_) {
        if (passes(line)) {
            order.push_back(&line);
        } else {
            painter.setPen(QPen(Theme::outline(), 1));
            drawLine(painter, line);
        }
    }
    std::sort(order.begin(), order.end(), [this](const auto* a, const auto* b) {
        return lowerIsBetter_ ? a->values.back() > b->values.back()
                              : a->values.back() < b->values.back();
    });
    for (const auto* const line : order) {
        painter.setPen(QPen(colourOf(*line), lines_.size() > kMany ? 1 : 2));
        drawLine(painter, *line);
    }
}

void ParallelCoordinates::drawLine(QPainter& painter, const ParallelLine& line) const {
    QPolygonF points;
    for (std::size_t i = 0; i < axes_.size(); ++i) {
        points << QPointF(xOf(i), yOf(axes_[i].share(line.values[i])));
    }
    painter.drawPolyline(points);
}

void ParallelCoordinates::drawAxis(QPainter& painter, std::size_t index) const {
    const auto& axis = axes_[index];
    const double x = xOf(index);
    const double line = fontMetrics().height();
    const bool focused = hasFocus() && index == focusedAxis_;
    painter.setPen(QPen(focused ? Theme::accent() : Theme::edge(), focused ? 2.5 : 1.5));
    painter.drawLine(QPointF(x, yOf(0)), QPointF(x, yOf(1)));
    if (const auto& brush = axis.brush()) {
        QColor fill = Theme::accent();
        fill.setAlphaF(0.3f);
        painter.setPen(QPen(Theme::accent(), 1.5));
        painter.setBrush(fill);
        painter.drawRoundedRect(QRectF(QPointF(x - kBrushWidth / 2, yOf(brush->high)),
                                       QPointF(x + kBrushWidth / 2, yOf(brush->low))),
                                3, 3);
        painter.setBrush(Qt::NoBrush);
    }
    const double room = axes_.size() < 2 ? width() : xOf(1) - xOf(0);
    painter.setPen(focused ? Theme::accent() : Theme::text());
    painter.drawText(
        QRectF(x - room / 2, 2, room, line), Qt::AlignCenter,
        fontMetrics().elidedText(axis.look().name, Qt::ElideMiddle, static_cast<int>(room) - 6));
    // Labels on a faint ground, since lines pass below them.
    QColor ground = Theme::surface();
    ground.setAlphaF(0.75f);
    double freeBelow = yOf(0) + line;
    auto ticks = axis.look().ticks;
    std::sort(ticks.begin(), ticks.end());
    for (const auto& [value, text] : ticks) {
        const double y = yOf(axis.share(value));
        painter.setPen(QPen(Theme::edge(), 1));
        painter.drawLine(QPointF(x - 3, y), QPointF(x + 3, y));
        if (y > freeBelow - line * 0.9) {
            continue;
        }
        freeBelow = y;
        QRectF box(0, 0, fontMetrics().horizontalAdvance(text) + 4, line);
        box.moveCenter({0, y});
        // Outwards on the last axis, so that every label has the lines on one side only.
        if (index + 1 == axes_.size()) {
            box.moveLeft(x + 9);
        } else {
            box.moveRight(x - 9);
        }
        painter.fillRect(box, ground);
        painter.setPen(Theme::textMuted());
        painter.drawText(box, Qt::AlignCenter, text);
    }
}

void ParallelCoordinates::resizeEvent(QResizeEvent* event) {
    drawn_ = {};
    QWidget::resizeEvent(event);
}

void ParallelCoordinates::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        drawn_ = {};
        update();
    }
    QWidget::changeEvent(event);
}

void ParallelCoordinates::mousePressEvent(QMouseEvent* event) {
    draggedAxis_ = event->button() == Qt::LeftButton && !lines_.empty()
                       ? axisAt(event->position().x())
                       : std::nullopt;
    dragging_ = false;
    if (draggedAxis_) {
        focusedAxis_ = *draggedAxis_;
        dragStart_ = shareAt(event->position().y());
        update();
    }
}

void ParallelCoordinates::mouseMoveEvent(QMouseEvent* event) {
    if (!draggedAxis_) {
        return;
    }
    const double now = shareAt(event->position().y());
    dragging_ = dragging_ || std::abs(now - dragStart_) * plot().height() > kDragStart;
    if (dragging_) {
        axes_[*draggedAxis_].setBrush(
            BrushedAxis::Brush{std::min(now, dragStart_), std::max(now, dragStart_)});
        changed();
        Q_EMIT brushed();
    }
}

void ParallelCoordinates::mouseReleaseEvent(QMouseEvent*) {
    if (draggedAxis_ && !dragging_ && axes_[*draggedAxis_].brush()) {
        axes_[*draggedAxis_].setBrush(std::nullopt);
        changed();
        Q_EMIT brushed();
    }
    draggedAxis_.reset();
}

void ParallelCoordinates::keyPressEvent(QKeyEvent* event) {
    if (lines_.empty()) {
        QWidget::keyPressEvent(event);
        return;
    }
    auto& axis = axes_[focusedAxis_];
    using End = BrushedAxis::End;
    const End end = event->modifiers() & Qt::ShiftModifier     ? End::High
                    : event->modifiers() & Qt::ControlModifier ? End::Low
                                                               : End::Both;
    switch (event->key()) {
        case Qt::Key_Left:
            focusedAxis_ -= focusedAxis_ > 0 ? 1 : 0;
            break;
        case Qt::Key_Right:
            focusedAxis_ += focusedAxis_ + 1 < axes_.size() ? 1 : 0;
            break;
        case Qt::Key_Space:
            axis.setBrush(axis.brush() ? std::nullopt
                                       : std::optional(BrushedAxis::Brush{1 - kKeyBrush, 1}));
            break;
        case Qt::Key_Up:
            axis.moveBrush(end, kKeyStep);
            break;
        case Qt::Key_Down:
            axis.moveBrush(end, -kKeyStep);
            break;
        case Qt::Key_Escape:
            clearBrushes();
            return;
        default:
            QWidget::keyPressEvent(event);
            return;
    }
    changed();
    Q_EMIT brushed();
}

void ParallelCoordinates::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    update();
}

void ParallelCoordinates::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    update();
}

}  // namespace ncf
