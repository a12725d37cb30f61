#pragma once

#include "base/run_control.h"
#include "experiment/experiment_config.h"
#include "experiment/run_experiment.h"
#include "experiment/run_monitor.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <filesystem>
#include <functional>
#include <memory>
#include <thread>

namespace ncf {

// One training at a time on a worker thread of its own. State changes arrive as signals on the GUI
// thread; numbers are polled from the worker's monitor by a timer and announced by ticked().
class TrainingRun : public QObject {
    Q_OBJECT

public:
    enum class State { Idle, Running, Paused, Stopping };
    Q_ENUM(State)

    explicit TrainingRun(QObject* parent = nullptr);
    // Stops the worker and waits for it.
    ~TrainingRun() override;

    State state() const { return state_; }
    bool active() const { return state_ != State::Idle; }

    // Does nothing while active.
    void start(const std::filesystem::path& projectFile, const ExperimentConfig& config,
               const QString& name);
    // Goes on with an interrupted run of the project. Does nothing while active.
    void goOn(const std::filesystem::path& projectFile, std::int64_t runId,
              const ExperimentConfig& config);
    void pause();
    void resume();
    // Of the steps to come.
    void setLearningRate(double rate);
    // Keeps the best epoch so far. A second call leaves the recommendations out.
    void stop();

    // Keeps nothing of the run.
    void discard();
    // Leaves the run so that it can go on another time.
    void suspend();

    // The newest numbers; of the last run while Idle.
    const RunSnapshot& snapshot() const { return snapshot_; }
    const ExperimentConfig& config() const { return config_; }
    // The loss points from `index` on.
    std::vector<LossPoint> lossSince(std::size_t index) const;

Q_SIGNALS:
    void stateChanged(ncf::TrainingRun::State state);
    // The run is in the project.
    void runStored(qint64 runId);
    // Some 20 times a second while active, and once when it ends.
    void ticked();
    void epochFinished();
    // One of these ends every run, after the state became Idle.
    void finished(const ncf::RunRecord& record);
    void suspended(const ncf::RunRecord& record);
    void cancelled();
    void failed(const QString& what, const QString& remedy);

private:
    using Work = std::function<Result<RunRecord>(RunControl&, RunMonitor&)>;
    void begin(const ExperimentConfig& config, Work work);
    void stopBy(void (RunControl::*how)());
    void tick();
    void setState(State state);
    void end(const Result<RunRecord>& result);

    State state_ = State::Idle;
    ExperimentConfig config_;
    RunSnapshot snapshot_;
    QTimer timer_;
    std::shared_ptr<RunControl> control_;
    std::shared_ptr<RunMonitor> monitor_;
    std::jthread worker_;
};

}  // namespace ncf
