#include "base/text.h"
#include "commands.h"
#include "data/table_detection.h"
#include "detection_output.h"
#include "experiment/import.h"
#include "experiment/rejected_file.h"
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
    TitlesOptions titlesOptions;
    std::string separator;
    std::optional<bool> header;
    std::string encoding;
    std::string layout;
    std::optional<std::uint64_t> skipLines;
    std::optional<std::string> comment;
    std::string user, item, rating, timestamp;  // columns as given, empty: guess
    std::string numberFormat;
    std::string timeFormat;
    std::optional<double> unrated;
    std::string repeated = "latest";
    std::string rejectedFile;
    bool replace = false;
    bool strict = false;
    bool json = false;
};

const std::vector<std::pair<std::string, RepeatedPairs>> kRepeated = {
    {"latest", RepeatedPairs::Latest},
    {"first", RepeatedPairs::First},
    {"mean", RepeatedPairs::Mean},
    {"sum", RepeatedPairs::Sum}};

// Guesses what was not given. The reader takes either all columns or none.
Result<std::optional<RatingColumns>> chooseColumns(const ImportArguments& arguments,
                                                   const ReadOptions& options) {
    if ((arguments.user + arguments.item + arguments.rating + arguments.timestamp).empty()) {
        return std::optional<RatingColumns>();
    }
    const auto preview = detectRatings(arguments.ratings, options);
    if (!preview) {
        return preview.error();
    }
    RatingColumns columns = preview->chosen();
    for (const auto& [given, role] :
         {std::pair{&arguments.user, &columns.user}, std::pair{&arguments.item, &columns.item},
          std::pair{&arguments.rating, &columns.rating},
          std::pair{&arguments.timestamp, &columns.timestamp}}) {
        if (given->empty()) {
            continue;
        }
        const auto column = chooseColumn(*given, preview->table.columnNames);
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

// Names stand for what is hard to type.
std::string separatorOf(const std::string& given) {
    return given == "tab" || given == "\\t" ? "\t" : given == "blank" ? " " : given;
}

Result<ImportOptions> optionsOf(const ImportArguments& arguments) {
    ImportOptions options;
    if (!arguments.separator.empty()) {
        options.ratings.table.separator = separatorOf(arguments.separator);
    }
    options.ratings.table.header = arguments.header;
    if (!arguments.encoding.empty()) {
        options.ratings.table.encoding = arguments.encoding;
    }
    options.ratings.table.comment = arguments.comment;
    options.ratings.table.skipLines = arguments.skipLines;
    options.ratings.table.layout = layoutOfKey(arguments.layout);
    options.ratings.numberFormat = numberFormatOfKey(arguments.numberFormat);
    options.ratings.timeFormat = timeFormatOfKey(arguments.timeFormat);
    options.ratings.unrated = arguments.unrated;
    for (const auto& [key, repeated] : kRepeated) {
        if (key == arguments.repeated) {
            options.ratings.repeated = repeated;
        }
    }
    const auto columns = chooseColumns(arguments, options.ratings);
    if (!columns) {
        return columns.error();
    }
    options.ratings.columns = *columns;
    if (arguments.titles == "none") {
        options.titles.reset();
    } else if (!arguments.titles.empty()) {
        options.titles = arguments.titles;
    } else {
        options.titles = findTitlesBeside(arguments.ratings);
        options.titlesFound = true;
    }
    options.titlesOptions = arguments.titlesOptions;
    options.strict = arguments.strict;
    options.replace = arguments.replace;
    return options;
}

nlohmann::ordered_json reportJson(const ImportReport& report, const ImportArguments& arguments,
                                  const std::optional<std::filesystem::path>& titlesFile) {
    using Json = nlohmann::ordered_json;
    const auto& ratings = report.ratings;
    Json rejected = Json::array();
    for (const auto& row : ratings.rejectedRows) {
        rejected.push_back({{"line", row.line}, {"reason", row.reason}, {"text", row.text}});
    }
    Json alarms = Json::array();
    for (const auto& alarm : report.alarms) {
        alarms.push_back(alarm.text);
    }
    Json json = {{"project", arguments.project},
                 {"users", report.statistics.users},
                 {"items", report.statistics.items},
                 {"interactions", report.statistics.interactions},
                 {"density", report.statistics.density},
                 {"orderIsCommon", report.statistics.orderIsCommon()},
                 {"format", formatJson(report.detection, ratings)},
                 {"rows", ratings.rows},
                 {"duplicates", ratings.duplicates},
                 {"rejected", ratings.rejected},
                 {"rejectedRows", rejected},
                 {"unreadRatings", ratings.unreadRatings.count},
                 {"unreadTimes", ratings.unreadTimes.count},
                 {"withoutRating", ratings.withoutRating},
                 {"withoutTime", ratings.withoutTime},
                 {"notices", ratings.notices},
                 {"alarms", alarms},
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

std::string repeatedText(const ReadReport& report) {
    switch (report.repeated) {
        case RepeatedPairs::First:
            return "the first row of a pair counts";
        case RepeatedPairs::Mean:
            return "the mean of a pair's ratings counts";
        case RepeatedPairs::Sum:
            return "the sum of a pair's ratings counts";
        case RepeatedPairs::Latest:
            break;
    }
    return report.columns.timestamp ? "the latest row of a pair counts"
                                    : "the last row of a pair counts";
}

void printReport(const ImportReport& report, const ImportArguments& arguments,
                 const std::optional<std::filesystem::path>& titlesFile) {
    const auto& ratings = report.ratings;
    const auto& statistics = report.statistics;
    std::cout << "Imported " << withThousands(statistics.interactions) << " interactions of "
              << withThousands(statistics.users) << " users with "
              << withThousands(statistics.items) << " items into " << printable(arguments.project)
              << " in " << duration(report.seconds) << ".\n";
    for (const auto& notice : ratings.notices) {
        std::cout << "  note        " << printable(notice) << "\n";
    }
    printDetection(report.detection, ratings);
    std::cout << "  density     " << fixed(100 * statistics.density, 2) << " %\n"
              << "  duplicates  " << withThousands(ratings.duplicates)
              << (ratings.duplicates > 0 ? " (" + repeatedText(ratings) + ")\n" : "\n")
              << "  rejected    " << withThousands(ratings.rejected) << " of "
              << withThousands(ratings.rows) << " rows\n";
    const auto shown = std::min(kRejectedShown, ratings.rejectedRows.size());
    for (std::size_t at = 0; at < shown; ++at) {
        const auto& row = ratings.rejectedRows[at];
        std::cout << "    line " << row.line << ": " << printable(row.reason) << ": "
                  << printable(row.text) << "\n";
    }
    if (ratings.rejected > shown) {
        std::cout << "    … and " << withThousands(ratings.rejected - shown) << " more\n";
    }
    printUnread(ratings);
    for (const auto& alarm : report.alarms) {
        std::cout << "  alarm       " << printable(alarm.text) << "\n";
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
    if (!arguments.rejectedFile.empty()) {
        if (auto status = writeRejectedRows(arguments.rejectedFile, report->ratings); !status) {
            return fail(status.error());
        }
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
                     "File with the items' titles, or none; without it, one beside RATINGS under a "
                     "customary name (movies.dat, u.item, titles.csv …) is taken if it fits, "
                     "except for a supplied split, whose item numbers are its own")
        ->type_name("FILE");
    const auto column = [&](const char* name, std::string& target, const char* help) {
        command->add_option(name, target, help)->type_name("COLUMN");
    };
    column("--titles-id", arguments->titlesOptions.item,
           "The titles file's column of item ids, by number from 1 or by name");
    column("--titles-title", arguments->titlesOptions.title, "The same for the title");
    column("--titles-year", arguments->titlesOptions.year, "The same for the year; or none");
    column("--titles-genres", arguments->titlesOptions.genres, "The same for the genres; or none");
    command
        ->add_option("--separator", arguments->separator,
                     "What stands between the fields: one character, ::, tab, or blank for "
                     "blanks and runs of them")
        ->check([](const std::string& given) {
            return canSeparate(separatorOf(given)) ? std::string()
                                                   : "“" + given + "” cannot stand between fields";
        });
    command->add_option("--skip-lines", arguments->skipLines,
                        "Lines above the table; without it they are found");
    command->add_option("--comment", arguments->comment, "What lines begin with that are skipped");
    auto* const header = command->add_flag_callback(
        "--header", [arguments] { arguments->header = true; }, "The first line names the columns");
    command
        ->add_flag_callback(
            "--no-header", [arguments] { arguments->header = false; },
            "The first line is data like the others")
        ->excludes(header);
    command
        ->add_option("--encoding", arguments->encoding,
                     "How bytes become text: UTF-8, windows-1252, GB18030, Shift_JIS, KOI8-R …")
        ->check([](const std::string& given) {
            return canonicalEncoding(given) ? std::string()
                                            : "“" + given + "” is no encoding that is known";
        });
    std::vector<std::string> layouts;
    for (const auto layout :
         {Layout::Table, Layout::JsonLines, Layout::JsonArray, Layout::ItemLists, Layout::LibSvm,
          Layout::Netflix, Layout::Mind, Layout::WideMatrix}) {
        layouts.push_back(layoutKey(layout));
    }
    command->add_option("--layout", arguments->layout, "How the interactions are laid out")
        ->check(CLI::IsMember(layouts));
    column("--user-column", arguments->user, "By number from 1, or by its name in the header");
    column("--item-column", arguments->item, "The same for the item");
    column("--rating-column", arguments->rating, "The same for the rating; none: there is none");
    column("--timestamp-column", arguments->timestamp,
           "The same for the timestamp; none: there is none");
    command->add_option("--number-format", arguments->numberFormat, "How ratings are written")
        ->check(CLI::IsMember({"plain", "decimal-comma", "thousands", "words"}));
    std::vector<std::string> times;
    for (const auto format : allTimeFormats()) {
        times.push_back(timeFormatKey(format));
    }
    command->add_option("--time-format", arguments->timeFormat, "How times are written")
        ->check(CLI::IsMember(times));
    command->add_option("--unrated", arguments->unrated,
                        "The rating that stands for “seen, not rated”, such as -1");
    std::vector<std::string> rules;
    for (const auto& [key, rule] : kRepeated) {
        rules.push_back(key);
    }
    command
        ->add_option("--repeated", arguments->repeated,
                     "What counts of several rows for one user and item (latest)")
        ->check(CLI::IsMember(rules));
    command
        ->add_option("--rejected", arguments->rejectedFile,
                     "Write the rows that could not be read here: line, reason and text as CSV")
        ->type_name("FILE");
    command->add_flag("--strict", arguments->strict,
                      "Refuse what is unsure or raises an alarm, and store nothing");
    command->add_flag("--replace", arguments->replace,
                      "Replace the project's data, and delete its runs with it");
    command->add_flag("--json", arguments->json, kJsonHelp);
    command->footer(
        "\nWhat is not said is concluded from the file's names and values, and that is printed. "
        "Packed\nfiles (.gz .bz2 .xz .zst .zip) and JSON are read as they are.\n"
        "\nExamples:\n"
        "  ncf import ratings.csv films.ncf\n"
        "  ncf import log.txt shop.ncf --separator ';' --user-column customer --item-column 4\n"
        "  ncf import ml-1m.train.rating paper.ncf");
    command->callback([arguments, &exitCode] { exitCode = runImport(*arguments); });
}

}  // namespace ncf::cli
