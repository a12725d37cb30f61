#include "experiment/neural_stages.h"

#include "experiment/pretraining.h"
#include "model/fuse_branches.h"
#include "model/weights_file.h"
#include "training/calibrate.h"

#include <utility>

namespace ncf {

namespace {

using Part = RunStage::Part;

// Of the branch's set in RunMemory.
std::string prefixOf(Part part) {
    return part == Part::GmfAlone ? "gmf." : "mlp.";
}

NamedTensors copyOf(const NcfModel& model) {
    NamedTensors weights = weightsOf(model);
    for (auto& [name, tensor] : weights) {
        tensor = tensor.clone();
    }
    return weights;
}

}  // namespace

NeuralStages::NeuralStages(RunContext& context) : context_(context) {
    memory_.stage.part = firstPart(context.config);
}

Result<int> NeuralStages::adopt(const std::string& checkpoint) {
    auto read = checkpointFromBytes(checkpoint);
    if (!read) {
        return read.error();
    }
    memory_.stage = read->position.stage;
    if (!fits(memory_.stage, context_.config)) {
        return Error{ErrorKind::BadInput, "The checkpoint does not belong to this run.",
                     "Train the model again."};
    }
    for (const Part part : {Part::GmfAlone, Part::MlpAlone}) {
        addUnder(memory_.branches, prefixOf(part), under(read->tensors, prefixOf(part)));
    }
    checkpoint_ = std::move(*read);
    return checkpoint_->position.epoch;
}

void NeuralStages::beginRefit() {
    memory_.stage.part = firstPart(context_.config);
    memory_.stage.refit = true;
    memory_.stage.secondsBefore = context_.record.seconds;
}

Status NeuralStages::pretrain(NcfModel& network) {
    auto& stage = memory_.stage;
    if (stage.part == Part::Network) {
        return {};
    }
    if (stage.part == Part::GmfAlone) {
        const bool als = startsFromAls(context_.config);
        if (auto status = als ? solveGmf(stage.gmfEpochs) : trainAlone(stage.gmfEpochs); !status) {
            return status;
        }
        stage.part = Part::MlpAlone;
    }
    if (auto status = trainAlone(stage.mlpEpochs); !status) {
        return status;
    }
    stage.part = Part::Network;
    const auto gmf = trainedBranch(Part::GmfAlone);
    if (!gmf) {
        return gmf.error();
    }
    const auto mlp = trainedBranch(Part::MlpAlone);
    if (!mlp) {
        return mlp.error();
    }
    memory_.branches.clear();
    fuseBranches(network, *gmf, *mlp, context_.config.training.pretrainingTradeOff);
    return {};
}

Result<std::unique_ptr<NeuralStage>> NeuralStages::make(const NcfModel& model,
                                                        const ExperimentConfig& config) {
    auto stage = std::make_unique<NeuralStage>(context_, memory_, model, config.training);
    if (const auto from = std::exchange(checkpoint_, std::nullopt)) {
        if (auto status = stage->goOnFrom(*from); !status) {
            return status.error();
        }
    }
    return stage;
}

// The branch that the run stands in. A refit trains it for so many epochs, the first time finds
// them.
Status NeuralStages::trainAlone(int& epochs) {
    const bool refit = memory_.stage.refit;
    const auto config = configOf(context_.config, memory_.stage.part);
    const auto model = makeModel(config, context_.dataset);
    if (!model) {
        return model.error();
    }
    const auto stage = make(*model, config);
    if (!stage) {
        return stage.error();
    }
    TrainingObserver observer;
    observer.onEpoch = [&](const EpochRecord& epoch, bool best) {
        if (best) {
            epochs = epoch.epoch;
            keepBranch(*model);
        }
        return (*stage)->save();
    };
    observer.onRateChange = {};
    const auto outcome = (*stage)->run(observer, refit ? epochs : config.training.epochs);
    if (!outcome) {
        return outcome.error();
    }
    if (outcome->stopped) {
        return cancelled();
    }
    if (epochs == 0) {
        return nothingValidated();
    }
    if (refit) {
        keepBranch(*model);
    }
    memory_.stage.secondsBefore += outcome->seconds;
    return {};
}

// The GMF branch by implicit ALS, in iterations like trainAlone() in epochs. It takes far less time
// than the MLP branch, and is begun anew where a run is interrupted in it.
Status NeuralStages::solveGmf(int& iterations) {
    const auto& config = context_.config;
    const auto als = alsConfig(config);
    const auto& split = context_.split;
    const NcfModel model = factorModel(als, static_cast<std::int64_t>(split.users),
                                       static_cast<std::int64_t>(split.items), config.seed);
    checkpoint_.reset();
    WorkClock clock(0);
    ImplicitAls solver(model, split.train, als, config.training.threads);
    const Status status = iterate(solver, model, clock, iterations);
    context_.record.seconds = memory_.stage.secondsBefore + clock.seconds();
    if (!status) {
        const bool stopped = status.error().kind == ErrorKind::Cancelled;
        if (!stopped || !context_.control.suspended()) {
            return status;
        }
        context_.record.status = RunStatus::Interrupted;
        Checkpoint beginning;
        beginning.position.stage = memory_.stage;
        const auto saved = context_.project.saveCheckpoint(context_.record.id, toBytes(beginning));
        return saved ? status : saved;
    }
    memory_.stage.secondsBefore += clock.seconds();
    return {};
}

Status NeuralStages::iterate(ImplicitAls& als, const NcfModel& model, WorkClock& clock,
                             int& iterations) {
    const auto& config = context_.config;
    const bool refit = memory_.stage.refit;
    const int last = refit ? iterations : config.implicitAls.iterations;
    double best = 0;
    NamedTensors kept;
    for (int iteration = 1; iteration <= last; ++iteration) {
        const ProgressCallback progress = [&](std::uint64_t done, std::uint64_t total) {
            context_.monitor.update([&](RunSnapshot& s) {
                s.phase = RunPhase::GmfAlone;
                s.refit = refit;
                s.epoch = iteration;
                s.phaseEpochs = last;
                s.samplesDone = done;
                s.samplesPerEpoch = total;
                s.secondsElapsed = memory_.stage.secondsBefore + clock.seconds();
                const double whole =
                    iteration - 1 + static_cast<double>(done) / static_cast<double>(total);
                s.secondsLeft = whole > 0 ? clock.seconds() * (last - whole) / whole : -1;
            });
        };
        if (auto status = als.iterate(clock, context_.control, progress); !status) {
            return status;
        }
        if (refit) {
            continue;
        }
        NcfScorer scorer(model, std::nullopt, config.training.threads);
        const double quality =
            evaluateHeldOut(scorer, context_.split.validation, context_.split, config)
                .metrics.ndcg.value_or(0);
        if (iteration == 1 || quality > best) {
            best = quality;
            iterations = iteration;
            kept = copyOf(model);
        }
    }
    if (!refit) {
        if (auto status = copyInto(weightsOf(model), kept); !status) {
            return status;
        }
    }
    calibrate(model, context_.split.train, config.training.negativesPerPositive, config.seed);
    keepBranch(model);
    return {};
}

void NeuralStages::keepBranch(const NcfModel& model) {
    addUnder(memory_.branches, prefixOf(memory_.stage.part), copyOf(model));
}

Result<NcfModel> NeuralStages::trainedBranch(Part part) const {
    auto model = makeModel(configOf(context_.config, part), context_.dataset);
    if (!model) {
        return model;
    }
    const auto weights = under(memory_.branches, prefixOf(part));
    if (auto status = copyInto(weightsOf(*model), weights); !status) {
        return status.error();
    }
    return model;
}

}  // namespace ncf
