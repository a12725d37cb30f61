#include "pages/run_curves.h"

#include "charts/line_chart.h"
#include "pages/epoch_curves.h"
#include "theme/theme.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QSlider>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace ncf {

namespace {

// In the order in which they are drawn, one above the other.
enum LossCurve { kLossGhost, kRaw = kLossGhost + kMostGhosts, kSmooth, kTrain, kValidation };
enum MetricCurve {
    kFirstGhost,
    kSecondGhost = kFirstGhost + kMostGhosts,
    kFirst = kSecondGhost + kMostGhosts,
    kSecond,
    kPopularity
};

// Series colours.
constexpr int kGhostColour = 3;
constexpr int kTrainColour = 1;
constexpr int kValidationColour = 2;

constexpr int kSmoothingSteps = 60;
constexpr int kUsualSmoothing = 34;  // weight 0.98
constexpr int kStepsPerTenth = 20;   // after which what is new counts a tenth of before

// The weight of the past at a place of the slider: 0, then 0.9, 0.99, 0.999 at equal distances.
double weightAt(int step) {
    return 1 - std::pow(10, -static_cast<double>(step) / kStepsPerTenth);
}

bool ofRatings(const GhostRun& ghost) {
    return !ghost.epochs.empty() && ghost.epochs.front().validation.rmse.has_value();
}

template <class Value>
std::vector<CurvePoint> perEpoch(const std::vector<EpochRecord>& epochs, Value value) {
    std::vector<CurvePoint> points;
    for (const auto& epoch : epochs) {
        if (const std::optional<double> y = value(epoch)) {
            points.push_back({static_cast<double>(epoch.epoch), *y});
        }
    }
    return points;
}

std::optional<double> firstMetric(const EpochRecord& epoch) {
    return epoch.validation.hitRate ? epoch.validation.hitRate : epoch.validation.rmse;
}

std::optional<double> secondMetric(const EpochRecord& epoch) {
    return epoch.validation.ndcg ? epoch.validation.ndcg : epoch.validation.mae;
}

std::optional<double> trainLoss(const EpochRecord& epoch) {
    return std::isnan(epoch.trainLoss) ? std::nullopt : std::optional(epoch.trainLoss);
}

QString firstName(bool ratings, int cutoff) {
    return ratings ? RunCurves::tr("RMSE") : RunCurves::tr("HR@%1").arg(cutoff);
}

QString secondName(bool ratings, int cutoff) {
    return ratings ? RunCurves::tr("MAE") : RunCurves::tr("NDCG@%1").arg(cutoff);
}

}  // namespace

RunCurves::RunCurves(QWidget* parent) : QWidget(parent), smoother_(weightAt(kUsualSmoothing)) {
    lossChart_ = new LineChart(tr("Loss"), tr("epoch"), tr("loss"));
    lossChart_->setEmptyText(tr("Press Start, and the loss of every step appears here."));
    metricChart_ = new LineChart(tr("Validation per epoch"), tr("epoch"), tr("value"));
    metricChart_->setEmptyText(tr("After each epoch the validation result appears here."));
    for (int i = 0; i < static_cast<int>(kMostGhosts); ++i) {
        lossChart_->addCurve({}, kGhostColour + i, CurveStyle::Ghost);
    }
    lossChart_->addCurve(tr("each step"), 0, CurveStyle::Faint);
    lossChart_->addCurve(tr("smoothed"), 0, CurveStyle::Solid);
    lossChart_->addCurve(tr("training per epoch"), kTrainColour, CurveStyle::Solid);
    lossChart_->addCurve(tr("validation per epoch"), kValidationColour, CurveStyle::Solid);
    for (int i = 0; i < 2 * static_cast<int>(kMostGhosts); ++i) {
        metricChart_->addCurve({}, kGhostColour + i % static_cast<int>(kMostGhosts),
                               CurveStyle::Ghost);
    }
    metricChart_->addCurve(tr("HR@K"), 0, CurveStyle::Solid);
    metricChart_->addCurve(tr("NDCG@K"), 1, CurveStyle::Solid);
    metricChart_->addCurve(tr("HR@K of popularity"), 2, CurveStyle::Dashed);
    lossChart_->addControl(makeSmoothing());

    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::kGap);
    for (auto* const chart : {lossChart_, metricChart_}) {
        auto* const frame = new QFrame;
        frame->setProperty("card", true);
        auto* const inner = new QVBoxLayout(frame);
        inner->setContentsMargins(6, 6, 6, 6);
        inner->addWidget(chart);
        layout->addWidget(frame, 1);
    }
}

QWidget* RunCurves::makeSmoothing() {
    auto* const widget = new QWidget;
    auto* const row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    auto* const caption = new QLabel(tr("Smoothing"));
    caption->setProperty("caption", true);
    smoothing_ = new QSlider(Qt::Horizontal);
    smoothing_->setRange(0, kSmoothingSteps);
    smoothing_->setValue(kUsualSmoothing);
    smoothing_->setFixedWidth(100);
    smoothing_->setAccessibleName(tr("Smoothing of the loss of each step"));
    const auto describe = [this](int step) {
        smoothing_->setToolTip(
            tr("How much each point of the smoothed loss keeps of those before it: %1.\n0 is no "
               "smoothing; usual are 0.9 to 0.99.")
                .arg(weightAt(step), 0, 'f', 3));
    };
    describe(kUsualSmoothing);
    caption->setBuddy(smoothing_);
    row->addWidget(caption);
    row->addWidget(smoothing_);
    connect(smoothing_, &QSlider::valueChanged, this, [this, describe](int step) {
        describe(step);
        smoothAgain();
    });
    return widget;
}

