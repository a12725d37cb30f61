#include "experiment/sweep_state.h"

#include <algorithm>
#include <cassert>

namespace ncf {

namespace {

// Better first, equal ones in the order of their numbers; those without a result last.
bool isBefore(const TrialStatus& a, const TrialStatus& b) {
    const auto qualityOfA = quality(a.validation);
    const auto qualityOfB = quality(b.validation);
    return qualityOfA != qualityOfB ? qualityOfA > qualityOfB : a.trial < b.trial;
}

}  // namespace

std::string stateName(TrialState state) {
    switch (state) {
        case TrialState::Waiting:
            return "waiting";
        case TrialState::Running:
            return "running";
        case TrialState::Finished:
            return "finished";
        case TrialState::Dropped:
            return "dropped";
        case TrialState::Cancelled:
            return "cancelled";
        case TrialState::Failed:
            return "failed";
        case TrialState::Invalid:
            return "invalid";
    }
    return "unknown";
}

const TrialStatus* bestTrial(const std::vector<TrialStatus>& trials) {
    const auto best = std::min_element(trials.begin(), trials.end(), isBefore);
    return best == trials.end() || !quality(best->validation) ? nullptr : &*best;
}

SweepState::SweepState(const SweepPlan& plan, const std::vector<Trial>& trials) {
    int running = 0;
    for (const auto& trial : trials) {
        const bool runs = trial.problem.empty();
        running += runs ? 1 : 0;
        TrialStatus status;
        status.trial = trial.index;
        status.state = runs ? TrialState::Waiting : TrialState::Invalid;
        status.note = trial.problem;
        queue_.push_back(std::move(status));
    }
    rungs_ = ncf::rungs(plan, running);
    std::stable_partition(queue_.begin(), queue_.end(), [](const TrialStatus& status) {
        return status.state == TrialState::Invalid;
    });
}

TrialStatus& SweepState::at(int trial) {
    const auto found = std::find_if(queue_.begin(), queue_.end(), [&](const TrialStatus& status) {
        return status.trial == trial;
    });
    assert(found != queue_.end());
    return *found;
}

std::optional<int> SweepState::next() {
    const auto waiting = [this] {
        return std::find_if(queue_.begin(), queue_.end(), [](const TrialStatus& status) {
            return status.state == TrialState::Waiting;
        });
    };
    if (waiting() == queue_.end() && rung_ + 1 < static_cast<int>(rungs_.size())) {
        promote();
    }
    const auto first = waiting();
    return first == queue_.end() ? std::nullopt : std::optional(first->trial);
}

void SweepState::begin(int trial) {
    at(trial).state = TrialState::Running;
}

void SweepState::end(int trial, const RunRecord& run) {
    auto& status = at(trial);
    status.rung = rung_;
    status.secondsSpent += run.seconds;
    status.epochsSpent += run.epochs;
    const bool finished = run.status == RunStatus::Finished;
    status.state = finished                          ? TrialState::Finished
                   : run.status == RunStatus::Failed ? TrialState::Failed
                                                     : TrialState::Cancelled;
    status.note = run.status == RunStatus::Failed ? run.note : "";
    // A run that was cut off does not take the place of one that came to its end.
    if (finished || status.runId == 0) {
        status.runId = run.id;
        status.epochs = run.epochs;
        status.bestEpoch = run.bestEpoch;
    }
    if (finished) {
        status.validation = run.validation;
    }
}

void SweepState::fail(int trial, const std::string& note) {
    auto& status = at(trial);
    status.state = TrialState::Failed;
    status.note = note;
}

bool SweepState::cancel(int trial) {
    auto& status = at(trial);
    if (status.state != TrialState::Waiting) {
        return false;
    }
    status.state = TrialState::Cancelled;
    // Behind what is over, so that those that wait stay together.
    std::stable_partition(queue_.begin(), queue_.end(), [](const TrialStatus& other) {
        return other.state != TrialState::Waiting && other.state != TrialState::Running;
    });
    return true;
}

void SweepState::cancelWaiting() {
    for (auto& status : queue_) {
        if (status.state == TrialState::Waiting) {
            status.state = TrialState::Cancelled;
        }
    }
}

void SweepState::move(int trial, int by) {
    auto& status = at(trial);
    const auto place = &status - queue_.data();
    const auto other = place + by;
    if (status.state == TrialState::Waiting && other >= 0 &&
        other < static_cast<std::ptrdiff_t>(queue_.size()) &&
        queue_[static_cast<std::size_t>(other)].state == TrialState::Waiting) {
        std::swap(status, queue_[static_cast<std::size_t>(other)]);
    }
}

void SweepState::promote() {
    std::vector<TrialStatus*> candidates;
    for (auto& status : queue_) {
        if (status.state == TrialState::Finished && status.rung == rung_) {
            candidates.push_back(&status);
        }
    }
    std::sort(candidates.begin(), candidates.end(),
              [](const TrialStatus* a, const TrialStatus* b) { return isBefore(*a, *b); });
    ++rung_;
    const auto places = static_cast<std::size_t>(rungs_[static_cast<std::size_t>(rung_)].trials);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        auto& status = *candidates[i];
        // Without a result there is nothing to go on with.
        const bool goesOn = i < places && quality(status.validation);
        status.state = goesOn ? TrialState::Waiting : TrialState::Dropped;
        status.rung += goesOn ? 1 : 0;
    }
    std::stable_partition(queue_.begin(), queue_.end(), [](const TrialStatus& status) {
        return status.state != TrialState::Waiting;
    });
}

}  // namespace ncf
