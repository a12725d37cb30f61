#include "commands.h"
#include "output.h"

#include <CLI/CLI.hpp>

#include <exception>
#include <iostream>

namespace {

constexpr const char* kFooter = R"(
Examples:
  ncf import ratings.csv films.ncf --titles titles.csv
  ncf append newer.csv films.ncf
  ncf train films.ncf --preset neumf-8 --epochs 30
  ncf sweep films.ncf --vary learning-rate=0.0005..0.005:log --random 12
  ncf runs films.ncf
  ncf compare films.ncf 1 best
  ncf users films.ncf --prefix 4
  ncf history films.ncf --user 42
  ncf recommend films.ncf --user 42
  ncf similar films.ncf --item 50
  ncf map films.ncf --output map.csv
  ncf export films.ncf best --format csv --output lists.csv

Results go to stdout, progress and messages to stderr; every command takes --json.
Exit codes: 0 done, 1 internal error, 2 wrong usage, 3 bad input, 4 not found,
5 the project file or the disk refused, 130 cancelled.)";

}  // namespace

int main(int argc, char** argv) {
    using namespace ncf::cli;
    try {
        CLI::App app(
            "Neural Collaborative Filtering without a window: import ratings, train, "
            "evaluate and recommend.",
            "ncf");
        app.footer(kFooter);
        app.require_subcommand(1);
        app.set_version_flag("--version", std::string("ncf " NCF_VERSION));
        app.failure_message([](const CLI::App* failed, const CLI::Error& error) {
            return "ncf: " + std::string(error.what()) + ". See `" + failed->get_name() +
                   " --help`.\n";
        });
        int exitCode = kDone;
        addImportCommand(app, exitCode);
        addAppendCommand(app, exitCode);
        addTrainCommand(app, exitCode);
        addResumeCommand(app, exitCode);
        addSweepCommand(app, exitCode);
        addEvaluateCommand(app, exitCode);
        addUsersCommand(app, exitCode);
        addHistoryCommand(app, exitCode);
        addRecommendCommand(app, exitCode);
        addQualitiesCommand(app, exitCode);
        addSimilarCommand(app, exitCode);
        addWhatIfCommand(app, exitCode);
        addExplainCommand(app, exitCode);
        addMapCommand(app, exitCode);
        addRunsCommand(app, exitCode);
        addCompareCommand(app, exitCode);
        addExportCommand(app, exitCode);
        addCompactCommand(app, exitCode);
        try {
            app.parse(argc, argv);
        } catch (const CLI::ParseError& error) {
            return app.exit(error) == 0 ? kDone : kUsageError;
        }
        if (!std::cout.flush()) {
            return fail(
                {ncf::ErrorKind::Storage, "The results could not be written to stdout.", ""});
        }
        return exitCode;
    } catch (const std::exception& exception) {
        return fail({ncf::ErrorKind::Internal, exception.what(), ""});
    }
}
