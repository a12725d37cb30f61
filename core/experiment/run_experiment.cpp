#include "experiment/run_experiment.h"

#include "evaluation/popularity.h"
#include "experiment/method_run.h"
#include "experiment/stored_advice.h"
#include "experiment/warm_source.h"
#include "recommendation/top_n.h"

#include <chrono>

namespace ncf {

namespace {

std::int64_t nowSeconds() {
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::unique_ptr<MethodRun> makeMethodRun(RunContext& context) {
    switch (context.config.method) {
        case Method::Neural:
            return makeNeuralRun(context);
        case Method::ImplicitAls:
            return makeImplicitAlsRun(context);
        case Method::Popularity:
        case Method::ItemNeighbours:
            break;
    }
    return makeBaselineRun(context);
}

// One run, from the loaded data to the stored results. The stages are methods in the order in which
// they are called.
class Run {
public:
    Run(Project project, ExperimentConfig config, RunControl& control, RunMonitor& monitor)
        : context_{std::move(project), std::move(config), control, monitor, {}, {}, {}, {}, {}},
          method_(makeMethodRun(context_)) {}

    Result<RunRecord> make(const std::string& name, int state) {
        if (auto status = loadWarmWeights(); !status) {
            return status.error();
        }
        const auto info = context_.project.datasetInfo();
        if (!info) {
            return info.error();
        }
        if (state == 0 && *info) {
            state = (*info)->state();
        }
        if (auto status = prepare(state); !status) {
            return status.error();
        }
        if (auto status = begin(name, state); !status) {
            return status.error();
        }
        return carryOut();
    }

    Result<RunRecord> goOn(const RunRecord& record) {
        if (auto status = prepare(record.dataState); !status) {
            return status.error();
        }
        if (auto status = adopt(record); !status) {
            return status.error();
        }
        return carryOut();
    }

private:
    bool ranks() const { return !context_.config.training.explicitFeedback(); }

    Status loadWarmWeights() {
        if (context_.config.warmStart == 0) {
            return {};
        }
        auto weights = warmWeights(context_.project, context_.config);
        if (!weights) {
            return weights.error();
        }
        context_.warmWeights = std::move(*weights);
        return {};
    }

    // From the data at that state.
    Status prepare(int state) {
        auto dataset = context_.project.loadDataset(state, {}, context_.control.stopToken());
        if (!dataset) {
            return dataset.error();
        }
        context_.dataset = std::move(*dataset);
        const auto& config = context_.config;
        if (config.split.kind == SplitKind::LeaveOneOut) {
            if (auto status = lookForLast(); !status) {
                return status;
            }
        }
        if (!ranks() && !context_.dataset.hasRatings()) {
            return Error{ErrorKind::BadInput, "This data has no ratings to learn.",
                         "Use binary cross-entropy (bce) as the loss."};
        }
        auto split = makeSplit(context_.dataset, config.split, !ranks(), config.seed);
        if (!split) {
            return split.error();
        }
        context_.split = std::move(*split);
        context_.scale = ratingScale(context_.dataset, config);
        if (auto status = method_->prepare(); !status) {
            return status;
        }
        if (ranks()) {
            PopularityScorer popularity(context_.split.train, context_.split.items);
            const auto baseline =
                evaluateHeldOut(popularity, context_.split.validation, context_.split, config);
            context_.monitor.update(
                [&](RunSnapshot& s) { s.popularityValidation = baseline.metrics; });
        }
        return context_.control.stopRequested() ? Status(cancelled()) : Status();
    }

    // Whether each user's last interaction is known to be their latest.
    Status lookForLast() {
        const auto info = context_.project.datasetInfo();
        if (!info) {
            return info.error();
        }
        const auto stored = *info ? storedAdvice(**info) : std::nullopt;
        misleading_ =
            stored ? stored->reason : adviseSplit(computeStatistics(context_.dataset)).reason;
        return {};
    }

    Status begin(const std::string& name, int state) {
        const auto& config = context_.config;
        auto& record = context_.record;
        record.dataState = record.latestState = state;
        record.model = modelName(config);
        record.name = name.empty() ? record.model : name;
        record.startedAt = nowSeconds();
        record.config = toJson(config);
        record.protocol = protocolName(config.split.kind, config.split.negatives,
                                       config.evaluation.candidates, !ranks());
        record.cutoff = config.evaluation.cutoff;
        record.seed = config.seed;
        record.parameters = method_->parameters();
        const auto id = context_.project.beginRun(record);
        if (!id) {
            return id.error();
        }
        record.id = *id;
        context_.monitor.update([&](RunSnapshot& s) {
            s.runId = record.id;
            s.phase = RunPhase::Training;
            s.epoch = 1;
            s.phaseEpochs = s.epochs = config.epochs();
            s.inEpochs = config.isTrained();
        });
        return {};
    }

    // Takes over what an interrupted run left.
    Status adopt(const RunRecord& record) {
        const auto checkpoint = context_.project.checkpoint(record.id);
        if (!checkpoint) {
            return checkpoint.error();
        }
        context_.record = record;
        const auto epoch = method_->adopt(*checkpoint);
        if (!epoch) {
            return epoch.error();
        }
        // The checkpoint holds everything for the training at hand, but not for a refit to come.
        if (context_.config.refit && !method_->inRefit()) {
            if (auto status = loadWarmWeights(); !status) {
                return status;
            }
        }
        const auto epochs = context_.project.epochs(record.id);
        if (!epochs) {
            return epochs.error();
        }
        if (auto status = context_.project.adoptRun(record.id); !status) {
            return status;
        }
        context_.monitor.update([&](RunSnapshot& s) {
            s.runId = record.id;
            s.phase = RunPhase::Training;
            s.epoch = *epoch;
            s.phaseEpochs = s.epochs = context_.config.epochs();
            s.epochRecords = *epochs;
            s.bestEpoch = record.bestEpoch;
        });
        return {};
    }

    Result<RunRecord> carryOut() {
        auto& record = context_.record;
        record.status = RunStatus::Running;
        record.note = misleading_;
        const Status status = trainAndReportCaught();
        const bool suspended = record.status == RunStatus::Interrupted;
        if (context_.control.discarded()) {
            const Status removed = context_.project.discardRun(record.id);
            context_.monitor.update([](RunSnapshot& s) { s.phase = RunPhase::Finished; });
            return removed ? cancelled() : removed.error();
        }
        if (!status && !suspended) {
            const bool stopped = status.error().kind == ErrorKind::Cancelled;
            record.status = stopped ? RunStatus::Cancelled : RunStatus::Failed;
            record.note = stopped ? "" : status.error().message();
        }
        record.finishedAt = nowSeconds();
        const Status stored = context_.project.finishRun(record, outcome_);
        context_.monitor.update([](RunSnapshot& s) { s.phase = RunPhase::Finished; });
        if (!status && !suspended) {
            return status.error();
        }
        if (!stored) {
            return stored.error();
        }
        return record;
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
        if (method_->inRefit()) {
            context_.record.status = RunStatus::Finished;
        } else if (auto status = method_->train(); !status) {
            return status;
        }
        if (isRefit(context_.config, context_.record)) {
            if (auto status = refit(); !status) {
                return status;
            }
        }
        context_.monitor.update([](RunSnapshot& s) { s.phase = RunPhase::Evaluating; });
        if (auto status = method_->takeBest(); !status) {
            return status;
        }
        test();
        auto recommended = recommend();
        const bool givenUp = !recommended && recommended.error().kind == ErrorKind::Cancelled;
        return givenUp ? Status() : recommended;
    }

    Status refit() {
        auto& record = context_.record;
        joinValidation(context_.split);
        context_.monitor.update([&](RunSnapshot& s) {
            s.refit = true;
            s.phaseEpochs = record.bestEpoch;
            s.epoch = method_->inRefit() ? s.epoch : 1;
            s.samplesDone = 0;
            s.secondsLeft = -1;
        });
        const Status status = method_->refit(record.bestEpoch);
        const bool stopped = !status && status.error().kind == ErrorKind::Cancelled &&
                             record.status != RunStatus::Interrupted;
        if (!stopped) {
            return status;
        }
        // What validation chose is still there, and belongs to the split that it was chosen on.
        record.status = RunStatus::Stopped;
        auto split =
            makeSplit(context_.dataset, context_.config.split, !ranks(), context_.config.seed);
        if (!split) {
            return split.error();
        }
        context_.split = std::move(*split);
        return {};
    }

    void test() {
        const auto& split = context_.split;
        const auto scorer = method_->scorer(context_.scale);
        auto tested = evaluateHeldOut(*scorer, split.test, split, context_.config);
        context_.record.test = tested.metrics;
        outcome_ = std::move(tested.outcome);
        if (ranks()) {
            PopularityScorer popularity(split.train, split.items);
            context_.record.popularity =
                evaluateHeldOut(popularity, split.test, split, context_.config).metrics;
        }
    }

    Status recommend() {
        if (context_.config.recommendations == 0) {
            return {};
        }
        context_.monitor.update([](RunSnapshot& s) { s.phase = RunPhase::Recommending; });
        const ProgressCallback progress = [&](std::uint64_t done, std::uint64_t total) {
            context_.monitor.update([&](RunSnapshot& s) {
                s.recommendFraction = static_cast<double>(done) / static_cast<double>(total);
            });
        };
        return context_.project.saveRecommendations(
            context_.record.id, [&](const Project::RecommendationSink& sink) {
                const auto scorer = method_->scorer(std::nullopt);
                std::vector<UserTopN> lists;
                return recommendAll(
                    *scorer, context_.split.train, context_.split.items,
                    context_.config.recommendations,
                    [&](std::span<const UserTopN> block) {
                        lists.assign(block.begin(), block.end());
                        for (auto& list : lists) {
                            for (auto& entry : list.items) {
                                entry.score =
                                    readableScore(context_.config, context_.scale, entry.score);
                            }
                        }
                        return sink(lists);
                    },
                    progress, context_.control.secondStopToken());
            });
    }

    RunContext context_;
    std::unique_ptr<MethodRun> method_;
    TestOutcome outcome_;     // of the best epoch
    std::string misleading_;  // why the split makes the results mislead
};

}  // namespace

Result<RunRecord> runExperiment(const std::filesystem::path& projectFile,
                                const ExperimentConfig& config, const std::string& name,
                                RunControl& control, RunMonitor& monitor, int dataState) {
    if (auto valid = config.validate(); !valid) {
        return valid.error();
    }
    auto project = Project::open(projectFile);
    if (!project) {
        return project.error();
    }
    return Run(std::move(*project), config, control, monitor).make(name, dataState);
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
    return Run(std::move(*project), *config, control, monitor).goOn(*record);
}

}  // namespace ncf
