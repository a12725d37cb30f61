#include "pages/run_controls.h"

#include "pages/form_helpers.h"
#include "theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QVBoxLayout>

namespace ncf {

RunControls::RunControls(TrainingRun* training, QWidget* parent)
    : QWidget(parent), training_(training) {
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(makeButtons());
    column->addWidget(makeRate());
    status_ = new QLabel;
    status_->setWordWrap(true);
    column->addWidget(status_);
    connect(training_, &TrainingRun::stateChanged, this, &RunControls::showState);
    connect(training_, &TrainingRun::ticked, this, &RunControls::showRate);
    showState();
}

QWidget* RunControls::makeButtons() {
    auto* const widget = new QWidget;
    auto* const row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    const auto add = [&](const QString& text, const QString& name) {
        auto* const button = new QPushButton(text);
        button->setAccessibleName(name);
        row->addWidget(button);
        return button;
    };
    start_ = add(tr("Start"), tr("Start training"));
    start_->setProperty("primary", true);
    pause_ = add(tr("Pause"), tr("Pause or resume training"));
    stop_ = add(tr("Finish"), tr("Stop training and keep the best epoch"));
    stop_->setToolTip(
        tr("Ends the run: its best epoch so far is evaluated and recommends to every user."));
    discard_ = add(tr("Discard…"), tr("Stop training and delete the run"));
    discard_->setToolTip(tr("Ends the run and keeps nothing of it."));
    row->addStretch();
    connect(start_, &QPushButton::clicked, this, &RunControls::startRequested);
    connect(pause_, &QPushButton::clicked, this, [this] {
        training_->state() == TrainingRun::State::Paused ? resume() : training_->pause();
    });
    connect(stop_, &QPushButton::clicked, training_, &TrainingRun::stop);
    connect(discard_, &QPushButton::clicked, this, &RunControls::askToDiscard);
    return widget;
}

QWidget* RunControls::makeRate() {
    rateRow_ = new QWidget;
    auto* const row = new QHBoxLayout(rateRow_);
    row->setContentsMargins(0, 0, 0, 0);
    rate_ = decimalBox(1e-7, 100, 7, 0.0005);
    rate_->setAccessibleName(tr("Learning rate from here on"));
    rate_->setToolTip(
        tr("Takes effect when the training is resumed; the run's record says when "
           "the rate was changed."));
    auto* const label = new QLabel(tr("Learning rate from here on"));
    label->setBuddy(rate_);
    row->addWidget(label);
    row->addWidget(rate_);
    row->addStretch();
    return rateRow_;
}

void RunControls::setProblem(const QString& problem) {
    problem_ = problem;
    showState();
}

void RunControls::setStatus(const QString& status) {
    status_->setText(status);
    status_->setProperty("problem", false);
}

void RunControls::showState() {
    const auto state = training_->state();
    const bool idle = state == TrainingRun::State::Idle;
    const bool paused = state == TrainingRun::State::Paused;
    const bool stoppable = state == TrainingRun::State::Running || paused;
    start_->setEnabled(idle && problem_.isEmpty());
    start_->setToolTip(problem_);
    pause_->setEnabled(stoppable);
    pause_->setText(paused ? tr("Resume") : tr("Pause"));
    stop_->setEnabled(stoppable);
    discard_->setEnabled(stoppable);
    showRate();
    if (idle && !problem_.isEmpty()) {
        status_->setText(problem_);
        status_->setProperty("problem", true);
    } else if (idle && status_->property("problem").toBool()) {
        setStatus({});
    }
}

void RunControls::showRate() {
    const auto& now = training_->snapshot();
    const bool changeable = training_->state() == TrainingRun::State::Paused &&
                            training_->config().hasNetwork() && now.phase == RunPhase::Training &&
                            !now.refit;
    if (changeable && !rateRow_->isVisibleTo(this)) {
        rate_->setValue(training_->config().training.learningRate);
    }
    rateRow_->setVisible(changeable);
}

void RunControls::resume() {
    // The box rounds: a rate that was left alone stays as it is.
    const double before = training_->config().training.learningRate;
    if (rateRow_->isVisibleTo(this) && rate_->text() != rate_->textFromValue(before)) {
        training_->setLearningRate(rate_->value());
    }
    training_->resume();
}

void RunControls::askToDiscard() {
    auto* const question =
        new QMessageBox(QMessageBox::Question, tr("Discard the run"),
                        tr("Stop this training and delete its run?"), QMessageBox::NoButton, this);
    question->setInformativeText(tr("Nothing of it is kept, not even its best epoch."));
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->addButton(tr("Discard"), QMessageBox::DestructiveRole);
    question->setDefaultButton(question->addButton(tr("Go on training"), QMessageBox::RejectRole));
    connect(question, &QMessageBox::buttonClicked, this, [this, question](QAbstractButton* button) {
        if (question->buttonRole(button) == QMessageBox::DestructiveRole) {
            training_->discard();
        }
    });
    // It may end while the question stands.
    connect(training_, &TrainingRun::stateChanged, question, [question](TrainingRun::State state) {
        if (state == TrainingRun::State::Idle) {
            question->close();
        }
    });
    question->open();
}

}  // namespace ncf
