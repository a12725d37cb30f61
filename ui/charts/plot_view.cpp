#include "charts/plot_view.h"

#include "charts/chart_scene.h"
#include "theme/theme.h"

#include <QChart>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace ncf {

namespace {

constexpr double kWheelStep = 0.8;  // of width and height, for each notch
constexpr double kKeyStep = 0.1;    // of width and height, for each press
constexpr double kThin = 12;        // pixels: a thinner box selects along one axis alone
constexpr double kSmallest = 4;     // pixels: a smaller drag is a click

// A box that reaches from edge to edge does so exactly, whatever the rounding.
AxisRange toEdges(double low, double high) {
    return {low < 1e-6 ? 0 : low, high > 1 - 1e-6 ? 1 : high};
}

}  // namespace

PlotView::PlotView(const ChartScene& scene, QWidget* parent)
    : QChartView(scene.chart(), parent), scene_(scene) {
    setRenderHint(QPainter::Antialiasing);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setViewportUpdateMode(FullViewportUpdate);
    viewport()->setMouseTracking(true);
}

void PlotView::setAxes(const PlotAxes& axes) {
    axes_ = axes;
    viewport()->update();
}

void PlotView::setMarker(std::optional<PlotMarker> marker) {
    marker_ = std::move(marker);
    viewport()->update();
}

void PlotView::setReadout(std::optional<PlotReadout> readout) {
    if (readout || readout_) {
        readout_ = std::move(readout);
        viewport()->update();
    }
}

QRectF PlotView::area() const {
    return chart()->plotArea();
}

QPointF PlotView::shares(const QPointF& position) const {
    return {(position.x() - area().left()) / area().width(),
            (area().bottom() - position.y()) / area().height()};
}

QRectF PlotView::box() const {
    QRectF box = QRectF(dragFrom_, dragTo_).normalized();
    if (box.height() < kThin) {
        box.setTop(area().top());
        box.setBottom(area().bottom());
    } else if (box.width() < kThin) {
        box.setLeft(area().left());
        box.setRight(area().right());
    }
    return box & area();
}

void PlotView::drawBackground(QPainter* painter, const QRectF& rect) {
    painter->fillRect(rect, Theme::surface());
    if (!axes_.empty()) {
        painter->setFont(font());
        drawAxes(*painter, area(), axes_, scene_.viewport());
    }
}

void PlotView::drawForeground(QPainter* painter, const QRectF&) {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(font());
    if (!axes_.empty()) {
        const PlotPlace place = {area(), scene_.viewport()};
        if (marker_) {
            drawMarker(*painter, place, *marker_);
        }
        if (drag_ == Drag::Box) {
            drawSelection(*painter, box());
        } else if (readout_) {
            drawReadout(*painter, place, *readout_, rect().right());
        }
    }
    if (hasFocus()) {
        painter->setPen(QPen(Theme::accent(), 1.5));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
    }
    painter->restore();
}

void PlotView::point(const QPointF& position) {
    if (!axes_.empty() && area().contains(position)) {
        Q_EMIT pointed(scene_.viewport().xAt(shares(position).x()));
    } else {
        Q_EMIT pointerLeft();
    }
}

// None of the mouse's events goes on to QChartView: it has nothing to do for them, and that of
// Qt 6.4 looks up the item under a press without checking that there is one.
void PlotView::mousePressEvent(QMouseEvent* event) {
    event->accept();
    if (axes_.empty() || drag_ != Drag::None || !area().contains(event->position())) {
        return;
    }
    const bool pan = event->button() == Qt::MiddleButton ||
                     (event->button() == Qt::LeftButton && event->modifiers() & Qt::ShiftModifier);
    if (pan || event->button() == Qt::LeftButton) {
        drag_ = pan ? Drag::Pan : Drag::Box;
        dragFrom_ = dragTo_ = event->position();
        viewport()->setCursor(pan ? Qt::ClosedHandCursor : Qt::CrossCursor);
    }
}

void PlotView::mouseMoveEvent(QMouseEvent* event) {
    event->accept();
    dragTo_ = event->position();
    if (drag_ == Drag::Box) {
        viewport()->update();
    } else if (drag_ == Drag::Pan) {
        const auto moved = shares(dragFrom_) - shares(dragTo_);
        dragFrom_ = dragTo_;
        Q_EMIT panRequested(moved.x(), moved.y());
    } else {
        point(event->position());
    }
}

void PlotView::mouseReleaseEvent(QMouseEvent* event) {
    event->accept();
    if (drag_ == Drag::None || event->buttons() != Qt::NoButton) {
        return;
    }
    const bool selected = drag_ == Drag::Box &&
                          (dragTo_ - dragFrom_).manhattanLength() > kSmallest && !box().isEmpty();
    const auto from = shares(box().bottomLeft());
    const auto to = shares(box().topRight());
    drag_ = Drag::None;
    viewport()->unsetCursor();
    viewport()->update();
    if (selected) {
        Q_EMIT boxSelected(toEdges(from.x(), to.x()), toEdges(from.y(), to.y()));
    }
}

void PlotView::mouseDoubleClickEvent(QMouseEvent* event) {
    event->accept();
    if (event->button() == Qt::LeftButton) {
        Q_EMIT resetRequested();
    }
}

void PlotView::wheelEvent(QWheelEvent* event) {
    event->accept();
    if (axes_.empty() || event->angleDelta().y() == 0) {
        return;
    }
    const auto at = shares(event->position());
    const double factor = std::pow(kWheelStep, event->angleDelta().y() / 120.0);
    const bool besideY = at.x() < 0;
    const bool belowX = at.y() < 0;
    Q_EMIT zoomRequested(std::clamp(at.x(), 0.0, 1.0), std::clamp(at.y(), 0.0, 1.0),
                         besideY && !belowX ? 1 : factor, belowX && !besideY ? 1 : factor);
}

void PlotView::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Left:
            Q_EMIT panRequested(-kKeyStep, 0);
            return;
        case Qt::Key_Right:
            Q_EMIT panRequested(kKeyStep, 0);
            return;
        case Qt::Key_Up:
            Q_EMIT panRequested(0, kKeyStep);
            return;
        case Qt::Key_Down:
            Q_EMIT panRequested(0, -kKeyStep);
            return;
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            Q_EMIT zoomRequested(0.5, 0.5, kWheelStep, kWheelStep);
            return;
        case Qt::Key_Minus:
            Q_EMIT zoomRequested(0.5, 0.5, 1 / kWheelStep, 1 / kWheelStep);
            return;
        case Qt::Key_Home:
            Q_EMIT resetRequested();
            return;
        default:
            event->ignore();
    }
}

bool PlotView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::Leave) {
        Q_EMIT pointerLeft();
    }
    return QChartView::viewportEvent(event);
}

}  // namespace ncf
