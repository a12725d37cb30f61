#include "base/text.h"
#include "commands.h"
#include "experiment/experiment_config.h"
#include "output.h"
#include "record_output.h"
#include "run_choice.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>

namespace ncf::cli {

namespace {

struct RunsArguments {
    std::string project;
    std::string run;  // empty: all of them
    bool json = false;
};

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
    for (const auto& run : runs) {
        table.row({std::to_string(run.id), run.name, run.model, statusName(run.status),
                   std::to_string(run.bestEpoch) + "/" + std::to_string(run.epochs),
                   timeText(run.startedAt), metricsText(run.test, run.cutoff), run.protocol});
    }
    table.print();
}

int showAll(const RunsArguments& arguments, const Project& project) {
    const auto runs = project.runs();
    if (!runs) {
        return fail(runs.error());
    }
    if (arguments.json) {
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
              << "  model               " << printable(run.model) << ", "
              << withThousands(run.parameters) << " parameters\n"
              << "  started             " << timeText(run.startedAt) << "\n"
              << "  trained for         " << duration(run.seconds) << ", " << run.epochs
              << " epochs, the best was epoch " << run.bestEpoch << "\n"
              << "  seed                " << run.seed << "\n";
    printResults(run);
    if (!run.note.empty()) {
        std::cout << "  note                " << printable(run.note) << "\n";
    }
    if (!command.empty()) {
        std::cout << "  command             " << printable(command) << "\n";
    }
    if (epochs.empty()) {
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

int runRuns(const RunsArguments& arguments) {
    const auto project = Project::open(arguments.project);
    if (!project) {
        return fail(project.error());
    }
    return arguments.run.empty() ? showAll(arguments, *project) : showOne(arguments, *project);
}

}  // namespace

void addRunsCommand(CLI::App& app, int& exitCode) {
    auto* const command =
        app.add_subcommand("runs", "List a project's runs, or show one with its epochs");
    const auto arguments = std::make_shared<RunsArguments>();
    command->add_option("PROJECT", arguments->project, kProjectHelp)->required();
    command->add_option("RUN", arguments->run, kRunHelp);
    command->add_flag("--json", arguments->json, kJsonHelp);
    command->footer(
        "\nExamples:\n"
        "  ncf runs films.ncf\n"
        "  ncf runs films.ncf best");
    command->callback([arguments, &exitCode] { exitCode = runRuns(*arguments); });
}

}  // namespace ncf::cli
