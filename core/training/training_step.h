#pragma once

#include "data/dataset.h"
#include "model/ncf_model.h"
#include "model/ncf_scorer.h"
#include "model/tensor_file.h"
#include "model/worker_team.h"
#include "training/layer_health.h"
#include "training/step_tables.h"
#include "training/training_config.h"

#include <torch/torch.h>

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace ncf {

// One step of training: the gradient of the mean loss over a batch, and the optimiser's move. Owns
// the optimiser's state; the model's parameters are changed in place.
//
// For the losses that compare a positive with its negatives the loss is the mean over the
// positives, but the gradient is that of their losses' sum divided by the number of samples, as it
// is for BCE: at the start a positive is pulled by 1/2 (BPR) or k/(k + 1) (softmax over k
// negatives) where BCE pulls it by 1/2, so that the same learning rates and weight decays are
// usual.
class TrainingStep {
public:
    virtual ~TrainingStep() = default;

    // The three have the same length, at least 1 and at most mostSamples(). Labels: 1 or 0 for
    // implicit feedback, the rating for explicit; where the loss compares items, whole groups as
    // comparison_loss.h has them, of up to 1 + negativesPerPositive samples. Returns the mean loss
    // before the move; MSE is in squared rating units.
    virtual double run(std::span<const UserIndex> users, std::span<const ItemIndex> items,
                       std::span<const float> labels) = 0;

    // Of the steps to come; the config's until this is called.
    virtual void setLearningRate(double rate) = 0;

    // Of the step just made, by dense layer from the bottom up; empty where the step cannot tell.
    virtual std::vector<LayerHealth> layerHealth() const { return {}; }

    // Makes up for what the steps put off, so that the model can be read. Between steps only.
    virtual void settle() {}

    // What the optimiser remembers, by name: with the model's parameters, all that the steps to
    // come depend on. The tensors may share the memory of the step, which is not changed by this.
    virtual NamedTensors state() const = 0;
    // Takes a state over that a step of the same config and model gave. One that cannot be its is
    // an error, after which the step is of no use.
    virtual Status setState(const NamedTensors& state) = 0;
};

// The step as LibTorch's autograd and its optimisers do it: any device, any layer; the reference.
// `scale` is where the ratings of explicit feedback lie. Gives LibTorch `config.threads` threads.
std::unique_ptr<TrainingStep> makeAutogradStep(NcfModel model, const TrainingConfig& config,
                                               std::optional<RatingScale> scale,
                                               const StepTables& tables = {});

// The step with everything a framework does per step left out: no autograd graph, no allocation,
// and only the embedding rows of the batch are read and moved; what Adam does to the others is made
// up for when they are next in a batch, or by settle(). On the CPU, for every shape of the model,
// every loss and every optimiser but SGD with momentum. The batch is divided over the threads of
// `team`, which outlives the step; the result depends on their number and not on their timing.
bool fusedStepCovers(const TrainingConfig& config);
std::unique_ptr<TrainingStep> makeFusedStep(NcfModel model, const TrainingConfig& config,
                                            std::optional<RatingScale> scale, std::uint64_t seed,
                                            WorkerTeam& team, StepTables tables = {});

}  // namespace ncf
