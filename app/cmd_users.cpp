#include "base/text.h"
#include "commands.h"
#include "experiment/around_item.h"
#include "experiment/shell_quoting.h"
#include "output.h"
#include "run_choice.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <memory>

namespace ncf::cli {

namespace {

using Json = nlohmann::ordered_json;

struct UsersArguments {
    std::string project;
    std::string prefix;
    std::string item;
    std::string after;
    int limit = 50;
    bool json = false;
};

// One user more than the page has, where there is a next page.
Result<std::vector<UserRow>> usersOf(const Project& project, const UsersArguments& arguments) {
    const int wanted = arguments.limit + 1;
    if (arguments.item.empty()) {
        return project.users(arguments.prefix, arguments.after, wanted);
    }
    const auto data = loadProjectData(project);
    if (!data) {
        return data.error();
    }
    const auto item = chooseItem(**data, arguments.item);
    if (!item) {
        return item.error();
    }
    return usersWith(**data, *item, arguments.after, wanted);
}

std::string commandAfter(const UsersArguments& arguments, const std::string& lastId) {
    std::string command = "ncf users " + shellQuotedFile(arguments.project);
    if (!arguments.item.empty()) {
        command += " --item=" + shellQuoted(arguments.item);
    } else if (!arguments.prefix.empty()) {
        command += " --prefix=" + shellQuoted(arguments.prefix);
    }
    return command + " --after=" + shellQuoted(lastId) +
           " --limit=" + std::to_string(arguments.limit);
}

void printPage(const std::vector<UserRow>& users) {
    Table table;
    table.column("Interactions", Table::Align::Right);
    table.column("User");
    for (const auto& user : users) {
        table.row({withThousands(user.interactions), user.id});
    }
    table.print();
}

void printPageJson(const std::vector<UserRow>& users, bool more) {
    Json list = Json::array();
    for (const auto& user : users) {
        list.push_back({{"user", user.id}, {"interactions", user.interactions}});
    }
    printJson({{"users", list}, {"next", more ? Json(users.back().id) : Json(nullptr)}});
}

int runUsers(const UsersArguments& arguments) {
    const auto project = Project::open(arguments.project);
    if (!project) {
        return fail(project.error());
    }
    auto users = usersOf(*project, arguments);
    if (!users) {
        return fail(users.error());
    }
    const bool more = users->size() > static_cast<std::size_t>(arguments.limit);
    if (more) {
        users->pop_back();
    }
    if (arguments.json) {
        printPageJson(*users, more);
        return kDone;
    }
    if (users->empty()) {
        note(!arguments.after.empty()   ? "There are no more users."
             : !arguments.item.empty()  ? "Nobody knows this item."
             : arguments.prefix.empty() ? "The project has no users."
                                        : "No user's id starts like this.");
        return kDone;
    }
    printPage(*users);
    if (more) {
        note("There are more: " + commandAfter(arguments, users->back().id));
    }
    return kDone;
}

}  // namespace

void addUsersCommand(CLI::App& app, int& exitCode) {
    auto* const command =
        app.add_subcommand("users", "List users: by the start of the id, or by an item they know");
    const auto arguments = std::make_shared<UsersArguments>();
    command->add_option("PROJECT", arguments->project, kProjectHelp)->required();
    auto* const prefix =
        command->add_option("--prefix", arguments->prefix, "Only ids that start with this");
    command
        ->add_option("--item", arguments->item,
                     "Only users who interacted with this item: its id as in the ratings file, or "
                     "words of its title")
        ->excludes(prefix);
    command->add_option("--after", arguments->after,
                        "Only ids after this one: the last of the page before");
    command->add_option("--limit", arguments->limit, "How many users a page has")
        ->check(CLI::Range(1, 100000))
        ->capture_default_str();
    command->add_flag("--json", arguments->json, kJsonHelp);
    command->footer(
        "\nUsers come in the order of their ids, as bytes. Where a page is not the last one, the\n"
        "command for the next one is told on stderr; in JSON, \"next\" is what to give --after.\n"
        "\nExamples:\n"
        "  ncf users films.ncf --prefix 4\n"
        "  ncf users films.ncf --item \"blade runner\" --limit 20\n"
        "  ncf users films.ncf --after 42 --json");
    command->callback([arguments, &exitCode] { exitCode = runUsers(*arguments); });
}

}  // namespace ncf::cli
