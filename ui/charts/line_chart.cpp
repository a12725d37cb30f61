#include "charts/line_chart.h"

#include <QChart>
#include <QChartView>
#include <QEvent>
#include <QGraphicsLayout>
#include <QGraphicsLineItem>
#include <QGraphicsSimpleTextItem>
#include <QLabel>
#include <QLegendMarker>
#include <QLineSeries>
#include <QMouseEvent>
#include <QScatterSeries>
#include <QTimer>
#include <QToolTip>
#include <QVBoxLayout>
#include <QValueAxis>
#include <algorithm>
#include <cmath>

#include "charts/decimate.h"
#include "theme/theme.h"

namespace ncf {

namespace {

constexpr std::size_t kColumns = 1000;

// QChartView of Qt 6.4 looks up the item under a press without checking that there is one.
class ChartView : public QChartView {
public:
    using QChartView::QChartView;

protected:
    void mousePressEvent(QMouseEvent* event) override {
        if (itemAt(event->position().toPoint())) {
            QChartView::mousePressEvent(event);
        }
    }
};

struct Range {
    double low = 0, high = 1;
};

// Widens a range to ticks at 1, 2 or 5 times a power of ten.
Range niceRange(double low, double high) {
    if (!(high > low)) {
        const double around = std::max(std::abs(low) * 0.1, 1e-3);
        low -= around;
        high += around;
    }
    const double rough = (high - low) / 4;
    const double power = std::pow(10, std::floor(std::log10(rough)));
    const double ratio = rough / power;
    const double step = power * (ratio < 1.5 ? 1 : ratio < 3.5 ? 2 : ratio < 7.5 ? 5 : 10);
    return {std::floor(low / step + 1e-9) * step, std::ceil(high / step - 1e-9) * step};
}

}  // namespace

class LineChart::Impl {
public:
    struct Curve {
        QXYSeries* series = nullptr;
        int colour = 0;
        CurveStyle style = CurveStyle::Solid;
        std::vector<CurvePoint> points;
    };

    Impl(LineChart* owner, const QString& title, const QString& xTitle, const QString& yTitle)
        : owner_(owner) {
        chart_ = new QChart;
        chart_->setTitle(title);
        chart_->setAnimationOptions(QChart::NoAnimation);
        chart_->setMargins({2, 2, 2, 2});
        chart_->layout()->setContentsMargins(0, 0, 0, 0);
        chart_->setBackgroundRoundness(0);
        chart_->legend()->setAlignment(Qt::AlignBottom);
        chart_->legend()->setMarkerShape(QLegend::MarkerShapeFromSeries);
        xAxis_ = new QValueAxis(chart_);
        yAxis_ = new QValueAxis(chart_);
        xAxis_->setTitleText(xTitle);
        yAxis_->setTitleText(yTitle);
        for (auto* const axis : {xAxis_, yAxis_}) {
            axis->setTickCount(5);
        }
        chart_->addAxis(xAxis_, Qt::AlignBottom);
        chart_->addAxis(yAxis_, Qt::AlignLeft);
        view_ = new ChartView(chart_);
        view_->setRenderHint(QPainter::Antialiasing);
        view_->setFrameShape(QFrame::NoFrame);
        view_->setFocusPolicy(Qt::NoFocus);
        view_->setAccessibleName(title);
        marker_ = new QGraphicsLineItem(chart_);
        markerText_ = new QGraphicsSimpleTextItem(chart_);
        empty_ = new QLabel(view_);
        empty_->setAlignment(Qt::AlignCenter);
        empty_->setAttribute(Qt::WA_TransparentForMouseEvents);
        empty_->setProperty("caption", true);
        auto* const layout = new QVBoxLayout(owner);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(view_);
        redraw_.setSingleShot(true);
        QObject::connect(&redraw_, &QTimer::timeout, owner, [this] { draw(); });
        QObject::connect(chart_, &QChart::plotAreaChanged, owner, [this] { placeMarker(); });
        colour();
        draw();
    }

