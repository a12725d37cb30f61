#include "charts/line_chart.h"

#include "charts/background_save.h"
#include "charts/chart_description.h"
#include "charts/chart_legend.h"
#include "charts/chart_picture.h"
#include "charts/chart_scene.h"
#include "charts/chart_toolbar.h"
#include "charts/plot_view.h"

#include <QElapsedTimer>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace ncf {

namespace {
// Between two drawings of data that comes in: redrawing takes time from the training.
constexpr qint64 kLeastMilliseconds = 90;
}  // namespace

class LineChart::Impl {
public:
    Impl(LineChart* owner, const QString& title, const QString& xTitle, const QString& yTitle);
    // The view shows the scene, which ends with this.
    ~Impl() { delete view_; }

    ChartScene& scene() { return scene_; }
    void clear();
    void setMarker(std::optional<PlotMarker> marker) { view_->setMarker(std::move(marker)); }
    void setEmptyText(const QString& text) { empty_->setText(text); }
    void addControl(QWidget* control) { controls_->addWidget(control); }
    void save(const QString& file, ChartFormat format);
    // At the next turn of the event loop.
    void scheduleDraw() { redraw_.start(0); }
    // Then too, but not soon after the last drawing.
    void scheduleData();
    // Colours and fonts of everything, from the theme of now.
    void colour();
    void fitEmptyText() { empty_->setGeometry(view_->rect()); }

private:
    void makeHeading(const QString& title, QVBoxLayout* layout);
    void makeView(const QString& title, QVBoxLayout* layout);
    void listen();
    void draw();
    void describe();
    void setShown(const QString& legendName, bool shown);

    LineChart* owner_;
    QString title_;
    ChartScene scene_;
    PlotView* view_;
    ChartLegend* legend_;
    ChartToolbar* toolbar_;
    QHBoxLayout* controls_;
    BackgroundSave* saving_;
    QLabel* empty_;
    QTimer redraw_;
    QElapsedTimer sinceDraw_;
};

LineChart::Impl::Impl(LineChart* owner, const QString& title, const QString& xTitle,
                      const QString& yTitle)
    : owner_(owner), title_(title), scene_(xTitle, yTitle) {
    auto* const layout = new QVBoxLayout(owner);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    makeHeading(title, layout);
    makeView(title, layout);
    redraw_.setSingleShot(true);
    listen();
    colour();
    draw();
}

void LineChart::Impl::makeHeading(const QString& title, QVBoxLayout* layout) {
    auto* const heading = new QLabel(title);
    heading->setProperty("cardTitle", true);
    heading->setTextFormat(Qt::PlainText);
    controls_ = new QHBoxLayout;
    toolbar_ = new ChartToolbar(title);
    auto* const row = new QHBoxLayout;
    row->addWidget(heading, 1);
    row->addLayout(controls_);
    row->addWidget(toolbar_);
    saving_ = new BackgroundSave;
    legend_ = new ChartLegend;
    layout->addLayout(row);
    layout->addWidget(saving_);
    layout->addWidget(legend_);
}

void LineChart::Impl::makeView(const QString& title, QVBoxLayout* layout) {
    view_ = new PlotView(scene_, owner_);
    view_->setAccessibleName(title);
    empty_ = new QLabel(view_);
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setWordWrap(true);
    empty_->setAttribute(Qt::WA_TransparentForMouseEvents);
    empty_->setProperty("caption", true);
    layout->addWidget(view_, 1);
}

void LineChart::Impl::listen() {
    auto& viewport = scene_.viewport();
    const auto redrawn = [this](auto change) {
        return [this, change](auto... arguments) {
            change(arguments...);
            scheduleDraw();
        };
    };
    QObject::connect(&redraw_, &QTimer::timeout, owner_, [this] {
        if (owner_->isVisible()) {
            draw();
            sinceDraw_.start();
        }
    });
    QObject::connect(view_, &PlotView::pointed, owner_,
                     [this](double x) { view_->setReadout(readoutAt(scene_, x)); });
    QObject::connect(view_, &PlotView::pointerLeft, owner_,
                     [this] { view_->setReadout(std::nullopt); });
    QObject::connect(view_, &PlotView::zoomRequested, owner_,
                     redrawn([&viewport](double x, double y, double factorX, double factorY) {
                         viewport.zoomAbout(x, y, factorX, factorY);
                     }));
    QObject::connect(
        view_, &PlotView::boxSelected, owner_,
        redrawn([&viewport](const AxisRange& x, const AxisRange& y) { viewport.zoomTo(x, y); }));
    QObject::connect(view_, &PlotView::panRequested, owner_,
                     redrawn([&viewport](double x, double y) { viewport.panBy(x, y); }));
    QObject::connect(view_, &PlotView::resetRequested, owner_, &LineChart::resetZoom);
    QObject::connect(toolbar_, &ChartToolbar::resetRequested, owner_, &LineChart::resetZoom);
    QObject::connect(toolbar_, &ChartToolbar::logarithmicToggled, owner_,
                     redrawn([&viewport](bool on) { viewport.setLogarithmic(on); }));
    QObject::connect(toolbar_, &ChartToolbar::saveRequested, owner_, [this](ChartFormat format) {
        save(BackgroundSave::chooseFile(owner_, title_, format), format);
    });
    QObject::connect(legend_, &ChartLegend::toggled, owner_,
                     redrawn([this](const QString& name, bool shown) { setShown(name, shown); }));
}

