#include "charts/line_chart.h"

#include "charts/axis_ticks.h"
#include "charts/decimate.h"
#include "charts/plot_view.h"
#include "theme/theme.h"

#include <QChart>
#include <QEvent>
#include <QGraphicsLayout>
#include <QLabel>
#include <QLineSeries>
#include <QScatterSeries>
#include <QTimer>
#include <QVBoxLayout>
#include <QValueAxis>

#include <algorithm>
#include <cmath>

namespace ncf {

namespace {

constexpr std::size_t kMostColumns = 1000;
constexpr qsizetype kFewPoints = 60;  // of which each is marked
constexpr int kTicks = 5;
constexpr double kSameX = 12;  // pixels within which points of several curves are read together

// A colour that looks like the given one at that opacity, but does not add up where a line crosses
// itself.
QColor paled(const QColor& colour, double opacity) {
    const QColor behind = Theme::surface();
    const auto mixed = [&](int front, int back) {
        return static_cast<int>(std::lround(front * opacity + back * (1 - opacity)));
    };
    return {mixed(colour.red(), behind.red()), mixed(colour.green(), behind.green()),
            mixed(colour.blue(), behind.blue())};
}

// Ticks at whole multiples of `step`. The two are set in the order in which the axis never has a
// small step over a wide range, since it makes an item for each tick at once.
void setAxis(QValueAxis* axis, const AxisRange& range, double step) {
    const double largest = std::max(std::abs(range.low), std::abs(range.high));
    axis->setLabelFormat(largest < 1e6 && step > 1e-7
                             ? QStringLiteral("%.%1f").arg(decimalsOf(step))
                             : QStringLiteral("%.3g"));
    if (step > axis->tickInterval()) {
        axis->setTickInterval(step);
        axis->setRange(range.low, range.high);
    } else {
        axis->setRange(range.low, range.high);
        axis->setTickInterval(step);
    }
}

// The point that is nearest in x, of points in ascending x.
const CurvePoint* nearest(const std::vector<CurvePoint>& points, double x) {
    if (points.empty()) {
        return nullptr;
    }
    const auto after =
        std::lower_bound(points.begin(), points.end(), x,
                         [](const CurvePoint& point, double value) { return point.x < value; });
    if (after == points.begin()) {
        return &points.front();
    }
    const auto before = after - 1;
    return after == points.end() || x - before->x < after->x - x ? &*before : &*after;
}

}  // namespace

class LineChart::Impl {
public:
    Impl(LineChart* owner, const QString& title, const QString& xTitle, const QString& yTitle);
    // The view outlives this and may yet tell of the pointer.
    ~Impl() { view_->disconnect(owner_); }

    int addCurve(const QString& name, int colourIndex, CurveStyle style);
    void setCurveName(int curve, const QString& name);
    std::vector<CurvePoint>& points(int curve) {
        return curves_[static_cast<std::size_t>(curve)].points;
    }
    void clear();
    void setMarker(std::optional<double> x, const QString& caption) {
        view_->setMarker(x, caption);
    }
    void setEmptyText(const QString& text) { empty_->setText(text); }
    void scheduleDraw();
    // Colours and fonts of everything, from the theme of now.
    void colour();
    void fitEmptyText() { empty_->setGeometry(view_->rect()); }

private:
    struct Curve {
        QXYSeries* series = nullptr;
        int colour = 0;
        CurveStyle style = CurveStyle::Solid;
        std::vector<CurvePoint> points;
    };

    void draw();
    void describe();
    void read(double x);

