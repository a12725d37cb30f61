#pragma once

#include "charts/axis_ticks.h"
#include "charts/plot_axes.h"
#include "charts/plot_overlay.h"

#include <QChartView>

#include <optional>

namespace ncf {

class ChartScene;

// The drawing of a chart, with its axes and what lies above its curves: a marked place, and a
// cross-hair with the values there. Says what mouse and keys ask for, in shares of the plot: the
// wheel zooms about the pointer (over an axis, along that axis alone), a drag selects a box, the
// middle button or Shift with a drag moves, a double click resets; so do arrows, + and −, and Home.
class PlotView : public QChartView {
    Q_OBJECT

public:
    // `scene` must outlive the view.
    PlotView(const ChartScene& scene, QWidget* parent);

    // Empty axes: there is nothing to see, and nothing to point at.
    void setAxes(const PlotAxes& axes);
    void setMarker(std::optional<PlotMarker> marker);
    void setReadout(std::optional<PlotReadout> readout);

Q_SIGNALS:
    // The pointer moved over the plot, at this x of the data.
    void pointed(double x);
    void pointerLeft();
    void zoomRequested(double shareX, double shareY, double factorX, double factorY);
    void boxSelected(const ncf::AxisRange& sharesX, const ncf::AxisRange& sharesY);
    void panRequested(double shareX, double shareY);
    void resetRequested();

protected:
    void drawBackground(QPainter* painter, const QRectF& rect) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    enum class Drag { None, Box, Pan };

    QRectF area() const;
    // In shares, which lie beyond 0 to 1 outside of the plot.
    QPointF shares(const QPointF& position) const;
    QRectF box() const;
    void point(const QPointF& position);

    const ChartScene& scene_;
    PlotAxes axes_;
    std::optional<PlotMarker> marker_;
    std::optional<PlotReadout> readout_;
    Drag drag_ = Drag::None;
    QPointF dragFrom_;  // pixels; of a Pan the last position
    QPointF dragTo_;
};

}  // namespace ncf
