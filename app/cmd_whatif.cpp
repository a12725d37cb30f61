#include "base/text.h"
#include "commands.h"
#include "experiment/what_if.h"
#include "item_output.h"
#include "output.h"
#include "run_choice.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>

namespace ncf::cli {

namespace {

using Json = nlohmann::ordered_json;

struct WhatIfArguments {
    std::string project;
    std::string run = "last";
    std::vector<std::string> liked, disliked;
    std::string user;
    std::vector<std::string> removed;
    int top = 10;
    bool json = false;
};

// What somebody who likes or dislikes an item would rate it, where no rating is given.
float impliedRating(const ProjectData& data, bool liked) {
    const auto [low, high] = data.dataset.ratingRange();
    if (data.dataset.hasRatings()) {
        return liked ? high : low;
    }
    return liked ? 1.0f : 0.0f;
}

// ITEM or ITEM=RATING. An id may hold a “=” itself.
Result<RatedItem> likedItem(const ProjectData& data, const std::string& text) {
    const auto sign = text.rfind('=');
    const auto rating = sign == std::string::npos || data.dataset.items().find(text) != IdMap::kNone
                            ? std::nullopt
                            : parseDouble(text.substr(sign + 1));
    const auto item = chooseItem(data, rating ? text.substr(0, sign) : text);
    if (!item) {
        return item.error();
    }
    return RatedItem{*item, rating ? static_cast<float>(*rating) : impliedRating(data, true)};
}

Result<std::vector<RatedItem>> picksOf(const ProjectData& data, const WhatIfArguments& arguments) {
    std::vector<RatedItem> picks;
    for (const auto& text : arguments.liked) {
        const auto pick = likedItem(data, text);
        if (!pick) {
            return pick.error();
        }
        picks.push_back(*pick);
    }
    for (const auto& text : arguments.disliked) {
        const auto item = chooseItem(data, text);
        if (!item) {
            return item.error();
        }
        picks.push_back({*item, impliedRating(data, false)});
    }
    return picks;
}

Json entriesJson(const std::vector<RecommendationRow>& rows) {
    Json list = Json::array();
    for (const auto& row : rows) {
        list.push_back(entryJson(row));
    }
    return list;
}

int askForPicks(LoadedRun& run, const WhatIfArguments& arguments) {
    const auto picks = picksOf(run.data(), arguments);
    if (!picks) {
        return fail(picks.error());
    }
    const auto list = whatIf(run, *picks, arguments.top);
    if (!list) {
        return fail(list.error());
    }
    if (!arguments.json) {
        printEntries(list->rows);
        return kDone;
    }
    Json picked = Json::array();
    for (const auto& [item, rating] : *picks) {
        picked.push_back(
            {{"item", run.data().dataset.items().id(item)}, {"rating", decimal(rating)}});
    }
    printJson({{"run", run.record().id},
               {"picks", picked},
               {"recommendations", entriesJson(list->rows)},
               {"milliseconds", list->milliseconds}});
    return kDone;
}

int askForRemoval(LoadedRun& run, const WhatIfArguments& arguments) {
    const auto user = chooseUser(run.data(), arguments.user);
    if (!user) {
        return fail(user.error());
    }
    std::vector<ItemIndex> removed;
    for (const auto& text : arguments.removed) {
        const auto item = chooseItem(run.data(), text);
        if (!item) {
            return fail(item.error());
        }
        removed.push_back(*item);
    }
    const auto lists = whatIfRemoved(run, *user, removed, arguments.top);
    if (!lists) {
        return fail(lists.error());
    }
    if (!arguments.json) {
        std::cout << "With the whole history:\n";
        printEntries(lists->with.rows);
        std::cout << "\nWithout:\n";
        printEntries(lists->without.rows);
        return kDone;
    }
    Json without = Json::array();
    for (const ItemIndex item : removed) {
        without.push_back(run.data().dataset.items().id(item));
    }
    printJson({{"run", run.record().id},
               {"user", arguments.user},
               {"removed", without},
               {"with", entriesJson(lists->with.rows)},
               {"without", entriesJson(lists->without.rows)},
               {"milliseconds", lists->with.milliseconds + lists->without.milliseconds}});
    return kDone;
}

int runWhatIf(const WhatIfArguments& arguments) {
    auto run = loadRun(arguments.project, arguments.run);
    if (!run) {
        return fail(run.error());
    }
    return arguments.user.empty() ? askForPicks(*run, arguments) : askForRemoval(*run, arguments);
}

}  // namespace

void addWhatIfCommand(CLI::App& app, int& exitCode) {
    auto* const command = app.add_subcommand(
        "whatif", "Show what a run would recommend to somebody new, or after a changed history");
    const auto arguments = std::make_shared<WhatIfArguments>();
    command->add_option("PROJECT", arguments->project, kProjectHelp)->required();
    command->add_option("RUN", arguments->run, kRunHelp)->capture_default_str();
    auto* const like =
        command
            ->add_option("--like", arguments->liked,
                         "ITEM or ITEM=RATING: the id as in the ratings file, or words of its "
                         "title; may be given often")
            ->allow_extra_args(false);
    auto* const dislike = command
                              ->add_option("--dislike", arguments->disliked,
                                           "An item that is not for them; may be given often")
                              ->allow_extra_args(false);
    auto* const user =
        command->add_option("--user", arguments->user, "Instead: a user of the project")
            ->excludes(like)
            ->excludes(dislike);
    command
        ->add_option("--without", arguments->removed,
                     "An item to leave out of the user's history; may be given often")
        ->allow_extra_args(false)
        ->needs(user);
    command->add_option("--top", arguments->top, "How many items")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    command->add_flag("--json", arguments->json, kJsonHelp);
    command->footer(
        "\nOnly the person's own part of the network is fitted, the rest stays as it was trained;\n"
        "nothing is stored. Where the run learnt likes and not ratings, a rating below the middle\n"
        "of the scale means \"not for them\".\n"
        "\nExamples:\n"
        "  ncf whatif films.ncf --like 50 --like \"blade runner\" --dislike 181\n"
        "  ncf whatif films.ncf best --like 50=5 --like 172=4.5 --json\n"
        "  ncf whatif films.ncf --user 42 --without 50");
    command->callback([arguments, &exitCode] { exitCode = runWhatIf(*arguments); });
}

}  // namespace ncf::cli
