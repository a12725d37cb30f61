#include "training/checkpoint.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace ncf {

namespace {

constexpr auto kPosition = "position";
// By RunStage::Part.
constexpr std::array<const char*, 3> kPartNames = {"gmf", "mlp", "network"};

// The position's fields with their names, for both directions.
template <class Position, class Visit>
void forEachField(Position& p, Visit visit) {
    visit("epoch", p.epoch);
    visit("samplesDone", p.samplesDone);
    visit("lossSum", p.lossSum);
    visit("bestEpoch", p.bestEpoch);
    visit("hitRate", p.best.hitRate);
    visit("ndcg", p.best.ndcg);
    visit("rmse", p.best.rmse);
    visit("mae", p.best.mae);
    visit("loss", p.best.loss);
    visit("seconds", p.seconds);
    visit("epochStartedAt", p.epochStartedAt);
    visit("trainedAt", p.trainedAt);
    visit("showsAverage", p.showsAverage);
}

// Likewise, but for the part. What a checkpoint does not name has its default.
template <class Stage, class Visit>
void forEachStageField(Stage& stage, Visit visit) {
    visit("refit", stage.refit);
    visit("gmfEpochs", stage.gmfEpochs);
    visit("mlpEpochs", stage.mlpEpochs);
    visit("secondsBefore", stage.secondsBefore);
}

template <class Value>
void write(nlohmann::json& json, const char* name, const Value& value) {
    json[name] = value;
}
void write(nlohmann::json& json, const char* name, const std::optional<double>& value) {
    if (value && std::isfinite(*value)) {  // JSON has no other numbers
        json[name] = *value;
    }
}

template <class Value>
void read(const nlohmann::json& json, const char* name, Value& value) {
    value = json.at(name).get<Value>();
}
void read(const nlohmann::json& json, const char* name, std::optional<double>& value) {
    if (json.contains(name)) {
        value = json.at(name).get<double>();
    }
}

nlohmann::json toJson(const TrainingPosition& position) {
    nlohmann::json json;
    const auto writeField = [&](const char* name, const auto& value) { write(json, name, value); };
    forEachField(position, writeField);
    forEachStageField(position.stage, writeField);
    json["part"] = kPartNames[static_cast<std::size_t>(position.stage.part)];
    return json;
}

// Nothing where the part is none of them. Throws JSON's exceptions.
std::optional<TrainingPosition> positionFrom(const nlohmann::json& json) {
    TrainingPosition position;
    forEachField(position, [&](const char* name, auto& value) { read(json, name, value); });
    forEachStageField(position.stage,
                      [&](const char* name, auto& value) { value = json.value(name, value); });
    const auto part = std::find(kPartNames.begin(), kPartNames.end(),
                                json.value("part", std::string(kPartNames.back())));
    if (part == kPartNames.end()) {
        return std::nullopt;
    }
    position.stage.part = static_cast<RunStage::Part>(part - kPartNames.begin());
    return position;
}

}  // namespace

std::string toBytes(const Checkpoint& checkpoint) {
    return toBytes(
        TensorFile{checkpoint.tensors, {{kPosition, toJson(checkpoint.position).dump()}}});
}

Result<Checkpoint> checkpointFromBytes(const std::string& bytes) {
    auto file = tensorFileFromBytes(bytes);
    if (!file) {
        return file.error();
    }
    std::optional<TrainingPosition> position;
    try {
        position = positionFrom(nlohmann::json::parse(file->words[kPosition]));
    } catch (const nlohmann::json::exception&) {
        position.reset();
    }
    if (!position) {
        return Error{ErrorKind::BadInput, "The checkpoint does not say where training stood.",
                     "Train the model again."};
    }
    return Checkpoint{*position, std::move(file->tensors)};
}

void addUnder(NamedTensors& into, const std::string& prefix, const NamedTensors& set) {
    for (const auto& [name, tensor] : set) {
        into[prefix + name] = tensor;
    }
}

NamedTensors under(const NamedTensors& all, const std::string& prefix) {
    NamedTensors found;
    for (const auto& [name, tensor] : all) {
        if (name.starts_with(prefix)) {
            found[name.substr(prefix.size())] = tensor;
        }
    }
    return found;
}

}  // namespace ncf
