#include "training/checkpoint.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <utility>

namespace ncf {

namespace {

constexpr auto kPosition = "position";

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
    visit("refit", p.refit);
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
// Checkpoints made before there was a refit do not name it.
void read(const nlohmann::json& json, const char* name, bool& value) {
    value = json.value(name, false);
}
void read(const nlohmann::json& json, const char* name, std::optional<double>& value) {
    if (json.contains(name)) {
        value = json.at(name).get<double>();
    }
}

}  // namespace

std::string toBytes(const Checkpoint& checkpoint) {
    nlohmann::json json;
    forEachField(checkpoint.position,
                 [&](const char* name, const auto& value) { write(json, name, value); });
    return toBytes(TensorFile{checkpoint.tensors, {{kPosition, json.dump()}}});
}

Result<Checkpoint> checkpointFromBytes(const std::string& bytes) {
    auto file = tensorFileFromBytes(bytes);
    if (!file) {
        return file.error();
    }
    Checkpoint checkpoint{{}, std::move(file->tensors)};
    try {
        const auto json = nlohmann::json::parse(file->words[kPosition]);
        forEachField(checkpoint.position,
                     [&](const char* name, auto& value) { read(json, name, value); });
    } catch (const nlohmann::json::exception&) {
        return Error{ErrorKind::BadInput, "The checkpoint does not say where training stood.",
                     "Train the model again."};
    }
    return checkpoint;
}

}  // namespace ncf
