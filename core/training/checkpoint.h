#pragma once

#include "base/result.h"
#include "evaluation/metrics.h"
#include "model/tensor_file.h"

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
    bool refit = false;             // trains anew on training and validation items together

    bool operator==(const TrainingPosition&) const = default;
};

// A training between two steps, whole: with its data and its config, what goes on from here gives
// the very numbers that it would have given without an interruption.
struct Checkpoint {
    TrainingPosition position;
    NamedTensors tensors;  // parameters, what the optimiser remembers, the weights' average
};

std::string toBytes(const Checkpoint& checkpoint);
Result<Checkpoint> checkpointFromBytes(const std::string& bytes);

}  // namespace ncf
