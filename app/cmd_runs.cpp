#include "base/text.h"
#include "commands.h"
#include "experiment/experiment_config.h"
#include "experiment/run_export.h"
#include "experiment/run_json.h"
#include "output.h"
#include "record_output.h"
#include "run_choice.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>
#include <vector>

namespace ncf::cli {

namespace {

struct RunsArguments {
    std::string project;
    std::string run;  // empty: all of them
    bool csv = false;
    bool json = false;
    // What is to be changed; nullopt leaves it.
    std::optional<std::string> name;
    std::optional<std::string> notes;
    std::optional<std::string> colour;
    std::optional<bool> baseline;
    bool remove = false;
    bool restore = false;
};

// How long a removed run can be restored at most.
constexpr std::int64_t kUndoSeconds = 24 * 60 * 60;

void printRuns(const std::vector<RunRecord>& runs) {
    Table table;
    table.column("Run", Table::Align::Right);
    table.column("Name");
    table.column("Model");
    table.column("Status");
    table.column("Best epoch", Table::Align::Right);
    table.column("Started");
    table.column("Test");
    table.column("Measured by");
    const bool anyEarlier = std::ranges::any_of(runs, &RunRecord::onEarlierData);
    if (anyEarlier) {
        table.column("Data");
    }
    for (const auto& run : runs) {
        std::vector<std::string> cells = {
            std::to_string(run.id),
            run.name + (run.marks.baseline ? " (baseline)" : ""),
            run.model,
            statusName(run.status),
            trained(run) ? std::to_string(run.bestEpoch) + "/" + std::to_string(run.epochs) : "–",
            timeText(run.startedAt),
            metricsText(run.test, run.cutoff),
            run.protocol};
        if (anyEarlier) {
            cells.push_back(run.onEarlierData() ? "made on an earlier state of the data (" +
                                                      dataStateText(run) + ")"
                                                : "current");
        }
        table.row(std::move(cells));
    }
    table.print();
}

int showAll(const RunsArguments& arguments, const Project& project) {
    const auto runs = project.runs();
    if (!runs) {
        return fail(runs.error());
    }
    if (arguments.csv) {
        std::cout << runsAsCsv(*runs);
    } else if (arguments.json) {
        auto list = nlohmann::ordered_json::array();
        for (const auto& run : *runs) {
            list.push_back(toJson(run));
        }
        printJson({{"project", arguments.project}, {"runs", list}});
    } else if (runs->empty()) {
        note("No runs yet. Train one with `ncf train`.");
    } else {
        printRuns(*runs);
    }
    return kDone;
}

void printDetails(const RunRecord& run, const std::vector<EpochRecord>& epochs,
                  const std::string& command) {
    std::cout << "Run " << run.id << " (" << printable(run.name) << "), " << statusName(run.status)
              << "\n"
              << "  model               " << printable(run.model)
              << (trained(run) ? ", " + withThousands(run.parameters) + " parameters" : "") << "\n"
              << "  started             " << timeText(run.startedAt) << "\n"
              << (trained(run) ? "  trained for         " : "  worked out in       ")
              << duration(run.seconds)
              << (trained(run) ? ", " + std::to_string(run.epochs) +
                                     " epochs, the best was epoch " + std::to_string(run.bestEpoch)
                               : "")
              << "\n"
              << "  seed                " << run.seed << "\n";
    printResults(run);
    if (run.onEarlierData()) {
        std::cout << "  data                made on an earlier state of the data ("
                  << dataStateText(run) << ")\n";
    }
    if (!run.note.empty()) {
        std::cout << "  note                " << printable(run.note) << "\n";
    }
    if (!run.marks.notes.empty()) {
        std::cout << "  your notes          " << printable(run.marks.notes) << "\n";
    }
    if (!command.empty()) {
        std::cout << "  command             " << printable(command) << "\n";
    }
    if (epochs.empty() || !trained(run)) {
        return;
    }
    std::cout << "\n";
    Table table;
    table.column("Epoch", Table::Align::Right);
    table.column("Training loss", Table::Align::Right);
    table.column("Validation");
    table.column("Samples/s", Table::Align::Right);
    table.column("Time", Table::Align::Right);
    for (const auto& epoch : epochs) {
        table.row({std::to_string(epoch.epoch) + (epoch.epoch == run.bestEpoch ? "*" : " "),
                   fixed(epoch.trainLoss, 4), metricsText(epoch.validation, run.cutoff),
                   withThousands(static_cast<std::uint64_t>(epoch.samplesPerSecond)),
                   duration(epoch.seconds)});
    }
    table.print();
}

int showOne(const RunsArguments& arguments, const Project& project) {
    const auto run = chooseRun(project, arguments.run);
    if (!run) {
        return fail(run.error());
    }
    const auto epochs = project.epochs(run->id);
    if (!epochs) {
        return fail(epochs.error());
    }
    const auto config = experimentFromJson(run->config);
    const std::string command = config ? "ncf " + commandLine(*config, arguments.project) : "";
    if (arguments.json) {
        auto json = toJson(*run);
        json["command"] = command;
        auto& list = json["epochRecords"] = nlohmann::ordered_json::array();
        for (const auto& epoch : *epochs) {
            list.push_back(toJson(epoch));
        }
        printJson(json);
    } else {
        printDetails(*run, *epochs, command);
    }
    return kDone;
}

bool changesAnything(const RunsArguments& arguments) {
    return arguments.name || arguments.notes || arguments.colour || arguments.baseline ||
           arguments.remove;
}

// The changes in the order in which they are told; the first error ends them.
Status change(Project& project, const RunRecord& run, const RunsArguments& arguments) {
    Status status;
    if (arguments.name) {
        status = project.renameRun(run.id, *arguments.name);
    }
    if (status && arguments.notes) {
        status = project.setNotes(run.id, *arguments.notes);
    }
    if (status && arguments.colour) {
        const auto found = std::ranges::find(kColourNames, *arguments.colour);
        status = project.setColour(run.id, static_cast<int>(found - kColourNames.begin()));
    }
    if (status && arguments.baseline && *arguments.baseline != run.marks.baseline) {
        status = project.setBaseline(*arguments.baseline ? std::optional(run.id) : std::nullopt);
    }
    if (status && arguments.remove) {
        status = project.removeRun(run.id);
    }
    // What was removed long ago goes for good.
    return status && arguments.remove ? project.purgeRemovedRuns(kUndoSeconds) : status;
}

int changeRun(const RunsArguments& arguments, Project& project) {
    const auto run = chooseRun(project, arguments.run);
    if (!run) {
        return fail(run.error());
    }
    if (const auto status = change(project, *run, arguments); !status) {
        return fail(status.error());
    }
    if (!arguments.remove) {
        return showOne(arguments, project);
    }
    if (arguments.json) {
        printJson({{"deleted", run->id}});
    } else {
        std::cout << "Deleted run " << run->id << " (" << printable(run->name)
                  << "). For a day, or until the project is closed in the window,\n`ncf runs "
                  << printable(arguments.project) << " " << run->id
                  << " --restore` brings it back.\n";
    }
    return kDone;
}

// A removed run is in no list, so that only its number can name it.
int restoreRun(const RunsArguments& arguments, Project& project) {
    const auto id = parseInteger(arguments.run);
    if (!id) {
        return fail({ErrorKind::BadInput, "“" + arguments.run + "” is not a run's number.",
                     "Give the number that the run had."});
    }
    if (const auto status = project.restoreRun(*id); !status) {
        return fail(status.error());
    }
    return showOne(arguments, project);
}

int runRuns(const RunsArguments& arguments) {
    auto project = Project::open(arguments.project);
    if (!project) {
        return fail(project.error());
    }
    if (arguments.restore) {
        return restoreRun(arguments, *project);
    }
    if (changesAnything(arguments)) {
        return changeRun(arguments, *project);
    }
    return arguments.run.empty() ? showAll(arguments, *project) : showOne(arguments, *project);
}

std::string notBlank(const std::string& text) {
    return trimmed(text).empty() ? "a run needs a name" : "";
}

}  // namespace

void addRunsCommand(CLI::App& app, int& exitCode) {
    auto* const command =
        app.add_subcommand("runs", "List a project's runs; show, name, mark or delete one");
    const auto arguments = std::make_shared<RunsArguments>();
    command->add_option("PROJECT", arguments->project, kProjectHelp)->required();
    auto* const run = command->add_option("RUN", arguments->run, kRunHelp);
    auto* const json = command->add_flag("--json", arguments->json, kJsonHelp);
    command
        ->add_flag("--csv", arguments->csv,
                   "Print all runs as CSV, with all settings and metrics; safe for spreadsheets")
        ->excludes(json)
        ->excludes(run);
    command->add_option("--rename", arguments->name, "Give the run another name")
        ->needs(run)
        ->check(notBlank);
    command->add_option("--note", arguments->notes, "Write a note about the run; '' removes it")
        ->needs(run);
    command->add_option("--colour", arguments->colour, "Mark the run with a colour")
        ->needs(run)
        ->check(CLI::IsMember(std::vector<std::string>(kColourNames.begin(), kColourNames.end())));
    command
        ->add_flag_function(
            "--baseline,!--no-baseline",
            [arguments](std::int64_t given) { arguments->baseline = given > 0; },
            "Make the run the one that the window compares the others with, or not")
        ->needs(run);
    auto* const remove =
        command->add_flag("--delete", arguments->remove, "Delete the run")->needs(run);
    command->add_flag("--restore", arguments->restore, "Bring a deleted run back")
        ->needs(run)
        ->excludes(remove);
    command->footer(
        "\nExamples:\n"
        "  ncf runs films.ncf\n"
        "  ncf runs films.ncf best\n"
        "  ncf runs films.ncf --csv > runs.csv\n"
        "  ncf runs films.ncf 3 --rename 'wide tower' --note 'try with dropout' --baseline\n"
        "  ncf runs films.ncf 3 --delete");
    command->callback([arguments, &exitCode] { exitCode = runRuns(*arguments); });
}

}  // namespace ncf::cli
