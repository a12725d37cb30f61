#include "pages/sweep_panel.h"

#include "base/text.h"
#include "models/sweep_model.h"
#include "pages/sweep_form.h"
#include "pages/trials_view.h"
#include "session/session.h"
#include "session/sweep_run.h"
#include "session/training_run.h"
#include "theme/theme.h"
#include "widgets/card.h"

#include <QClipboard>
#include <QComboBox>
#include <QDateTime>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace ncf {

namespace {

QString resultText(const Metrics& metrics, int cutoff) {
    return metrics.ndcg ? SweepPanel::tr("NDCG@%1 %2, HR@%1 %3")
                              .arg(cutoff)
                              .arg(*metrics.ndcg, 0, 'f', 4)
                              .arg(metrics.hitRate.value_or(0), 0, 'f', 4)
                        : SweepPanel::tr("RMSE %1, MAE %2")
                              .arg(metrics.rmse.value_or(0), 0, 'f', 4)
                              .arg(metrics.mae.value_or(0), 0, 'f', 4);
}

}  // namespace

SweepPanel::SweepPanel(Session* session, QWidget* parent) : QWidget(parent), session_(session) {
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::kGap);
    layout->addWidget(makePlan());
    layout->addWidget(makeTrials(), 1);

    connect(form_, &SweepForm::changed, this, &SweepPanel::updateButtons);
    connect(trials_, &TrialsView::runChosen, this, &SweepPanel::runChosen);
    connect(trials_, &TrialsView::configurationChosen, this, &SweepPanel::configurationChosen);
    connect(sweeps_, &QComboBox::activated, this, &SweepPanel::loadChosen);
    connect(session_, &Session::projectChanged, this, [this] {
        shownSweep_ = 0;
        showPlan(true);
        reloadList();
        loadPace();
    });
    connectSweep();
    updateButtons();
}

QWidget* SweepPanel::makePlan() {
    auto* const card = new Card(tr("Settings that vary"));
    card->setCaption(tr("the others are those on the left"));
    form_ = new SweepForm;
    auto* const buttons = new QHBoxLayout;
    start_ = new QPushButton(tr("Start sweep"));
    start_->setAccessibleName(tr("Start the sweep"));
    start_->setProperty("primary", true);
    planAnother_ = new QPushButton(tr("Plan another sweep"));
    planAnother_->setAccessibleName(planAnother_->text());
    planAnother_->hide();
    copyPlan_ = new QPushButton(tr("Copy as command"));
    copyPlan_->setAccessibleName(tr("Copy this sweep as an ncf command"));
    for (auto* const button : {start_, planAnother_, copyPlan_}) {
        buttons->addWidget(button);
    }
    buttons->addStretch();
    connect(start_, &QPushButton::clicked, this, &SweepPanel::start);
    connect(planAnother_, &QPushButton::clicked, this, [this] { showPlan(true); });
    connect(copyPlan_, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(QString::fromStdString(
            "ncf " + commandLine(form_->plan(), session_->projectFile().string())));
    });
    card->body()->addWidget(form_);
    card->body()->addLayout(buttons);
    return card;
}

// The plan makes room for the trials of the sweep that was started from it.
void SweepPanel::showPlan(bool shown) {
    form_->setVisible(shown);
    start_->setVisible(shown);
    planAnother_->setVisible(!shown);
}

QWidget* SweepPanel::makeTrials() {
    auto* const card = new Card(tr("Trials"));
    card->setCaption(tr("results on the validation items"));
    sweeps_ = new QComboBox;
    sweeps_->setAccessibleName(tr("Sweep"));
    sweeps_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    status_ = new QLabel;
    status_->setWordWrap(true);
    status_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    trials_ = new TrialsView(session_);
    card->body()->addWidget(sweeps_);
    card->body()->addWidget(status_);
    card->body()->addWidget(trials_, 1);
    return card;
}

void SweepPanel::connectSweep() {
    auto* const sweep = session_->sweep();
    connect(sweep, &SweepRun::ticked, this, &SweepPanel::tick);
    connect(sweep, &SweepRun::stateChanged, this, [this](SweepRun::State state) {
        if (state == SweepRun::State::Idle) {
            sweepEnded();
        }
        updateStatus();
        updateButtons();
    });
}

void SweepPanel::setBase(const ExperimentConfig& base, const QString& problem) {
    baseProblem_ = problem;
    form_->setBase(base);
    updateButtons();
}

void SweepPanel::start() {
    if (session_->busy() || !baseProblem_.isEmpty() || !form_->problem().isEmpty()) {
        return;
    }
    session_->sweep()->start(session_->projectFile(), form_->plan(), form_->trials());
    showLive();
}

void SweepPanel::showLive() {
    const auto* const sweep = session_->sweep();
    shownSweep_ = 0;
    bestResult_.clear();
    showPlan(false);
    sweeps_->insertItem(0, QString::fromStdString(sweepName(sweep->plan())), qint64(0));
    sweeps_->setCurrentIndex(0);
    trials_->setSweep(sweep->plan(), sweep->trials(), sweep->snapshot());
    updateStatus();
    updateButtons();
}

void SweepPanel::tick() {
    trials_->update(session_->sweep()->snapshot());
    updateStatus();
}

