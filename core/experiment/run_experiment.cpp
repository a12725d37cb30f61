#include "experiment/run_experiment.h"

#include "evaluation/popularity.h"
#include "experiment/rate_meter.h"
#include "experiment/run_parts.h"
#include "model/weights_file.h"
#include "recommendation/top_n.h"
#include "store/project.h"
#include "training/trainer.h"

#include <torch/torch.h>

#include <chrono>

namespace ncf {

namespace {

std::int64_t nowSeconds() {
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

// One run, from the loaded data to the stored results. The stages are methods in the order in which
// they are called; what they share are the members.
class Run {
public:
    Run(Project project, ExperimentConfig config, RunControl& control, RunMonitor& monitor)
        : project_(std::move(project)),
          config_(std::move(config)),
          control_(control),
          monitor_(monitor) {}

    Result<RunRecord> make(const std::string& name) {
        if (auto status = prepare(); !status) {
            return status.error();
        }
        if (auto status = begin(name); !status) {
            return status.error();
        }
        return carryOut();
    }

    Result<RunRecord> goOn(const RunRecord& record) {
        if (auto status = prepare(); !status) {
            return status.error();
        }
        if (auto status = adopt(record); !status) {
            return status.error();
        }
        return carryOut();
    }

private:
    Status prepare() {
        auto dataset = project_.loadDataset({}, control_.stopToken());
        if (!dataset) {
            return dataset.error();
        }
        dataset_ = std::move(*dataset);
        if (config_.training.explicitFeedback() && !dataset_.hasRatings()) {
            return Error{ErrorKind::BadInput, "This data has no ratings to learn.",
                         "Use binary cross-entropy (bce) as the loss."};
        }
        auto split =
            makeSplit(dataset_, config_.split, config_.training.explicitFeedback(), config_.seed);
        if (!split) {
            return split.error();
        }
        split_ = std::move(*split);
        scale_ = ratingScale(dataset_, config_);
        if (auto model = makeModel(config_, dataset_)) {
            model_ = *model;
        } else {
            return model.error();
        }
        if (!config_.training.explicitFeedback()) {
            PopularityScorer popularity(split_.train, split_.items);
            const auto baseline = evaluateHeldOut(popularity, split_.validation, split_, config_);
            monitor_.update([&](RunSnapshot& s) { s.popularityValidation = baseline.metrics; });
        }
        return control_.stopRequested() ? Status(cancelled()) : Status();
    }

    Status begin(const std::string& name) {
        record_.name = name.empty() ? modelName(config_.model) : name;
        record_.startedAt = nowSeconds();
        record_.model = modelName(config_.model);
        record_.config = toJson(config_);
        record_.protocol =
            protocolName(config_.split.kind, config_.split.negatives, config_.evaluation.candidates,
                         config_.training.explicitFeedback());
        record_.cutoff = config_.evaluation.cutoff;
        record_.seed = config_.seed;
        record_.parameters = parameterCount(config_.model, split_.users, split_.items);
        const auto id = project_.beginRun(record_);
        if (!id) {
            return id.error();
        }
        record_.id = *id;
        monitor_.update([&](RunSnapshot& s) {
            s.runId = record_.id;
            s.phase = RunPhase::Training;
            s.epoch = 1;
            s.epochs = config_.training.epochs;
        });
        return {};
    }

    // Takes over what an interrupted run left.
    Status adopt(const RunRecord& record) {
        const auto bytes = project_.checkpoint(record.id);
        if (!bytes) {
            return bytes.error();
        }
        auto checkpoint = checkpointFromBytes(*bytes);
        if (!checkpoint) {
            return checkpoint.error();
        }
        const auto epochs = project_.epochs(record.id);
        if (!epochs) {
            return epochs.error();
        }
        if (auto status = project_.adoptRun(record.id); !status) {
            return status;
        }
        record_ = record;
        checkpoint_ = std::move(*checkpoint);
        monitor_.update([&](RunSnapshot& s) {
            s.runId = record_.id;
            s.phase = RunPhase::Training;
            s.epoch = checkpoint_->position.epoch;
            s.epochs = config_.training.epochs;
            s.epochRecords = *epochs;
            s.bestEpoch = record_.bestEpoch;
        });
        return {};
    }

    Result<RunRecord> carryOut() {
        const Status status = trainAndReportCaught();
        if (control_.discarded()) {
            const Status removed = project_.discardRun(record_.id);
            monitor_.update([](RunSnapshot& s) { s.phase = RunPhase::Finished; });
            return removed ? cancelled() : removed.error();
        }
        if (!status && !suspended_) {
            const bool stopped = status.error().kind == ErrorKind::Cancelled;
            record_.status = stopped ? RunStatus::Cancelled : RunStatus::Failed;
            record_.note = stopped ? "" : status.error().message();
        }
        record_.finishedAt = nowSeconds();
        const Status stored = project_.finishRun(record_, outcome_);
        monitor_.update([](RunSnapshot& s) { s.phase = RunPhase::Finished; });
        if (!status && !suspended_) {
            return status.error();
        }
        if (!stored) {
            return stored.error();
        }
        return record_;
    }

    // The one place where LibTorch's exceptions end.
    Status trainAndReportCaught() {
        try {
            return trainAndReport();
        } catch (const std::exception& exception) {
            return fromLibTorch(exception);
        }
    }

    Status trainAndReport() {
        if (auto status = train(); !status) {
            return status;
        }
        monitor_.update([](RunSnapshot& s) { s.phase = RunPhase::Evaluating; });
        const auto weights = project_.weights(record_.id);
        if (!weights) {
            return weights.error();
        }
        if (auto status = weightsFromBytes(*weights, model_); !status) {
            return status;
        }
        model_->eval();
        test();
        auto recommended = recommend();
        const bool givenUp = !recommended && recommended.error().kind == ErrorKind::Cancelled;
        return givenUp ? Status() : recommended;
    }

    Status train() {
        Trainer trainer(model_, split_, config_.training, config_.evaluation, scale_, config_.seed);
        if (checkpoint_) {
            if (auto status = trainer.goOnFrom(*checkpoint_); !status) {
                return status;
            }
            checkpoint_.reset();
        }
        RateMeter rate;
        const TrainingObserver observer{
            [&](const StepReport& step) { showStep(step, rate); },
            [&](const EpochRecord& epoch, bool best) {
                return keepEpoch(epoch, best, toBytes(trainer.checkpoint()));
            },
            [&] { return project_.saveCheckpoint(record_.id, toBytes(trainer.checkpoint())); },
            [&](const std::string& changes) {
                config_.training.rateChanges = changes;
                record_.config = toJson(config_);
                return project_.setRunConfig(record_.id, record_.config);
            }};
        const auto outcome = trainer.run(control_, observer);
        if (!outcome) {
            return outcome.error();
        }
        record_.seconds = outcome->seconds;
        if (outcome->stopped && control_.suspended()) {
            suspended_ = true;
            record_.status = RunStatus::Interrupted;
            return cancelled();
        }
        if (outcome->bestEpoch == 0) {
            return outcome->stopped
                       ? cancelled()
                       : Error{ErrorKind::BadInput, "No epoch gave a validation result.",
                               "Lower the learning rate and train again."};
        }
        record_.status = outcome->stopped ? RunStatus::Stopped : RunStatus::Finished;
        return {};
    }

    void showStep(const StepReport& step, RateMeter& rate) {
        const double doneEpochs =
            step.epoch - 1 +
            static_cast<double>(step.samplesDone) / static_cast<double>(step.samplesPerEpoch);
        monitor_.addLoss({static_cast<float>(doneEpochs), static_cast<float>(step.loss)});
        const double perSecond = rate.add(step);
        monitor_.update([&](RunSnapshot& s) {
            s.epoch = step.epoch;
            s.samplesDone = step.samplesDone;
            s.samplesPerEpoch = step.samplesPerEpoch;
            if (perSecond > 0) {
                s.samplesPerSecond = perSecond;
            }
            s.secondsElapsed = step.secondsElapsed;
            if (!step.layers.empty()) {
                s.layers = step.layers;
            }
            s.secondsLeft = step.secondsElapsed * (s.epochs - doneEpochs) / doneEpochs;
        });
    }

    Status keepEpoch(const EpochRecord& epoch, bool best, const std::string& checkpoint) {
        const auto weights = best ? std::optional(weightsToBytes(model_)) : std::nullopt;
        if (auto status = project_.addEpoch(record_.id, epoch, weights, checkpoint); !status) {
            return status;
        }
        record_.epochs = epoch.epoch;
        if (best) {
            record_.bestEpoch = epoch.epoch;
            record_.validation = epoch.validation;
        }
        monitor_.update([&](RunSnapshot& s) {
            s.epochRecords.push_back(epoch);
            s.samplesPerSecond = epoch.samplesPerSecond;
            s.bestEpoch = record_.bestEpoch;
        });
        return {};
    }

    void test() {
        NcfScorer scorer(model_, scale_, config_.training.threads);
        auto tested = evaluateHeldOut(scorer, split_.test, split_, config_);
        record_.test = tested.metrics;
        outcome_ = std::move(tested.outcome);
        if (!config_.training.explicitFeedback()) {
            PopularityScorer popularity(split_.train, split_.items);
            record_.popularity = evaluateHeldOut(popularity, split_.test, split_, config_).metrics;
        }
    }

    Status recommend() {
        if (config_.recommendations == 0) {
            return {};
        }
        monitor_.update([](RunSnapshot& s) { s.phase = RunPhase::Recommending; });
        const auto readable = [&](float logit) {
            return scale_ ? scale_->rating(logit) : probability(logit);
        };
        const ProgressCallback progress = [&](std::uint64_t done, std::uint64_t total) {
            monitor_.update([&](RunSnapshot& s) {
                s.recommendFraction = static_cast<double>(done) / static_cast<double>(total);
            });
        };
        return project_.saveRecommendations(
            record_.id, [&](const Project::RecommendationSink& sink) {
                NcfScorer scorer(model_, std::nullopt, config_.training.threads);
                std::vector<UserTopN> lists;
                return recommendAll(
                    scorer, split_.train, split_.items, config_.recommendations,
                    [&](std::span<const UserTopN> block) {
                        lists.assign(block.begin(), block.end());
                        for (auto& list : lists) {
                            for (auto& entry : list.items) {
                                entry.score = readable(entry.score);
                            }
                        }
                        return sink(lists);
                    },
                    progress, control_.secondStopToken());
            });
    }

    Project project_;
    ExperimentConfig config_;
    RunControl& control_;
    RunMonitor& monitor_;
    Dataset dataset_;
    Split split_;
    std::optional<RatingScale> scale_;
    NcfModel model_{nullptr};
    RunRecord record_;
    std::optional<Checkpoint> checkpoint_;  // to go on from
    bool suspended_ = false;
    TestOutcome outcome_;  // of the best epoch
};

}  // namespace

Result<RunRecord> runExperiment(const std::filesystem::path& projectFile,
                                const ExperimentConfig& config, const std::string& name,
                                RunControl& control, RunMonitor& monitor) {
    if (auto valid = config.validate(); !valid) {
        return valid.error();
    }
    auto project = Project::open(projectFile);
    if (!project) {
        return project.error();
    }
    torch::set_num_threads(config.training.threads);
    return Run(std::move(*project), config, control, monitor).make(name);
}

Result<RunRecord> resumeExperiment(const std::filesystem::path& projectFile, std::int64_t runId,
                                   RunControl& control, RunMonitor& monitor) {
    auto project = Project::open(projectFile);
    if (!project) {
        return project.error();
    }
    const auto record = project->run(runId);
    if (!record) {
        return record.error();
    }
    const auto config = experimentFromJson(record->config);
    if (!config) {
        return config.error();
    }
    if (auto valid = config->validate(); !valid) {
        return valid.error();
    }
    torch::set_num_threads(config->training.threads);
    return Run(std::move(*project), *config, control, monitor).goOn(*record);
}

}  // namespace ncf
