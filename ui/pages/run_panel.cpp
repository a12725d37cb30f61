#include "pages/run_panel.h"

#include "base/text.h"
#include "charts/line_chart.h"
#include "theme/theme.h"
#include "widgets/card.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace ncf {

namespace {

enum LossCurve { kRaw, kSmooth };
enum MetricCurve { kFirst, kSecond, kPopularity };

QString percent(const std::optional<double>& value) {
    return value ? QString::number(*value, 'f', 4) : QStringLiteral("–");
}

QString words(double seconds) {
    return QString::fromStdString(duration(seconds));
}

QString phaseText(const RunSnapshot& s, TrainingRun::State state) {
    switch (s.phase) {
        case RunPhase::Preparing:
            return RunPanel::tr("Preparing the data…");
        case RunPhase::Training:
            return (state == TrainingRun::State::Paused ? RunPanel::tr("Paused in epoch %1 of %2")
                    : state == TrainingRun::State::Stopping
                        ? RunPanel::tr("Stopping in epoch %1 of %2…")
                        : RunPanel::tr("Epoch %1 of %2"))
                .arg(s.epoch)
                .arg(s.epochs);
        case RunPhase::Evaluating:
            return RunPanel::tr("Evaluating the best epoch on the test items…");
        case RunPhase::Recommending:
            return RunPanel::tr("Recommending to every user: %1 %")
                .arg(qRound(100 * s.recommendFraction));
        case RunPhase::Finished:
            break;
    }
    return {};
}

}  // namespace

RunPanel::RunPanel(TrainingRun* training, QWidget* parent) : QWidget(parent), training_(training) {
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::kGap);
    auto* const card = new Card(tr("Training"));
    card->body()->addWidget(makeButtons());
    card->body()->addWidget(makeFigures());
    layout->addWidget(card);

    lossChart_ = new LineChart(tr("Training loss per step"), tr("epoch"), tr("loss"));
    lossChart_->setEmptyText(tr("Press Start, and the loss of every step appears here."));
    lossChart_->addCurve(tr("each step"), 0, CurveStyle::Faint);
    lossChart_->addCurve(tr("smoothed"), 0, CurveStyle::Solid);
    metricChart_ = new LineChart(tr("Validation per epoch"), tr("epoch"), tr("value"));
    metricChart_->setEmptyText(tr("After each epoch the validation result appears here."));
    metricChart_->addCurve(tr("HR@K"), 0, CurveStyle::Solid);
    metricChart_->addCurve(tr("NDCG@K"), 1, CurveStyle::Solid);
    metricChart_->addCurve(tr("HR@K of popularity"), 2, CurveStyle::Dashed);
    for (auto* const chart : {lossChart_, metricChart_}) {
        auto* const frame = new QFrame;
        frame->setProperty("card", true);
        auto* const inner = new QVBoxLayout(frame);
        inner->setContentsMargins(6, 6, 6, 6);
        inner->addWidget(chart);
        layout->addWidget(frame, 1);
    }

    connect(training_, &TrainingRun::stateChanged, this, [this](TrainingRun::State state) {
        if (state == TrainingRun::State::Running && training_->snapshot().runId == 0) {
            begin();
        }
        updateButtons();
    });
    connect(training_, &TrainingRun::ticked, this, &RunPanel::tick);
    connect(training_, &TrainingRun::finished, this, &RunPanel::showResult);
    connect(training_, &TrainingRun::cancelled, this, [this] {
        status_->setText(tr("Stopped before the first epoch ended: nothing to keep."));
    });
    connect(training_, &TrainingRun::failed, this,
            [this](const QString& what) { status_->setText(what); });
    updateButtons();
}

