#include "base/text.h"
#include "commands.h"
#include "output.h"
#include "store/project.h"
#include "terminal_progress.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>

namespace ncf::cli {

namespace {

struct CompactArguments {
    std::string project;
    bool json = false;
};

int runCompact(const CompactArguments& arguments) {
    auto project = Project::open(arguments.project);
    if (!project) {
        return fail(project.error());
    }
    const auto done = [&] {
        std::stop_source stop;
        const TerminalProgress terminal([](TerminalProgress& out) { out.status("compacting"); },
                                        [&](TerminalProgress&) { stop.request_stop(); });
        return project->compact(stop.get_token());
    }();
    if (!done) {
        return fail(done.error());
    }
    if (arguments.json) {
        printJson({{"project", arguments.project},
                   {"bytesBefore", done->bytesBefore},
                   {"bytesAfter", done->bytesAfter}});
    } else {
        std::cout << printable(arguments.project) << " has " << withThousands(done->bytesAfter)
                  << " bytes now; before it had " << withThousands(done->bytesBefore) << ".\n";
    }
    return kDone;
}

}  // namespace

void addCompactCommand(CLI::App& app, int& exitCode) {
    auto* const command = app.add_subcommand(
        "compact", "Give back the room that deleted runs left in a project file");
    const auto arguments = std::make_shared<CompactArguments>();
    command->add_option("PROJECT", arguments->project, kProjectHelp)->required();
    command->add_flag("--json", arguments->json, kJsonHelp);
    command->footer(
        "\nDeletes for good what `ncf runs --delete` removed, then writes the file anew. For a\n"
        "while this takes about the file's size twice; the project must not be in training.\n"
        "\nExamples:\n"
        "  ncf compact films.ncf");
    command->callback([arguments, &exitCode] { exitCode = runCompact(*arguments); });
}

}  // namespace ncf::cli
