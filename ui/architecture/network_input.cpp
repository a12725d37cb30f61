// What the mouse and the keyboard do to the diagram: the events of NetworkView.

#include "architecture/network_edits.h"
#include "architecture/network_view.h"
#include "architecture/number_entry.h"
#include "architecture/part_text.h"

#include <QApplication>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace ncf {

namespace {

using Kind = NetworkPart::Kind;

constexpr double kFine = 0.25;  // of the usual speed, where any number can be dragged to

Qt::CursorShape cursorFor(const PlacedPart& placed, QPointF point) {
    switch (gripAt(placed, point)) {
        case Grip::LeftEdge:
        case Grip::RightEdge:
            return Qt::SizeHorCursor;
        case Grip::Number:
            return Qt::IBeamCursor;
        case Grip::Body:
            break;
    }
    return placed.part.kind == Kind::Dense ? Qt::SizeVerCursor : Qt::ArrowCursor;
}

}  // namespace

void NetworkView::hover(std::optional<QPointF> point) {
    const auto* const placed = point ? placement_.at(*point) : nullptr;
    viewport()->setCursor(placed && isEnabled() ? cursorFor(*placed, *point) : Qt::ArrowCursor);
    const auto part = placed ? std::optional(placed->part) : std::nullopt;
    if (part != hovered_) {
        hovered_ = part;
        updateLooks();
    }
}

void NetworkView::mousePressEvent(QMouseEvent* event) {
    const auto* const placed = placement_.at(event->position());
    if (event->button() != Qt::LeftButton || !placed) {
        return;
    }
    const auto all = bars();
    if (std::find(all.begin(), all.end(), placed->part) == all.end()) {
        return;
    }
    Drag drag;
    drag.part = placed->part;
    drag.grip = gripAt(*placed, event->position());
    drag.last = event->position();
    drag.doublings = std::log2(std::max(1, widthOf(config_, drag.part)));
    drag.series = QStringLiteral("drag %1").arg(++drags_);
    drag_ = drag;
    setCurrent(drag.part);
}

void NetworkView::mouseMoveEvent(QMouseEvent* event) {
    if (!drag_) {
        hover(event->position());
        return;
    }
    switch (drag_->grip) {
        case Grip::LeftEdge:
        case Grip::RightEdge:
            dragEdge(event->position(), event->modifiers() & Qt::ShiftModifier);
            break;
        case Grip::Number:
        case Grip::Body:
            if (drag_->part.kind == Kind::Dense) {
                dragLayer(event->position());
            }
            break;
    }
}

void NetworkView::dragEdge(QPointF point, bool any) {
    const double right = point.x() - drag_->last.x();
    const double outward = drag_->grip == Grip::RightEdge ? right : -right;
    const int most = mostWidth(drag_->part);
    const double doublings =
        doublingsOf(outward, placement_.find(drag_->part)->room) * (any ? kFine : 1);
    drag_->doublings = std::clamp(drag_->doublings + doublings, 0.0, std::log2(most));
    drag_->last = point;
    drag_->moved = true;
    apply(withWidth(config_, drag_->part, widthFor(drag_->doublings, any, most)),
          tr("width of %1").arg(partName(drag_->part)), drag_->series, false);
}

void NetworkView::dragLayer(QPointF point) {
    if (!drag_->moved &&
        std::abs(point.y() - drag_->last.y()) < QApplication::startDragDistance()) {
        return;
    }
    drag_->moved = true;
    const auto to = placement_.layerNear(point.y());
    if (to != drag_->part.layer) {
        moveLayer(std::exchange(drag_->part.layer, to), to, drag_->series);
    }
}

void NetworkView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !drag_) {
        return;
    }
    const Drag drag = *drag_;
    drag_.reset();
    if (!drag.moved && drag.grip == Grip::Number) {
        typeWidth(drag.part);
    }
    hover(event->position());
}

void NetworkView::mouseDoubleClickEvent(QMouseEvent* event) {
    mousePressEvent(event);
}

void NetworkView::wheelEvent(QWheelEvent* event) {
    // For the column that the diagram stands in.
    event->ignore();
}

