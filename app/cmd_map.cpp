#include "base/atomic_file.h"
#include "base/text.h"
#include "commands.h"
#include "experiment/embedding_map.h"
#include "output.h"
#include "recommendation/kept_neighbours.h"
#include "recommendation/neighbour_layout.h"
#include "run_choice.h"
#include "terminal_progress.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <memory>

namespace ncf::cli {

namespace {

struct MapArguments {
    std::string project;
    std::string run = "last";
    std::string of = "items";
    std::string method = "neighbours";
    std::uint64_t seed = 1;
    std::string output;
    bool json = false;
};

double secondsSince(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// The layout, with its progress on the terminal.
Result<std::vector<PlanePoint>> arranged(const EmbeddingMap& map, std::uint64_t seed) {
    std::atomic<double> fraction = 0;
    std::stop_source stop;
    const auto start = std::chrono::steady_clock::now();
    const TerminalProgress terminal(
        [&](TerminalProgress& out) {
            const double done = fraction;
            std::string text = progressBar(done);
            if (done > 0) {
                text += "  " + duration(secondsSince(start) * (1 - done) / done) + " left";
            }
            out.status(text);
        },
        [&](TerminalProgress&) { stop.request_stop(); });
    const ProgressCallback progress = [&](std::uint64_t done, std::uint64_t total) {
        fraction = static_cast<double>(done) / static_cast<double>(total);
    };
    return neighbourLayout(*map.vectors, map.points, seed, progress, {}, stop.get_token());
}

Status writeCsv(const MapArguments& arguments, const EmbeddingMap& map) {
    auto file = AtomicFile::create(arguments.output);
    if (!file) {
        return file.error();
    }
    if (auto status = file->write(mapCsv(map.entries, map.points)); !status) {
        return status.error();
    }
    return file->finish();
}

void printResult(const MapArguments& arguments, const RunRecord& run, const EmbeddingMap& map,
                 double kept, double seconds) {
    if (arguments.json) {
        printJson({{"run", run.id},
                   {"of", arguments.of},
                   {"method", arguments.method},
                   {"seed", arguments.seed},
                   {"file", arguments.output},
                   {"points", map.points.size()},
                   {"varianceOfMainDirections", map.share},
                   {"keptNeighbours", kept},
                   {"seconds", seconds}});
        return;
    }
    std::cout << "Wrote " << withThousands(map.points.size()) << " " << arguments.of << " of run "
              << run.id << " (" << printable(run.name) << ") to " << printable(arguments.output)
              << ".\n"
              << "  " << fixed(100 * kept, 1)
              << " % of the 10 nearest by the model are among the 10 nearest on the map.\n";
    if (arguments.method == "pca") {
        std::cout << "  x holds " << fixed(100 * map.share[0], 1) << " % of the variance, y "
                  << fixed(100 * map.share[1], 1) << " %.\n";
    }
}

int runMap(const MapArguments& arguments) {
    std::error_code ignored;
    if (std::filesystem::equivalent(arguments.output, arguments.project, ignored)) {
        return fail({ErrorKind::BadInput, "The output would replace the project itself.",
                     "Choose another name for --output."});
    }
    const auto run = loadRun(arguments.project, arguments.run);
    if (!run) {
        return fail(run.error());
    }
    const auto start = std::chrono::steady_clock::now();
    auto map =
        embeddingMap(*run, arguments.of == "items" ? MapOf::Items : MapOf::Users, arguments.seed);
    if (!map) {
        return fail(map.error());
    }
    if (arguments.method == "neighbours") {
        auto points = arranged(*map, arguments.seed);
        if (!points) {
            return fail(points.error());
        }
        map->points = std::move(*points);
    }
    const double seconds = secondsSince(start);
    if (const auto status = writeCsv(arguments, *map); !status) {
        return fail(status.error());
    }
    printResult(arguments, run->record(), *map, keptNeighbours(*map->vectors, map->points),
                seconds);
    return kDone;
}

}  // namespace

void addMapCommand(CLI::App& app, int& exitCode) {
    auto* const command = app.add_subcommand(
        "map", "Write where a run's items or users lie in two dimensions to a CSV file");
    const auto arguments = std::make_shared<MapArguments>();
    command->add_option("PROJECT", arguments->project, kProjectHelp)->required();
    command->add_option("RUN", arguments->run, kRunHelp)->capture_default_str();
    command->add_option("--of", arguments->of, "What the points are")
        ->check(CLI::IsMember({"items", "users"}))
        ->capture_default_str();
    command
        ->add_option("--method", arguments->method,
                     "neighbours (what is near by the model lies together; takes some seconds) or "
                     "pca (the two main directions; at once)")
        ->check(CLI::IsMember({"pca", "neighbours"}))
        ->capture_default_str();
    command->add_option("--seed", arguments->seed, "Of the arrangement and of the clusters")
        ->capture_default_str();
    command
        ->add_option("--output", arguments->output,
                     "The file to write; it is replaced only when everything is written")
        ->type_name("FILE.csv")
        ->required();
    command->add_flag("--json", arguments->json, kJsonHelp);
    command->footer(
        "\nThe columns are id, title, x, y, cluster, genres and popularity (interactions). Near "
        "is\n"
        "what has a high cosine between embeddings, as for `ncf similar`. A text that begins with\n"
        "= + - @ or a tab gets an apostrophe in front, because spreadsheets would run it.\n"
        "\nExamples:\n"
        "  ncf map films.ncf --output map.csv\n"
        "  ncf map films.ncf best --of users --method pca --output people.csv --json");
    command->callback([arguments, &exitCode] { exitCode = runMap(*arguments); });
}

}  // namespace ncf::cli
