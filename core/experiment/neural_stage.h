#pragma once

#include "experiment/rate_meter.h"
#include "experiment/run_context.h"
#include "training/trainer.h"

#include <string>

namespace ncf {

// What a run's checkpoints hold besides the training at hand.
struct RunMemory {
    RunStage stage;
    // What the trainings of single branches gave, or their best epochs so far: addUnder()'s sets.
    NamedTensors branches;
};

// One of a network run's trainings, of the network or of a branch alone: shows its steps and makes
// its checkpoints.
class NeuralStage {
public:
    // `context` and `memory` outlive it. On the context's split as it is by now.
    NeuralStage(RunContext& context, const RunMemory& memory, NcfModel model,
                const TrainingConfig& training);

    // Before run(): from where the checkpoint of this very stage stood.
    Status goOnFrom(const Checkpoint& checkpoint);

    // Like Trainer::run(). The observer needs no more than onEpoch and onRateChange. Leaves in the
    // record how long the run took until here and, suspended, that it is Interrupted.
    Result<TrainingOutcome> run(TrainingObserver observer, int lastEpoch);

    std::string checkpoint() const;
    // Puts the checkpoint into the project.
    Status save() const;

private:
    void showBegin(int lastEpoch);
    void showStep(const StepReport& step);

    RunContext& context_;
    const RunMemory& memory_;
    Trainer trainer_;
    int firstEpoch_ = 1;
    RateMeter rate_;
};

// Where a training ended without a best epoch.
Error nothingValidated();

}  // namespace ncf
