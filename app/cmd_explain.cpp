#include "base/text.h"
#include "commands.h"
#include "experiment/explain.h"
#include "item_output.h"
#include "output.h"
#include "run_choice.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>
#include <memory>

namespace ncf::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kPrinted = 10;  // reasons of a table; --json has them all

struct ExplainArguments {
    std::string project;
    std::string run = "last";
    std::string user;
    std::string item;
    bool json = false;
};

Json reasonsJson(const std::vector<Reason>& reasons) {
    Json list = Json::array();
    for (const Reason& reason : reasons) {
        list.push_back({{"rank", reason.item.rank},
                        {"item", reason.item.itemId},
                        {"title", reason.item.info.title},
                        {"rating", isRated(reason.item.score) ? Json(decimal(reason.item.score))
                                                              : Json(nullptr)},
                        {"effect", decimal(reason.effect)},
                        {"similarity", decimal(reason.similarity)}});
    }
    return list;
}

void printReasons(const std::string& title, const std::vector<Reason>& reasons) {
    std::cout << '\n' << title << '\n';
    Table table;
    table.column("Effect", Table::Align::Right);
    table.column("Similarity", Table::Align::Right);
    table.column("Item");
    table.column("Title");
    for (std::size_t at = 0; at < std::min(reasons.size(), kPrinted); ++at) {
        const Reason& reason = reasons[at];
        table.row({fixed(reason.effect, 4), fixed(reason.similarity, 4), reason.item.itemId,
                   reason.item.info.title});
    }
    table.print();
}

int runExplain(const ExplainArguments& arguments) {
    auto run = loadRun(arguments.project, arguments.run);
    if (!run) {
        return fail(run.error());
    }
    const auto user = chooseUser(run->data(), arguments.user);
    if (!user) {
        return fail(user.error());
    }
    const auto item = chooseItem(run->data(), arguments.item);
    if (!item) {
        return fail(item.error());
    }
    const auto explanation = explain(*run, *user, *item);
    if (!explanation) {
        return fail(explanation.error());
    }
    if (arguments.json) {
        printJson({{"run", run->record().id},
                   {"user", arguments.user},
                   {"explained", entryJson(explanation->item)},
                   {"popularityRank", explanation->popularityRank},
                   {"summary", explanation->summary},
                   {"carriedBy", reasonsJson(explanation->carriedBy)},
                   {"nearest", reasonsJson(explanation->nearest)}});
        return kDone;
    }
    std::cout << printable(explanation->summary) << '\n';
    printReasons("Carried by:", explanation->carriedBy);
    printReasons("Nearest in the history:", explanation->nearest);
    return kDone;
}

}  // namespace

void addExplainCommand(CLI::App& app, int& exitCode) {
    auto* const command =
        app.add_subcommand("explain", "Show why a run recommends an item to a user");
    const auto arguments = std::make_shared<ExplainArguments>();
    command->add_option("PROJECT", arguments->project, kProjectHelp)->required();
    command->add_option("RUN", arguments->run, kRunHelp)->capture_default_str();
    command->add_option("--user", arguments->user, "The user's id as in the ratings file")
        ->required();
    command
        ->add_option("--item", arguments->item,
                     "The item's id as in the ratings file, or words of its title")
        ->required();
    command->add_flag("--json", arguments->json, kJsonHelp);
    command->footer(
        "\nThe effect of an item of the history is how far the score falls when the user's part "
        "of\n"
        "the network is fitted again without it: measured so for the strongest, estimated for the\n"
        "others. Similarity is the cosine of the items' embeddings, -1 to 1.\n"
        "\nExamples:\n"
        "  ncf explain films.ncf --user 42 --item 50\n"
        "  ncf explain films.ncf best --user 42 --item \"blade runner\" --json");
    command->callback([arguments, &exitCode] { exitCode = runExplain(*arguments); });
}

}  // namespace ncf::cli
