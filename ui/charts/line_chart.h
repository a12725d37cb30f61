#pragma once

#include <QString>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

namespace ncf {

// A point of a curve in the data's own units.
struct CurvePoint {
    double x = 0;
    double y = 0;
};

enum class CurveStyle { Solid, Faint, Dashed, Points };

// Curves over a common axis. Keeps the data itself and draws at most some two thousand points per
// curve, min and max of each pixel column; a change is drawn once, at the next turn of the event
// loop, however many there were.
class LineChart : public QWidget {
    Q_OBJECT

public:
    LineChart(const QString& title, const QString& xTitle, const QString& yTitle,
              QWidget* parent = nullptr);
    ~LineChart() override;

    // Adds a curve in the theme's series colour `color`; returns its index. Faint curves do not
    // appear in the legend.
    int addCurve(const QString& name, int color, CurveStyle style);
    void setCurveName(int curve, const QString& name);
    void setPoints(int curve, std::vector<CurvePoint> points);
    void appendPoints(int curve, const std::vector<CurvePoint>& points);
    // Removes all points, not the curves.
    void clear();
    // A vertical line at x with a caption ("best epoch"); nullopt removes it.
    void setMarker(std::optional<double> x, const QString& caption);
    // Shown in the middle while there are no points.
    void setEmptyText(const QString& text);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace ncf
