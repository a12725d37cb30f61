#include "session/work_text.h"

#include "session/session.h"
#include "session/sweep_run.h"
#include "session/training_run.h"

#include <QCoreApplication>

#include <algorithm>

namespace ncf {

namespace {

class WorkText {
    Q_DECLARE_TR_FUNCTIONS(WorkText)
};

// "1.2 M per s", short enough for the rail.
QString speedText(double samplesPerSecond) {
    return samplesPerSecond >= 1e6
               ? WorkText::tr("%1 M per s").arg(samplesPerSecond / 1e6, 0, 'f', 1)
               : WorkText::tr("%1 k per s").arg(samplesPerSecond / 1e3, 0, 'f', 0);
}

QString runningText(const RunSnapshot& snapshot) {
    switch (snapshot.phase) {
        case RunPhase::Preparing:
            return WorkText::tr("Preparing…");
        case RunPhase::GmfAlone:
        case RunPhase::MlpAlone:
        case RunPhase::Training: {
            if (!snapshot.inEpochs) {
                return WorkText::tr("Working it out…");
            }
            const QString epoch =
                (snapshot.phase == RunPhase::GmfAlone   ? WorkText::tr("GMF %1 of %2")
                 : snapshot.phase == RunPhase::MlpAlone ? WorkText::tr("MLP %1 of %2")
                 : snapshot.refit                       ? WorkText::tr("Refit %1 of %2")
                                                        : WorkText::tr("Epoch %1 of %2"))
                    .arg(snapshot.epoch)
                    .arg(snapshot.phaseEpochs);
            return snapshot.samplesPerSecond > 0
                       ? epoch + QLatin1Char('\n') + speedText(snapshot.samplesPerSecond)
                       : epoch;
        }
        case RunPhase::Evaluating:
            return WorkText::tr("Evaluating…");
        case RunPhase::Recommending:
            return WorkText::tr("Recommending…");
        case RunPhase::Finished:
            break;
    }
    return {};
}

QString sweepText(const SweepRun& sweep) {
    switch (sweep.state()) {
        case SweepRun::State::Stopping:
            return WorkText::tr("Stopping…");
        case SweepRun::State::Paused:
            return WorkText::tr("Paused");
        case SweepRun::State::Idle:
        case SweepRun::State::Running:
            break;
    }
    const auto& trials = sweep.snapshot().trials;
    const auto left = std::count_if(trials.begin(), trials.end(), [](const TrialStatus& status) {
        return status.state == TrialState::Waiting || status.state == TrialState::Running;
    });
    return WorkText::tr("Sweep: %1 left\n%2").arg(left).arg(runningText(sweep.snapshot().run));
}

}  // namespace

QString workText(const Session& session) {
    if (session.sweep()->active()) {
        return sweepText(*session.sweep());
    }
    const auto* const training = session.training();
    switch (training->state()) {
        case TrainingRun::State::Idle:
            break;
        case TrainingRun::State::Stopping:
            return WorkText::tr("Stopping…");
        case TrainingRun::State::Paused:
            return WorkText::tr("Paused");
        case TrainingRun::State::Running:
            return runningText(training->snapshot());
    }
    return {};
}

}  // namespace ncf
