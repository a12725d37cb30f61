#include "base/text.h"
#include "commands.h"
#include "experiment/presets.h"
#include "experiment/run_experiment.h"
#include "experiment/run_json.h"
#include "experiment_options.h"
#include "output.h"
#include "record_output.h"
#include "run_choice.h"
#include "store/project.h"
#include "terminal_progress.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>

namespace ncf::cli {

namespace {

struct TrainArguments {
    explicit TrainArguments(CLI::App& command) : experiment(command) {}

    std::string project;
    std::string name;
    bool json = false;
    ExperimentOptions experiment;
};

std::string percent(double fraction) {
    return std::to_string(static_cast<int>(100 * fraction)) + " %";
}

std::string statusText(const RunSnapshot& now) {
    switch (now.phase) {
        case RunPhase::Preparing:
            return "preparing the data";
        case RunPhase::GmfAlone:
        case RunPhase::MlpAlone:
        case RunPhase::Training:
            break;
        case RunPhase::Evaluating:
            return "evaluating the best epoch on the test items";
        case RunPhase::Recommending:
            return "recommending " + progressBar(now.recommendFraction) + " " +
                   percent(now.recommendFraction);
        case RunPhase::Finished:
            return "";
    }
    const double part = now.samplesPerEpoch > 0 ? static_cast<double>(now.samplesDone) /
                                                      static_cast<double>(now.samplesPerEpoch)
                                                : 0;
    if (!now.inEpochs) {
        return "working it out " + progressBar(part) + " " + percent(part);
    }
    std::string text = epochText(now) + " " + progressBar(part) + " " + percent(part);
    if (now.samplesPerSecond > 0) {
        text +=
            "  " + withThousands(static_cast<std::uint64_t>(now.samplesPerSecond)) + " samples/s";
    }
    if (now.secondsLeft >= 0) {
        text += "  " + duration(now.secondsLeft) + " left at most";
    }
    return text;
}

std::string lineOf(const EpochRecord& epoch, int epochs, int cutoff) {
    return "epoch " + std::to_string(epoch.epoch) + "/" + std::to_string(epochs) +
           "  training loss " + fixed(epoch.trainLoss, 4) + "  validation " +
           metricsText(epoch.validation, cutoff) + "  " +
           withThousands(static_cast<std::uint64_t>(epoch.samplesPerSecond)) + " samples/s  " +
           duration(epoch.seconds);
}

// Turns the monitor's numbers into lines: one for each epoch that ended since the last look.
class EpochLines {
public:
    EpochLines(const RunMonitor& monitor, int cutoff) : monitor_(monitor), cutoff_(cutoff) {}

