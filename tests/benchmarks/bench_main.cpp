// Measures what the program's speed rests on, side by side with what it is compared to, and prints
// tables and, on request, JSON. Every figure is a median; compare ratios, not rates, across
// machines.

#include "sections.h"

#include <CLI/CLI.hpp>
#include <torch/torch.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <optional>
#include <sys/resource.h>
#include <thread>

using namespace ncf::bench;

namespace {

struct Section {
    std::string name;
    bool byDefault = true;
    std::function<void()> run;
};

std::vector<std::string> namesOf(const std::vector<Section>& sections) {
    std::vector<std::string> names;
    for (const auto& section : sections) {
        names.push_back(section.name);
    }
    return names;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Benchmarks of NCF Studio's core");
    Settings settings;
    settings.threads =
        std::max(1, std::min(2, static_cast<int>(std::thread::hardware_concurrency())));
    std::filesystem::path json;
    std::vector<std::string> only;
    Report report;
    std::optional<Workload> workload;  // MovieLens-1M, for those that need it
    const std::vector<Section> sections = {
        {"training", true, [&] { benchTraining(report, settings, *workload); }},
        {"products", true, [&] { benchProducts(report, settings, *workload); }},
        {"bfloat16", true, [&] { benchBFloat16(report, settings, *workload); }},
        {"ranking", true, [&] { benchRanking(report, settings, *workload); }},
        {"growth", true, [&] { benchGrowth(report, settings); }},
        {"data", true, [&] { benchData(report, settings, *workload); }},
        {"store", true, [&] { benchStore(report, settings); }},
        {"map", true, [&] { benchMap(report, settings); }},
        {"accuracy", false, [&] { benchAccuracy(report, settings, *workload); }},
        {"cold-start", false, [&] { benchColdStart(report, settings); }},
        {"large-epoch", false, [&] { benchLargeEpoch(report, settings); }},
        {"warm-start", false, [&] { benchWarmStart(report, settings); }},
        {"what-if", false, [&] { benchFoldIn(report, settings, *workload); }}};
    app.add_option(
        "--data", settings.data,
        "Folder with ml-1m.train.rating and its companions; for warm-start, beside it ml-100k "
        "with u.data");
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
    app.add_option("--seeds", settings.seeds,
                   "Seeds of the sections accuracy, cold-start and warm-start")
        ->capture_default_str()
        ->check(CLI::Range(1, 1000));
    app.add_option("--only", only,
                   "Sections to run; all but accuracy, cold-start, large-epoch, warm-start and "
                   "what-if, which train for minutes up to an hour")
        ->check(CLI::IsMember(namesOf(sections)));
    app.add_option("--json", json, "Also write the tables to this file");
    CLI11_PARSE(app, argc, argv);
    try {
        workload.emplace(movieLens1M(settings.data));
        std::printf("%s; medians of %d; LibTorch %s\n", workload->name.c_str(), settings.rounds,
                    TORCH_VERSION);
        for (const auto& section : sections) {
            const bool named = std::find(only.begin(), only.end(), section.name) != only.end();
            if (only.empty() ? section.byDefault : named) {
                section.run();
            }
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
