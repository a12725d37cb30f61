#include "atomic_file.h"
#include "base/text.h"
#include "commands.h"
#include "output.h"
#include "run_choice.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <array>
#include <charconv>
#include <filesystem>
#include <iostream>
#include <memory>

namespace ncf::cli {

namespace {

struct ExportArguments {
    std::string project;
    std::string run = "last";
    std::string format;
    std::string output;
    bool json = false;
};

constexpr const char* kCsvHeader = "user,rank,item,title,year,genres,score,popularity\n";

std::string csvLine(const UserRow& user, const RecommendationRow& row) {
    return csvField(user.id) + "," + std::to_string(row.rank) + "," + csvField(row.itemId) + "," +
           csvField(row.info.title) + "," +
           (row.info.year == 0 ? "" : std::to_string(row.info.year)) + "," +
           csvField(row.info.genres) + "," + shortest(decimal(row.score)) + "," +
           std::to_string(row.popularity) + "\n";
}

std::string jsonLine(const UserRow& user, const RecommendationRow& row) {
    using Json = nlohmann::ordered_json;
    const Json json = {{"user", user.id},
                       {"rank", row.rank},
                       {"item", row.itemId},
                       {"title", row.info.title},
                       {"year", row.info.year == 0 ? Json(nullptr) : Json(row.info.year)},
                       {"genres", row.info.genres},
                       {"score", decimal(row.score)},
                       {"popularity", row.popularity}};
    return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<std::uint64_t> writeLists(const ExportArguments& arguments, const Project& project,
                                 std::int64_t runId) {
    std::error_code ignored;
    if (std::filesystem::equivalent(arguments.output, arguments.project, ignored)) {
        return Error{ErrorKind::BadInput, "The output would replace the project itself.",
                     "Choose another name for --output."};
    }
    auto file = AtomicFile::create(arguments.output);
    if (!file) {
        return file.error();
    }
    const bool csv = arguments.format == "csv";
    if (auto status = file->write(csv ? kCsvHeader : ""); !status) {
        return status.error();
    }
    std::uint64_t rows = 0;
    const auto written = project.forEachRecommendation(
        runId, [&](const UserRow& user, const RecommendationRow& row) {
            ++rows;
            return file->write(csv ? csvLine(user, row) : jsonLine(user, row));
        });
    if (!written) {
        return written.error();
    }
    if (rows == 0) {
        return Error{ErrorKind::NotFound,
                     "Run " + std::to_string(runId) + " has no recommendations.",
                     "Train a run to its end with --recommendations above 0."};
    }
    if (auto status = file->finish(); !status) {
        return status.error();
    }
    return rows;
}

int runExport(const ExportArguments& arguments) {
    const auto project = Project::open(arguments.project);
    if (!project) {
        return fail(project.error());
    }
    const auto run = chooseRun(*project, arguments.run);
    if (!run) {
        return fail(run.error());
    }
    const auto rows = writeLists(arguments, *project, run->id);
    if (!rows) {
        return fail(rows.error());
    }
    if (arguments.json) {
        printJson({{"run", run->id},
                   {"file", arguments.output},
                   {"format", arguments.format},
                   {"rows", *rows}});
    } else {
        std::cout << "Wrote " << withThousands(*rows) << " recommendations of run " << run->id
                  << " to " << printable(arguments.output) << ".\n";
    }
    return kDone;
}

}  // namespace

void addExportCommand(CLI::App& app, int& exitCode) {
    auto* const command =
        app.add_subcommand("export", "Write a run's recommendations for all users to a file");
    const auto arguments = std::make_shared<ExportArguments>();
    command->add_option("PROJECT", arguments->project, kProjectHelp)->required();
    command->add_option("RUN", arguments->run, kRunHelp)->capture_default_str();
    command
        ->add_option("--format", arguments->format,
                     "csv (UTF-8, with a header) or jsonl (one JSON object per line)")
        ->required()
        ->check(CLI::IsMember({"csv", "jsonl"}));
    command
        ->add_option("--output", arguments->output,
                     "The file to write; it is replaced only when everything is written")
        ->type_name("FILE")
        ->required();
    command->add_flag("--json", arguments->json, kJsonHelp);
    command->footer(
        "\nIn CSV, a text that begins with = + - @ or a tab gets an apostrophe in front, because\n"
        "spreadsheets would run it as a formula; JSON lines hold every text as it is.\n"
        "\nExamples:\n"
        "  ncf export films.ncf --format csv --output lists.csv\n"
        "  ncf export films.ncf best --format jsonl --output lists.jsonl");
    command->callback([arguments, &exitCode] { exitCode = runExport(*arguments); });
}

}  // namespace ncf::cli
