#include "experiment/run_experiment.h"

#include "evaluation/popularity.h"
#include "experiment/rate_meter.h"
#include "model/ncf_model.h"
#include "model/ncf_scorer.h"
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

std::optional<RatingScale> ratingScale(const Dataset& dataset, const ExperimentConfig& config) {
    if (!config.training.explicitFeedback()) {
        return std::nullopt;
    }
    const auto [low, high] = dataset.ratingRange();
    return RatingScale{low, high};
}

Result<NcfModel> makeModel(const ExperimentConfig& config, const Dataset& dataset) {
    try {
        NcfModel model(config.model, static_cast<std::int64_t>(dataset.userCount()),
                       static_cast<std::int64_t>(dataset.itemCount()), config.seed);
        model->to(torch::Device(config.training.device));
        return model;
    } catch (const std::exception&) {
        return Error{ErrorKind::BadInput,
                     "The model cannot be made on the device “" + config.training.device + "”.",
                     "Use “cpu”, or a smaller model if memory ran out."};
    }
}

std::optional<Metrics> evaluateHeldOut(Scorer& scorer, std::span<const HeldOut> heldOut,
                                       const Split& split, const ExperimentConfig& config,
                                       std::stop_token stop) {
    if (config.training.explicitFeedback()) {
        return evaluateRatings(scorer, heldOut, stop);
    }
    const auto ranking =
        evaluateRanking(scorer, heldOut, split.train, split.items, config.evaluation, stop);
    return ranking ? std::optional(ranking->metrics) : std::nullopt;
}

Error fromLibTorch(const std::exception& exception) {
    // The first line says what; the rest is a backtrace.
    const std::string text = exception.what();
    return {ErrorKind::Internal, "The computation failed: " + text.substr(0, text.find('\n')),
            "Try a smaller model or batch; if it happens again, report it with this message."};
}

// One run, from the loaded data to the stored results. The stages are methods in the order in which
// they are called; what they share are the members.
class Run {
public:
    Run(Project project, const ExperimentConfig& config, RunControl& control, RunMonitor& monitor)
        : project_(std::move(project)), config_(config), control_(control), monitor_(monitor) {}

    Result<RunRecord> make(const std::string& name) {
        if (auto status = prepare(); !status) {
            return status.error();
        }
        if (auto status = begin(name); !status) {
            return status.error();
        }
        const Status status = trainAndReportCaught();
        if (!status) {
            const bool stopped = status.error().kind == ErrorKind::Cancelled;
            record_.status = stopped ? RunStatus::Cancelled : RunStatus::Failed;
            record_.note = stopped ? "" : status.error().message();
        }
        record_.finishedAt = nowSeconds();
        const Status stored = project_.finishRun(record_);
        monitor_.update([](RunSnapshot& s) { s.phase = RunPhase::Finished; });
        if (!status) {
            return status.error();
        }
        if (!stored) {
            return stored.error();
        }
        return record_;
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
            const auto baseline =
                evaluateHeldOut(popularity, split_.validation, split_, config_, {});
            monitor_.update([&](RunSnapshot& s) { s.popularityValidation = *baseline; });
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
        RateMeter rate;
        const TrainingObserver observer{
            [&](const StepReport& step) { showStep(step, rate); },
            [&](const EpochRecord& epoch, bool best) { return keepEpoch(epoch, best); }};
        const auto outcome = trainer.run(control_, observer);
        if (!outcome) {
            return outcome.error();
        }
        record_.seconds = outcome->seconds;
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
            s.secondsLeft = step.secondsElapsed * (s.epochs - doneEpochs) / doneEpochs;
        });
    }

    Status keepEpoch(const EpochRecord& epoch, bool best) {
        const auto weights = best ? std::optional(weightsToBytes(model_)) : std::nullopt;
        if (auto status = project_.addEpoch(record_.id, epoch, weights); !status) {
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
        record_.test = *evaluateHeldOut(scorer, split_.test, split_, config_, {});
        if (!config_.training.explicitFeedback()) {
            PopularityScorer popularity(split_.train, split_.items);
            record_.popularity = *evaluateHeldOut(popularity, split_.test, split_, config_, {});
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
    const ExperimentConfig& config_;
    RunControl& control_;
    RunMonitor& monitor_;
    Dataset dataset_;
    Split split_;
    std::optional<RatingScale> scale_;
    NcfModel model_{nullptr};
    RunRecord record_;
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

Result<Metrics> evaluateRun(const std::filesystem::path& projectFile, std::int64_t runId,
                            const EvaluationConfig& evaluation) {
    if (auto valid = evaluation.validate(); !valid) {
        return valid.error();
    }
    auto project = Project::open(projectFile);
    if (!project) {
        return project.error();
    }
    const auto record = project->run(runId);
    if (!record) {
        return record.error();
    }
    auto config = experimentFromJson(record->config);
    if (!config) {
        return config.error();
    }
    if (auto valid = config->validate(); !valid) {
        return valid.error();
    }
    config->evaluation = evaluation;
    const auto weights = project->weights(runId);
    if (!weights) {
        return weights.error();
    }
    const auto dataset = project->loadDataset();
    if (!dataset) {
        return dataset.error();
    }
    const auto split =
        makeSplit(*dataset, config->split, config->training.explicitFeedback(), config->seed);
    if (!split) {
        return split.error();
    }
    try {
        torch::set_num_threads(config->training.threads);
        auto model = makeModel(*config, *dataset);
        if (!model) {
            return model.error();
        }
        if (auto status = weightsFromBytes(*weights, *model); !status) {
            return status.error();
        }
        (*model)->eval();
        NcfScorer scorer(*model, ratingScale(*dataset, *config), config->training.threads);
        return *evaluateHeldOut(scorer, split->test, *split, *config, {});
    } catch (const std::exception& exception) {
        return fromLibTorch(exception);
    }
}

}  // namespace ncf
