#pragma once

#include "store/run_records.h"
#include "training/layer_health.h"

#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

namespace ncf {

// In the order of time. GmfAlone and MlpAlone are the pre-training of the network's branches.
enum class RunPhase { Preparing, GmfAlone, MlpAlone, Training, Evaluating, Recommending, Finished };

// What a run is doing now; a copy, safe to keep.
struct RunSnapshot {
    std::int64_t runId = 0;  // 0 until the run is in the project
    RunPhase phase = RunPhase::Preparing;
    // Trains anew with the validation items: the phases up to Training once more.
    bool refit = false;
    int epoch = 0;                  // of the phase: the one being trained, from 1
    int phaseEpochs = 0;            // of the phase, at most
    int epochs = 0;                 // of the run, at most
    bool inEpochs = true;           // false for a baseline, worked out in one go: its only epoch
    std::uint64_t samplesDone = 0;  // of this epoch
    std::uint64_t samplesPerEpoch = 0;
    double samplesPerSecond = 0;  // over the last second or so, or of the last epoch
    double secondsElapsed = 0;    // of training and evaluation, pauses left out
    double secondsLeft = -1;  // to the phase's last epoch if nothing stops it early; < 0 unknown
    double recommendFraction = 0;  // 0..1 while Recommending
    std::size_t lossPoints = 0;    // how many lossSince(0) would give
    std::vector<EpochRecord> epochRecords;
    int bestEpoch = 0;             // 0 before the first
    Metrics popularityValidation;  // the baseline on the validation items
    // Of a step within the last second or so, by dense layer from the bottom up; empty where the
    // training cannot tell.
    std::vector<LayerHealth> layers;
};

// The mean training loss of some consecutive steps.
struct LossPoint {
    float step = 0;  // position in epochs: 1.5 is the middle of the second
    float loss = 0;
};

// The one place where a run's worker thread leaves its numbers and others (a timer in the window,
// the terminal's progress bar) pick them up. Every call is safe from any thread and short.
class RunMonitor {
public:
    RunSnapshot snapshot() const;
    // The loss points from `index` on.
    std::vector<LossPoint> lossSince(std::size_t index) const;

    // For the worker: changes the snapshot under the lock.
    template <class Change>
    void update(Change change) {
        const std::lock_guard lock(mutex_);
        change(snapshot_);
    }
    void addLoss(LossPoint point);

private:
    mutable std::mutex mutex_;
    RunSnapshot snapshot_;
    std::vector<LossPoint> loss_;
};

}  // namespace ncf