    int addCurve(const QString& name, int colourIndex, CurveStyle style) {
        Curve curve;
        curve.series = style == CurveStyle::Points ? static_cast<QXYSeries*>(new QScatterSeries)
                                                   : static_cast<QXYSeries*>(new QLineSeries);
        curve.series->setName(name);
        curve.colour = colourIndex;
        curve.style = style;
        chart_->addSeries(curve.series);
        curve.series->attachAxis(xAxis_);
        curve.series->attachAxis(yAxis_);
        const int index = static_cast<int>(curves_.size());
        QObject::connect(curve.series, &QXYSeries::hovered, owner_,
                         [this, index](const QPointF& point, bool over) { hover(index, point, over); });
        curves_.push_back(std::move(curve));
        colour();
        return index;
    }

    void scheduleDraw() {
        if (!redraw_.isActive()) {
            redraw_.start(0);
        }
    }

    // Colours of everything, from the theme of now.
    void colour() {
        chart_->setBackgroundBrush(Theme::surface());
        chart_->setBackgroundPen(Qt::NoPen);
        chart_->setTitleBrush(Theme::text());
        QFont font = owner_->font();
        font.setWeight(QFont::DemiBold);
        chart_->setTitleFont(font);
        chart_->legend()->setLabelColor(Theme::textMuted());
        for (auto* const axis : {xAxis_, yAxis_}) {
            axis->setLabelsColor(Theme::textMuted());
            axis->setTitleBrush(Theme::textMuted());
            axis->setGridLineColor(Theme::outline());
            axis->setLinePenColor(Theme::outline());
        }
        for (auto& curve : curves_) {
            QColor colour = Theme::series(curve.colour);
            if (curve.style == CurveStyle::Faint) {
                colour.setAlphaF(0.28f);
            }
            QPen pen(colour, curve.style == CurveStyle::Faint ? 1.0 : 2.0);
            if (curve.style == CurveStyle::Dashed) {
                pen.setStyle(Qt::DashLine);
            }
            curve.series->setPen(pen);
            curve.series->setColor(colour);
            if (auto* const scatter = qobject_cast<QScatterSeries*>(curve.series)) {
                scatter->setMarkerSize(8);
                scatter->setBorderColor(Qt::transparent);
            }
            for (auto* const entry : chart_->legend()->markers(curve.series)) {
                entry->setVisible(curve.style != CurveStyle::Faint && !curve.points.empty());
            }
        }
        marker_->setPen(QPen(Theme::textMuted(), 1, Qt::DotLine));
        markerText_->setBrush(Theme::textMuted());
    }

    void draw() {
        bool any = false;
        Range x{INFINITY, -INFINITY};
        Range y{INFINITY, -INFINITY};
        for (auto& curve : curves_) {
            const auto shown = decimate(curve.points, kColumns);
            QList<QPointF> points;
            points.reserve(static_cast<qsizetype>(shown.size()));
            for (const auto& point : shown) {
                points.append({point.x, point.y});
                x = {std::min(x.low, point.x), std::max(x.high, point.x)};
                y = {std::min(y.low, point.y), std::max(y.high, point.y)};
            }
            any |= !points.isEmpty();
            curve.series->replace(points);
            for (auto* const entry : chart_->legend()->markers(curve.series)) {
                entry->setVisible(curve.style != CurveStyle::Faint && !points.isEmpty());
            }
        }
        if (any) {
            const auto niceY = niceRange(y.low, y.high);
            xAxis_->setRange(x.low, x.high > x.low ? x.high : x.low + 1);
            yAxis_->setRange(niceY.low, niceY.high);
            yAxis_->setLabelFormat(niceY.high - niceY.low < 0.05 ? QStringLiteral("%.4f")
                                                                  : QStringLiteral("%.2f"));
            xAxis_->setLabelFormat(x.high - x.low < 4 ? QStringLiteral("%.1f") : QStringLiteral("%.0f"));
        }
        xAxis_->setVisible(any);
        yAxis_->setVisible(any);
        empty_->setVisible(!any);
        empty_->setGeometry(view_->rect());
        placeMarker();
    }