    LineChart* owner_;
    QChart* chart_;
    QValueAxis* xAxis_;
    QValueAxis* yAxis_;
    PlotView* view_;
    QLabel* legend_;
    QLabel* empty_;
    QTimer redraw_;
    std::vector<Curve> curves_;
};

LineChart::Impl::Impl(LineChart* owner, const QString& title, const QString& xTitle,
                      const QString& yTitle)
    : owner_(owner) {
    chart_ = new QChart;
    chart_->setAnimationOptions(QChart::NoAnimation);
    chart_->setMargins({0, 4, 4, 0});
    chart_->layout()->setContentsMargins(0, 0, 0, 0);
    chart_->setBackgroundRoundness(0);
    chart_->legend()->hide();
    xAxis_ = new QValueAxis(chart_);
    yAxis_ = new QValueAxis(chart_);
    xAxis_->setTitleText(xTitle);
    yAxis_->setTitleText(yTitle);
    for (auto* const axis : {xAxis_, yAxis_}) {
        axis->setTickType(QValueAxis::TicksDynamic);
        axis->setTickAnchor(0);
    }
    chart_->addAxis(xAxis_, Qt::AlignBottom);
    chart_->addAxis(yAxis_, Qt::AlignLeft);

    auto* const heading = new QLabel(title);
    heading->setProperty("cardTitle", true);
    heading->setTextFormat(Qt::PlainText);
    legend_ = new QLabel;
    legend_->setTextFormat(Qt::RichText);
    legend_->setWordWrap(true);
    view_ = new PlotView(chart_, owner);
    view_->setAccessibleName(title);
    empty_ = new QLabel(view_);
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setWordWrap(true);
    empty_->setAttribute(Qt::WA_TransparentForMouseEvents);
    empty_->setProperty("caption", true);
    auto* const layout = new QVBoxLayout(owner);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(heading);
    layout->addWidget(legend_);
    layout->addWidget(view_, 1);

    redraw_.setSingleShot(true);
    redraw_.setInterval(0);
    QObject::connect(&redraw_, &QTimer::timeout, owner, [this] { draw(); });
    QObject::connect(view_, &PlotView::pointed, owner, [this](double x) { read(x); });
    QObject::connect(view_, &PlotView::pointerLeft, owner,
                     [this] { view_->setReadout(std::nullopt); });
    colour();
    draw();
}

int LineChart::Impl::addCurve(const QString& name, int colourIndex, CurveStyle style) {
    Curve curve;
    if (style == CurveStyle::Points) {
        auto* const scatter = new QScatterSeries;
        scatter->setMarkerSize(9);
        curve.series = scatter;
    } else {
        curve.series = new QLineSeries;
    }
    curve.series->setName(name);
    curve.colour = colourIndex;
    curve.style = style;
    chart_->addSeries(curve.series);
    curve.series->attachAxis(xAxis_);
    curve.series->attachAxis(yAxis_);
    curves_.push_back(std::move(curve));
    colour();
    return static_cast<int>(curves_.size()) - 1;
}

void LineChart::Impl::setCurveName(int curve, const QString& name) {
    curves_[static_cast<std::size_t>(curve)].series->setName(name);
    describe();
}

void LineChart::Impl::clear() {
    for (auto& curve : curves_) {
        curve.points.clear();
    }
    view_->setMarker(std::nullopt, {});
    view_->setReadout(std::nullopt);
    scheduleDraw();
}

void LineChart::Impl::scheduleDraw() {
    if (!redraw_.isActive()) {
        redraw_.start();
    }
}

void LineChart::Impl::colour() {
    chart_->setBackgroundBrush(Theme::surface());
    chart_->setBackgroundPen(Qt::NoPen);
    view_->setBackgroundBrush(Theme::surface());
    for (auto* const axis : {xAxis_, yAxis_}) {
        axis->setLabelsColor(Theme::textMuted());
        axis->setTitleBrush(Theme::textMuted());
        axis->setLabelsFont(owner_->font());
        axis->setTitleFont(owner_->font());
        axis->setGridLineColor(Theme::outline());
        axis->setLinePenColor(Theme::outline());
    }
    xAxis_->setGridLineVisible(false);
    yAxis_->setLineVisible(false);
    for (auto& curve : curves_) {
        QColor colour = Theme::series(curve.colour);
        if (curve.style == CurveStyle::Faint) {
            colour = paled(colour, 0.3);
        }
        QPen pen(colour, curve.style == CurveStyle::Faint ? 1.0 : 2.0);
        pen.setJoinStyle(Qt::RoundJoin);
        if (curve.style == CurveStyle::Dashed) {
            pen.setStyle(Qt::DashLine);
        } else if (curve.style == CurveStyle::Points) {
            pen.setColor(Theme::surface());
            pen.setWidthF(1);
        }
        curve.series->setPen(pen);
        curve.series->setBrush(colour);
    }
    describe();
}

// The legend: what is drawn, in its colours.
void LineChart::Impl::describe() {
    QStringList entries;
    QStringList words;
    for (const auto& curve : curves_) {
        if (curve.style == CurveStyle::Faint || curve.points.empty()) {
            continue;
        }
        const auto sample = curve.style == CurveStyle::Dashed   ? QStringLiteral("╍╍")
                            : curve.style == CurveStyle::Points ? QStringLiteral("●")
                                                                : QStringLiteral("━━");
        // A name stays on one line with its sample; lines break between entries.
        entries << QStringLiteral(
                       "<span style='white-space:nowrap'><span style='color:%1'>%2</span>"
                       "&nbsp;<span style='color:%3'>%4</span></span>")
                       .arg(Theme::series(curve.colour).name(), sample, Theme::textMuted().name(),
                            curve.series->name().toHtmlEscaped());
        words << LineChart::tr("%1, last value %2")
                     .arg(curve.series->name())
                     .arg(curve.points.back().y, 0, 'g', 6);
    }
    legend_->setText(entries.join(QStringLiteral("&nbsp;&nbsp; ")));
    legend_->setVisible(!entries.isEmpty());
    view_->setAccessibleDescription(words.isEmpty() ? empty_->text()
                                                    : words.join(QStringLiteral("; ")));
}

void LineChart::Impl::draw() {
    // A column of the decimation is a pixel of the plot.
    const auto columns = std::clamp<std::size_t>(
        static_cast<std::size_t>(std::max(chart_->plotArea().width(), 100.0)), 100, kMostColumns);
    AxisRange x;
    AxisRange y;
    for (auto& curve : curves_) {
        const auto shown = decimate(curve.points, columns);
        QList<QPointF> points;
        points.reserve(static_cast<qsizetype>(shown.size()));
        for (const auto& point : shown) {
            points.append({point.x, point.y});
            x.include(point.x);
            y.include(point.y);
        }
        curve.series->replace(points);
        curve.series->setPointsVisible(
            curve.style == CurveStyle::Points ||
            (curve.style == CurveStyle::Solid && points.size() <= kFewPoints));
    }
    const bool any = !x.empty();
    if (any) {
        if (!(x.high > x.low)) {
            x.high = x.low + 1;
        }
        setAxis(xAxis_, x, niceStep(x.high - x.low, kTicks));
        y = niceRange(y, kTicks);
        setAxis(yAxis_, y, niceStep(y.high - y.low, kTicks));
    }
    xAxis_->setVisible(any);
    yAxis_->setVisible(any);
    empty_->setVisible(!any);
    fitEmptyText();
    describe();
}

// Snaps to the nearest point of any curve in the legend and reads all of them there.
void LineChart::Impl::read(double x) {
    std::optional<double> snapped;
    for (const auto& curve : curves_) {
        const auto* const point = nearest(curve.points, x);
        if (curve.style != CurveStyle::Faint && point != nullptr &&
            (!snapped || std::abs(point->x - x) < std::abs(*snapped - x))) {
            snapped = point->x;
        }
    }
    if (!snapped) {
        view_->setReadout(std::nullopt);
        return;
    }
    PlotReadout readout;
    readout.x = *snapped;
    readout.heading = QStringLiteral("%1 %2").arg(xAxis_->titleText()).arg(*snapped, 0, 'g', 6);
    for (const auto& curve : curves_) {
        const auto* const point = nearest(curve.points, *snapped);
        if (curve.style != CurveStyle::Faint && point != nullptr && std::isfinite(point->y) &&
            view_->distance(point->x, *snapped) <= kSameX) {
            readout.lines.push_back({curve.series->name(),
                                     QString::number(point->y, 'g', 8),
                                     Theme::series(curve.colour),
                                     {point->x, point->y}});
        }
    }
    view_->setReadout(std::move(readout));
}

LineChart::LineChart(const QString& title, const QString& xTitle, const QString& yTitle,
                     QWidget* parent)
    : QWidget(parent), impl_(std::make_unique<Impl>(this, title, xTitle, yTitle)) {
    setAccessibleName(title);
    setMinimumSize(260, 200);
}

LineChart::~LineChart() = default;

int LineChart::addCurve(const QString& name, int color, CurveStyle style) {
    return impl_->addCurve(name, color, style);
}

void LineChart::setCurveName(int curve, const QString& name) {
    impl_->setCurveName(curve, name);
}

void LineChart::setPoints(int curve, std::vector<CurvePoint> points) {
    impl_->points(curve) = std::move(points);
    impl_->scheduleDraw();
}

void LineChart::appendPoints(int curve, const std::vector<CurvePoint>& points) {
    auto& all = impl_->points(curve);
    all.insert(all.end(), points.begin(), points.end());
    impl_->scheduleDraw();
}

void LineChart::clear() {
    impl_->clear();
}

void LineChart::setMarker(std::optional<double> x, const QString& caption) {
    impl_->setMarker(x, caption);
}

void LineChart::setEmptyText(const QString& text) {
    impl_->setEmptyText(text);
}

void LineChart::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        impl_->colour();
    }
    QWidget::changeEvent(event);
}

void LineChart::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    impl_->fitEmptyText();
    impl_->scheduleDraw();
}

}  // namespace ncf
