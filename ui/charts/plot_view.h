#pragma once

#include <QChartView>
#include <QColor>
#include <QPointF>
#include <QString>

#include <optional>
#include <vector>

namespace ncf {

// What a chart tells about the place under the pointer, in the data's own units.
struct PlotReadout {
    struct Line {
        QString name;
        QString value;
        QColor colour;
        QPointF point;
    };
    double x = 0;
    QString heading;
    std::vector<Line> lines;
};

// The drawing of a chart with what lies above its curves: a marked place, and a cross-hair with the
// values there. Needs value axes, the first horizontal and the first vertical one.
class PlotView : public QChartView {
    Q_OBJECT

public:
    PlotView(QChart* chart, QWidget* parent);

    // A vertical line at x with a caption; nullopt removes it.
    void setMarker(std::optional<double> x, const QString& caption);
    void setReadout(std::optional<PlotReadout> readout);
    // Pixels from one x to another, without sign.
    double distance(double fromX, double toX) const;

Q_SIGNALS:
    // The pointer moved over the plot, at this x of the data.
    void pointed(double x);
    void pointerLeft();

protected:
    void drawForeground(QPainter* painter, const QRectF& rect) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    QPointF position(const QPointF& value) const;
    void drawMarker(QPainter& painter) const;
    void drawReadout(QPainter& painter) const;

    std::optional<double> markerX_;
    QString markerCaption_;
    std::optional<PlotReadout> readout_;
};

}  // namespace ncf
