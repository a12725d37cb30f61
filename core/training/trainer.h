#pragma once

#include "base/result.h"
#include "base/run_control.h"
#include "data/split.h"
#include "evaluation/epoch_record.h"
#include "evaluation/evaluator.h"
#include "model/ncf_model.h"
#include "model/ncf_scorer.h"
#include "training/training_config.h"

#include <functional>
#include <optional>

namespace ncf {

// How far the current epoch is, with the loss of the step just made.
struct StepReport {
    int epoch = 0;                  // from 1
    std::uint64_t samplesDone = 0;  // of this epoch
    std::uint64_t samplesPerEpoch = 0;
    double loss = 0;            // mean over the step's batch
    double secondsElapsed = 0;  // since training began, pauses left out
};

// Called from the training thread; each returns quickly.
struct TrainingObserver {
    std::function<void(const StepReport&)> onStep;
    // `best`: validation chose this epoch over all before it. An error ends the training.
    std::function<Status(const EpochRecord&, bool best)> onEpoch;
};

struct TrainingOutcome {
    int epochs = 0;        // finished
    int bestEpoch = 0;     // 0 if none was finished
    bool stopped = false;  // by RunControl, not by patience
    double seconds = 0;    // pauses left out
};

// Whether the first number is better by the run's measure; a missing or NaN one never is.
bool isBetter(const Metrics& candidate, const Metrics& best, const TrainingConfig& config);

// The training loop, the only one: epochs of freshly drawn samples, a validation after each, until
// the epochs are over, patience runs out, the person stops it or the loss is no longer a number.
class Trainer {
public:
    // `split` must outlive the trainer. `scale` is given for explicit feedback.
    Trainer(NcfModel model, const Split& split, const TrainingConfig& training,
            const EvaluationConfig& evaluation, std::optional<RatingScale> scale,
            std::uint64_t seed);

    // Leaves the model with its last weights, or with their average.
    Result<TrainingOutcome> run(RunControl& control, const TrainingObserver& observer);

private:
    // nullopt when stopped.
    std::optional<Metrics> validate(std::stop_token stop);

    NcfModel model_;
    const Split& split_;
    TrainingConfig training_;
    EvaluationConfig evaluation_;
    std::optional<RatingScale> scale_;
    std::uint64_t seed_;
};

}  // namespace ncf