void SweepPanel::sweepEnded() {
    shownSweep_ = session_->sweep()->snapshot().sweepId;
    reloadList();
    loadPace();
}

void SweepPanel::reloadList() {
    if (!session_->hasProject() || session_->sweep()->active()) {
        return;
    }
    session_->query(
        this, [](Project& project) { return project.sweeps(); },
        [this](Result<std::vector<SweepRecord>> sweeps) {
            if (!sweeps) {
                session_->reportFailure(sweeps.error());
                return;
            }
            sweeps_->clear();
            for (const auto& record : *sweeps) {
                sweeps_->addItem(
                    tr("%1  –  %2")
                        .arg(QString::fromStdString(record.name),
                             QLocale().toString(QDateTime::fromSecsSinceEpoch(record.startedAt),
                                                QLocale::ShortFormat)),
                    qint64(record.id));
            }
            sweeps_->setCurrentIndex(std::max(0, sweeps_->findData(qint64(shownSweep_))));
            if (sweeps_->count() > 0) {
                loadChosen();
            } else {
                trials_->setSweep({}, {}, {});
                updateStatus();
                updateButtons();
            }
        });
}

void SweepPanel::loadChosen() {
    const auto id = sweeps_->currentData().toLongLong();
    if (session_->sweep()->active() || id == 0) {
        return;
    }
    session_->query(
        this, [id](Project& project) { return loadSweep(project, id); },
        [this, id](Result<StoredSweep> sweep) {
            if (session_->sweep()->active()) {
                return;
            }
            if (!sweep) {
                session_->reportFailure(sweep.error());
                return;
            }
            shownSweep_ = id;
            bestResult_.clear();
            trials_->setSweep(sweep->plan, sweep->trials, sweep->snapshot);
            showBestResult();
            updateStatus();
            updateButtons();
        });
}

// Test results are looked up for the best trial alone.
void SweepPanel::showBestResult() {
    const auto* const best = trials_->model().status(trials_->model().bestRow());
    if (!best || best->runId == 0) {
        return;
    }
    session_->query(
        this, [runId = best->runId](Project& project) { return project.run(runId); },
        [this, shown = shownSweep_, trial = best->trial](const Result<RunRecord>& run) {
            if (run && shown == shownSweep_ && !session_->sweep()->active()) {
                bestResult_ = tr("Best by validation: trial %1, run %2, with %3; on the test items "
                                 "%4 (%5).")
                                  .arg(trial + 1)
                                  .arg(run->id)
                                  .arg(resultText(run->validation, run->cutoff),
                                       resultText(run->test, run->cutoff),
                                       QString::fromStdString(run->protocol));
                updateStatus();
            }
        });
}

// The pace of the newest run that trained an epoch, for the estimate of a sweep that is planned.
void SweepPanel::loadPace() {
    session_->query(
        this, [](Project& project) { return project.runs(); },
        [this](const Result<std::vector<RunRecord>>& runs) {
            double pace = -1;
            for (std::size_t i = 0; runs && pace < 0 && i < runs->size(); ++i) {
                const auto& run = (*runs)[i];
                const bool trained = run.epochs > 0 && run.parameters > 0;
                pace = trained && run.status != RunStatus::Running ? run.seconds / run.epochs : -1;
            }
            form_->setSecondsPerEpoch(pace);
        });
}

void SweepPanel::updateStatus() {
    const auto* const sweep = session_->sweep();
    if (!sweep->active()) {
        status_->setText(trials_->model().rowCount() == 0 ? tr("No sweep in this project yet.")
                         : !bestResult_.isEmpty()         ? bestResult_
                         : trials_->model().bestRow() < 0 ? tr("No trial came to a result.")
                                                          : QString());
        return;
    }
    const auto& now = sweep->snapshot();
    const auto waiting =
        std::count_if(now.trials.begin(), now.trials.end(), [](const TrialStatus& status) {
            return status.state == TrialState::Waiting || status.state == TrialState::Running;
        });
    QString text = sweep->state() == SweepRun::State::Paused     ? tr("Paused")
                   : sweep->state() == SweepRun::State::Stopping ? tr("Stopping…")
                                                                 : tr("Running");
    text += tr(", %1 of %2 trials to go").arg(waiting).arg(now.trials.size());
    if (now.rungs.size() > 1) {
        text += tr(" in round %1 of %2").arg(now.rung + 1).arg(now.rungs.size());
    }
    if (now.secondsLeft >= 0) {
        text += tr(", about %1 left").arg(QString::fromStdString(duration(now.secondsLeft)));
    }
    status_->setText(text);
}

void SweepPanel::updateButtons() {
    const bool active = session_->sweep()->active();
    const QString problem = !baseProblem_.isEmpty() ? baseProblem_ : form_->problem();
    start_->setEnabled(!session_->busy() && problem.isEmpty());
    start_->setToolTip(session_->training()->active() ? tr("A training is running.") : problem);
    copyPlan_->setEnabled(form_->problem().isEmpty());
    form_->setEnabled(!active);
    planAnother_->setEnabled(!active);
    sweeps_->setEnabled(!active);
    sweeps_->setVisible(sweeps_->count() > 0);
    trials_->updateButtons();
}

}  // namespace ncf
