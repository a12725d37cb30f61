#include "experiment/warm_source.h"

#include "experiment/settings.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>

namespace ncf {

namespace {

// The settings on which the trained numbers depend for what they mean.
constexpr std::array<std::string_view, 7> kNetworkShape = {
    "model.gmfFactors", "model.dotProduct", "model.biases",    "model.mlpUserDim",
    "model.mlpItemDim", "model.tower",      "model.activation"};
constexpr std::array<std::string_view, 1> kAlsShape = {"implicitAls.factors"};

std::span<const std::string_view> shapeOf(Method method) {
    return method == Method::ImplicitAls ? std::span<const std::string_view>(kAlsShape)
                                         : std::span<const std::string_view>(kNetworkShape);
}

// "GMF factors 16 instead of 8, …"; empty where the shapes are the same.
std::string differences(const ExperimentConfig& config, const ExperimentConfig& source) {
    const auto& names = settingNames();
    const auto own = settingValues(config);
    const auto theirs = settingValues(source);
    std::string text;
    const auto shown = [](const std::string& value) { return value.empty() ? "none" : value; };
    for (std::size_t at = 0; at < names.size(); ++at) {
        if (std::ranges::find(shapeOf(config.method), names[at].key) !=
                shapeOf(config.method).end() &&
            own[at] != theirs[at]) {
            text += (text.empty() ? "" : ", ") + names[at].title + " " + shown(own[at]) +
                    " instead of " + shown(theirs[at]);
        }
    }
    return text;
}

Status checkShape(const std::string& run, const ExperimentConfig& config,
                  const ExperimentConfig& source) {
    if (config.method != source.method) {
        return Error{ErrorKind::BadInput,
                     "“" + modelName(config) + "” cannot start from " + run + ", which is “" +
                         modelName(source) + "”.",
                     "Start from a run of the same kind, or from random weights."};
    }
    if (const auto text = differences(config, source); !text.empty()) {
        return Error{ErrorKind::BadInput,
                     "The model has another shape than " + run +
                         ", from which it is to start: " + text + ".",
                     "Give it the same, start from another run or from random weights."};
    }
    return {};
}

}  // namespace

Result<std::string> warmWeights(const Project& project, const ExperimentConfig& config) {
    const std::string name = "run " + std::to_string(config.warmStart);
    const auto id = static_cast<std::int64_t>(config.warmStart);
    const auto record = project.run(id);
    if (!record) {
        if (record.error().kind != ErrorKind::NotFound) {
            return record.error();
        }
        return Error{ErrorKind::NotFound,
                     "There is no " + name + ", from which the training is to start.",
                     "If it was removed, restore it; otherwise start from another run or from "
                     "random weights."};
    }
    const auto source = experimentFromJson(record->config);
    if (!source) {
        return source.error();
    }
    if (auto status = checkShape(name, config, *source); !status) {
        return status.error();
    }
    if (record->status == RunStatus::Running || record->status == RunStatus::Interrupted) {
        return Error{ErrorKind::BadInput,
                     "The training is to start from " + name + ", which has not come to an end.",
                     "Wait for it, or let `ncf resume` bring it to its end."};
    }
    auto weights = project.weights(id);
    if (!weights && weights.error().kind == ErrorKind::NotFound) {
        return Error{ErrorKind::NotFound,
                     "The training is to start from " + name + ", which has no weights.",
                     "Start from a run that came to its end, or from random weights."};
    }
    return weights;
}

Result<ExperimentConfig> warmConfig(const RunRecord& run) {
    auto config = experimentFromJson(run.config);
    if (!config) {
        return config;
    }
    config->training.rateChanges.clear();
    config->warmStart = static_cast<std::uint64_t>(run.id);
    return config;
}

}  // namespace ncf
