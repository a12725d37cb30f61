#include "base/text.h"
#include "commands.h"
#include "detection_output.h"
#include "experiment/append.h"
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

using Json = nlohmann::ordered_json;

constexpr std::size_t kRejectedShown = 5;

struct AppendArguments {
    std::string ratings;
    std::string project;
    std::string titles;
    bool json = false;
};

Json reportJson(const AppendReport& report, const AppendArguments& arguments) {
    Json rejected = Json::array();
    for (const auto& row : report.ratings.rejectedRows) {
        rejected.push_back({{"line", row.line}, {"reason", row.reason}, {"text", row.text}});
    }
    Json json = {{"project", arguments.project},
                 {"changed", report.changed},
                 {"dataState", report.state},
                 {"newUsers", report.newUsers},
                 {"newItems", report.newItems},
                 {"newInteractions", report.newInteractions},
                 {"repeatedPairs", report.repeatedPairs},
                 {"users", report.users},
                 {"items", report.items},
                 {"interactions", report.interactions},
                 {"rows", report.ratings.rows},
                 {"duplicates", report.ratings.duplicates},
                 {"rejected", report.ratings.rejected},
                 {"rejectedRows", rejected},
                 {"unreadRatings", report.ratings.unreadRatings.count},
                 {"unreadTimes", report.ratings.unreadTimes.count},
                 {"withoutRating", report.ratings.withoutRating},
                 {"withoutTime", report.ratings.withoutTime},
                 {"notices", report.ratings.notices},
                 {"titles", nullptr},
                 {"earlierRuns", report.earlierRuns},
                 {"seconds", report.seconds}};
    if (report.titles) {
        json["titles"] = {{"file", arguments.titles},
                          {"matched", report.titles->matched},
                          {"unmatched", report.titles->unmatched},
                          {"rejected", report.titles->rejected}};
    }
    return json;
}

void printRejected(const ReadReport& ratings) {
    std::cout << "  rejected    " << withThousands(ratings.rejected) << " of "
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
}

void printReport(const AppendReport& report, const AppendArguments& arguments) {
    if (report.changed) {
        std::cout << "Added " << withThousands(report.newInteractions) << " interactions, "
                  << withThousands(report.newUsers) << " users and "
                  << withThousands(report.newItems) << " items to " << printable(arguments.project)
                  << " in " << duration(report.seconds) << ".\n";
    } else {
        std::cout << "Everything in " << printable(arguments.ratings) << " is in "
                  << printable(arguments.project) << " already: nothing was added.\n";
    }
    std::cout << "  data        state " << report.state << ": "
              << withThousands(report.interactions) << " interactions of "
              << withThousands(report.users) << " users with " << withThousands(report.items)
              << " items\n"
              << "  repeated    " << withThousands(report.repeatedPairs)
              << " pairs that the project had already\n";
    printRejected(report.ratings);
    printUnread(report.ratings);
    if (report.titles) {
        std::cout << "  titles      " << withThousands(report.titles->matched) << " of "
                  << withThousands(report.items) << " items are in " << printable(arguments.titles)
                  << "\n";
    }
    if (report.earlierRuns > 0) {
        std::cout << "  runs        " << withThousands(report.earlierRuns)
                  << " made on an earlier state of the data; they stay as they are\n";
    }
}

int runAppend(const AppendArguments& arguments) {
    AppendOptions options;
    if (!arguments.titles.empty()) {
        options.titles = arguments.titles;
    }
    std::stop_source stop;
    std::atomic<double> fraction = 0;
    const auto report = [&] {
        const TerminalProgress terminal(
            [&](TerminalProgress& out) {
                out.status("adding " + progressBar(fraction) + " " +
                           std::to_string(static_cast<int>(100 * fraction)) + " %");
            },
            [&](TerminalProgress&) { stop.request_stop(); });
        return appendRatings(
            arguments.ratings, arguments.project, options,
            [&](std::uint64_t done, std::uint64_t total) {
                fraction = total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 0;
            },
            stop.get_token());
    }();
    if (!report) {
        return fail(report.error());
    }
    if (arguments.json) {
        printJson(reportJson(*report, arguments));
        return kDone;
    }
    for (const auto& notice : report->ratings.notices) {
        note(notice);
    }
    printReport(*report, arguments);
    return kDone;
}

}  // namespace

void addAppendCommand(CLI::App& app, int& exitCode) {
    auto* const command =
        app.add_subcommand("append", "Add the rows of another file to a project's data");
    const auto arguments = std::make_shared<AppendArguments>();
    command
        ->add_option("RATINGS", arguments->ratings,
                     "File with further rows, written like the one that was imported")
        ->required();
    command->add_option("PROJECT", arguments->project, kProjectHelp)->required();
    command
        ->add_option("--titles", arguments->titles,
                     "File with the titles of new items; titles that are there stay")
        ->type_name("FILE");
    command->add_flag("--json", arguments->json, kJsonHelp);
    command->footer(
        "\nThe data is then what importing both files as one would have given. Runs stay: what "
        "they\n"
        "were made on is kept with them, so that their numbers stay what they were, and `ncf "
        "runs`\n"
        "marks them. New users and items need a new training.\n"
        "\nExamples:\n"
        "  ncf append august.csv shop.ncf\n"
        "  ncf append newer.csv films.ncf --titles films.csv --json");
    command->callback([arguments, &exitCode] { exitCode = runAppend(*arguments); });
}

}  // namespace ncf::cli
