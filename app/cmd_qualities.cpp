#include "base/text.h"
#include "commands.h"
#include "experiment/run_qualities.h"
#include "output.h"
#include "record_output.h"
#include "run_choice.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>

namespace ncf::cli {

namespace {

struct QualitiesArguments {
    std::string project;
    std::string run = "last";
    bool json = false;
};

nlohmann::ordered_json toJson(const ListQuality& lists) {
    return {{"lists", lists.lists},
            {"distinctItems", lists.distinctItems},
            {"coverage", lists.coverage},
            {"gini", lists.gini},
            {"novelty", lists.novelty},
            {"diversity", lists.diversity},
            {"listPopularity", lists.listPopularity},
            {"historyPopularity", lists.historyPopularity},
            {"popularityBias", lists.popularityBias}};
}

void printJsonQualities(const RunRecord& run, const RunQualities& qualities) {
    auto groups = nlohmann::ordered_json::array();
    for (const auto& group : qualities.groups) {
        auto json = toJson(group.lists);
        json["name"] = group.name;
        json["users"] = group.users;
        json["fewestInteractions"] = group.fewest;
        json["mostInteractions"] = group.most;
        const auto number = [](const std::optional<double>& value) {
            return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr);
        };
        json["testHitRate"] = number(group.test.hitRate);
        json["testNdcg"] = number(group.test.ndcg);
        json["testRmse"] = number(group.test.rmse);
        groups.push_back(std::move(json));
    }
    auto json = toJson(qualities.lists);
    json["run"] = run.id;
    json["listLength"] = qualities.length;
    json["cutoff"] = qualities.cutoff;
    json["protocol"] = qualities.protocol;
    json["groups"] = groups;
    printJson(json);
}

void printQualities(const RunRecord& run, const RunQualities& qualities) {
    std::cout << "Run " << run.id << " (" << printable(run.name) << "), "
              << withThousands(qualities.lists.lists) << " lists of up to " << qualities.length
              << " items\n\n";
    for (const auto& line : qualityLines(qualities)) {
        std::cout << line.name << ": " << line.value << "\n  " << line.meaning << "\n";
    }
    std::cout << "\nBy how many training interactions the users have (test: " << qualities.protocol
              << "):\n\n";
    Table table;
    for (const char* const title :
         {"Interactions", "Users", "Test", "Coverage", "Novelty", "Diversity", "Popularity bias"}) {
        table.column(title);
    }
    for (const auto& group : qualities.groups) {
        table.row(
            {group.name + ", " + std::to_string(group.fewest) + " to " + std::to_string(group.most),
             withThousands(group.users), metricsText(group.test, qualities.cutoff),
             fixed(100 * group.lists.coverage, 1) + " %", fixed(group.lists.novelty, 2),
             fixed(group.lists.diversity, 3), fixed(100 * group.lists.popularityBias, 1) + " %"});
    }
    table.print();
}

int runCommand(const QualitiesArguments& arguments) {
    const auto run = loadRun(arguments.project, arguments.run);
    if (!run) {
        return fail(run.error());
    }
    const auto project = Project::open(arguments.project);
    if (!project) {
        return fail(project.error());
    }
    const auto qualities = runQualities(*project, *run);
    if (!qualities) {
        return fail(qualities.error());
    }
    if (arguments.json) {
        printJsonQualities(run->record(), *qualities);
    } else {
        printQualities(run->record(), *qualities);
    }
    return kDone;
}

}  // namespace

void addQualitiesCommand(CLI::App& app, int& exitCode) {
    auto* const command =
        app.add_subcommand("qualities", "Tell what a run's lists are like besides accurate");
    const auto arguments = std::make_shared<QualitiesArguments>();
    command->add_option("PROJECT", arguments->project, kProjectHelp)->required();
    command->add_option("RUN", arguments->run, kRunHelp)->capture_default_str();
    command->add_flag("--json", arguments->json, kJsonHelp);
    command->footer(
        "\nCoverage, concentration, novelty, diversity and popularity bias of the stored lists,\n"
        "over all users and by how many interactions they have.\n"
        "\nExample:\n"
        "  ncf qualities films.ncf best");
    command->callback([arguments, &exitCode] { exitCode = runCommand(*arguments); });
}

}  // namespace ncf::cli
