// Measures what the program's speed rests on, side by side with what it is compared to, and prints
// tables and, on request, JSON. Every figure is a median; compare ratios, not rates, across
// machines.

#include "sections.h"

#include <CLI/CLI.hpp>
#include <torch/torch.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <sys/resource.h>
#include <thread>

using namespace ncf::bench;

int main(int argc, char** argv) {
    CLI::App app("Benchmarks of NCF Studio's core");
    Settings settings;
    settings.threads =
        std::max(1, std::min(2, static_cast<int>(std::thread::hardware_concurrency())));
    std::filesystem::path json;
    std::vector<std::string> only;
    const std::vector<std::string> sections = {"training", "products", "growth",   "ranking",
                                               "data",     "store",    "map",      "accuracy", "what-if"};
    app.add_option("--data", settings.data, "Folder with ml-1m.train.rating and its companions");
    app.add_option("--peer", settings.peer, "The PyTorch program to measure against");
    app.add_option("--rounds", settings.rounds, "Measurements of which the median counts")
        ->capture_default_str()
        ->check(CLI::Range(1, 1000));
    app.add_option("--seconds", settings.seconds, "Length of one measurement of a rate")
        ->capture_default_str()
        ->check(CLI::Range(0.01, 600.0));
    app.add_option("--threads", settings.threads, "Threads of the parallel side")
        ->capture_default_str()
        ->check(CLI::Range(1, 256));
    app.add_option("--csv-rows", settings.csvRows, "Rows of the generated ratings file")
        ->capture_default_str();
    app.add_option("--seeds", settings.seeds, "Seeds of the accuracy section")
        ->capture_default_str()
        ->check(CLI::Range(1, 1000));
    app.add_option("--only", only,
                   "Sections to run; all but accuracy and what-if, which train for half an hour")
        ->check(CLI::IsMember(sections));
    app.add_option("--json", json, "Also write the tables to this file");
    CLI11_PARSE(app, argc, argv);
    const auto wanted = [&](const std::string& section) {
        return only.empty() ? section != "accuracy" && section != "what-if"
                            : std::find(only.begin(), only.end(), section) != only.end();
    };
    try {
        Report report;
        const auto workload = movieLens1M(settings.data);
        std::printf("%s; medians of %d; LibTorch %s\n", workload.name.c_str(), settings.rounds,
                    TORCH_VERSION);
        if (wanted("training")) {
            benchTraining(report, settings, workload);
        }
        if (wanted("products")) {
            benchProducts(report, settings, workload);
        }
        if (wanted("ranking")) {
            benchRanking(report, settings, workload);
        }
        if (wanted("growth")) {
            benchGrowth(report, settings);
        }
        if (wanted("data")) {
            benchData(report, settings, workload);
        }
        if (wanted("store")) {
            benchStore(report, settings);
        }
        if (wanted("map")) {
            benchMap(report, settings);
        }
        if (wanted("accuracy")) {
            benchAccuracy(report, settings, workload);
        }
        if (wanted("what-if")) {
            benchFoldIn(report, settings, workload);
        }
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        std::printf("\nPeak memory of the whole benchmark: %ld MiB\n", usage.ru_maxrss / 1024);
        if (!json.empty()) {
            std::ofstream(json) << report.json().dump(2) << '\n';
        }
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
