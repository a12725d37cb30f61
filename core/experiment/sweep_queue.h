#pragma once

#include "base/run_control.h"
#include "experiment/run_monitor.h"
#include "experiment/sweep_state.h"

#include <condition_variable>
#include <memory>
#include <mutex>

namespace ncf {

// What a sweep is doing now; a copy, safe to keep.
struct SweepSnapshot {
    std::int64_t sweepId = 0;         // 0 until the sweep is in the project
    std::vector<TrialStatus> trials;  // in the order of the queue, see SweepState
    std::vector<Rung> rungs;
    int rung = 0;     // that is being worked on, from 0
    RunSnapshot run;  // of the running trial, or of the last one
    bool paused = false;
    bool stopped = false;     // by a person
    double secondsLeft = -1;  // if no training stops early; < 0 unknown
};

// The queue of a sweep that runs: one thread works it off (see runSweep()), others look at it and
// give orders. Every call is safe from any thread and short.
class SweepQueue {
public:
    // `trials` are those of the plan.
    SweepQueue(SweepPlan plan, std::vector<Trial> trials);

    const SweepPlan& plan() const { return plan_; }
    const std::vector<Trial>& trials() const { return trials_; }
    SweepSnapshot snapshot() const;

    // Changes places with the waiting trial before (-1) or behind (+1) it; nothing else moves.
    void move(int trial, int by);
    // A waiting trial will not run; the running one is stopped and keeps what it has.
    void cancel(int trial);
    void pause();
    void resume();
    // Stops the running trial as cancel() does and cancels the waiting ones.
    void stop();

    // What the worker is to do next. It lives until the next call of next().
    struct Job {
        int trial = 0;
        int rung = 0;
        ExperimentConfig config;
        std::string name;
        RunControl control;
        RunMonitor monitor;
    };
    // Waits while paused; nullptr when the sweep is over or stopped.
    std::shared_ptr<Job> next();
    void setSweepId(std::int64_t id);
    // The job's run ended so, or could not begin.
    void end(const RunRecord& run);
    void fail(const Error& error);

private:
    void stopJob();
    double secondsLeft() const;

    const SweepPlan plan_;
    const std::vector<Trial> trials_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    SweepState state_;
    std::shared_ptr<Job> job_;  // the one being worked on, or the last one
    bool working_ = false;
    bool paused_ = false;
    bool stopped_ = false;
    std::int64_t sweepId_ = 0;
};

}  // namespace ncf
