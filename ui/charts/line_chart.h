#pragma once

#include "charts/chart_export.h"
#include "charts/curve.h"

#include <QString>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

namespace ncf {

// Curves over a common axis, which can be zoomed, moved, hidden and saved. Keeps the data itself
// and draws at most some two thousand points per curve, min and max of each pixel column of the
// part that is shown. Changes are drawn together at the next turn of the event loop, new data some
// ten times a second at most, and nothing while the chart is not visible.
class LineChart : public QWidget {
    Q_OBJECT

public:
    LineChart(const QString& title, const QString& xTitle, const QString& yTitle,
              QWidget* parent = nullptr);
    // Waits for a file that is being written.
    ~LineChart() override;

    // Adds a curve in the theme's series colour `color`, above those that are there; returns its
    // index. The legend names ghosts last. Faint curves have no values under the pointer.
    int addCurve(const QString& name, int color, CurveStyle style);
    int curveCount() const;
    const QString& curveName(int curve) const;
    void setCurveName(int curve, const QString& name);
    // Curves of the same legend name share an entry of the legend.
    void setCurveName(int curve, const QString& name, const QString& legendName);
    void setPoints(int curve, std::vector<CurvePoint> points);
    void appendPoints(int curve, const std::vector<CurvePoint>& points);
    const std::vector<CurvePoint>& points(int curve) const;
    // Draws new data without waiting: for what follows the hand of a person.
    void drawAtOnce();
    // Removes all points, not the curves, and keeps the zoom.
    void clear();
    // A vertical line at x with a caption ("best epoch"); nullopt removes it.
    void setMarker(std::optional<double> x, const QString& caption);
    // Shown in the middle while there are no points.
    void setEmptyText(const QString& text);
    // Puts a control of the owner's into the heading row, before the chart's own buttons.
    void addControl(QWidget* control);

    bool zoomed() const;
    void resetZoom();
    // Writes the picture as it is shown, or all points of all curves, in the background; what came
    // of it is told below the heading. One file at a time: a second call waits for the first.
    void save(const QString& file, ChartFormat format);

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace ncf
