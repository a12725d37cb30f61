#pragma once

#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace ncf {

// How another thread pauses, resumes and stops a piece of long work. The worker calls
// `waitWhilePaused()` between steps; the others may be called from any thread at any time. A stop
// also ends a pause. The first stop() asks to finish with what there is; a second one asks to give
// up what is still being done with it.
class RunControl {
public:
    void pause();
    void resume();
    void stop();

    bool paused() const;
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
};

}  // namespace ncf
