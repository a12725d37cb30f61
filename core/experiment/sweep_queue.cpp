#include "experiment/sweep_queue.h"

#include <utility>

namespace ncf {

SweepQueue::SweepQueue(SweepPlan plan, std::vector<Trial> trials)
    : plan_(std::move(plan)), trials_(std::move(trials)), state_(plan_, trials_) {}

SweepSnapshot SweepQueue::snapshot() const {
    const std::lock_guard lock(mutex_);
    SweepSnapshot snapshot;
    snapshot.sweepId = sweepId_;
    snapshot.trials = state_.trials();
    snapshot.rungs = state_.rungs();
    snapshot.rung = state_.rung();
    if (job_) {
        snapshot.run = job_->monitor.snapshot();
    }
    snapshot.paused = paused_;
    snapshot.stopped = stopped_;
    snapshot.secondsLeft = secondsLeft();
    return snapshot;
}

// The epochs to come at the mean pace of those that are done.
double SweepQueue::secondsLeft() const {
    double seconds = 0;
    int done = 0;
    double left = 0;
    const auto& rungs = state_.rungs();
    for (const auto& status : state_.trials()) {
        seconds += status.secondsSpent;
        done += status.epochsSpent;
        if (status.state == TrialState::Waiting || status.state == TrialState::Running) {
            const auto& trial = trials_[static_cast<std::size_t>(status.trial)];
            left += rungConfig(plan_, trial, status.rung, static_cast<int>(rungs.size())).epochs();
        }
    }
    for (auto later = static_cast<std::size_t>(state_.rung()) + 1; later < rungs.size(); ++later) {
        left += static_cast<double>(rungs[later].trials) * rungs[later].epochs;
    }
    if (working_) {
        const RunSnapshot run = job_->monitor.snapshot();
        seconds += run.secondsElapsed;
        done += static_cast<int>(run.epochRecords.size());
        left -= static_cast<double>(run.epochRecords.size());
    }
    return done > 0 && !stopped_ ? left * seconds / done : -1;
}

void SweepQueue::move(int trial, int by) {
    const std::lock_guard lock(mutex_);
    state_.move(trial, by);
}

void SweepQueue::cancel(int trial) {
    const std::lock_guard lock(mutex_);
    if (!state_.cancel(trial) && working_ && job_->trial == trial) {
        stopJob();
    }
}

// Twice: of a trial that was cut off nobody wants recommendations.
void SweepQueue::stopJob() {
    job_->control.stop();
    job_->control.stop();
}

void SweepQueue::pause() {
    const std::lock_guard lock(mutex_);
    paused_ = true;
    if (working_) {
        job_->control.pause();
    }
}

void SweepQueue::resume() {
    {
        const std::lock_guard lock(mutex_);
        paused_ = false;
        if (working_) {
            job_->control.resume();
        }
    }
    changed_.notify_all();
}

void SweepQueue::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
        paused_ = false;
        state_.cancelWaiting();
        if (working_) {
            stopJob();
        }
    }
    changed_.notify_all();
}

std::shared_ptr<SweepQueue::Job> SweepQueue::next() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !paused_ || stopped_; });
    const auto trial = stopped_ ? std::nullopt : state_.next();
    if (!trial) {
        return nullptr;
    }
    const auto& chosen = trials_[static_cast<std::size_t>(*trial)];
    auto job = std::make_shared<Job>();
    job->trial = *trial;
    job->rung = state_.rung();
    job->config = rungConfig(plan_, chosen, job->rung, static_cast<int>(state_.rungs().size()));
    job->name = trialName(plan_, chosen, job->config);
    job_ = std::move(job);
    working_ = true;
    state_.begin(*trial);
    return job_;
}

void SweepQueue::setSweepId(std::int64_t id) {
    const std::lock_guard lock(mutex_);
    sweepId_ = id;
}

void SweepQueue::end(const RunRecord& run) {
    const std::lock_guard lock(mutex_);
    state_.end(job_->trial, run);
    working_ = false;
}

void SweepQueue::fail(const Error& error) {
    const std::lock_guard lock(mutex_);
    if (error.kind == ErrorKind::Cancelled) {
        RunRecord nothing;
        nothing.status = RunStatus::Cancelled;
        state_.end(job_->trial, nothing);
    } else {
        state_.fail(job_->trial, error.message());
    }
    working_ = false;
}

}  // namespace ncf
