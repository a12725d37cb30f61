#include "experiment/sweep_plan.h"

#include <nlohmann/json.hpp>

namespace ncf {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kGrid = "grid";
constexpr const char* kRandom = "random";
constexpr const char* kLinear = "linear";
constexpr const char* kLogarithmic = "log";

Json toJson(const SweepAxis& axis) {
    Json json = {{"setting", axis.setting}};
    if (axis.range) {
        json["low"] = axis.range->low;
        json["high"] = axis.range->high;
        json["scale"] = axis.range->logarithmic ? kLogarithmic : kLinear;
        json["steps"] = axis.range->steps;
    } else {
        json["values"] = axis.values;
    }
    return json;
}

// Throws what nlohmann throws for a missing or mistyped value.
SweepAxis readAxis(const Json& json) {
    SweepAxis axis{json.at("setting").get<std::string>(), {}, std::nullopt};
    if (json.contains("values")) {
        axis.values = json.at("values").get<std::vector<std::string>>();
    } else {
        axis.range = ValueRange{json.at("low").get<double>(), json.at("high").get<double>(),
                                json.at("scale").get<std::string>() == kLogarithmic,
                                json.at("steps").get<int>()};
    }
    return axis;
}

}  // namespace

std::string toJson(const SweepPlan& plan) {
    Json json = {{"name", plan.name},
                 {"order", plan.order == SweepOrder::Grid ? kGrid : kRandom},
                 {"trials", plan.trials},
                 {"axes", Json::array()}};
    for (const auto& axis : plan.axes) {
        json["axes"].push_back(toJson(axis));
    }
    if (plan.halving) {
        json["halving"] = {{"eta", plan.halving->eta}, {"firstEpochs", plan.halving->firstEpochs}};
    }
    json["base"] = Json::parse(toJson(plan.base));
    // A name or a value that a person typed may not be UTF-8.
    return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

Result<SweepPlan> sweepFromJson(const std::string& text) {
    const auto wrong = [](const std::string& what) {
        return Error{ErrorKind::BadInput, "The sweep's plan cannot be read: " + what + ".", ""};
    };
    const auto json = Json::parse(text, nullptr, false);
    if (!json.is_object()) {
        return wrong("it is not a JSON object");
    }
    try {
        SweepPlan plan;
        plan.name = json.at("name").get<std::string>();
        plan.order =
            json.at("order").get<std::string>() == kRandom ? SweepOrder::Random : SweepOrder::Grid;
        plan.trials = json.at("trials").get<int>();
        for (const auto& axis : json.at("axes")) {
            plan.axes.push_back(readAxis(axis));
        }
        if (json.contains("halving")) {
            const auto& halving = json.at("halving");
            plan.halving =
                Halving{halving.at("eta").get<int>(), halving.at("firstEpochs").get<int>()};
        }
        auto base = experimentFromJson(json.at("base").dump());
        if (!base) {
            return base.error();
        }
        plan.base = *base;
        return plan;
    } catch (const Json::exception& exception) {
        return wrong(exception.what());
    }
}

}  // namespace ncf
