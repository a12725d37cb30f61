#include "commands.h"
#include "item_output.h"
#include "output.h"
#include "run_choice.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>

namespace ncf::cli {

namespace {

struct RecommendArguments {
    std::string project;
    std::string run = "last";
    std::string user;
    int top = 10;
    bool json = false;
};

void printJsonList(const RecommendArguments& arguments, const RunRecord& run,
                   const std::vector<RecommendationRow>& rows) {
    using Json = nlohmann::ordered_json;
    Json items = Json::array();
    for (const auto& row : rows) {
        items.push_back(entryJson(row));
    }
    printJson({{"run", run.id}, {"user", arguments.user}, {"recommendations", items}});
}

int runRecommend(const RecommendArguments& arguments) {
    auto project = Project::open(arguments.project);
    if (!project) {
        return fail(project.error());
    }
    const auto run = chooseRun(*project, arguments.run);
    if (!run) {
        return fail(run.error());
    }
    const auto user = project->findUser(arguments.user);
    if (!user) {
        return fail(user.error());
    }
    if (!*user) {
        return fail({ErrorKind::NotFound,
                     "“" + arguments.project + "” has no user “" + arguments.user + "”.",
                     "Ids are written as in the ratings file."});
    }
    auto rows = project->recommendations(run->id, **user);
    if (!rows) {
        return fail(rows.error());
    }
    if (rows->empty()) {
        return fail({ErrorKind::NotFound,
                     "Run " + std::to_string(run->id) + " has no recommendations for user “" +
                         arguments.user + "”.",
                     "Train a run to its end with --recommendations above 0."});
    }
    const auto wanted = static_cast<std::size_t>(arguments.top);
    if (rows->size() < wanted) {
        note("Run " + std::to_string(run->id) + " stored " + std::to_string(rows->size()) +
             " recommendations per user.");
    }
    rows->resize(std::min(rows->size(), wanted));
    if (arguments.json) {
        printJsonList(arguments, *run, *rows);
    } else {
        printEntries(*rows);
    }
    return kDone;
}

}  // namespace

void addRecommendCommand(CLI::App& app, int& exitCode) {
    auto* const command = app.add_subcommand("recommend", "Show what a run recommends to a user");
    const auto arguments = std::make_shared<RecommendArguments>();
    command->add_option("PROJECT", arguments->project, kProjectHelp)->required();
    command->add_option("RUN", arguments->run, kRunHelp)->capture_default_str();
    command->add_option("--user", arguments->user, "The user's id as in the ratings file")
        ->required();
    command->add_option("--top", arguments->top, "How many items")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    command->add_flag("--json", arguments->json, kJsonHelp);
    command->footer(
        "\nThe lists were stored when the run ended; items the user already knows are left out.\n"
        "\nExamples:\n"
        "  ncf recommend films.ncf --user 42\n"
        "  ncf recommend films.ncf best --user 42 --top 5 --json");
    command->callback([arguments, &exitCode] { exitCode = runRecommend(*arguments); });
}

}  // namespace ncf::cli