QWidget* RunPanel::makeButtons() {
    auto* const widget = new QWidget;
    auto* const row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    start_ = new QPushButton(tr("Start"));
    start_->setAccessibleName(tr("Start training"));
    start_->setProperty("primary", true);
    pause_ = new QPushButton(tr("Pause"));
    pause_->setAccessibleName(tr("Pause or resume training"));
    stop_ = new QPushButton(tr("Stop"));
    stop_->setAccessibleName(tr("Stop training and keep the best epoch"));
    stop_->setToolTip(tr("Stops and keeps the best epoch so far."));
    connect(start_, &QPushButton::clicked, this, &RunPanel::startRequested);
    connect(pause_, &QPushButton::clicked, this, [this] {
        training_->state() == TrainingRun::State::Paused ? training_->resume() : training_->pause();
    });
    connect(stop_, &QPushButton::clicked, training_, &TrainingRun::stop);
    status_ = new QLabel;
    status_->setWordWrap(true);
    row->addWidget(start_);
    row->addWidget(pause_);
    row->addWidget(stop_);
    row->addSpacing(Theme::kGap);
    row->addWidget(status_, 1);
    return widget;
}

QWidget* RunPanel::makeFigures() {
    auto* const widget = new QWidget;
    auto* const column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 0, 0);
    const auto bar = [&](const QString& name) {
        auto* const progress = new QProgressBar;
        progress->setRange(0, 1000);
        progress->setTextVisible(false);
        progress->setAccessibleName(name);
        progress->setToolTip(name);
        column->addWidget(progress);
        return progress;
    };
    epochBar_ = bar(tr("Progress of this epoch"));
    runBar_ = bar(tr("Progress of the run"));
    auto* const grid = new QGridLayout;
    grid->setHorizontalSpacing(Theme::kGapLarge);
    int at = 0;
    const auto figure = [&](QLabel*& value, const QString& name) {
        value = new QLabel(QStringLiteral("–"));
        value->setProperty("figure", true);
        auto* const caption = new QLabel(name);
        caption->setProperty("caption", true);
        grid->addWidget(value, 0, at);
        grid->addWidget(caption, 1, at);
        grid->setColumnStretch(at++, 1);
        return caption;
    };
    firstName_ = figure(first_, tr("HR@K, best epoch"));
    secondName_ = figure(second_, tr("NDCG@K, best epoch"));
    figure(speed_, tr("samples per second"));
    figure(left_, tr("left, at most"));
    column->addLayout(grid);
    result_ = new QLabel;
    result_->setWordWrap(true);
    result_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    result_->hide();
    column->addWidget(result_);
    return widget;
}

void RunPanel::setProblem(const QString& problem) {
    problem_ = problem;
    updateButtons();
}

void RunPanel::updateButtons() {
    const auto state = training_->state();
    const bool idle = state == TrainingRun::State::Idle;
    start_->setEnabled(idle && problem_.isEmpty());
    start_->setToolTip(problem_);
    pause_->setEnabled(state == TrainingRun::State::Running || state == TrainingRun::State::Paused);
    pause_->setText(state == TrainingRun::State::Paused ? tr("Resume") : tr("Pause"));
    stop_->setEnabled(state == TrainingRun::State::Running || state == TrainingRun::State::Paused);
    if (idle && !problem_.isEmpty()) {
        status_->setText(problem_);
    } else if (idle && status_->property("problem").toBool()) {
        status_->clear();
    }
    status_->setProperty("problem", idle && !problem_.isEmpty());
    if (!idle) {
        status_->setText(phaseText(training_->snapshot(), state));
    }
}

void RunPanel::begin() {
    smoother_ = Smoother(0.98);
    lossShown_ = 0;
    epochsShown_ = 0;
    lossChart_->clear();
    metricChart_->clear();
    result_->hide();
    const bool ratings = training_->config().training.explicitFeedback();
    const int k = training_->config().evaluation.cutoff;
    metricChart_->setCurveName(kFirst, ratings ? tr("RMSE") : tr("HR@%1").arg(k));
    metricChart_->setCurveName(kSecond, ratings ? tr("MAE") : tr("NDCG@%1").arg(k));
    metricChart_->setCurveName(kPopularity, tr("HR@%1 of popularity").arg(k));
    firstName_->setText((ratings ? tr("RMSE") : tr("HR@%1").arg(k)) + tr(", best validation"));
    secondName_->setText((ratings ? tr("MAE") : tr("NDCG@%1").arg(k)) + tr(", best validation"));
    for (auto* const label : {first_, second_, speed_, left_}) {
        label->setText(QStringLiteral("–"));
    }
}

