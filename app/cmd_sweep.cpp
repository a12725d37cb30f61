#include "base/text.h"
#include "commands.h"
#include "experiment/run_sweep.h"
#include "experiment_options.h"
#include "output.h"
#include "record_output.h"
#include "sweep_output.h"
#include "terminal_progress.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

namespace ncf::cli {

namespace {

struct SweepArguments {
    explicit SweepArguments(CLI::App& command) : experiment(command) {}

    std::string project;
    std::string name;
    std::vector<std::string> vary;  // SETTING=VALUES each
    int random = 0;                 // 0: a grid
    int maxTrials = SweepPlan().trials;
    int eta = 0;  // 0: no successive halving
    int firstEpochs = Halving().firstEpochs;
    bool json = false;
    ExperimentOptions experiment;
};

Result<SweepPlan> planOf(const SweepArguments& arguments) {
    const auto base = arguments.experiment.configFor(arguments.project);
    if (!base) {
        return base.error();
    }
    SweepPlan plan;
    plan.name = arguments.name;
    plan.base = *base;
    for (const auto& text : arguments.vary) {
        const auto equals = text.find('=');
        if (equals == std::string::npos) {
            return Error{ErrorKind::BadInput, "“" + text + "” names no values to try.",
                         "Write --vary SETTING=VALUES, as in --vary learning-rate=0.001,0.002."};
        }
        const auto axis = parseAxis(text.substr(0, equals), text.substr(equals + 1));
        if (!axis) {
            return axis.error();
        }
        plan.axes.push_back(*axis);
    }
    plan.order = arguments.random > 0 ? SweepOrder::Random : SweepOrder::Grid;
    plan.trials = arguments.random > 0 ? arguments.random : arguments.maxTrials;
    if (arguments.eta > 0) {
        plan.halving = Halving{arguments.eta, arguments.firstEpochs};
    }
    return plan;
}

const TrialStatus* runningOf(const SweepSnapshot& now) {
    for (const auto& status : now.trials) {
        if (status.state == TrialState::Running) {
            return &status;
        }
    }
    return nullptr;
}

// Turns the queue's numbers into lines: one for each training that ended since the last look.
class SweepLines {
public:
    explicit SweepLines(const SweepQueue& queue) : queue_(queue), shown_(queue.trials().size()) {}

    void tick(TerminalProgress& out) {
        const SweepSnapshot now = queue_.snapshot();
        for (const auto& status : now.trials) {
            auto& shown = shown_[static_cast<std::size_t>(status.trial)];
            const bool failed =
                status.state == TrialState::Failed || status.state == TrialState::Invalid;
            if (status.runId != shown.runId || failed != shown.failed) {
                out.line(trialLine(queue_.plan(),
                                   queue_.trials()[static_cast<std::size_t>(status.trial)],
                                   status));
            }
            shown = {status.runId, failed};
        }
        out.status(statusText(now));
    }

private:
    struct Shown {
        std::int64_t runId = 0;
        bool failed = false;
    };

    std::string statusText(const SweepSnapshot& now) const {
        const TrialStatus* const running = runningOf(now);
        if (running == nullptr) {
            return "preparing";
        }
        const auto waiting = std::count_if(
            now.trials.begin(), now.trials.end(),
            [](const TrialStatus& status) { return status.state == TrialState::Waiting; });
        std::string text = "trial " + std::to_string(running->trial + 1) + ", " +
                           std::to_string(waiting) + " waiting";
        if (now.rungs.size() > 1) {
            text +=
                ", round " + std::to_string(now.rung + 1) + "/" + std::to_string(now.rungs.size());
        }
        const double epoch = now.run.samplesPerEpoch > 0
                                 ? static_cast<double>(now.run.samplesDone) /
                                       static_cast<double>(now.run.samplesPerEpoch)
                                 : 0;
        if (now.run.inEpochs) {
            text += "  " + epochText(now.run);
        }
        text += " " + progressBar(epoch);
        if (now.secondsLeft >= 0) {
            text += "  about " + duration(now.secondsLeft) + " left";
        }
        return text;
    }