    void tick(TerminalProgress& out) {
        const RunSnapshot now = monitor_.snapshot();
        for (; now.inEpochs && shown_ < now.epochRecords.size(); ++shown_) {
            out.line(lineOf(now.epochRecords[shown_], now.epochs, cutoff_));
        }
        if (const std::string text = statusText(now); !text.empty()) {
            out.status(text);
        }
    }

private:
    const RunMonitor& monitor_;
    int cutoff_;
    std::size_t shown_ = 0;
};

std::string runNameOf(const TrainArguments& arguments, const ExperimentConfig& config) {
    if (!arguments.name.empty()) {
        return arguments.name;
    }
    const Preset* preset = findPreset(arguments.experiment.preset());
    return preset != nullptr ? preset->name : modelName(config);
}

int printOutcome(const RunRecord& run, const std::string& file, bool asJson) {
    if (asJson) {
        auto json = toJson(run);
        auto& epochs = json["epochRecords"] = nlohmann::ordered_json::array();
        auto project = Project::open(file);
        const auto records =
            project ? project->epochs(run.id) : Result<std::vector<EpochRecord>>(project.error());
        if (!records) {
            return fail(records.error());
        }
        for (const auto& epoch : *records) {
            epochs.push_back(toJson(epoch));
        }
        printJson(json);
    } else {
        std::cout << "Run " << run.id << " (" << printable(run.name) << ") "
                  << statusName(run.status)
                  << (trained(run) ? " after " + std::to_string(run.epochs) + " epochs" : "")
                  << " in " << duration(run.seconds)
                  << (trained(run) ? "; the best was epoch " + std::to_string(run.bestEpoch) : "")
                  << ".\n";
        printResults(run);
        if (!run.note.empty()) {
            std::cout << "  note                " << printable(run.note) << "\n";
        }
    }
    // A run that was stopped keeps its results, but is not what the caller asked for.
    return run.status == RunStatus::Finished ? kDone : kCancelled;
}

// Runs `work`, which takes a RunControl and a RunMonitor, with its progress on the terminal.
template <class Work>
Result<RunRecord> watched(int cutoff, Work work) {
    RunControl control;
    RunMonitor monitor;
    EpochLines lines(monitor, cutoff);
    const TerminalProgress terminal(
        [&](TerminalProgress& out) { lines.tick(out); },
        [&](TerminalProgress& out) {
            out.line("Stopping; the best epoch so far is kept. Ctrl-C again ends at once.");
            control.stop();
        });
    return work(control, monitor);
}

int end(const Result<RunRecord>& run, const std::string& project, bool json) {
    if (!run) {
        return fail(run.error());
    }
    return printOutcome(*run, project, json);
}

int runTrain(const TrainArguments& arguments) {
    const auto config = arguments.experiment.configFor(arguments.project);
    if (!config) {
        return fail(config.error());
    }
    const auto run =
        watched(config->evaluation.cutoff, [&](RunControl& control, RunMonitor& monitor) {
            return runExperiment(arguments.project, *config, runNameOf(arguments, *config), control,
                                 monitor);
        });
    return end(run, arguments.project, arguments.json);
}

struct ResumeArguments {
    std::string project;
    std::string run = "last";
    bool json = false;
};

int runResume(const ResumeArguments& arguments) {
    const auto project = Project::open(arguments.project);
    if (!project) {
        return fail(project.error());
    }
    const auto record = chooseRun(*project, arguments.run);
    if (!record) {
        return fail(record.error());
    }
    const auto run = watched(record->cutoff, [&](RunControl& control, RunMonitor& monitor) {
        return resumeExperiment(arguments.project, record->id, control, monitor);
    });
    return end(run, arguments.project, arguments.json);
}

}  // namespace

void addTrainCommand(CLI::App& app, int& exitCode) {
    auto* const command =
        app.add_subcommand("train", "Train a model on a project's data and store the run");
    const auto arguments = std::make_shared<TrainArguments>(*command);
    command->add_option("PROJECT", arguments->project, kProjectHelp)->required();
    command->add_option("--name", arguments->name, "What the run is called in lists");
    command->add_flag("--json", arguments->json, kJsonHelp);
    command->footer(
        "\nThe settings are the defaults or, with --warm-start, those of that run, overruled by\n"
        "--preset, overruled by --config, overruled by the single options. If none of these says\n"
        "what is held out (--split), it is the data's own test set, or each user's last interaction,\n"
        "or a share at random where that would mislead. Ctrl-C stops and keeps the best epoch so far\n"
        "(exit code 130); a second Ctrl-C ends at once.\n"
        "\nExamples:\n"
        "  ncf train films.ncf\n"
        "  ncf train films.ncf --preset neumf-8 --epochs 30 --patience 5 --name 'long'\n"
        "  ncf train films.ncf --mlp-user-dim 0 --mlp-item-dim 0 --gmf-factors 16   # GMF alone\n"
        "  ncf train films.ncf --loss mse --split ratio                # learn the ratings\n"
        "  ncf train films.ncf --preset item-neighbours                # a baseline\n"
        "  ncf train films.ncf --preset ials --als-factors 64          # matrix factorisation\n"
        "  ncf train films.ncf --warm-start best                       # go on from what is known");
    command->callback([arguments, &exitCode] { exitCode = runTrain(*arguments); });
}

void addResumeCommand(CLI::App& app, int& exitCode) {
    auto* const command = app.add_subcommand(
        "resume", "Go on with a run that was interrupted, with the numbers it would have had");
    const auto arguments = std::make_shared<ResumeArguments>();
    command->add_option("PROJECT", arguments->project, kProjectHelp)->required();
    command->add_option("RUN", arguments->run, kRunHelp)->capture_default_str();
    command->add_flag("--json", arguments->json, kJsonHelp);
    command->footer(
        "\nA run is saved after each epoch and once a minute; after a crash or a power cut it "
        "goes\n"
        "on from there. `ncf runs PROJECT` shows which runs are interrupted.\n"
        "\nExample:\n"
        "  ncf resume films.ncf");
    command->callback([arguments, &exitCode] { exitCode = runResume(*arguments); });
}

}  // namespace ncf::cli