void RunPanel::tick() {
    const auto& s = training_->snapshot();
    const auto loss = training_->lossSince(lossShown_);
    lossShown_ += loss.size();
    std::vector<CurvePoint> raw;
    std::vector<CurvePoint> smooth;
    for (const auto& point : loss) {
        raw.push_back({point.step, point.loss});
        smooth.push_back(smoother_.add(raw.back()));
    }
    if (!raw.empty()) {
        lossChart_->appendPoints(kRaw, raw);
        lossChart_->appendPoints(kSmooth, smooth);
    }
    if (s.epochRecords.size() != epochsShown_) {
        showEpochs();
    }
    const double inEpoch = s.samplesPerEpoch > 0 ? static_cast<double>(s.samplesDone) /
                                                       static_cast<double>(s.samplesPerEpoch)
                                                 : 0;
    epochBar_->setValue(qRound(1000 * inEpoch));
    runBar_->setValue(
        s.epochs > 0 && s.epoch > 0 ? qRound(1000 * (s.epoch - 1 + inEpoch) / s.epochs) : 0);
    if (s.samplesPerSecond > 0) {
        speed_->setText(QLocale().toString(qRound64(s.samplesPerSecond / 1000) * 1000));
    }
    if (s.secondsLeft >= 0 && s.phase == RunPhase::Training) {
        left_->setText(words(s.secondsLeft));
    }
    if (training_->active()) {
        status_->setText(phaseText(s, training_->state()));
    }
}

void RunPanel::showEpochs() {
    const auto& s = training_->snapshot();
    epochsShown_ = s.epochRecords.size();
    std::vector<CurvePoint> first;
    std::vector<CurvePoint> second;
    std::vector<CurvePoint> popularity;
    for (const auto& epoch : s.epochRecords) {
        const auto x = static_cast<double>(epoch.epoch);
        const auto& v = epoch.validation;
        first.push_back({x, v.hitRate.value_or(v.rmse.value_or(0))});
        second.push_back({x, v.ndcg.value_or(v.mae.value_or(0))});
        if (s.popularityValidation.hitRate) {
            popularity.push_back({x, *s.popularityValidation.hitRate});
        }
    }
    metricChart_->setPoints(kFirst, std::move(first));
    metricChart_->setPoints(kSecond, std::move(second));
    metricChart_->setPoints(kPopularity, std::move(popularity));
    if (s.bestEpoch > 0) {
        metricChart_->setMarker(s.bestEpoch, tr("best"));
        const auto& best = s.epochRecords[static_cast<std::size_t>(s.bestEpoch - 1)].validation;
        first_->setText(percent(best.hitRate ? best.hitRate : best.rmse));
        second_->setText(percent(best.ndcg ? best.ndcg : best.mae));
    }
}

void RunPanel::showResult(const RunRecord& record) {
    const auto& test = record.test;
    QString text = test.hitRate ? tr("Test: HR@%1 %2, NDCG@%1 %3 (%4). Popularity alone: %5.")
                                      .arg(record.cutoff)
                                      .arg(percent(test.hitRate), percent(test.ndcg),
                                           QString::fromStdString(record.protocol),
                                           percent(record.popularity.hitRate))
                                : tr("Test: RMSE %1, MAE %2 (%3).")
                                      .arg(percent(test.rmse), percent(test.mae),
                                           QString::fromStdString(record.protocol));
    result_->setText(text);
    result_->show();
    left_->setText(QStringLiteral("–"));
    status_->setText(tr("%1 after %2: epoch %3 is the best.")
                         .arg(record.status == RunStatus::Stopped ? tr("Stopped") : tr("Finished"),
                              words(record.seconds))
                         .arg(record.bestEpoch));
}

}  // namespace ncf
