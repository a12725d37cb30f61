#include "pages/resume_offer.h"

#include "session/session.h"
#include "session/training_run.h"

#include <algorithm>

namespace ncf {

ResumeOffer::ResumeOffer(Session* session, QWidget* parent) : Banner(parent), session_(session) {
    connect(this, &Banner::actionTriggered, this, &ResumeOffer::goOn);
    connect(session_, &Session::projectChanged, this, &ResumeOffer::look);
    connect(session_->training(), &TrainingRun::suspended, this, &ResumeOffer::look);
    connect(session_->training(), &TrainingRun::stateChanged, this, [this](TrainingRun::State now) {
        if (now == TrainingRun::State::Running) {
            hide();
        }
    });
}

void ResumeOffer::look() {
    hide();
    session_->query(
        this, [](Project& project) { return project.runs(); },
        [this](const Result<std::vector<RunRecord>>& runs) {
            if (runs && !session_->busy()) {
                offer(*runs);
            }
        });
}

void ResumeOffer::offer(const std::vector<RunRecord>& newestFirst) {
    const auto found = std::find_if(newestFirst.begin(), newestFirst.end(),
                                    [](const RunRecord& run) { return run.resumable; });
    if (found == newestFirst.end()) {
        return;
    }
    run_ = *found;
    const QString where =
        found->epochs > 0 ? tr("after epoch %1").arg(found->epochs) : tr("at its beginning");
    showNotice(tr("The training “%1” was interrupted %2. It can go on from there.")
                   .arg(QString::fromStdString(found->name), where),
               tr("Go on"));
}

void ResumeOffer::goOn() {
    hide();
    if (!run_ || session_->busy()) {
        return;
    }
    const auto config = experimentFromJson(run_->config);
    if (!config) {
        session_->reportFailure(config.error());
        return;
    }
    session_->training()->goOn(session_->projectFile(), run_->id, *config);
    Q_EMIT goingOn();
}

}  // namespace ncf
