#include "experiment/model_card.h"

#include "base/text.h"
#include "experiment/experiment_config.h"
#include "experiment/export_file.h"
#include "experiment/markdown.h"
#include "experiment/pretraining.h"
#include "experiment/run_parts.h"
#include "experiment/settings.h"

#include <chrono>
#include <optional>
#include <utility>
#include <vector>

namespace ncf {

namespace {

using Rows = std::vector<std::vector<std::string>>;

// "2026-03-01", in UTC.
std::string dayOf(std::int64_t seconds) {
    constexpr std::int64_t kYear9999 = 253'402'300'799;
    if (seconds <= 0 || seconds > kYear9999) {
        return "an unknown day";
    }
    const std::chrono::sys_days day = std::chrono::floor<std::chrono::days>(
        std::chrono::sys_seconds(std::chrono::seconds(seconds)));
    const std::chrono::year_month_day date(day);
    const auto two = [](unsigned number) {
        return (number < 10 ? "0" : "") + std::to_string(number);
    };
    return std::to_string(static_cast<int>(date.year())) + "-" +
           two(static_cast<unsigned>(date.month())) + "-" + two(static_cast<unsigned>(date.day()));
}

std::string counted(std::uint64_t number, const char* what) {
    return withThousands(number) + " " + what;
}

// The data as the run saw it: rows may have joined it since.
DatasetInfo seenBy(const RunRecord& run, DatasetInfo data) {
    if (run.dataState >= 1 && run.dataState < data.state()) {
        const DataState& state = data.states[static_cast<std::size_t>(run.dataState) - 1];
        data.users = state.users;
        data.items = state.items;
        data.interactions = state.interactions;
        data.states.resize(static_cast<std::size_t>(run.dataState));
    }
    return data;
}

// The files that were added to the imported one.
std::string additions(const DatasetInfo& data) {
    std::string text;
    for (std::size_t i = 1; i < data.states.size(); ++i) {
        text += ", and " + markdown::escaped(data.states[i].source) + ", added on " +
                dayOf(data.states[i].addedAt);
    }
    return text;
}

std::string dataSection(const RunRecord& run, const DatasetInfo& data) {
    const double pairs = static_cast<double>(data.users) * static_cast<double>(data.items);
    std::string text = "## Data\n\nFrom " + markdown::escaped(data.source) + ", imported on " +
                       dayOf(data.importedAt) + additions(data) + ": " +
                       counted(data.interactions, "interactions") + " of " +
                       counted(data.users, "users") + " with " + counted(data.items, "items");
    if (pairs > 0) {
        text += ", " + fixed(100 * static_cast<double>(data.interactions) / pairs, 2) +
                " % of all pairs";
    }
    text += std::string(". The file has ") + (data.hasRatings ? "ratings" : "no ratings") +
            " and " + (data.hasTimestamps ? "timestamps" : "no timestamps") + ".";
    if (run.onEarlierData()) {
        text +=
            " Rows have been added since, which the run does not know: it was made on an "
            "earlier state of the data (" +
            dataStateText(run) + ").";
    }
    return text + "\n\n";
}

std::string splitText(const ExperimentConfig& config, bool timestamps) {
    switch (config.split.kind) {
        case SplitKind::Ratio:
            return "Interactions were drawn at random: " + fixed(100 * config.split.testShare, 0) +
                   " % for the test and " + fixed(100 * config.split.validationShare, 0) +
                   " % for validation.";
        case SplitKind::Supplied:
            return std::string("The test set came with the data; ") +
                   (timestamps ? "each user's last other interaction"
                               : "one of each user's other interactions, drawn at random,") +
                   " is the validation item.";
        case SplitKind::LeaveOneOut:
            break;
    }
    return std::string("Each user's last interaction ") +
           (timestamps ? "in time" : "in the order of the file") +
           " is the test item, the one before it the validation item.";
}

std::string splitSection(const RunRecord& run, const ExperimentConfig& config,
                         const DatasetInfo& data) {
    std::string text = "## Split and protocol\n\n" + splitText(config, data.hasTimestamps);
    if (!config.training.explicitFeedback() && config.split.positiveFrom > 0) {
        text += " Ratings below " + shortest(config.split.positiveFrom) + " were left out.";
    }
    text += " Measured by: " + markdown::escaped(run.protocol) + ".";
    if (!run.note.empty() && run.status != RunStatus::Failed) {
        text += " **The results mislead:** " + markdown::escaped(run.note);
    }
    if (config.isTrained()) {
        text += " Validation chose the best epoch (" + std::to_string(run.bestEpoch) + " of " +
                std::to_string(run.epochs) + "); the test items were looked at once, at the end.";
    }
    if (isRefit(config, run)) {
        text +=
            " What is tested here was trained anew on the training and the validation items "
            "together.";
    }
    return text + "\n\n";
}

// A metric of the three parts, or nothing if none has it.
void addMetric(Rows& rows, const RunRecord& run, const std::string& name,
               std::optional<double> Metrics::*metric) {
    const auto cell = [&](const Metrics& metrics) {
        return metrics.*metric ? fixed(*(metrics.*metric), 4) : std::string("–");
    };
    if (run.validation.*metric || run.test.*metric || run.popularity.*metric) {
        rows.push_back({name, cell(run.validation), cell(run.test), cell(run.popularity),
                        markdown::escaped(run.protocol)});
    }
}

std::string resultsSection(const RunRecord& run) {
    const std::string at = "@" + std::to_string(run.cutoff);
    Rows rows;
    addMetric(rows, run, "HR" + at, &Metrics::hitRate);
    addMetric(rows, run, "NDCG" + at, &Metrics::ndcg);
    addMetric(rows, run, "RMSE", &Metrics::rmse);
    addMetric(rows, run, "MAE", &Metrics::mae);
    addMetric(rows, run, "Loss", &Metrics::loss);
    if (rows.empty()) {
        return "## Results\n\nNothing was measured.\n\n";
    }
    return "## Results\n\n" +
           markdown::table(
               {"Metric", "Validation", "Test", "Popularity baseline, test", "Measured by"}, rows) +
           "\n";
}

std::string modelSection(const RunRecord& run, const ExperimentConfig& config) {
    Rows rows = {{"Model", markdown::escaped(run.model)}};
    if (config.isTrained()) {
        rows.push_back({"Parameters", withThousands(run.parameters)});
        rows.push_back({"Training time", duration(run.seconds)});
    }
    rows.push_back({"Made", dayOf(run.startedAt)});
    rows.push_back({"Seed", std::to_string(run.seed)});
    std::string text = "## Model and training\n\n" + markdown::table({"", ""}, rows) + "\n";
    if (isPretrained(config)) {
        text +=
            "The network did not start from random weights, but from its two branches, which "
            "were trained alone before it.\n\n";
    }
    return text;
}

std::string configSection(const ExperimentConfig& config) {
    const auto& names = settingNames();
    const auto values = settingValues(config);
    const auto defaults = settingValues({});
    Rows rows;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (values[i] != defaults[i]) {
            rows.push_back({markdown::escaped(names[i].title), markdown::escaped(values[i]),
                            markdown::escaped(defaults[i])});
        }
    }
    return "## Configuration\n\n" +
           (rows.empty() ? std::string("All settings have their defaults.\n")
                         : "What differs from the defaults:\n\n" +
                               markdown::table({"Setting", "Value", "Default"}, rows)) +
           "\n<details>\n<summary>The whole configuration as JSON</summary>\n\n" +
           markdown::fenced("json", toJson(config)) + "\n</details>\n\n";
}

std::string useSection(const RunRecord& run, const ExperimentConfig& config) {
    const bool sampled = config.evaluation.candidates == Candidates::Sampled;
    const bool ratings = config.training.explicitFeedback();
    std::string text =
        "## Intended use\n\nTo rank the items of the data above for its users, for experiments "
        "and as a part of a recommender that people look after. It is not meant for decisions "
        "about people.\n\n## Limits\n\n"
        "- It knows the users and items of its data alone. New ones need a new training.\n"
        "- It repeats what is in the data, the preference for what was popular included. The "
        "popularity baseline stands in the table so that the gain over it can be judged.\n"
        "- The results are of one split and one seed, on past interactions. What people would "
        "do with the recommendations was not measured, nor whether they are equally good for "
        "all groups of people.\n";
    if (scoresOnlyRank(config)) {
        text +=
            "- A score is the sum that the network ends in, learnt by comparing the items of one "
            "person: it ranks their items, is no probability and does not compare between "
            "people.\n";
    } else if (!ratings) {
        text += config.hasNetwork()
                    ? "- A score is the network's output between 0 and 1. It depends on how many "
                      "negatives the training drew, so it ranks items and is no calibrated "
                      "probability.\n"
                    : "- Its scores rank items and are no probabilities.\n";
    } else {
        text +=
            "- It predicts ratings of what people chose to rate, which says less of what they "
            "did not choose.\n";
    }
    if (!ratings && sampled) {
        text += "- HR@" + std::to_string(run.cutoff) + " and NDCG@" + std::to_string(run.cutoff) +
                " against sampled negatives are higher than against the full catalogue and "
                "compare with other numbers of the same protocol alone.\n";
    }
    return text +
           "- Its tables and id maps are made of what people did: treat them like the data.\n\n";
}

}  // namespace

