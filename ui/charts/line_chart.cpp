#include "charts/line_chart.h"

#include "charts/decimate.h"
#include "theme/theme.h"

#include <QChart>
#include <QChartView>
#include <QEvent>
#include <QGraphicsLayout>
#include <QGraphicsLineItem>
#include <QGraphicsSimpleTextItem>
#include <QLabel>
#include <QLineSeries>
#include <QMouseEvent>
#include <QScatterSeries>
#include <QTimer>
#include <QToolTip>
#include <QVBoxLayout>
#include <QValueAxis>

#include <algorithm>
#include <cmath>

namespace ncf {

namespace {

constexpr std::size_t kColumns = 1000;
constexpr qsizetype kFewPoints = 60;  // of which each is marked

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
    double low = INFINITY, high = -INFINITY;

    void include(double value) {
        low = std::min(low, value);
        high = std::max(high, value);
    }
};

// The distance of about five ticks over a range: 1, 2 or 5 times a power of ten.
double niceStep(double span) {
    const double rough = span / 5;
    const double power = std::pow(10, std::floor(std::log10(rough)));
    const double ratio = rough / power;
    return power * (ratio < 1.5 ? 1 : ratio < 3.5 ? 2 : ratio < 7.5 ? 5 : 10);
}

// Ticks at whole multiples of `step`, labelled with as many decimals as they need.
void setTicks(QValueAxis* axis, double step) {
    axis->setTickAnchor(0);
    axis->setTickInterval(step);
    const int decimals = std::max(0, static_cast<int>(std::ceil(-std::log10(step) - 1e-9)));
    axis->setLabelFormat(QStringLiteral("%.%1f").arg(decimals));
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
        chart_->legend()->hide();
        xAxis_ = new QValueAxis(chart_);
        yAxis_ = new QValueAxis(chart_);
        xAxis_->setTitleText(xTitle);
        yAxis_->setTitleText(yTitle);
        for (auto* const axis : {xAxis_, yAxis_}) {
            axis->setTickType(QValueAxis::TicksDynamic);
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
        layout->setSpacing(0);
        layout->addWidget(view_, 1);
        legend_ = new QLabel;
        legend_->setAlignment(Qt::AlignCenter);
        legend_->setTextFormat(Qt::RichText);
        layout->addWidget(legend_);
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
        QObject::connect(
            curve.series, &QXYSeries::hovered, owner_,
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
        }
        marker_->setPen(QPen(Theme::textMuted(), 1, Qt::DotLine));
        markerText_->setBrush(Theme::textMuted());
        describe();
    }

    // The legend: what is drawn, in its colours.
    void describe() {
        QStringList entries;
        for (const auto& curve : curves_) {
            if (curve.style != CurveStyle::Faint && !curve.points.empty()) {
                entries
                    << QStringLiteral(
                           "<span style='color:%1'>%2</span>&nbsp;<span style='color:%3'>%4</span>")
                           .arg(Theme::series(curve.colour).name(),
                                curve.style == CurveStyle::Dashed ? QStringLiteral("╍╍")
                                                                  : QStringLiteral("━━"),
                                Theme::textMuted().name(), curve.series->name().toHtmlEscaped());
            }
        }
        legend_->setText(entries.join(QStringLiteral("&nbsp;&nbsp;&nbsp;&nbsp;")));
        legend_->setVisible(!entries.isEmpty());
    }

    void draw() {
        bool any = false;
        Range x;
        Range y;
        for (auto& curve : curves_) {
            const auto shown = decimate(curve.points, kColumns);
            QList<QPointF> points;
            points.reserve(static_cast<qsizetype>(shown.size()));
            for (const auto& point : shown) {
                points.append({point.x, point.y});
                x.include(point.x);
                y.include(point.y);
            }
            any |= !points.isEmpty();
            curve.series->replace(points);
            curve.series->setPointsVisible(points.size() <= kFewPoints &&
                                           curve.style == CurveStyle::Solid);
        }
        if (any) {
            if (!(y.high > y.low)) {
                const double around = std::max(std::abs(y.low) * 0.1, 1e-3);
                y = {y.low - around, y.low + around};
            }
            if (!(x.high > x.low)) {
                x.high = x.low + 1;
            }
            const double step = niceStep(y.high - y.low);
            xAxis_->setRange(x.low, x.high);
            yAxis_->setRange(std::floor(y.low / step) * step, std::ceil(y.high / step) * step);
            setTicks(xAxis_, niceStep(x.high - x.low));
            setTicks(yAxis_, step);
        }
        xAxis_->setVisible(any);
        yAxis_->setVisible(any);
        empty_->setVisible(!any);
        empty_->setGeometry(view_->rect());
        describe();
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
        const auto nearest =
            std::min_element(curve.points.begin(), curve.points.end(),
                             [&](const CurvePoint& a, const CurvePoint& b) {
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
    QLabel* legend_;
    QTimer redraw_;
    std::vector<Curve> curves_;
    std::optional<double> markerX_;
    QString markerCaption_;
};

LineChart::LineChart(const QString& title, const QString& xTitle, const QString& yTitle,
                     QWidget* parent)
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

void LineChart::setEmptyText(const QString& text) {
    impl_->empty_->setText(text);
}

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
