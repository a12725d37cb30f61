#include "base/text.h"
#include "commands.h"
#include "experiment/run_comparison.h"
#include "experiment/run_json.h"
#include "experiment/settings.h"
#include "output.h"
#include "run_choice.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>

namespace ncf::cli {

namespace {

using Json = nlohmann::ordered_json;
using OptionalMetric = std::optional<double> Metrics::*;

struct CompareArguments {
    std::string project;
    std::vector<std::string> runs;
    bool all = false;
    bool json = false;
};

struct MetricRow {
    const char* title;
    Metrics RunRecord::*part;
    OptionalMetric metric;
};
constexpr MetricRow kMetricRows[] = {
    {"Test HR", &RunRecord::test, &Metrics::hitRate},
    {"Test NDCG", &RunRecord::test, &Metrics::ndcg},
    {"Test RMSE", &RunRecord::test, &Metrics::rmse},
    {"Test MAE", &RunRecord::test, &Metrics::mae},
    {"Validation HR", &RunRecord::validation, &Metrics::hitRate},
    {"Validation NDCG", &RunRecord::validation, &Metrics::ndcg},
    {"Validation RMSE", &RunRecord::validation, &Metrics::rmse},
};

// What can be said of the runs side by side; values are parallel to the runs.
struct Line {
    std::string key;
    std::string title;
    std::vector<std::string> values;
};

std::string withDelta(const std::optional<double>& value, const std::optional<double>& baseline) {
    if (!value) {
        return "–";
    }
    const double delta = baseline ? *value - *baseline : 0;
    return fixed(*value, 4) +
           (baseline ? std::string(delta < 0 ? " (" : " (+") + fixed(delta, 4) + ")" : "");
}

std::vector<Line> metricLines(const std::vector<RunRecord>& runs) {
    std::vector<Line> lines;
    for (const auto& row : kMetricRows) {
        Line line{"", row.title, {}};
        bool any = false;
        for (const auto& run : runs) {
            const auto& value = run.*row.part.*row.metric;
            const bool compared = &run != &runs.front() && run.protocol == runs.front().protocol &&
                                  run.cutoff == runs.front().cutoff;
            line.values.push_back(
                withDelta(value, compared ? runs.front().*row.part.*row.metric : std::nullopt));
            any = any || value;
        }
        if (any) {
            lines.push_back(line);
        }
    }
    Line protocol{"", "Measured by", {}};
    Line cutoff{"", "Cutoff K", {}};
    for (const auto& run : runs) {
        protocol.values.push_back(run.protocol);
        cutoff.values.push_back(std::to_string(run.cutoff));
    }
    lines.push_back(protocol);
    lines.push_back(cutoff);
    return lines;
}

std::vector<Line> settingLines(const std::vector<RunRecord>& runs, bool all) {
    std::vector<std::vector<std::string>> values;
    for (const auto& run : runs) {
        const auto config = experimentFromJson(run.config);
        values.push_back(config ? settingValues(*config) : std::vector<std::string>());
    }
    const auto differs = differingSettings(values);
    std::vector<Line> lines;
    for (std::size_t i = 0; i < differs.size(); ++i) {
        if (!all && !differs[i]) {
            continue;
        }
        Line line{settingNames()[i].key, settingNames()[i].title, {}};
        for (const auto& list : values) {
            line.values.push_back(list.empty() ? "–" : list[i]);
        }
        lines.push_back(line);
    }
    return lines;
}

void printLines(const std::vector<RunRecord>& runs, const std::vector<Line>& lines) {
    Table table;
    table.column("");
    for (const auto& run : runs) {
        table.column(std::to_string(run.id) + " " + printable(run.name));
    }
    for (const auto& line : lines) {
        std::vector<std::string> cells = line.values;
        cells.insert(cells.begin(), line.title);
        table.row(std::move(cells));
    }
    table.print();
}

void printTests(const Project& project, const std::vector<RunRecord>& runs) {
    std::cout << "\nOn the test items, against run " << runs.front().id << " ("
              << printable(runs.front().name) << "):\n";
    for (std::size_t i = 1; i < runs.size(); ++i) {
        const auto metrics = compareRuns(project, runs.front(), runs[i]);
        if (!metrics) {
            std::cout << "  " << printable(metrics.error().message()) << "\n";
            continue;
        }
        for (const auto& metric : *metrics) {
            std::cout << "  " << printable(metric.sentence(runs[i].name)) << "\n";
        }
    }
}

Json testsAsJson(const Project& project, const std::vector<RunRecord>& runs) {
    auto tests = Json::array();
    for (std::size_t i = 1; i < runs.size(); ++i) {
        Json test = {{"baseline", runs.front().id}, {"run", runs[i].id}};
        const auto metrics = compareRuns(project, runs.front(), runs[i]);
        if (!metrics) {
            test["problem"] = metrics.error().message();
            tests.push_back(test);
            continue;
        }
        auto& list = test["metrics"] = Json::array();
        for (const auto& metric : *metrics) {
            list.push_back({{"metric", metric.metric},
                            {"protocol", runs[i].protocol},
                            {"difference", metric.test.difference},
                            {"low95", metric.test.low},
                            {"high95", metric.test.high},
                            {"p", metric.test.p},
                            {"users", metric.test.users},
                            {"real", metric.test.real()},
                            {"sentence", metric.sentence(runs[i].name)}});
        }
        tests.push_back(test);
    }
    return tests;
}

void printAsJson(const Project& project, const std::vector<RunRecord>& runs, bool all) {
    auto list = Json::array();
    for (const auto& run : runs) {
        list.push_back(toJson(run));
    }
    Json settings = Json::object();
    for (const auto& line : settingLines(runs, all)) {
        settings[line.key] = line.values;
    }
    printJson({{"runs", list}, {"settings", settings}, {"tests", testsAsJson(project, runs)}});
}

int runCompare(const CompareArguments& arguments) {
    const auto project = Project::open(arguments.project);
    if (!project) {
        return fail(project.error());
    }
    std::vector<RunRecord> runs;
    for (const auto& choice : arguments.runs) {
        auto run = chooseRun(*project, choice);
        if (!run) {
            return fail(run.error());
        }
        runs.push_back(std::move(*run));
    }
    if (arguments.json) {
        printAsJson(*project, runs, arguments.all);
        return kDone;
    }
    auto lines = metricLines(runs);
    const auto settings = settingLines(runs, arguments.all);
    lines.insert(lines.end(), settings.begin(), settings.end());
    printLines(runs, lines);
    printTests(*project, runs);
    return kDone;
}

}  // namespace

void addCompareCommand(CLI::App& app, int& exitCode) {
    auto* const command = app.add_subcommand(
        "compare", "Set runs side by side: results, settings, and whether a difference is noise");
    const auto arguments = std::make_shared<CompareArguments>();
    command->add_option("PROJECT", arguments->project, kProjectHelp)->required();
    command
        ->add_option("RUN", arguments->runs,
                     std::string("Two runs or more, the others against the first. ") + kRunHelp)
        ->required()
        ->expected(2, 50);
    command->add_flag("--all", arguments->all, "All settings, not only those that differ");
    command->add_flag("--json", arguments->json, kJsonHelp);
    command->footer(
        "\nThe test is paired: it looks at the users whom one run serves better than the other, "
        "by\n"
        "McNemar's test for hits and by swapping the runs user by user for NDCG and RMSE. It "
        "needs\n"
        "runs with the same split, seed and protocol.\n"
        "\nExamples:\n"
        "  ncf compare films.ncf 1 2\n"
        "  ncf compare films.ncf 1 best last --all");
    command->callback([arguments, &exitCode] { exitCode = runCompare(*arguments); });
}

}  // namespace ncf::cli
