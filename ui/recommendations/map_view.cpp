#include "recommendations/map_view.h"

#include "charts/background_save.h"
#include "charts/chart_legend.h"
#include "recommendation/kept_neighbours.h"
#include "recommendation/nearest.h"
#include "recommendations/map_canvas.h"
#include "recommendations/map_foot.h"
#include "recommendations/map_layout_job.h"
#include "recommendations/map_neighbours.h"
#include "recommendations/map_tools.h"
#include "session/session.h"
#include "theme/theme.h"
#include "widgets/empty_state.h"

#include <QEvent>
#include <QFrame>
#include <QHBoxLayout>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace ncf {

namespace {

constexpr std::uint64_t kSeed = 1;  // the same map every time
constexpr int kNearest = 10;
constexpr int kMostFound = 300;
constexpr int kLeastSide = 230;  // device-independent pixels

QString percent(double share) {
    return QString::number(100 * share, 'f', share < 0.1 ? 1 : 0) + QChar::Nbsp + QLatin1Char('%');
}

QFrame* makeCard() {
    auto* const card = new QFrame;
    card->setProperty("card", true);
    auto* const column = new QVBoxLayout(card);
    column->setContentsMargins(Theme::kGap, Theme::kGap, Theme::kGap, Theme::kGap);
    column->setSpacing(Theme::kGapSmall);
    return card;
}

}  // namespace

MapView::MapView(Session* session, QWidget* parent)
    : RunView(parent), session_(session), job_(new MapLayoutJob(session, this)) {
    start_ = new EmptyState(QStringLiteral("recommendations"), QString(), QString());
    draw_ = start_->addAction(tr("Draw the map"), true);
    content_ = makeContent();
    stages_ = new QStackedWidget;
    stages_->addWidget(start_);
    stages_->addWidget(content_);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(stages_);
    listenToParts();
    listenToJob();
    forget();
}

QWidget* MapView::makeContent() {
    auto* const content = new QWidget;
    tools_ = new MapTools;
    saving_ = new BackgroundSave;
    legend_ = new ChartLegend;
    // Takes what its rows need at this width: a fixed height would be that of an earlier width.
    QSizePolicy policy(QSizePolicy::Ignored, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    legend_->setSizePolicy(policy);
    canvas_ = new MapCanvas;
    foot_ = new MapFoot;
    neighbours_ = new MapNeighbours;
    auto* const card = makeCard();
    card->layout()->addWidget(tools_);
    card->layout()->addWidget(saving_);
    card->layout()->addWidget(legend_);
    static_cast<QVBoxLayout*>(card->layout())->addWidget(canvas_, 1);
    card->layout()->addWidget(foot_);
    auto* const side = makeCard();
    side->setMinimumWidth(kLeastSide);
    side->layout()->addWidget(neighbours_);
    auto* const row = new QHBoxLayout(content);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::kGap);
    row->addWidget(card, 3);
    row->addWidget(side, 1);
    return content;
}

void MapView::listenToParts() {
    connect(session_, &Session::projectChanged, this, [this] {
        run_ = 0;
        forget();
    });
    connect(draw_, &QPushButton::clicked, this, &MapView::draw);
    connect(tools_, &MapTools::ofChosen, this, &MapView::draw);
    connect(tools_, &MapTools::colouringChosen, this, &MapView::colour);
    connect(tools_, &MapTools::searchChanged, this, &MapView::search);
    connect(tools_, &MapTools::nextRequested, this, &MapView::selectNextFound);
    connect(tools_, &MapTools::fitRequested, canvas_, &MapCanvas::fit);
    connect(tools_, &MapTools::saveRequested, this, &MapView::save);
    connect(legend_, &ChartLegend::toggled, this, [this](const QString& name, bool shown) {
        for (std::size_t kind = 0; kind < style_.classes.size(); ++kind) {
            if (style_.classes[kind].name == name) {
                canvas_->setShown(kind, shown);
            }
        }
    });
    connect(canvas_, &MapCanvas::selected, this, &MapView::showSelected);
    connect(canvas_, &MapCanvas::requested, this, &MapView::request);
    connect(neighbours_, &MapNeighbours::chosen, this, [this](std::uint32_t point) {
        canvas_->reveal(point);
        canvas_->select(point);
    });
    connect(neighbours_, &MapNeighbours::requested, this, [this] {
        if (const auto point = canvas_->selection()) {
            request(*point);
        }
    });
}

