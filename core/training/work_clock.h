#pragma once

#include "base/run_control.h"

#include <chrono>

namespace ncf {

// Counts the seconds of a piece of work, without the time spent in pauses.
class WorkClock {
public:
    // `before`: the seconds of what was done earlier.
    explicit WorkClock(double before) : before_(before) {}

    double seconds() const {
        return before_ + std::chrono::duration<double>(Clock::now() - start_).count() - paused_;
    }
    // False when the work should stop.
    bool waitWhilePaused(RunControl& control) {
        if (!control.paused()) {
            return !control.stopRequested();
        }
        const auto before = Clock::now();
        const bool goOn = control.waitWhilePaused();
        paused_ += std::chrono::duration<double>(Clock::now() - before).count();
        return goOn;
    }

private:
    using Clock = std::chrono::steady_clock;
    Clock::time_point start_ = Clock::now();
    double before_;
    double paused_ = 0;
};

}  // namespace ncf
