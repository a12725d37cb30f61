#include "pages/run_panel.h"

#include "base/text.h"
#include "charts/line_chart.h"
#include "pages/compare_button.h"
#include "pages/run_controls.h"
#include "pages/run_curves.h"
#include "pages/run_figures.h"
#include "session/session.h"
#include "theme/theme.h"
#include "widgets/card.h"

#include <QLabel>
#include <QVBoxLayout>

namespace ncf {

namespace {

QString percent(const std::optional<double>& value) {
    return value ? QString::number(*value, 'f', 4) : QStringLiteral("–");
}

QString words(double seconds) {
    return QString::fromStdString(duration(seconds));
}

QString epochText(const RunSnapshot& s) {
    const QString epoch =
        (s.phase == RunPhase::GmfAlone   ? RunPanel::tr("GMF alone: epoch %1 of %2")
         : s.phase == RunPhase::MlpAlone ? RunPanel::tr("MLP alone: epoch %1 of %2")
                                         : RunPanel::tr("Epoch %1 of %2"))
            .arg(s.epoch)
            .arg(s.phaseEpochs);
    return s.refit ? RunPanel::tr("Training anew with the validation items. %1").arg(epoch) : epoch;
}

QString phaseText(const RunSnapshot& s, TrainingRun::State state) {
    switch (s.phase) {
        case RunPhase::Preparing:
            return RunPanel::tr("Preparing the data…");
        case RunPhase::GmfAlone:
        case RunPhase::MlpAlone:
        case RunPhase::Training:
            if (!s.inEpochs) {
                return state == TrainingRun::State::Paused     ? RunPanel::tr("Paused")
                       : state == TrainingRun::State::Stopping ? RunPanel::tr("Stopping…")
                                                               : RunPanel::tr("Working it out…");
            }
            return state == TrainingRun::State::Paused
                       ? RunPanel::tr("Paused. %1").arg(epochText(s))
                   : state == TrainingRun::State::Stopping
                       ? RunPanel::tr("Stopping… %1").arg(epochText(s))
                       : epochText(s);
        case RunPhase::Evaluating:
            return s.inEpochs ? RunPanel::tr("Evaluating the best epoch on the test items…")
                              : RunPanel::tr("Evaluating on the test items…");
        case RunPhase::Recommending:
            return RunPanel::tr("Recommending to every user: %1 %")
                .arg(qRound(100 * s.recommendFraction));
        case RunPhase::Finished:
            break;
    }
    return {};
}

}  // namespace

RunPanel::RunPanel(Session* session, QWidget* parent)
    : QWidget(parent), training_(session->training()) {
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::kGap);
    auto* const card = new Card(tr("Training"));
    controls_ = new RunControls(training_);
    card->body()->addWidget(controls_);
    figures_ = new RunFigures;
    connect(figures_, &RunFigures::loadSampled, card, &Card::setCaption);
    result_ = new QLabel;
    result_->setWordWrap(true);
    result_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    result_->setMinimumHeight(fontMetrics().height());  // its line does not move the charts
    card->body()->addWidget(figures_);
    card->body()->addWidget(result_);
    layout->addWidget(card);
    curves_ = new RunCurves;
    auto* const compare = new CompareButton(session);
    connect(compare, &CompareButton::ghostsChanged, curves_, &RunCurves::setGhosts);
    curves_->metricChart()->addControl(compare);
    layout->addWidget(curves_, 1);

    connect(training_, &TrainingRun::stateChanged, this, [this](TrainingRun::State state) {
        if (state == TrainingRun::State::Running && training_->snapshot().runId == 0) {
            begin();
        } else if (state == TrainingRun::State::Idle) {
            figures_->end(training_->snapshot());
        }
        if (state != TrainingRun::State::Idle) {
            controls_->setStatus(phaseText(training_->snapshot(), state));
        }
    });
    connect(controls_, &RunControls::startRequested, this, &RunPanel::startRequested);
    connect(training_, &TrainingRun::ticked, this, &RunPanel::tick);
    connect(training_, &TrainingRun::finished, this, &RunPanel::showResult);
    connect(training_, &TrainingRun::suspended, this, [this](const RunRecord& record) {
        controls_->setStatus(record.epochs > 0
                                 ? tr("Suspended after %1 finished epochs. It can go on from here.")
                                       .arg(record.epochs)
                                 : tr("Suspended. It can go on from here."));
    });
    connect(training_, &TrainingRun::cancelled, this,
            [this] { controls_->setStatus(tr("Stopped. Nothing of the run was kept.")); });
    connect(training_, &TrainingRun::failed, this,
            [this](const QString& what) { controls_->setStatus(what); });
}

void RunPanel::setProblem(const QString& problem) {
    controls_->setProblem(problem);
}

void RunPanel::begin() {
    lossShown_ = 0;
    epochsShown_ = 0;
    result_->clear();
    const auto& config = training_->config();
    curves_->begin(config.training.explicitFeedback(), config.evaluation.cutoff,
                   config.isTrained());
    figures_->begin(config.training.explicitFeedback(), config.evaluation.cutoff);
}

void RunPanel::tick() {
    const auto& s = training_->snapshot();
    const auto loss = training_->lossSince(lossShown_);
    lossShown_ += loss.size();
    curves_->addLoss(loss);
    if (s.epochRecords.size() != epochsShown_) {
        epochsShown_ = s.epochRecords.size();
        curves_->setEpochs(s.epochRecords, s.bestEpoch, s.popularityValidation.hitRate);
    }
    figures_->showSnapshot(s);
    if (training_->active()) {
        controls_->setStatus(phaseText(s, training_->state()));
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
    if (!record.note.empty()) {
        text += QLatin1Char('\n') + QString::fromStdString(record.note);
    }
    result_->setText(text);
    const QString ended =
        tr("%1 after %2")
            .arg(record.status == RunStatus::Stopped ? tr("Stopped") : tr("Finished"),
                 words(record.seconds));
    controls_->setStatus(training_->config().isTrained()
                             ? tr("%1: epoch %2 is the best.").arg(ended).arg(record.bestEpoch)
                             : tr("%1.").arg(ended));
}

}  // namespace ncf