void MapView::listenToJob() {
    connect(foot_, &MapFoot::arrangeRequested, this, &MapView::arrange);
    connect(foot_, &MapFoot::cancelRequested, this, [this] {
        job_->cancel();
        endArranging({});
    });
    connect(job_, &MapLayoutJob::progressed, foot_, &MapFoot::setProgress);
    connect(job_, &MapLayoutJob::moved, canvas_, &MapCanvas::setPoints);
    connect(job_, &MapLayoutJob::finished, this, &MapView::endArranging);
    connect(job_, &MapLayoutJob::failed, this, [this](const Error& error) {
        endArranging({});
        session_->reportFailure(error);
    });
}

void MapView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange && map_) {
        colour();
    }
    RunView::changeEvent(event);
}

void MapView::setRun(qint64 runId) {
    if (runId != run_) {
        run_ = runId;
        forget();
    }
}

void MapView::forget() {
    for (auto* const request : {&drawing_, &measuring_, &searching_, &asking_}) {
        request->stop();
    }
    job_->cancel();
    foot_->setArranging(false);
    map_.reset();
    arranged_.clear();
    canvas_->setMap(nullptr);
    start_->setText(tr("What did this run learn?"),
                    tr("The map shows all items or users at once.\n"
                       "What the model finds alike lies together."));
    draw_->setEnabled(true);
    stages_->setCurrentWidget(start_);
}

void MapView::draw() {
    if (run_ == 0) {
        return;
    }
    draw_->setEnabled(false);
    if (!map_) {
        start_->setText(tr("Drawing the map…"), tr("The run's model is being read."));
    }
    drawing_.replace(session_->analyse(
        this, run_,
        [of = tools_->of()](LoadedRun& run, std::stop_token stop) {
            return embeddingMap(run, of, kSeed, std::move(stop));
        },
        [this](Result<EmbeddingMap> map) { showMap(std::move(map)); }));
}

void MapView::showMap(Result<EmbeddingMap> map) {
    forget();
    if (!map) {
        start_->setText(tr("This run has no map"), tr("Choose another run to draw."));
        session_->reportFailure(map.error());
        return;
    }
    map_ = std::make_shared<const EmbeddingMap>(std::move(*map));
    found_.clear();
    tools_->setMap(*map_);
    canvas_->setMap(map_);
    neighbours_->clear(map_->of);
    colour();
    showPoints({});
    stages_->setCurrentWidget(content_);
    canvas_->setFocus();
}

void MapView::colour() {
    style_ = mapStyle(*map_, tools_->colouring());
    std::vector<LegendEntry> entries;
    for (const auto& each : style_.classes) {
        entries.push_back({each.name, each.colour, CurveStyle::Points, true});
    }
    legend_->setEntries(entries);
    canvas_->setStyle(style_);
}

void MapView::arrange() {
    if (showsArranged_) {
        showPoints({});
    } else if (!arranged_.empty()) {
        showPoints(arranged_);
    } else {
        foot_->setArranging(true);
        canvas_->fit();
        job_->start(map_->vectors, map_->points, kSeed);
    }
}

// Without points it came to nothing.
void MapView::endArranging(const std::vector<PlanePoint>& points) {
    foot_->setArranging(false);
    arranged_ = points;
    showPoints(arranged_);
}

// Without points, the two main directions.
void MapView::showPoints(const std::vector<PlanePoint>& arranged) {
    showsArranged_ = !arranged.empty();
    canvas_->setPoints(showsArranged_ ? arranged : map_->points);
    canvas_->fit();
    foot_->setArranged(showsArranged_);
    measure();
}

