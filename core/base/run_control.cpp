#include "base/run_control.h"

#include <utility>

namespace ncf {

void RunControl::pause() {
    const std::lock_guard lock(mutex_);
    paused_ = true;
}

void RunControl::resume() {
    {
        const std::lock_guard lock(mutex_);
        paused_ = false;
    }
    resumed_.notify_all();
}

void RunControl::stop() {
    {
        const std::lock_guard lock(mutex_);
        if (!stop_.request_stop()) {
            secondStop_.request_stop();
        }
    }
    resumed_.notify_all();
}

void RunControl::discard() {
    discarded_ = true;
    stop();
}

void RunControl::suspend() {
    suspended_ = true;
    stop();
}

void RunControl::setLearningRate(double rate) {
    const std::lock_guard lock(mutex_);
    rate_ = rate;
}

std::optional<double> RunControl::takeLearningRate() {
    const std::lock_guard lock(mutex_);
    return std::exchange(rate_, std::nullopt);
}

bool RunControl::paused() const {
    const std::lock_guard lock(mutex_);
    return paused_;
}

bool RunControl::waitWhilePaused() {
    std::unique_lock lock(mutex_);
    resumed_.wait(lock, [this] { return !paused_ || stop_.stop_requested(); });
    return !stop_.stop_requested();
}

}  // namespace ncf
