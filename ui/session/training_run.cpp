#include "session/training_run.h"

#include "session/caught.h"

#include <QMetaObject>

#include <utility>

namespace ncf {

namespace {
constexpr int kTickMilliseconds = 50;
}

TrainingRun::TrainingRun(QObject* parent) : QObject(parent) {
    timer_.setInterval(kTickMilliseconds);
    connect(&timer_, &QTimer::timeout, this, &TrainingRun::tick);
}

TrainingRun::~TrainingRun() {
    if (control_) {
        control_->stop();
        control_->stop();
    }
}

void TrainingRun::start(const std::filesystem::path& projectFile, const ExperimentConfig& config,
                        const QString& name) {
    begin(config, [projectFile, config, runName = name.toStdString()](RunControl& control,
                                                                      RunMonitor& monitor) {
        return runExperiment(projectFile, config, runName, control, monitor);
    });
}

void TrainingRun::goOn(const std::filesystem::path& projectFile, std::int64_t runId,
                       const ExperimentConfig& config) {
    begin(config, [projectFile, runId](RunControl& control, RunMonitor& monitor) {
        return resumeExperiment(projectFile, runId, control, monitor);
    });
}

void TrainingRun::begin(const ExperimentConfig& config, Work work) {
    if (active()) {
        return;
    }
    worker_ = {};
    config_ = config;
    snapshot_ = {};
    control_ = std::make_shared<RunControl>();
    monitor_ = std::make_shared<RunMonitor>();
    worker_ = std::jthread([this, control = control_, monitor = monitor_, work = std::move(work)] {
        const auto result =
            std::make_shared<Result<RunRecord>>(caught([&] { return work(*control, *monitor); }));
        QMetaObject::invokeMethod(
            this, [this, result] { end(*result); }, Qt::QueuedConnection);
    });
    timer_.start();
    setState(State::Running);
}

void TrainingRun::pause() {
    if (state_ == State::Running) {
        control_->pause();
        setState(State::Paused);
    }
}

void TrainingRun::resume() {
    if (state_ == State::Paused) {
        control_->resume();
        setState(State::Running);
    }
}

void TrainingRun::setLearningRate(double rate) {
    if (active()) {
        control_->setLearningRate(rate);
        config_.training.learningRate = rate;
    }
}

void TrainingRun::stop() {
    stopBy(&RunControl::stop);
}

void TrainingRun::discard() {
    stopBy(&RunControl::discard);
}

void TrainingRun::suspend() {
    stopBy(&RunControl::suspend);
}

void TrainingRun::stopBy(void (RunControl::*how)()) {
    if (active()) {
        (*control_.*how)();
        setState(State::Stopping);
    }
}

std::vector<LossPoint> TrainingRun::lossSince(std::size_t index) const {
    return monitor_ ? monitor_->lossSince(index) : std::vector<LossPoint>();
}

void TrainingRun::tick() {
    const auto before = std::exchange(snapshot_, monitor_->snapshot());
    if (snapshot_.runId != before.runId) {
        Q_EMIT runStored(snapshot_.runId);
    }
    if (snapshot_.epochRecords.size() != before.epochRecords.size()) {
        Q_EMIT epochFinished();
    }
    Q_EMIT ticked();
}

void TrainingRun::setState(State state) {
    if (state != state_) {
        state_ = state;
        Q_EMIT stateChanged(state);
    }
}

void TrainingRun::end(const Result<RunRecord>& result) {
    timer_.stop();
    tick();
    setState(State::Idle);
    if (result && result->status == RunStatus::Interrupted) {
        Q_EMIT suspended(*result);
    } else if (result) {
        Q_EMIT finished(*result);
    } else if (result.error().kind == ErrorKind::Cancelled) {
        Q_EMIT cancelled();
    } else {
        Q_EMIT failed(QString::fromStdString(result.error().what),
                      QString::fromStdString(result.error().remedy));
    }
}

}  // namespace ncf
