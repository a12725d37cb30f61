#pragma once

#include "base/result.h"
#include "evaluation/metrics.h"
#include "model/tensor_file.h"
#include "training/run_stage.h"

#include <cstdint>
#include <string>

namespace ncf {

// Where a training stands between two steps.
struct TrainingPosition {
    int epoch = 1;                  // the one being trained
    std::uint64_t samplesDone = 0;  // of it
    double lossSum = 0;             // over these samples, or over their positives' losses
    int bestEpoch = 0;              // 0 before the first
    Metrics best;                   // its validation result
    double seconds = 0;             // of training and validation until here, pauses left out
    double epochStartedAt = 0;      // on that clock
    double trainedAt = 0;           // on that clock: when the last step was done
    bool showsAverage = false;      // the model holds the average of the weights, not the weights
    RunStage stage;                 // which of its run's trainings it is

    bool operator==(const TrainingPosition&) const = default;
};

// A training between two steps, whole: with its data and its config, what goes on from here gives
// the very numbers that it would have given without an interruption.
struct Checkpoint {
    TrainingPosition position;
    // Parameters, what the optimiser remembers, the weights' average; and the weights of branches
    // that were trained alone, until the network starts from them.
    NamedTensors tensors;
};

std::string toBytes(const Checkpoint& checkpoint);
Result<Checkpoint> checkpointFromBytes(const std::string& bytes);

// Several sets of tensors in one: adds a set with a prefix to its names, or replaces it, and finds
// it again. They share their memory.
void addUnder(NamedTensors& into, const std::string& prefix, const NamedTensors& set);
NamedTensors under(const NamedTensors& all, const std::string& prefix);

}  // namespace ncf