void RunCurves::begin(bool ratings, int cutoff, bool learns) {
    ratings_ = ratings;
    epochs_.clear();
    smoother_ = Smoother(weightAt(smoothing_->value()));
    for (auto* const chart : {lossChart_, metricChart_}) {
        chart->clear();
        chart->resetZoom();
    }
    lossChart_->setEmptyText(learns ? tr("The loss of every step appears here.")
                                    : tr("A baseline learns nothing, so it has no loss."));
    metricChart_->setCurveName(kFirst, firstName(ratings, cutoff));
    metricChart_->setCurveName(kSecond, secondName(ratings, cutoff));
    metricChart_->setCurveName(kPopularity, tr("HR@%1 of popularity").arg(cutoff));
    showGhosts();
}

void RunCurves::addLoss(const std::vector<LossPoint>& points) {
    if (points.empty()) {
        return;
    }
    std::vector<CurvePoint> raw;
    std::vector<CurvePoint> smooth;
    for (const auto& point : points) {
        raw.push_back({point.step, point.loss});
        smooth.push_back(smoother_.add(raw.back()));
    }
    lossChart_->appendPoints(kRaw, raw);
    lossChart_->appendPoints(kSmooth, smooth);
}

void RunCurves::smoothAgain() {
    smoother_ = Smoother(weightAt(smoothing_->value()));
    const auto& raw = lossChart_->points(kRaw);
    std::vector<CurvePoint> smooth;
    smooth.reserve(raw.size());
    for (const auto& point : raw) {
        smooth.push_back(smoother_.add(point));
    }
    lossChart_->setPoints(kSmooth, std::move(smooth));
    lossChart_->drawAtOnce();
}

void RunCurves::setEpochs(const std::vector<EpochRecord>& epochs, int bestEpoch,
                          const std::optional<double>& popularityHitRate) {
    epochs_ = epochs;
    popularity_ = popularityHitRate;
    if (bestEpoch > 0 && !ofBaseline(epochs)) {
        lossChart_->setMarker(bestEpoch, tr("best"));
        metricChart_->setMarker(bestEpoch, tr("best"));
    }
    showEpochs();
    const auto isLevel = [](const auto& ghost) { return ghost && ofBaseline(ghost->epochs); };
    if (std::ranges::any_of(ghosts_, isLevel)) {
        showGhosts();
    }
}

std::size_t RunCurves::longest() const {
    std::size_t most = epochs_.size();
    for (const auto& ghost : ghosts_) {
        most = std::max(most, ghost ? ghost->epochs.size() : 0);
    }
    return most;
}

void RunCurves::showEpochs() {
    const auto epochs = drawnEpochs(epochs_, longest());
    lossChart_->setPoints(kTrain, perEpoch(epochs, trainLoss));
    lossChart_->setPoints(kValidation, perEpoch(epochs, [](const EpochRecord& epoch) {
                              return epoch.validation.loss;
                          }));
    metricChart_->setPoints(kFirst, perEpoch(epochs, firstMetric));
    metricChart_->setPoints(kSecond, perEpoch(epochs, secondMetric));
    metricChart_->setPoints(kPopularity,
                            perEpoch(epochs, [&](const EpochRecord&) { return popularity_; }));
}

void RunCurves::setGhosts(const GhostRuns& ghosts) {
    ghosts_ = ghosts;
    showGhosts();
    if (ofBaseline(epochs_)) {
        showEpochs();
    }
}

void RunCurves::showGhosts() {
    auto ratings = ratings_;
    for (std::size_t i = 0; i < kMostGhosts; ++i) {
        const int slot = static_cast<int>(i);
        const GhostRun ghost = ghosts_[i].value_or(GhostRun());
        const bool ghostRatings = ofRatings(ghost);
        if (!ratings && !ghost.epochs.empty()) {
            ratings = ghostRatings;
        }
        const auto epochs = ratings == ghostRatings ? drawnEpochs(ghost.epochs, longest())
                                                    : std::vector<EpochRecord>();
        const auto show = [&](LineChart* chart, int curve, const QString& what, auto value) {
            chart->setCurveName(curve + slot, tr("%1: %2").arg(ghost.name, what), ghost.name);
            chart->setPoints(curve + slot, perEpoch(epochs, value));
        };
        show(lossChart_, kLossGhost, tr("training"), trainLoss);
        show(metricChart_, kFirstGhost, firstName(ghostRatings, ghost.cutoff), firstMetric);
        show(metricChart_, kSecondGhost, secondName(ghostRatings, ghost.cutoff), secondMetric);
    }
}

}  // namespace ncf
