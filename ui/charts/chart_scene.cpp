#include "charts/chart_scene.h"

#include <QChart>
#include <QFontMetricsF>
#include <QGraphicsLayout>
#include <QValueAxis>
#include <QXYSeries>

#include <algorithm>

namespace ncf {

namespace {
constexpr double kFewestColumns = 100;
constexpr double kMostColumns = 1000;
}  // namespace

ChartScene::ChartScene(const QString& xTitle, const QString& yTitle)
    : chart_(new QChart),
      xAxis_(new QValueAxis(chart_)),
      yAxis_(new QValueAxis(chart_)),
      xTitle_(xTitle),
      yTitle_(yTitle) {
    chart_->setAnimationOptions(QChart::NoAnimation);
    chart_->setMargins({0, 0, 0, 0});
    chart_->layout()->setContentsMargins(0, 0, 0, 0);
    chart_->setBackgroundVisible(false);
    chart_->legend()->hide();
    for (auto* const axis : {xAxis_, yAxis_}) {
        axis->setVisible(false);
        axis->setLabelsVisible(false);
        axis->setGridLineVisible(false);
        axis->setTickCount(2);
    }
    chart_->addAxis(xAxis_, Qt::AlignBottom);
    chart_->addAxis(yAxis_, Qt::AlignLeft);
}

int ChartScene::addCurve(const QString& name, int colour, CurveStyle style) {
    auto& curve = curves_.emplace_back(name, colour, style);
    chart_->addSeries(curve.series());
    curve.series()->attachAxis(xAxis_);
    curve.series()->attachAxis(yAxis_);
    curve.colour();
    return static_cast<int>(curves_.size()) - 1;
}

PlotAxes ChartScene::draw(const QSizeF& size, const QFont& font) {
    follow();
    if (viewport_.empty()) {
        drawCurves();
        return {};
    }
    const auto axes = axesOf(viewport_, xTitle_, yTitle_);
    const auto area = QRectF({0, 0}, size).marginsRemoved(marginsOf(axes, QFontMetricsF(font)));
    const auto x = viewport_.x();
    const auto y = viewport_.scaledY();
    if (x != shownX_ || y != shownY_ || area != chart_->plotArea()) {
        // Qt Charts lays out every point again at each of these changes, so that they had better
        // find none.
        for (auto& curve : curves_) {
            curve.withdraw();
        }
        shownX_ = x;
        shownY_ = y;
        xAxis_->setRange(x.low, x.high);
        yAxis_->setRange(y.low, y.high);
        if (area.width() > 1 && area.height() > 1) {
            chart_->setPlotArea(area);
        }
    }
    drawCurves();
    return axes;
}

// Tells the viewport what there is to see, and takes of it what will be drawn.
void ChartScene::follow() {
    AxisRange x;
    AxisRange y;
    for (const auto& curve : curves_) {
        if (curve.visible()) {
            x.include(curve.dataX());
            y.include(curve.dataY());
        }
    }
    viewport_.setData(x, y);
    // A column of the decimation is a pixel of the plot.
    const auto columns = static_cast<std::size_t>(
        std::clamp(chart_->plotArea().width(), kFewestColumns, kMostColumns));
    AxisRange visibleY;
    for (auto& curve : curves_) {
        if (curve.shown()) {
            visibleY.include(curve.choose(viewport_, columns));
        }
    }
    viewport_.setVisibleY(visibleY);
}

void ChartScene::drawCurves() {
    for (auto& curve : curves_) {
        if (curve.shown()) {
            curve.draw(viewport_);
        }
    }
}

void ChartScene::colour() {
    for (auto& curve : curves_) {
        curve.colour();
    }
}

}  // namespace ncf
