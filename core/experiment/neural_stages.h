#pragma once

#include "experiment/neural_stage.h"
#include "training/implicit_als.h"

#include <memory>
#include <optional>
#include <string>

namespace ncf {

// The trainings of a network run, one after the other, and where among them it is.
class NeuralStages {
public:
    // `context` outlives it.
    explicit NeuralStages(RunContext& context);

    // Goes on from a checkpoint; gives the epoch that it stands in. After an error it is of no use.
    Result<int> adopt(const std::string& checkpoint);

    bool inRefit() const { return memory_.stage.refit; }
    // All of them anew, the branches for the epochs that were best.
    void beginRefit();

    // Trains the branches alone, where the run does so and unless it is past that, and lets the
    // network, with its initial weights until here, start from them. cancelled() where it was
    // stopped.
    Status pretrain(NcfModel& network);

    // The training of the part that it stands in, by the part's config; where the adopted
    // checkpoint stood, if that is still to be gone on from.
    Result<std::unique_ptr<NeuralStage>> make(const NcfModel& model,
                                              const ExperimentConfig& config);

private:
    Status trainAlone(int& epochs);
    Status solveGmf(int& iterations);
    Status iterate(ImplicitAls& als, const NcfModel& model, WorkClock& clock, int& iterations);
    void keepBranch(const NcfModel& model);
    Result<NcfModel> trainedBranch(RunStage::Part part) const;

    RunContext& context_;
    RunMemory memory_;
    std::optional<Checkpoint> checkpoint_;  // to go on from
};

}  // namespace ncf
