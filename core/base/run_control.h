#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>

namespace ncf {

// How another thread pauses, resumes and stops a piece of long work. The worker calls
// `waitWhilePaused()` between steps; the others may be called from any thread at any time. A stop
// also ends a pause. The first stop() asks to finish with what there is; a second one asks to give
// up what is still being done with it. discard() and suspend() stop as well, and say what is to
// become of the run.
class RunControl {
public:
    void pause();
    void resume();
    void stop();
    // Stop, and keep nothing of the run.
    void discard();
    // Stop, and keep the run so that it can go on from here.
    void suspend();
    // The learning rate from the next step on.
    void setLearningRate(double rate);

    bool paused() const;
    bool discarded() const { return discarded_; }
    bool suspended() const { return suspended_; }
    // The rate that was set since the last call.
    std::optional<double> takeLearningRate();
    bool stopRequested() const { return stop_.stop_requested(); }
    std::stop_token stopToken() const { return stop_.get_token(); }
    std::stop_token secondStopToken() const { return secondStop_.get_token(); }

    // Returns at once unless paused; false when the work should stop.
    bool waitWhilePaused();

private:
    std::stop_source stop_;
    std::stop_source secondStop_;
    mutable std::mutex mutex_;
    std::condition_variable resumed_;
    bool paused_ = false;
    std::optional<double> rate_;
    std::atomic<bool> discarded_ = false;
    std::atomic<bool> suspended_ = false;
};

}  // namespace ncf
