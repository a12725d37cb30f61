#pragma once

#include "base/result.h"
#include "base/run_control.h"
#include "data/negative_sampler.h"
#include "data/split.h"
#include "evaluation/epoch_record.h"
#include "evaluation/evaluator.h"
#include "model/ncf_model.h"
#include "model/ncf_scorer.h"
#include "training/checkpoint.h"
#include "training/layer_health.h"
#include "training/learning_rate.h"
#include "training/training_config.h"
#include "training/training_step.h"
#include "training/weight_average.h"
#include "training/work_clock.h"

#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

namespace ncf {

// How far the current epoch is, with the loss of the step just made.
struct StepReport {
    int epoch = 0;                  // from 1
    std::uint64_t samplesDone = 0;  // of this epoch
    std::uint64_t samplesPerEpoch = 0;
    double loss = 0;            // mean over the step's batch
    double secondsElapsed = 0;  // since training began, pauses left out
    // By dense layer from the bottom up; only now and then, otherwise empty.
    std::vector<LayerHealth> layers;
};

// Called from the training thread; each returns quickly. An error ends the training.
struct TrainingObserver {
    std::function<void(const StepReport&)> onStep;
    // `best`: validation chose this epoch over all before it.
    std::function<Status(const EpochRecord&, bool best)> onEpoch;
    // Between two steps: `checkpointMinutes` have passed, or the run is about to be suspended.
    std::function<Status()> onCheckpointDue = [] { return Status(); };
    // A person set the learning rate; TrainingConfig::rateChanges as it is now. Empty where the
    // rate stays as the config has it.
    std::function<Status(const std::string&)> onRateChange = [](const auto&) { return Status(); };
};

struct TrainingOutcome {
    int epochs = 0;        // finished
    int bestEpoch = 0;     // 0 if none was finished
    bool stopped = false;  // by RunControl, not by patience
    double seconds = 0;    // pauses left out
};

// The training loop, the only one: epochs of freshly drawn samples, a validation after each, until
// the epochs are over, patience runs out, the person stops it or the loss is no longer a number.
// Where the split has no validation items there is no best epoch and no end of patience.
class Trainer {
public:
    // `split` must outlive the trainer. `scale` is given for explicit feedback.
    Trainer(NcfModel model, const Split& split, const TrainingConfig& training,
            const EvaluationConfig& evaluation, std::optional<RatingScale> scale,
            std::uint64_t seed);

    // Before run(): lets it go on where a trainer made with the same arguments stood. After an
    // error the trainer is of no use.
    Status goOnFrom(const Checkpoint& checkpoint);

    // Up to this epoch at most; the learning rate's schedule is that of all the config's epochs.
    // Leaves the model with its last weights, or with their average.
    Result<TrainingOutcome> run(RunControl& control, const TrainingObserver& observer,
                                int lastEpoch = std::numeric_limits<int>::max());

    // The training as it stands; for onEpoch and onCheckpointDue. The tensors share the trainer's
    // memory.
    Checkpoint checkpoint() const;

private:
    bool outOfPatience() const;
    // False when stopped.
    Result<bool> runEpoch(RunControl& control, const TrainingObserver& observer, WorkClock& clock);
    bool skipTo(int epoch, std::size_t samples);
    double runStep();
    Status endEpoch(const Metrics& validation, const TrainingObserver& observer, double seconds);
    Status changeRate(const RateChange& change, const TrainingObserver& observer);
    void showAverage(bool show);

    NcfModel model_;
    const Split& split_;
    TrainingConfig training_;
    EvaluationConfig evaluation_;
    std::optional<RatingScale> scale_;
    NegativeSampler sampler_;
    Samples samples_;
    WorkerTeam team_;
    std::unique_ptr<TrainingStep> step_;
    std::optional<WeightAverage> average_;
    TrainingPosition position_;
    double savedAt_ = 0;  // on the position's clock
    double healthDue_ = 0;

    const std::function<void(int)> fillPart_ = [this](int worker) {
        sampler_.fill(samples_, worker, team_.size());
    };
};

}  // namespace ncf
