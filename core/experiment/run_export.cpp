#include "experiment/run_export.h"

#include "base/text.h"
#include "experiment/run_json.h"
#include "experiment/settings.h"

#include <nlohmann/json.hpp>

namespace ncf {

namespace {

std::string line(const std::vector<std::string>& fields) {
    std::string text;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        text += (i > 0 ? "," : "") + fields[i];
    }
    return text + "\n";
}

std::vector<std::string> header() {
    std::vector<std::string> fields = {
        "run",      "name",       "status",     "model",      "notes",       "colour",
        "baseline", "protocol",   "cutoff",     "started_at", "finished_at", "seconds",
        "epochs",   "best_epoch", "parameters", "data_state", "earlier_data"};
    for (const char* part : {"validation", "test", "popularity"}) {
        for (const char* metric : {"hit_rate", "ndcg", "rmse", "mae", "loss"}) {
            fields.push_back(std::string(part) + "_" + metric);
        }
    }
    for (const auto& setting : settingNames()) {
        fields.push_back(setting.key);
    }
    return fields;
}

std::vector<std::string> row(const RunRecord& run) {
    const auto colour = kColourNames[static_cast<std::size_t>(run.marks.colour)];
    std::vector<std::string> fields = {
        std::to_string(run.id),         csvField(run.name),
        statusName(run.status),         csvField(run.model),
        csvField(run.marks.notes),      std::string(colour),
        run.marks.baseline ? "1" : "0", csvField(run.protocol),
        std::to_string(run.cutoff),     std::to_string(run.startedAt),
        std::to_string(run.finishedAt), shortest(run.seconds),
        std::to_string(run.epochs),     std::to_string(run.bestEpoch),
        std::to_string(run.parameters), std::to_string(run.dataState),
        run.onEarlierData() ? "1" : "0"};
    for (const auto& metrics : {run.validation, run.test, run.popularity}) {
        for (const auto& value :
             {metrics.hitRate, metrics.ndcg, metrics.rmse, metrics.mae, metrics.loss}) {
            fields.push_back(value ? shortest(*value) : "");
        }
    }
    const auto config = experimentFromJson(run.config);
    auto settings =
        config ? settingValues(*config) : std::vector<std::string>(settingNames().size());
    for (const auto& value : settings) {
        fields.push_back(value == kUnusedSetting ? ""
                         : parseDouble(value)    ? value
                                                 : csvField(value));
    }
    return fields;
}

}  // namespace

std::string runsAsCsv(const std::vector<RunRecord>& runs) {
    std::string text = line(header());
    for (const auto& run : runs) {
        text += line(row(run));
    }
    return text;
}

std::string runsAsJson(const std::vector<RunRecord>& runs) {
    using Json = nlohmann::ordered_json;
    auto list = Json::array();
    for (const auto& run : runs) {
        list.push_back(toJson(run));
    }
    // Names may be anything but UTF-8 in a damaged project.
    return Json{{"runs", list}}.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace ncf
