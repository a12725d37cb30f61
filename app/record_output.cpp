#include "record_output.h"

#include "base/text.h"
#include "output.h"

#include <array>
#include <ctime>
#include <iostream>
#include <optional>

namespace ncf::cli {

namespace {

struct NamedMetric {
    std::string title;
    std::optional<double> value;
};

std::vector<NamedMetric> measured(const Metrics& metrics, int cutoff) {
    const std::string k = std::string("@") + std::to_string(cutoff);
    std::vector<NamedMetric> all = {{"HR" + k, metrics.hitRate},
                                    {"NDCG" + k, metrics.ndcg},
                                    {"RMSE", metrics.rmse},
                                    {"MAE", metrics.mae},
                                    {"loss", metrics.loss}};
    std::erase_if(all, [](const NamedMetric& metric) { return !metric.value; });
    return all;
}

}  // namespace

std::string epochText(const RunSnapshot& run) {
    const std::string part = run.phase == RunPhase::GmfAlone   ? "GMF alone, "
                             : run.phase == RunPhase::MlpAlone ? "MLP alone, "
                                                               : "";
    return (run.refit ? "refit, " : "") + part + "epoch " + std::to_string(run.epoch) + "/" +
           std::to_string(run.phaseEpochs);
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