    void placeMarker() {
        const bool visible = markerX_ && *markerX_ >= xAxis_->min() && *markerX_ <= xAxis_->max();
        marker_->setVisible(visible);
        markerText_->setVisible(visible);
        if (!visible) {
            return;
        }
        const auto area = chart_->plotArea();
        const double x = area.left() + area.width() * (*markerX_ - xAxis_->min()) /
                                           std::max(1e-12, xAxis_->max() - xAxis_->min());
        marker_->setLine(x, area.top(), x, area.bottom());
        markerText_->setText(markerCaption_);
        const double width = markerText_->boundingRect().width();
        const bool fits = x + 4 + width < area.right();
        markerText_->setPos(fits ? x + 4 : x - 4 - width, area.top() + 2);
    }

    void hover(int index, const QPointF& near, bool over) {
        if (!over) {
            QToolTip::hideText();
            return;
        }
        const auto& curve = curves_[static_cast<std::size_t>(index)];
        const auto nearest = std::min_element(
            curve.points.begin(), curve.points.end(), [&](const CurvePoint& a, const CurvePoint& b) {
                return std::abs(a.x - near.x()) < std::abs(b.x - near.x());
            });
        if (nearest != curve.points.end()) {
            QToolTip::showText(QCursor::pos(), QStringLiteral("%1\n%2: %3\n%4: %5")
                                                   .arg(curve.series->name(), xAxis_->titleText())
                                                   .arg(nearest->x, 0, 'g', 6)
                                                   .arg(yAxis_->titleText())
                                                   .arg(nearest->y, 0, 'g', 8));
        }
    }

    LineChart* owner_;
    QChart* chart_;
    QValueAxis* xAxis_;
    QValueAxis* yAxis_;
    ChartView* view_;
    QGraphicsLineItem* marker_;
    QGraphicsSimpleTextItem* markerText_;
    QLabel* empty_;
    QTimer redraw_;
    std::vector<Curve> curves_;
    std::optional<double> markerX_;
    QString markerCaption_;
};

LineChart::LineChart(const QString& title, const QString& xTitle, const QString& yTitle, QWidget* parent)
    : QWidget(parent), impl_(std::make_unique<Impl>(this, title, xTitle, yTitle)) {
    setMinimumSize(260, 180);
}

LineChart::~LineChart() = default;

int LineChart::addCurve(const QString& name, int color, CurveStyle style) {
    return impl_->addCurve(name, color, style);
}

void LineChart::setCurveName(int curve, const QString& name) {
    impl_->curves_[static_cast<std::size_t>(curve)].series->setName(name);
}

void LineChart::setPoints(int curve, std::vector<CurvePoint> points) {
    impl_->curves_[static_cast<std::size_t>(curve)].points = std::move(points);
    impl_->scheduleDraw();
}

void LineChart::appendPoints(int curve, const std::vector<CurvePoint>& points) {
    auto& all = impl_->curves_[static_cast<std::size_t>(curve)].points;
    all.insert(all.end(), points.begin(), points.end());
    impl_->scheduleDraw();
}

void LineChart::clear() {
    for (auto& curve : impl_->curves_) {
        curve.points.clear();
    }
    impl_->markerX_.reset();
    impl_->scheduleDraw();
}

void LineChart::setMarker(std::optional<double> x, const QString& caption) {
    impl_->markerX_ = x;
    impl_->markerCaption_ = caption;
    impl_->scheduleDraw();
}

void LineChart::setEmptyText(const QString& text) { impl_->empty_->setText(text); }

void LineChart::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        impl_->colour();
    }
    QWidget::changeEvent(event);
}

void LineChart::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    impl_->empty_->setGeometry(impl_->view_->rect());
}

}  // namespace ncf