    const SweepQueue& queue_;
    std::vector<Shown> shown_;
};

// The best trial's run as it is stored, and the command that makes it again.
Status addBest(SweepOutcome& outcome, const std::string& projectFile) {
    const TrialStatus* const best = bestTrial(outcome.snapshot.trials);
    if (best == nullptr) {
        return {};
    }
    const auto project = Project::open(projectFile);
    if (!project) {
        return project.error();
    }
    const auto run = project->run(best->runId);
    if (!run) {
        return run.error();
    }
    const auto config = experimentFromJson(run->config);
    if (!config) {
        return config.error();
    }
    outcome.best = *run;
    outcome.command = "ncf " + commandLine(*config, projectFile);
    return {};
}

int runSweepCommand(const SweepArguments& arguments) {
    const auto plan = planOf(arguments);
    if (!plan) {
        return fail(plan.error());
    }
    const auto all = trials(*plan);
    if (!all) {
        return fail(all.error());
    }
    SweepQueue queue(*plan, *all);
    const auto result = [&] {
        SweepLines lines(queue);
        const TerminalProgress terminal(
            [&](TerminalProgress& out) { lines.tick(out); },
            [&](TerminalProgress& out) {
                out.line("Stopping; the trials that are done are kept. Ctrl-C again ends at once.");
                queue.stop();
            });
        return runSweep(arguments.project, queue);
    }();
    if (!result) {
        return fail(result.error());
    }
    SweepOutcome outcome{*plan, *all, *result, std::nullopt, ""};
    if (auto status = addBest(outcome, arguments.project); !status) {
        return fail(status.error());
    }
    if (arguments.json) {
        printOutcomeJson(outcome);
    } else {
        printOutcome(outcome);
    }
    return outcome.snapshot.stopped ? kCancelled : kDone;
}

}  // namespace

void addSweepCommand(CLI::App& app, int& exitCode) {
    auto* const command =
        app.add_subcommand("sweep", "Train many configurations and find the best by validation");
    const auto arguments = std::make_shared<SweepArguments>(*command);
    command->add_option("PROJECT", arguments->project, kProjectHelp)->required();
    command
        ->add_option("--vary", arguments->vary,
                     "A setting and what it takes, once for each setting: values 0.001,0.002; for "
                     "--tower 64,32/32,16; or a range LOW..HIGH, with :log for even ratios and "
                     ":STEPS for the values of a grid (4)")
        ->type_name("SETTING=VALUES")
        ->required()
        ->allow_extra_args(false);
    auto* const random =
        command
            ->add_option("--random", arguments->random,
                         "Draw so many combinations at random instead of trying all")
            ->check(CLI::Range(1, 1000));
    command
        ->add_option("--max-trials", arguments->maxTrials,
                     "Of a grid with more combinations only so many are tried, drawn at random")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str()
        ->excludes(random);
    auto* const halving =
        command
            ->add_option("--halving", arguments->eta,
                         "Successive halving: train all for a few epochs, then one in so many for "
                         "so many times as long, until one is left; usual 3")
            ->check(CLI::Range(2, 10));
    command
        ->add_option("--first-epochs", arguments->firstEpochs,
                     "Epochs of the first round of successive halving")
        ->capture_default_str()
        ->needs(halving);
    command->add_option("--name", arguments->name, "What the sweep is called in lists");
    command->add_flag("--json", arguments->json, kJsonHelp);
    command->footer(
        "\nThe settings that do not vary are chosen as for `ncf train`. Every trial is stored as "
        "a\n"
        "run. Validation chooses; the test result is shown for the best trial alone. Ctrl-C stops\n"
        "and keeps what is done (exit code 130); a second Ctrl-C ends at once.\n"
        "\nExamples:\n"
        "  ncf sweep films.ncf --vary learning-rate=0.0005,0.001,0.002 --vary gmf-factors=8,16,32\n"
        "  ncf sweep films.ncf --vary learning-rate=0.0003..0.01:log --vary dropout=0..0.4 \\\n"
        "      --random 27 --halving 3 --epochs 30\n"
        "  ncf sweep films.ncf --preset mlp --vary tower=64,32/32,16 --vary weight-decay=0,0.0001");
    command->callback([arguments, &exitCode] { exitCode = runSweepCommand(*arguments); });
}

}  // namespace ncf::cli