void MapView::measure() {
    tellWhatIsShown(std::nullopt);
    measuring_.replace(session_->analyse(
        this, run_,
        [map = map_, points = canvas_->points()](LoadedRun&, std::stop_token) -> Result<double> {
            return keptNeighbours(*map->vectors, points);
        },
        [this](Result<double> kept) {
            if (kept) {
                tellWhatIsShown(*kept);
            }
        }));
}

void MapView::tellWhatIsShown(std::optional<double> kept) {
    auto text = showsArranged_ ? tr("Near is what the model finds alike; far says little.")
                               : tr("Width and height hold %1 of all differences.")
                                     .arg(percent(map_->share[0] + map_->share[1]));
    if (kept) {
        text += QLatin1Char(' ') +
                tr("%1 of each point's 10 nearest are nearest here, too.").arg(percent(*kept));
    }
    foot_->setCaption(text);
}

void MapView::search(const QString& text) {
    found_.clear();
    nextFound_ = 0;
    if (text.isEmpty()) {
        searching_.stop();
        tools_->setFound(std::nullopt, kMostFound);
        canvas_->setFound({});
        return;
    }
    searching_.replace(session_->analyse(
        this, run_,
        [of = map_->of, text = text.toStdString()](
            LoadedRun& run, std::stop_token) -> Result<std::vector<std::uint32_t>> {
            return findOnMap(run.data(), of, text, kMostFound);
        },
        [this](Result<std::vector<std::uint32_t>> found) {
            found_ = session_->valueOrReport(std::move(found));
            tools_->setFound(found_.size(), kMostFound);
            canvas_->setFound(found_);
        }));
}

void MapView::selectNextFound() {
    if (!found_.empty()) {
        const auto point = found_[nextFound_];
        nextFound_ = (nextFound_ + 1) % found_.size();
        canvas_->reveal(point);
        canvas_->select(point);
    }
}

void MapView::showSelected(std::optional<std::uint32_t> point) {
    if (!map_ || !point) {
        asking_.stop();
        neighbours_->clear(map_ ? map_->of : tools_->of());
        return;
    }
    neighbours_->showPoint(map_->entries[*point], map_->of);
    asking_.replace(session_->analyse(
        this, run_,
        [map = map_, at = static_cast<ItemIndex>(*point)](LoadedRun&, std::stop_token)
            -> Result<std::vector<ScoredItem>> { return nearest(*map->vectors, at, kNearest); },
        [this](Result<std::vector<ScoredItem>> nearest) {
            showNearest(session_->valueOrReport(std::move(nearest)));
        }));
}

void MapView::showNearest(const std::vector<ScoredItem>& nearest) {
    std::vector<MapNeighbour> rows;
    std::vector<std::uint32_t> points;
    for (const auto& each : nearest) {
        const auto point = static_cast<std::uint32_t>(each.item);
        rows.push_back({point, QString::fromStdString(map_->entries[point].name()), each.score});
        points.push_back(point);
    }
    neighbours_->setRows(std::move(rows));
    canvas_->setNeighbours(std::move(points));
}

void MapView::request(std::uint32_t point) {
    if (map_->of == MapOf::Items) {
        Q_EMIT itemRequested(static_cast<ItemIndex>(point));
    } else {
        Q_EMIT userRequested(QString::fromStdString(map_->entries[point].id));
    }
}

void MapView::save(ChartFormat format) {
    const auto title = map_->of == MapOf::Items ? tr("Map of items") : tr("Map of users");
    const auto file = BackgroundSave::chooseFile(this, title, format);
    if (file.isEmpty()) {
        return;
    }
    if (format == ChartFormat::Csv) {
        saving_->start(file, [file, map = map_, points = canvas_->points()] {
            return saveBytes(file, QByteArray::fromStdString(mapCsv(map->entries, points)));
        });
        return;
    }
    auto picture = canvas_->picture();
    picture.title = title;
    saving_->start(file, [file, format, picture = std::move(picture)] {
        return savePicture(picture, file, format);
    });
}

}  // namespace ncf
