#include "base/text.h"
#include "commands.h"
#include "experiment/list_filter.h"
#include "experiment/popularity_ranks.h"
#include "output.h"
#include "run_choice.h"
#include "user_list_output.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>

namespace ncf::cli {

namespace {

struct RecommendArguments {
    std::string project;
    std::string run = "last";
    std::string other;
    std::string user;
    std::string genre;
    std::string title;
    std::optional<double> hidePopular, onlyPopular;  // percent of all items
    int top = 10;
    bool heldOut = false;
    bool json = false;
};

Result<UserList> storedList(const Project& project, const std::string& choice, UserIndex user,
                            const std::string& userId) {
    auto run = chooseRun(project, choice);
    if (!run) {
        return run.error();
    }
    auto rows = project.recommendations(run->id, user);
    if (!rows) {
        return rows.error();
    }
    if (rows->empty() && run->onEarlierData()) {
        const auto info = project.datasetInfo();
        if (!info) {
            return info.error();
        }
        const auto& state = (*info)->states[static_cast<std::size_t>(run->dataState) - 1];
        if (static_cast<std::uint64_t>(user) >= state.users) {
            return Error{ErrorKind::NotFound,
                         "User “" + userId + "” came later than run " + std::to_string(run->id) +
                             ", which was made on an earlier state of the data (" +
                             dataStateText(*run) + ").",
                         "Train a new run: it learns from all of the data."};
        }
    }
    if (rows->empty()) {
        return Error{
            ErrorKind::NotFound,
            "Run " + std::to_string(run->id) + " has no recommendations for user “" + userId + "”.",
            "Train a run to its end with --recommendations above 0."};
    }
    return UserList{std::move(*run), std::move(*rows), {}, {}};
}

// The first list and, if there is one to compare with, the second.
Result<std::vector<UserList>> storedLists(const Project& project, UserIndex user,
                                          const RecommendArguments& arguments) {
    std::vector<std::string> choices = {arguments.run};
    if (!arguments.other.empty()) {
        choices.push_back(arguments.other);
    }
    std::vector<UserList> lists;
    for (const auto& choice : choices) {
        auto list = storedList(project, choice, user, arguments.user);
        if (!list) {
            return list.error();
        }
        lists.push_back(std::move(*list));
    }
    return lists;
}

// Fills in what is shown of the lists.
Status choose(const Project& project, const RecommendArguments& arguments,
              std::vector<UserList>& lists) {
    ListFilter filter{std::string(trimmed(arguments.title)), std::string(trimmed(arguments.genre))};
    const auto wanted = static_cast<std::size_t>(arguments.top);
    for (auto& list : lists) {
        PopularityRanks ranks;  // at the state of the data that the list is of
        if (arguments.hidePopular || arguments.onlyPopular) {
            auto popularity = project.itemPopularity(list.run.dataState);
            if (!popularity) {
                return popularity.error();
            }
            ranks = PopularityRanks(std::move(*popularity));
            const auto items = [&](double percent) {
                return mostPopular(percent / 100, ranks.items());
            };
            filter.popularFrom = arguments.hidePopular ? items(*arguments.hidePopular) + 1 : 1;
            filter.popularTo = arguments.onlyPopular ? items(*arguments.onlyPopular) : 0;
        }
        std::ranges::copy_if(list.rows, std::back_inserter(list.shown), [&](const auto& row) {
            return accepts(filter, row, ranks.of(row.popularity));
        });
        if (list.rows.size() < wanted) {
            note("Run " + std::to_string(list.run.id) + " stored " +
                 std::to_string(list.rows.size()) + " recommendations per user.");
        }
        list.shown.resize(std::min(list.shown.size(), wanted));
    }
    return {};
}

Status findHeldOut(const Project& project, UserIndex user, std::vector<UserList>& lists) {
    for (auto& list : lists) {
        const auto data = loadProjectData(project, list.run.dataState);
        if (!data) {
            return data.error();
        }
        auto run = LoadedRun::load(project, list.run.id, *data);
        if (!run) {
            return run.error();
        }
        auto places = testPlaces(*run, user);
        if (!places) {
            return places.error();
        }
        list.heldOut = std::move(*places);
    }
    return {};
}

void print(const RecommendArguments& arguments, const std::vector<UserList>& lists) {
    const bool comparing = lists.size() > 1;
    if (arguments.json) {
        printJson(comparing ? comparedListsJson(arguments.user, lists[0], lists[1])
                            : userListJson(arguments.user, lists[0]));
    } else if (comparing) {
        printComparedLists(lists[0], lists[1]);
    } else {
        printUserList(lists[0]);
    }
}

int runRecommend(const RecommendArguments& arguments) {
    const auto project = Project::open(arguments.project);
    if (!project) {
        return fail(project.error());
    }
    const auto user = chooseUser(*project, arguments.user);
    if (!user) {
        return fail(user.error());
    }
    auto lists = storedLists(*project, *user, arguments);
    if (!lists) {
        return fail(lists.error());
    }
    if (const auto status = choose(*project, arguments, *lists); !status) {
        return fail(status.error());
    }
    if (arguments.heldOut) {
        if (const auto status = findHeldOut(*project, *user, *lists); !status) {
            return fail(status.error());
        }
    }
    print(arguments, *lists);
    return kDone;
}

void addFilters(CLI::App& command, RecommendArguments& arguments) {
    command.add_option("--genre", arguments.genre, "Only items of this genre");
    command.add_option("--title", arguments.title, "Only items with this in the title");
    const auto percent = [&](const char* name, std::optional<double>& value, const char* help) {
        return command.add_option(name, value, help)->check(CLI::Range(0.01, 100.0));
    };
    auto* const hide = percent("--hide-popular", arguments.hidePopular,
                               "Without the most popular so many percent of all items");
    percent("--only-popular", arguments.onlyPopular,
            "Only the most popular so many percent of all items")
        ->excludes(hide);
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
    addFilters(*command, *arguments);
    command->add_option("--compare", arguments->other,
                        "A second run, whose list is shown, too: its number, \"last\" or \"best\"");
    command->add_flag("--held-out", arguments->heldOut,
                      "Tell where the run puts the user's items that were held out for the test");
    command->add_flag("--json", arguments->json, kJsonHelp);
    command->footer(
        "\nThe lists were stored when the run ended; items the user already knows are left out.\n"
        "Ranks, and what --compare and --held-out count, concern the whole lists, whatever is "
        "shown.\n"
        "\nExamples:\n"
        "  ncf recommend films.ncf --user 42\n"
        "  ncf recommend films.ncf 1 --user 42 --compare best --held-out\n"
        "  ncf recommend films.ncf --user 42 --genre Comedy --hide-popular 5\n"
        "  ncf recommend films.ncf best --user 42 --top 5 --json");
    command->callback([arguments, &exitCode] { exitCode = runRecommend(*arguments); });
}

}  // namespace ncf::cli