bool NetworkView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::Leave && !drag_) {
        hover(std::nullopt);
    } else if (event->type() == QEvent::MouseMove && !isEnabled()) {
        // A disabled widget gets no such event, but its bars can tell of themselves all the same.
        hover(static_cast<QMouseEvent*>(event)->position());
    }
    return QGraphicsView::viewportEvent(event);
}

bool NetworkView::widthKey(const QKeyEvent& event) {
    const int most = mostWidth(current_);
    if (most == 0) {
        return false;
    }
    const int width = widthOf(config_, current_);
    const bool byOne = event.modifiers() & Qt::ShiftModifier;
    switch (event.key()) {
        case Qt::Key_Left:
            setWidth(current_, byOne ? std::clamp(width - 1, 1, most) : halved(width, most));
            return true;
        case Qt::Key_Right:
            setWidth(current_, byOne ? std::clamp(width + 1, 1, most) : doubled(width, most));
            return true;
        case Qt::Key_Minus:
            setWidth(current_, halved(width, most));
            return true;
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            setWidth(current_, doubled(width, most));
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_F2:
            typeWidth(current_);
            return true;
        default:
            return false;
    }
}

bool NetworkView::layerKey(const QKeyEvent& event) {
    const bool control = event.modifiers() & Qt::ControlModifier;
    switch (event.key()) {
        case Qt::Key_Insert:
            addLayer();
            return true;
        case Qt::Key_Delete:
            if (current_.kind == Kind::Dense) {
                removeLayer();
            }
            return true;
        case Qt::Key_Up:
            if (control) {
                if (current_.kind == Kind::Dense && current_.layer + 1 < config_.tower.size()) {
                    moveLayer(current_.layer, current_.layer + 1, {});
                }
                return true;
            }
            return goVertically(-1);
        case Qt::Key_Down:
            if (control) {
                if (current_.kind == Kind::Dense && current_.layer > 0) {
                    moveLayer(current_.layer, current_.layer - 1, {});
                }
                return true;
            }
            return goVertically(1);
        default:
            return false;
    }
}

void NetworkView::keyPressEvent(QKeyEvent* event) {
    if (!widthKey(*event) && !layerKey(*event)) {
        QGraphicsView::keyPressEvent(event);
    }
}

// To the nearest bar of the rows above (-1) or below (1).
bool NetworkView::goVertically(int direction) {
    const QPointF from = placement_.find(current_)->bar.center();
    const NetworkPart* best = nullptr;
    double least = std::numeric_limits<double>::max();
    const auto all = bars();
    for (const auto& part : all) {
        const QPointF step = placement_.find(part)->bar.center() - from;
        const double rows = step.y() * direction;
        // A row farther costs more than any way to the side.
        const double distance = rows * 100 + std::abs(step.x());
        if (rows > 1 && distance < least) {
            least = distance;
            best = &part;
        }
    }
    if (best) {
        setCurrent(*best);
    }
    return true;
}

bool NetworkView::focusNextPrevChild(bool next) {
    if (entry_->isOpen()) {
        setFocus(Qt::OtherFocusReason);  // takes what was typed
    }
    const auto all = bars();
    const auto at = std::find(all.begin(), all.end(), current_);
    if (next ? std::next(at) != all.end() : at != all.begin()) {
        setCurrent(next ? *std::next(at) : *std::prev(at));
        return true;
    }
    return QGraphicsView::focusNextPrevChild(next);
}

void NetworkView::focusInEvent(QFocusEvent* event) {
    QGraphicsView::focusInEvent(event);
    if (event->reason() == Qt::TabFocusReason) {
        setCurrent(bars().front());
    } else if (event->reason() == Qt::BacktabFocusReason) {
        setCurrent(bars().back());
    }
    updateLooks();
    // After Qt has announced the view itself.
    QMetaObject::invokeMethod(this, &NetworkView::announceFocus, Qt::QueuedConnection);
}

void NetworkView::focusOutEvent(QFocusEvent* event) {
    QGraphicsView::focusOutEvent(event);
    updateLooks();
}

}  // namespace ncf
