#include "base/text.h"
#include "commands.h"
#include "output.h"
#include "record_output.h"
#include "run_choice.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <memory>

namespace ncf::cli {

namespace {

using Json = nlohmann::ordered_json;

struct HistoryArguments {
    std::string project;
    std::string user;
    bool json = false;
};

void printHistoryJson(const HistoryArguments& arguments, const DatasetInfo& info,
                      const std::vector<HistoryRow>& rows) {
    Json list = Json::array();
    for (const auto& row : rows) {
        const bool rated = info.hasRatings && isRated(row.rating);
        const bool timed = info.hasTimestamps && row.timestamp != kNoTime;
        list.push_back({{"item", row.itemId},
                        {"title", row.info.title},
                        {"year", row.info.year == 0 ? Json(nullptr) : Json(row.info.year)},
                        {"genres", row.info.genres},
                        {"rating", rated ? Json(decimal(row.rating)) : Json(nullptr)},
                        {"timestamp", timed ? Json(row.timestamp) : Json(nullptr)}});
    }
    printJson({{"user", arguments.user}, {"history", list}});
}

void printHistory(const DatasetInfo& info, const std::vector<HistoryRow>& rows) {
    Table table;
    if (info.hasRatings) {
        table.column("Rating", Table::Align::Right);
    }
    if (info.hasTimestamps) {
        table.column("Date");
    }
    table.column("Item");
    table.column("Title");
    table.column("Genres");
    for (const auto& row : rows) {
        std::vector<std::string> cells;
        if (info.hasRatings) {
            cells.push_back(isRated(row.rating) ? shortest(decimal(row.rating)) : "");
        }
        if (info.hasTimestamps) {
            cells.push_back(row.timestamp != kNoTime ? timeText(row.timestamp) : "");
        }
        cells.insert(cells.end(), {row.itemId, row.info.title, row.info.genres});
        table.row(std::move(cells));
    }
    table.print();
}

int runHistory(const HistoryArguments& arguments) {
    const auto project = Project::open(arguments.project);
    if (!project) {
        return fail(project.error());
    }
    const auto user = chooseUser(*project, arguments.user);
    if (!user) {
        return fail(user.error());
    }
    const auto info = project->datasetInfo();
    if (!info) {
        return fail(info.error());
    }
    const auto rows = project->history(*user);
    if (!rows) {
        return fail(rows.error());
    }
    const DatasetInfo known = info->value_or(DatasetInfo());
    if (arguments.json) {
        printHistoryJson(arguments, known, *rows);
    } else {
        printHistory(known, *rows);
    }
    return kDone;
}

}  // namespace

void addHistoryCommand(CLI::App& app, int& exitCode) {
    auto* const command = app.add_subcommand("history", "Show what a user interacted with");
    const auto arguments = std::make_shared<HistoryArguments>();
    command->add_option("PROJECT", arguments->project, kProjectHelp)->required();
    command->add_option("--user", arguments->user, "The user's id as in the ratings file")
        ->required();
    command->add_flag("--json", arguments->json, kJsonHelp);
    command->footer(
        "\nThe latest comes first. Dates are local time; in JSON they are seconds since 1970, and\n"
        "null where there is none, like ratings; such cells of the table are empty.\n"
        "\nExamples:\n"
        "  ncf history films.ncf --user 42\n"
        "  ncf history films.ncf --user 42 --json");
    command->callback([arguments, &exitCode] { exitCode = runHistory(*arguments); });
}

}  // namespace ncf::cli
