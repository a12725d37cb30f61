#include "base/text.h"
#include "commands.h"
#include "experiment/around_item.h"
#include "output.h"
#include "run_choice.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>

namespace ncf::cli {

namespace {

using Json = nlohmann::ordered_json;

struct SimilarArguments {
    std::string project;
    std::string run = "last";
    std::string item;
    int top = 10;
    bool users = false;
    bool facts = false;
    bool json = false;
};

Json itemJson(const RecommendationRow& item) {
    return {{"item", item.itemId},
            {"title", item.info.title},
            {"year", item.info.year == 0 ? Json(nullptr) : Json(item.info.year)},
            {"genres", item.info.genres},
            {"popularity", item.popularity}};
}

Json factsJson(const ItemFacts& facts) {
    Json json = itemJson(facts.item);
    json["popularityRank"] = facts.popularityRank;
    json["items"] = facts.items;
    json["meanRating"] = facts.meanRating ? Json(*facts.meanRating) : Json(nullptr);
    json["ratings"] = Json::array();
    for (const auto& [rating, count] : facts.ratings) {
        json["ratings"].push_back({{"rating", decimal(rating)}, {"count", count}});
    }
    return json;
}

Json similarJson(const std::vector<RecommendationRow>& rows) {
    Json list = Json::array();
    for (const auto& row : rows) {
        Json entry = {{"rank", row.rank}, {"similarity", decimal(row.score)}};
        entry.update(itemJson(row));
        list.push_back(std::move(entry));
    }
    return list;
}

Json usersJson(const std::vector<LikelyUser>& users) {
    Json list = Json::array();
    for (const auto& [user, score] : users) {
        list.push_back({{"rank", list.size() + 1},
                        {"user", user.id},
                        {"score", decimal(score)},
                        {"interactions", user.interactions}});
    }
    return list;
}

void printHead(const ItemFacts& facts) {
    const auto& item = facts.item;
    std::string line =
        item.info.title.empty() ? item.itemId : item.info.title + " (id " + item.itemId + ")";
    line += ": " + withThousands(item.popularity) + " users, place " +
            withThousands(static_cast<std::uint64_t>(facts.popularityRank)) + " of " +
            withThousands(facts.items) + " by popularity";
    if (facts.meanRating) {
        line += ", mean rating " + fixed(*facts.meanRating, 2);
    }
    std::cout << printable(line) << "\n\n";
}

void printFacts(const ItemFacts& facts) {
    if (!facts.item.info.genres.empty()) {
        std::cout << printable("Genres: " + facts.item.info.genres) << '\n';
    }
    if (facts.ratings.empty()) {
        std::cout << "The data has no ratings.\n";
        return;
    }
    Table table;
    table.column("Rating", Table::Align::Right);
    table.column("Users", Table::Align::Right);
    for (const auto& [rating, count] : facts.ratings) {
        table.row({shortest(decimal(rating)), withThousands(count)});
    }
    table.print();
}

void printSimilar(const std::vector<RecommendationRow>& rows) {
    Table table;
    table.column("Rank", Table::Align::Right);
    table.column("Similarity", Table::Align::Right);
    table.column("Popularity", Table::Align::Right);
    table.column("Item");
    table.column("Title");
    table.column("Genres");
    for (const auto& row : rows) {
        table.row({std::to_string(row.rank), fixed(row.score, 4), withThousands(row.popularity),
                   row.itemId, row.info.title, row.info.genres});
    }
    table.print();
}

void printUsers(const std::vector<LikelyUser>& users) {
    Table table;
    table.column("Rank", Table::Align::Right);
    table.column("Score", Table::Align::Right);
    table.column("Interactions", Table::Align::Right);
    table.column("User");
    int rank = 0;
    for (const auto& [user, score] : users) {
        table.row(
            {std::to_string(++rank), fixed(score, 4), withThousands(user.interactions), user.id});
    }
    table.print();
}

// Tells what was asked for besides the facts: `rows` under `name`, or why there are none.
template <class Rows>
int tell(const SimilarArguments& arguments, Json document, const ItemFacts& facts,
         const Result<Rows>& rows, const char* name, Json (*toJson)(const Rows&),
         void (*print)(const Rows&)) {
    if (!rows) {
        return fail(rows.error());
    }
    if (arguments.json) {
        document[name] = toJson(*rows);
        printJson(document);
    } else {
        printHead(facts);
        print(*rows);
    }
    return kDone;
}

int runSimilar(const SimilarArguments& arguments) {
    auto run = loadRun(arguments.project, arguments.run);
    if (!run) {
        return fail(run.error());
    }
    const auto item = chooseItem(run->data(), arguments.item);
    if (!item) {
        return fail(item.error());
    }
    const ItemFacts facts = itemFacts(run->data(), *item);
    Json document = {{"run", run->record().id}};
    document["item"] = factsJson(facts);
    if (arguments.users) {
        return tell(arguments, std::move(document), facts, likelyUsers(*run, *item, arguments.top),
                    "users", usersJson, printUsers);
    }
    if (!arguments.facts) {
        return tell(arguments, std::move(document), facts, similarItems(*run, *item, arguments.top),
                    "similar", similarJson, printSimilar);
    }
    if (arguments.json) {
        printJson(document);
    } else {
        printHead(facts);
        printFacts(facts);
    }
    return kDone;
}

}  // namespace

void addSimilarCommand(CLI::App& app, int& exitCode) {
    auto* const command =
        app.add_subcommand("similar", "Show what is around an item: similar ones, likely users");
    const auto arguments = std::make_shared<SimilarArguments>();
    command->add_option("PROJECT", arguments->project, kProjectHelp)->required();
    command->add_option("RUN", arguments->run, kRunHelp)->capture_default_str();
    command
        ->add_option("--item", arguments->item,
                     "The item's id as in the ratings file, or words of its title")
        ->required();
    command->add_option("--top", arguments->top, "How many items or users")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    auto* const users =
        command->add_flag("--users", arguments->users,
                          "Instead of similar items: the users without it who would want it most");
    command
        ->add_flag("--facts", arguments->facts,
                   "Only what the data says of it: popularity and ratings")
        ->excludes(users);
    command->add_flag("--json", arguments->json, kJsonHelp);
    command->footer(
        "\nSimilarity is the cosine between the items' embeddings, -1 to 1: what the run's "
        "network\n"
        "learnt of who wants them, not what they are about.\n"
        "\nExamples:\n"
        "  ncf similar films.ncf --item 50\n"
        "  ncf similar films.ncf best --item \"toy story\" --users --top 20\n"
        "  ncf similar films.ncf --item 50 --facts --json");
    command->callback([arguments, &exitCode] { exitCode = runSimilar(*arguments); });
}

}  // namespace ncf::cli
