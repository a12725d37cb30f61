#pragma once

#include "training/trainer.h"

namespace ncf {

// Samples per second over the last second or so of an epoch; 0 as long as no epoch was that long.
class RateMeter {
public:
    double add(const StepReport& step) {
        if (step.epoch != epoch_) {
            epoch_ = step.epoch;
            fromSamples_ = step.samplesDone;
            fromSeconds_ = step.secondsElapsed;
            return rate_;
        }
        const double seconds = step.secondsElapsed - fromSeconds_;
        if (seconds >= kWindowSeconds) {
            rate_ = static_cast<double>(step.samplesDone - fromSamples_) / seconds;
            fromSamples_ = step.samplesDone;
            fromSeconds_ = step.secondsElapsed;
        }
        return rate_;
    }

private:
    static constexpr double kWindowSeconds = 0.5;

    int epoch_ = 0;
    std::uint64_t fromSamples_ = 0;
    double fromSeconds_ = 0;
    double rate_ = 0;
};

}  // namespace ncf
