#pragma once

#include "experiment/sweep_plan.h"
#include "store/run_records.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ncf {

enum class TrialState {
    Waiting,
    Running,
    Finished,   // trained to its end
    Dropped,    // validation put others before it, see Halving
    Cancelled,  // by a person, before its end or before its start
    Failed,     // see TrialStatus::note
    Invalid     // its settings make no sense together, see TrialStatus::note
};

// A word for people and for JSON: "waiting".
std::string stateName(TrialState state);

// How a trial stands.
struct TrialStatus {
    int trial = 0;  // Trial::index
    TrialState state = TrialState::Waiting;
    int rung = 0;             // the one it waits for, is in or came to
    std::int64_t runId = 0;   // its last finished run, or the one that failed or was cancelled
    int epochs = 0;           // of that run
    int bestEpoch = 0;        // of that run; 0 before the first
    Metrics validation;       // of its last finished run alone: only that can be repeated
    double secondsSpent = 0;  // of all its runs
    int epochsSpent = 0;      // of all its runs
    std::string note;

    bool operator==(const TrialStatus&) const = default;
};

// The trial with the best validation result; the earlier of two alike. nullptr without a result.
const TrialStatus* bestTrial(const std::vector<TrialStatus>& trials);

// The queue of a sweep as plain data: which trial is next, and what becomes of the others. The
// choices of successive halving look at validation results alone. Not thread-safe.
class SweepState {
public:
    SweepState(const SweepPlan& plan, const std::vector<Trial>& trials);

    // What is over, what runs and what waits, in this order.
    const std::vector<TrialStatus>& trials() const { return queue_; }
    const std::vector<Rung>& rungs() const { return rungs_; }
    // The rung that is being worked on.
    int rung() const { return rung_; }

    // The first waiting trial. At the end of a rung it chooses who goes on; nullopt when nobody is
    // left.
    std::optional<int> next();
    void begin(int trial);
    // What came of the trial's run in this rung.
    void end(int trial, const RunRecord& run);
    // The trial ended before its run was in the project.
    void fail(int trial, const std::string& note);

    // These only touch a waiting trial.
    bool cancel(int trial);
    void cancelWaiting();
    // Changes places with the waiting trial before (-1) or behind it (+1).
    void move(int trial, int by);
    // Ends the rung: the best of it go on to the next one, the others are dropped.
    void promote();

private:
    TrialStatus& at(int trial);

    std::vector<Rung> rungs_;
    std::vector<TrialStatus> queue_;
    int rung_ = 0;
};

}  // namespace ncf
