#pragma once

#include "experiment/run_sweep.h"

#include <QObject>
#include <QTimer>

#include <filesystem>
#include <memory>
#include <thread>

namespace ncf {

// One sweep at a time on a worker thread of its own, as TrainingRun does for one training: changes
// of state arrive as signals, how the trials stand is polled by a timer and announced by ticked().
class SweepRun : public QObject {
    Q_OBJECT

public:
    enum class State { Idle, Running, Paused, Stopping };
    Q_ENUM(State)

    explicit SweepRun(QObject* parent = nullptr);
    // Stops the worker and waits for it.
    ~SweepRun() override;

    State state() const { return state_; }
    bool active() const { return state_ != State::Idle; }

    // `all` are the trials of the plan. Does nothing while active.
    void start(const std::filesystem::path& projectFile, const SweepPlan& plan,
               std::vector<Trial> all);
    void pause();
    void resume();
    // Keeps what is done.
    void stop();
    // See SweepQueue.
    void move(int trial, int by);
    void cancel(int trial);

    // Of the sweep in progress, or of the last one.
    const SweepPlan& plan() const { return plan_; }
    const std::vector<Trial>& trials() const { return trials_; }
    const SweepSnapshot& snapshot() const { return snapshot_; }

Q_SIGNALS:
    void stateChanged(ncf::SweepRun::State state);
    // Some ten times a second while active, and once when it ends.
    void ticked();
    // A run of the sweep is in the project, or came to its end.
    void runsChanged();
    // One of these two ends every sweep, after the state became Idle.
    void finished();
    void failed(const QString& what, const QString& remedy);

private:
    void tick();
    void setState(State state);
    void end(const Result<SweepSnapshot>& result);

    State state_ = State::Idle;
    SweepPlan plan_;
    std::vector<Trial> trials_;
    SweepSnapshot snapshot_;
    QTimer timer_;
    std::shared_ptr<SweepQueue> queue_;
    std::jthread worker_;
};

}  // namespace ncf
