#include "pages/closing_question.h"

#include "session/session.h"
#include "session/sweep_run.h"
#include "session/training_run.h"

#include <QMessageBox>
#include <QPushButton>

namespace ncf {

ClosingQuestion::ClosingQuestion(Session* session, QWidget* window)
    : QObject(window), session_(session), window_(window) {
    const auto stateChanged = [this] {
        if (closing_ && !session_->busy()) {
            window_->close();
        }
    };
    connect(session_->training(), &TrainingRun::stateChanged, this, stateChanged);
    connect(session_->sweep(), &SweepRun::stateChanged, this, stateChanged);
}

bool ClosingQuestion::mayClose() {
    if (!session_->busy()) {
        return true;
    }
    if (closing_) {
        stopWork();  // asked again: what is still being made of the best epoch is given up
    } else if (!question_) {
        ask();
    }
    return false;
}

void ClosingQuestion::ask() {
    const bool sweep = session_->sweep()->active();
    question_ = new QMessageBox(QMessageBox::Question, tr("NCF Studio"),
                                sweep ? tr("A sweep is running.") : tr("A training is running."),
                                QMessageBox::NoButton, window_);
    question_->setInformativeText(
        sweep ? tr("Stop it, keep the trials that are done, and close?")
              : tr("Suspend it to go on when the project is next opened, or stop it and keep its "
                   "best epoch?"));
    question_->setAttribute(Qt::WA_DeleteOnClose);
    if (!sweep) {
        auto* const suspend =
            question_->addButton(tr("Suspend and close"), QMessageBox::ActionRole);
        connect(suspend, &QAbstractButton::clicked, this,
                [this] { closeAfter([this] { session_->training()->suspend(); }); });
    }
    question_->addButton(tr("Stop and close"), QMessageBox::AcceptRole);
    question_->setDefaultButton(
        question_->addButton(tr("Go on training"), QMessageBox::RejectRole));
    connect(question_, &QDialog::accepted, this, [this] { closeAfter([this] { stopWork(); }); });
    question_->open();
}

void ClosingQuestion::closeAfter(const std::function<void()>& endWork) {
    closing_ = true;
    // It may have ended while the question stood.
    if (session_->busy()) {
        endWork();
    } else {
        window_->close();
    }
}

void ClosingQuestion::stopWork() {
    session_->training()->stop();
    session_->sweep()->stop();
}

}  // namespace ncf
