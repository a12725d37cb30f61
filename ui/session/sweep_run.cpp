#include "session/sweep_run.h"

#include "session/caught.h"

#include <QMetaObject>

#include <utility>

namespace ncf {

namespace {
constexpr int kTickMilliseconds = 100;
}

SweepRun::SweepRun(QObject* parent) : QObject(parent) {
    timer_.setInterval(kTickMilliseconds);
    connect(&timer_, &QTimer::timeout, this, &SweepRun::tick);
}

SweepRun::~SweepRun() {
    if (queue_) {
        queue_->stop();
    }
}

void SweepRun::start(const std::filesystem::path& projectFile, const SweepPlan& plan,
                     std::vector<Trial> all) {
    if (active()) {
        return;
    }
    worker_ = {};
    plan_ = plan;
    trials_ = std::move(all);
    queue_ = std::make_shared<SweepQueue>(plan_, trials_);
    snapshot_ = queue_->snapshot();
    worker_ = std::jthread([this, queue = queue_, projectFile] {
        const auto result = std::make_shared<Result<SweepSnapshot>>(
            caught([&] { return runSweep(projectFile, *queue); }));
        QMetaObject::invokeMethod(
            this, [this, result] { end(*result); }, Qt::QueuedConnection);
    });
    timer_.start();
    setState(State::Running);
}

void SweepRun::pause() {
    if (state_ == State::Running) {
        queue_->pause();
        setState(State::Paused);
    }
}

void SweepRun::resume() {
    if (state_ == State::Paused) {
        queue_->resume();
        setState(State::Running);
    }
}

void SweepRun::stop() {
    if (active()) {
        queue_->stop();
        setState(State::Stopping);
    }
}

void SweepRun::move(int trial, int by) {
    if (active()) {
        queue_->move(trial, by);
        tick();
    }
}

void SweepRun::cancel(int trial) {
    if (active()) {
        queue_->cancel(trial);
        tick();
    }
}

void SweepRun::tick() {
    const auto before = std::exchange(snapshot_, queue_->snapshot());
    const auto running = [](const SweepSnapshot& snapshot) {
        for (const auto& status : snapshot.trials) {
            if (status.state == TrialState::Running) {
                return status.trial;
            }
        }
        return -1;
    };
    if (snapshot_.run.runId != before.run.runId || running(snapshot_) != running(before)) {
        Q_EMIT runsChanged();
    }
    Q_EMIT ticked();
}

void SweepRun::setState(State state) {
    if (state != state_) {
        state_ = state;
        Q_EMIT stateChanged(state);
    }
}

void SweepRun::end(const Result<SweepSnapshot>& result) {
    timer_.stop();
    tick();
    setState(State::Idle);
    Q_EMIT runsChanged();
    if (result) {
        Q_EMIT finished();
    } else {
        Q_EMIT failed(QString::fromStdString(result.error().what),
                      QString::fromStdString(result.error().remedy));
    }
}

}  // namespace ncf
