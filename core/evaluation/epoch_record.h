#pragma once

#include "evaluation/metrics.h"

namespace ncf {

// What one finished epoch of training came to.
struct EpochRecord {
    int epoch = 0;         // from 1
    double trainLoss = 0;  // mean over the epoch's samples as the weights moved; NaN: none
    Metrics validation;
    double seconds = 0;           // sampling, training and evaluation, pauses left out
    double samplesPerSecond = 0;  // sampling and training alone

    bool operator==(const EpochRecord&) const = default;
};

}  // namespace ncf
