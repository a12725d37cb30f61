#include "experiment/run_json.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <utility>

namespace ncf {

using Json = nlohmann::ordered_json;

Json toJson(const Metrics& metrics) {
    Json json = Json::object();
    for (const auto& [key, value] :
         {std::pair{"hitRate", metrics.hitRate}, std::pair{"ndcg", metrics.ndcg},
          std::pair{"rmse", metrics.rmse}, std::pair{"mae", metrics.mae},
          std::pair{"loss", metrics.loss}}) {
        if (value) {
            json[key] = *value;
        }
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
            {"notes", run.marks.notes},
            {"colour", kColourNames[static_cast<std::size_t>(run.marks.colour)]},
            {"baseline", run.marks.baseline},
            {"dataState", run.dataState},
            {"earlierData", run.onEarlierData()},
            {"config", config.is_discarded() ? Json(nullptr) : config}};
}

}  // namespace ncf
