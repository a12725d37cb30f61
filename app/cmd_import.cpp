#include "base/text.h"
#include "commands.h"
#include "data/supplied_split.h"
#include "experiment/import.h"
#include "output.h"
#include "terminal_progress.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <atomic>
#include <iostream>
#include <memory>
#include <stop_token>

namespace ncf::cli {

namespace {

constexpr std::size_t kRejectedShown = 5;

struct ImportArguments {
    std::string ratings;
    std::string project;
    std::string titles;
    std::string separator;
    std::optional<bool> header;
    std::string encoding;
    std::string user, item, rating, timestamp;  // columns as given, empty: guess
    bool replace = false;
    bool json = false;
};

// What "--user-column" and its like mean: a 1-based number, a name from the header or "none".
Result<std::optional<int>> columnOf(const std::string& given,
                                    const std::vector<std::string>& names) {
    if (given == "none") {
        return std::optional<int>();
    }
    if (const auto found = std::find(names.begin(), names.end(), given); found != names.end()) {
        return std::optional(static_cast<int>(found - names.begin()));
    }
    const auto number = parseInteger(given);
    if (number && *number >= 1 && *number <= static_cast<std::int64_t>(names.size())) {
        return std::optional(static_cast<int>(*number - 1));
    }
    std::string known;
    for (const auto& name : names) {
        known += (known.empty() ? "" : ", ") + name;
    }
    return Error{ErrorKind::BadInput, "There is no column “" + given + "”.",
                 "The columns are: " + known + "."};
}

// Guesses what was not given. The reader takes either all columns or none.
Result<std::optional<RatingColumns>> chooseColumns(const ImportArguments& arguments,
                                                   const ReadOptions& options) {
    if ((arguments.user + arguments.item + arguments.rating + arguments.timestamp).empty()) {
        return std::optional<RatingColumns>();
    }
    const auto preview = previewRatings(arguments.ratings, options);
    if (!preview) {
        return preview.error();
    }
    RatingColumns columns = preview->columns;
    for (const auto& [given, role] :
         {std::pair{&arguments.user, &columns.user}, std::pair{&arguments.item, &columns.item},
          std::pair{&arguments.rating, &columns.rating},
          std::pair{&arguments.timestamp, &columns.timestamp}}) {
        if (given->empty()) {
            continue;
        }
        const auto column = columnOf(*given, preview->table.columnNames);
        if (!column) {
            return column.error();
        }
        // A guess gives way where its column was given another role.
        for (auto* other : {&columns.user, &columns.item, &columns.rating, &columns.timestamp}) {
            if (*column && *other == *column) {
                *other = std::nullopt;
            }
        }
        *role = *column;
    }
    return std::optional(columns);
}

Result<ImportOptions> optionsOf(const ImportArguments& arguments) {
    ImportOptions options;
    if (!arguments.separator.empty()) {
        const bool tab = arguments.separator == "tab" || arguments.separator == "\\t";
        options.ratings.table.separator = tab ? "\t" : arguments.separator;
    }
    options.ratings.table.header = arguments.header;
    if (!arguments.encoding.empty()) {
        options.ratings.table.encoding =
            arguments.encoding == "utf8" ? Encoding::Utf8 : Encoding::Latin1;
    }
    const auto columns = chooseColumns(arguments, options.ratings);
    if (!columns) {
        return columns.error();
    }
    options.ratings.columns = *columns;
    if (!arguments.titles.empty()) {
        options.titles = arguments.titles;
    } else if (!suppliedSplitFiles(arguments.ratings)) {
        // The items of a supplied split were numbered anew: a titles file beside it would fit by
        // chance and give wrong titles.
        options.titles = findTitlesBeside(arguments.ratings);
    }
    options.replace = arguments.replace;
    return options;
}

std::string separatorName(const std::string& separator) {
    return separator == "\t" ? "tab" : separator == "," ? "comma" : separator;
}

std::string formatText(const ReadReport& report) {
    std::string text = "separator " + separatorName(report.format.separator) +
                       (report.format.header ? ", with a header, " : ", no header, ") +
                       (report.format.encoding == Encoding::Utf8 ? "UTF-8" : "Latin-1");
    const auto add = [&](const char* role, const std::optional<int>& column) {
        text += std::string("; ") + role + " " +
                (column ? "in column " + std::to_string(*column + 1) : "not there");
    };
    add("user", report.columns.user);
    add("item", report.columns.item);
    add("rating", report.columns.rating);
    add("timestamp", report.columns.timestamp);
    return text;
}

nlohmann::ordered_json reportJson(const ImportReport& report, const ImportArguments& arguments,
                                  const std::optional<std::filesystem::path>& titlesFile) {
    using Json = nlohmann::ordered_json;
    const auto column = [](const std::optional<int>& index) {
        return index ? Json(*index + 1) : Json(nullptr);
    };
    const auto& ratings = report.ratings;
    Json rejected = Json::array();
    for (const auto& row : ratings.rejectedRows) {
        rejected.push_back({{"line", row.line}, {"reason", row.reason}, {"text", row.text}});
    }
    Json json = {{"project", arguments.project},
                 {"users", report.statistics.users},
                 {"items", report.statistics.items},
                 {"interactions", report.statistics.interactions},
                 {"density", report.statistics.density},
                 {"orderIsCommon", report.statistics.orderIsCommon()},
                 {"format",
                  {{"separator", ratings.format.separator},
                   {"header", ratings.format.header},
                   {"encoding", ratings.format.encoding == Encoding::Utf8 ? "utf8" : "latin1"},
                   {"userColumn", column(ratings.columns.user)},
                   {"itemColumn", column(ratings.columns.item)},
                   {"ratingColumn", column(ratings.columns.rating)},
                   {"timestampColumn", column(ratings.columns.timestamp)}}},
                 {"rows", ratings.rows},
                 {"duplicates", ratings.duplicates},
                 {"rejected", ratings.rejected},
                 {"rejectedRows", rejected},
                 {"titles", nullptr},
                 {"seconds", report.seconds}};
    if (report.titles && titlesFile) {
        json["titles"] = {{"file", titlesFile->string()},
                          {"matched", report.titles->matched},
                          {"unmatched", report.titles->unmatched},
                          {"rejected", report.titles->rejected}};
    }
    return json;
}

void printReport(const ImportReport& report, const ImportArguments& arguments,
                 const std::optional<std::filesystem::path>& titlesFile) {
    const auto& ratings = report.ratings;
    const auto& statistics = report.statistics;
    std::cout << "Imported " << withThousands(statistics.interactions) << " interactions of "
              << withThousands(statistics.users) << " users with "
              << withThousands(statistics.items) << " items into " << printable(arguments.project)
              << " in " << duration(report.seconds) << ".\n"
              << "  read as     " << printable(formatText(ratings)) << "\n"
              << "  density     " << fixed(100 * statistics.density, 2) << " %\n"
              << "  duplicates  " << withThousands(ratings.duplicates)
              << (ratings.duplicates > 0 ? " (the last row of a pair counts)\n" : "\n")
              << "  rejected    " << withThousands(ratings.rejected) << " of "
              << withThousands(ratings.rows) << " rows\n";
    if (statistics.orderIsCommon()) {
        std::cout << "  order       nearly the same for all users, without times: their last rows "
                     "are not their latest.\n"
                     "              Leave-one-out would mislead: train with another --split.\n";
    }
    const auto shown = std::min(kRejectedShown, ratings.rejectedRows.size());
    for (std::size_t at = 0; at < shown; ++at) {
        const auto& row = ratings.rejectedRows[at];
        std::cout << "    line " << row.line << ": " << printable(row.reason) << ": "
                  << printable(row.text) << "\n";
    }
    if (ratings.rejected > shown) {
        std::cout << "    … and " << withThousands(ratings.rejected - shown) << " more\n";
    }
    if (report.titles && titlesFile) {
        std::cout << "  titles      " << withThousands(report.titles->matched) << " of "
                  << withThousands(statistics.items) << " items, from "
                  << printable(titlesFile->string()) << "\n";
    }
}

int runImport(const ImportArguments& arguments) {
    const auto options = optionsOf(arguments);
    if (!options) {
        return fail(options.error());
    }
    std::stop_source stop;
    std::atomic<double> fraction = 0;
    const auto report = [&] {
        const TerminalProgress terminal(
            [&](TerminalProgress& out) {
                out.status("importing " + progressBar(fraction) + " " +
                           std::to_string(static_cast<int>(100 * fraction)) + " %");
            },
            [&](TerminalProgress&) { stop.request_stop(); });
        return importRatings(
            arguments.ratings, arguments.project, *options,
            [&](std::uint64_t done, std::uint64_t total) {
                fraction = total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 0;
            },
            stop.get_token());
    }();
    if (!report) {
        return fail(report.error());
    }
    if (arguments.json) {
        printJson(reportJson(*report, arguments, options->titles));
    } else {
        printReport(*report, arguments, options->titles);
    }
    return kDone;
}

}  // namespace

void addImportCommand(CLI::App& app, int& exitCode) {
    auto* const command = app.add_subcommand("import", "Read a ratings file into a project");
    const auto arguments = std::make_shared<ImportArguments>();
    command
        ->add_option("RATINGS", arguments->ratings,
                     "Text file with a user, an item and perhaps a rating and a timestamp per "
                     "line; or one of the files NAME.train.rating, NAME.test.rating and "
                     "NAME.test.negative, which are then read together as a supplied split")
        ->required();
    command
        ->add_option("PROJECT", arguments->project,
                     "The project file (.ncf); created if it does not exist")
        ->required();
    command
        ->add_option("--titles", arguments->titles,
                     "File with the items' titles; without it, one beside RATINGS under a "
                     "customary name (movies.dat, u.item, titles.csv …) is taken, except for a "
                     "supplied split, whose item numbers are its own")
        ->type_name("FILE");
    command->add_option("--separator", arguments->separator, "What stands between the fields")
        ->check(CLI::IsMember({",", ";", "|", "::", "tab", "\\t", "\t"}));
    auto* const header = command->add_flag_callback(
        "--header", [arguments] { arguments->header = true; }, "The first line names the columns");
    command
        ->add_flag_callback(
            "--no-header", [arguments] { arguments->header = false; },
            "The first line is data like the others")
        ->excludes(header);
    command->add_option("--encoding", arguments->encoding, "How bytes become text")
        ->check(CLI::IsMember({"utf8", "latin1"}));
    const auto column = [&](const char* name, std::string& target, const char* help) {
        command->add_option(name, target, help)->type_name("COLUMN");
    };
    column("--user-column", arguments->user, "By number from 1, or by its name in the header");
    column("--item-column", arguments->item, "The same for the item");
    column("--rating-column", arguments->rating, "The same for the rating; none: there is none");
    column("--timestamp-column", arguments->timestamp,
           "The same for the timestamp; none: there is none");
    command->add_flag("--replace", arguments->replace,
                      "Replace the project's data, and delete its runs with it");
    command->add_flag("--json", arguments->json, kJsonHelp);
    command->footer(
        "\nWhat is not said is guessed from the file, and the guess is printed.\n"
        "\nExamples:\n"
        "  ncf import ratings.csv films.ncf\n"
        "  ncf import log.txt shop.ncf --separator ';' --user-column customer --item-column 4\n"
        "  ncf import ml-1m.train.rating paper.ncf");
    command->callback([arguments, &exitCode] { exitCode = runImport(*arguments); });
}

}  // namespace ncf::cli
