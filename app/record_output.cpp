#include "record_output.h"

#include "base/text.h"
#include "output.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cmath>
#include <ctime>
#include <iostream>
#include <optional>

namespace ncf::cli {

namespace {

using Json = nlohmann::ordered_json;

struct NamedMetric {
    const char* key;    // in JSON
    std::string title;  // for people
    std::optional<double> value;
};

std::vector<NamedMetric> measured(const Metrics& metrics, int cutoff) {
    const std::string k = std::string("@") + std::to_string(cutoff);
    std::vector<NamedMetric> all = {{"hitRate", "HR" + k, metrics.hitRate},
                                    {"ndcg", "NDCG" + k, metrics.ndcg},
                                    {"rmse", "RMSE", metrics.rmse},
                                    {"mae", "MAE", metrics.mae},
                                    {"loss", "loss", metrics.loss}};
    std::erase_if(all, [](const NamedMetric& metric) { return !metric.value; });
    return all;
}

}  // namespace

Json toJson(const Metrics& metrics) {
    Json json = Json::object();
    for (const auto& metric : measured(metrics, 0)) {
        json[metric.key] = *metric.value;
    }
    return json;
}

Json toJson(const EpochRecord& epoch) {
    return {{"epoch", epoch.epoch},
            {"trainLoss", epoch.trainLoss},
            {"validation", toJson(epoch.validation)},
            {"seconds", epoch.seconds},
            {"samplesPerSecond", epoch.samplesPerSecond}};
}

Json toJson(const RunRecord& run) {
    const Json config = Json::parse(run.config, nullptr, false);
    return {{"id", run.id},
            {"name", run.name},
            {"status", statusName(run.status)},
            {"model", run.model},
            {"startedAt", run.startedAt},
            {"finishedAt", run.finishedAt},
            {"seconds", run.seconds},
            {"seed", run.seed},
            {"parameters", run.parameters},
            {"epochs", run.epochs},
            {"bestEpoch", run.bestEpoch},
            {"protocol", run.protocol},
            {"cutoff", run.cutoff},
            {"validation", toJson(run.validation)},
            {"test", toJson(run.test)},
            {"popularity", toJson(run.popularity)},
            {"note", run.note},
            {"config", config.is_discarded() ? Json(nullptr) : config}};
}

std::string metricsText(const Metrics& metrics, int cutoff) {
    std::string text;
    for (const auto& metric : measured(metrics, cutoff)) {
        text += (text.empty() ? "" : "  ") + metric.title + " " + fixed(*metric.value, 4);
    }
    return text.empty() ? "–" : text;
}

void printResults(const RunRecord& run) {
    const auto print = [&](const char* title, const Metrics& metrics) {
        if (metrics != Metrics()) {
            std::cout << title << metricsText(metrics, run.cutoff) << "\n";
        }
    };
    print("  validation          ", run.validation);
    print("  test                ", run.test);
    print("  popularity on test  ", run.popularity);
    if (!run.protocol.empty()) {
        std::cout << "  measured by         " << printable(run.protocol) << "\n";
    }
}

std::string timeText(std::int64_t secondsSince1970) {
    const auto time = static_cast<std::time_t>(secondsSince1970);
    std::tm local{};
    if (secondsSince1970 == 0 || ::localtime_r(&time, &local) == nullptr) {
        return "–";
    }
    std::array<char, 40> buffer;
    const auto size = std::strftime(buffer.data(), buffer.size(), "%Y-%m-%d %H:%M", &local);
    return {buffer.data(), size};
}

}  // namespace ncf::cli