void LineChart::Impl::setShown(const QString& legendName, bool shown) {
    for (std::size_t i = 0; i < scene_.curves().size(); ++i) {
        auto& curve = scene_.curve(static_cast<int>(i));
        if (curve.legendName() == legendName) {
            curve.setShown(shown);
        }
    }
    view_->setReadout(std::nullopt);
}

void LineChart::Impl::clear() {
    for (std::size_t i = 0; i < scene_.curves().size(); ++i) {
        scene_.curve(static_cast<int>(i)).setPoints({});
    }
    view_->setMarker(std::nullopt);
    view_->setReadout(std::nullopt);
    scheduleDraw();
}

void LineChart::Impl::scheduleData() {
    if (!redraw_.isActive()) {
        const qint64 since = sinceDraw_.isValid() ? sinceDraw_.elapsed() : kLeastMilliseconds;
        redraw_.start(static_cast<int>(
            std::clamp<qint64>(kLeastMilliseconds - since, 0, kLeastMilliseconds)));
    }
}

void LineChart::Impl::colour() {
    scene_.colour();
    describe();
    view_->viewport()->update();
}

void LineChart::Impl::describe() {
    const auto entries = legendOf(scene_);
    legend_->setEntries(entries);
    legend_->setVisible(!entries.empty());
    const auto words = spokenValues(scene_);
    view_->setAccessibleDescription(words.isEmpty() ? empty_->text() : words);
}

void LineChart::Impl::draw() {
    const auto axes = scene_.draw(view_->size(), view_->font());
    const auto& viewport = scene_.viewport();
    const bool anyPoints = std::any_of(scene_.curves().begin(), scene_.curves().end(),
                                       [](const auto& curve) { return !curve.points().empty(); });
    view_->setAxes(axes);
    toolbar_->setPossible(!axes.empty(), viewport.zoomed(), viewport.canBeLogarithmic());
    empty_->setVisible(!anyPoints);
    fitEmptyText();
    describe();
}

void LineChart::Impl::save(const QString& file, ChartFormat format) {
    if (file.isEmpty()) {
        return;
    }
    if (format != ChartFormat::Csv) {
        view_->setReadout(std::nullopt);
        saving_->start(file, pictureWriter({title_, legend_, view_}, file, format));
        return;
    }
    std::vector<NamedCurve> curves;
    for (const auto& curve : scene_.curves()) {
        curves.push_back({curve.name(), curve.points()});
    }
    saving_->start(file, [file, x = scene_.xTitle(), y = scene_.yTitle(),
                          curves = std::move(curves)] { return saveCsv(file, x, y, curves); });
}

LineChart::LineChart(const QString& title, const QString& xTitle, const QString& yTitle,
                     QWidget* parent)
    : QWidget(parent), impl_(std::make_unique<Impl>(this, title, xTitle, yTitle)) {
    setAccessibleName(title);
    setMinimumSize(260, 200);
}

LineChart::~LineChart() = default;

int LineChart::addCurve(const QString& name, int color, CurveStyle style) {
    return impl_->scene().addCurve(name, color, style);
}

int LineChart::curveCount() const {
    return static_cast<int>(impl_->scene().curves().size());
}

const QString& LineChart::curveName(int curve) const {
    return impl_->scene().curve(curve).name();
}

void LineChart::setCurveName(int curve, const QString& name) {
    setCurveName(curve, name, name);
}

void LineChart::setCurveName(int curve, const QString& name, const QString& legendName) {
    impl_->scene().curve(curve).setName(name, legendName);
    impl_->scheduleDraw();
}

void LineChart::setPoints(int curve, std::vector<CurvePoint> points) {
    impl_->scene().curve(curve).setPoints(std::move(points));
    impl_->scheduleData();
}

void LineChart::appendPoints(int curve, const std::vector<CurvePoint>& points) {
    impl_->scene().curve(curve).append(points);
    impl_->scheduleData();
}

const std::vector<CurvePoint>& LineChart::points(int curve) const {
    return impl_->scene().curve(curve).points();
}

void LineChart::drawAtOnce() {
    impl_->scheduleDraw();
}

void LineChart::clear() {
    impl_->clear();
}

void LineChart::setMarker(std::optional<double> x, const QString& caption) {
    impl_->setMarker(x ? std::optional<PlotMarker>({*x, caption}) : std::nullopt);
}

void LineChart::setEmptyText(const QString& text) {
    impl_->setEmptyText(text);
}

void LineChart::addControl(QWidget* control) {
    impl_->addControl(control);
}

bool LineChart::zoomed() const {
    return impl_->scene().viewport().zoomed();
}

void LineChart::resetZoom() {
    impl_->scene().viewport().reset();
    impl_->scheduleDraw();
}

void LineChart::save(const QString& file, ChartFormat format) {
    impl_->save(file, format);
}

void LineChart::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        impl_->colour();
        impl_->scheduleDraw();
    }
    QWidget::changeEvent(event);
}

void LineChart::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    impl_->scheduleDraw();
}

void LineChart::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    impl_->fitEmptyText();
    impl_->scheduleDraw();
}

}  // namespace ncf