Result<std::string> modelCard(const RunRecord& run, const DatasetInfo& data,
                              const std::string& projectName) {
    const auto config = experimentFromJson(run.config);
    if (!config) {
        return config.error();
    }
    const DatasetInfo seen = seenBy(run, data);
    return "# " + markdown::escaped(run.name) + "\n\nThe " + markdown::escaped(run.model) +
           " of run " + std::to_string(run.id) + " of the NCF Studio project " +
           markdown::escaped(projectName) + ". " +
           (config->training.explicitFeedback() ? "It predicts ratings."
                                                : "It ranks items by implicit feedback.") +
           "\n\n" + dataSection(run, seen) + splitSection(run, *config, seen) +
           resultsSection(run) + modelSection(run, *config) + configSection(*config) +
           useSection(run, *config) + "## Reproduce\n\nWith the same data in the project:\n\n" +
           markdown::fenced("sh", "ncf " + commandLine(*config, projectName));
}

Status exportModelCard(const Project& project, std::int64_t runId,
                       const std::filesystem::path& file) {
    const auto run = project.run(runId);
    if (!run) {
        return run.error();
    }
    const auto data = project.datasetInfo();
    if (!data) {
        return data.error();
    }
    if (!*data) {
        return Error{ErrorKind::NotFound, "“" + project.file().string() + "” has no data.", ""};
    }
    const auto card = modelCard(*run, **data, project.file().filename().string());
    return card ? writeExport(file, project.file(), *card) : Status(card.error());
}

}  // namespace ncf
