#include "experiment/experiment_config.h"
#include "experiment/experiment_fields.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>
#include <set>
#include <type_traits>

namespace ncf {

namespace {

using Json = nlohmann::ordered_json;

Error bad(const FieldInfo& field, const std::string& expected) {
    const std::string path =
        (field.section.empty() ? "" : std::string(field.section) + ".") + std::string(field.key);
    return {ErrorKind::BadInput, "In the configuration, “" + path + "” must be " + expected + ".",
            "Correct it, or leave it out to take the default."};
}

template <class Enum>
std::string choices() {
    std::string text = "one of";
    for (const auto name : EnumNames<Enum>::values) {
        text += " " + std::string(name);
    }
    return text;
}

template <class Value>
Json valueToJson(const Value& value) {
    if constexpr (std::is_enum_v<Value>) {
        return enumName(value);
    } else {
        return value;
    }
}

bool readInteger(const Json& json, std::int64_t low, std::int64_t high, std::int64_t& value) {
    if (!json.is_number_integer() ||
        (json.is_number_unsigned() &&
         json.get<std::uint64_t>() > static_cast<std::uint64_t>(high))) {
        return false;
    }
    value = json.get<std::int64_t>();
    return value >= low && value <= high;
}

constexpr std::int64_t kIntLow = std::numeric_limits<int>::min();
constexpr std::int64_t kIntHigh = std::numeric_limits<int>::max();

Status readValue(const Json& json, const FieldInfo& field, bool& value) {
    if (!json.is_boolean()) {
        return bad(field, "true or false");
    }
    value = json.get<bool>();
    return {};
}

Status readValue(const Json& json, const FieldInfo& field, int& value) {
    std::int64_t wide = 0;
    if (!readInteger(json, kIntLow, kIntHigh, wide)) {
        return bad(field, "a whole number");
    }
    value = static_cast<int>(wide);
    return {};
}

Status readValue(const Json& json, const FieldInfo& field, std::uint64_t& value) {
    if (!json.is_number_unsigned()) {
        return bad(field, "a whole number of at least 0");
    }
    value = json.get<std::uint64_t>();
    return {};
}

Status readValue(const Json& json, const FieldInfo& field, double& value) {
    if (!json.is_number()) {
        return bad(field, "a number");
    }
    value = json.get<double>();
    return {};
}

Status readValue(const Json& json, const FieldInfo& field, std::string& value) {
    if (!json.is_string()) {
        return bad(field, "a text");
    }
    value = json.get<std::string>();
    return {};
}

Status readValue(const Json& json, const FieldInfo& field, std::vector<int>& value) {
    if (!json.is_array()) {
        return bad(field, "a list of whole numbers");
    }
    std::vector<int> read;
    for (const auto& element : json) {
        std::int64_t wide = 0;
        if (!readInteger(element, kIntLow, kIntHigh, wide)) {
            return bad(field, "a list of whole numbers");
        }
        read.push_back(static_cast<int>(wide));
    }
    value = std::move(read);
    return {};
}

template <class Enum>
requires std::is_enum_v<Enum> Status readValue(const Json& json, const FieldInfo& field,
                                               Enum& value) {
    constexpr auto& names = EnumNames<Enum>::values;
    const auto found = json.is_string()
                           ? std::find(names.begin(), names.end(), json.get<std::string>())
                           : names.end();
    if (found == names.end()) {
        return bad(field, choices<Enum>());
    }
    value = static_cast<Enum>(found - names.begin());
    return {};
}

}  // namespace

std::string toJson(const ExperimentConfig& config) {
    Json json;
    forEachField(config, [&](const FieldInfo& field, const auto& value) {
        auto& section = field.section.empty() ? json : json[std::string(field.section)];
        section[std::string(field.key)] = valueToJson(value);
    });
    return json.dump(2);
}

Result<ExperimentConfig> experimentFromJson(const std::string& text) {
    const auto json = Json::parse(text, nullptr, false);
    if (!json.is_object()) {
        return Error{ErrorKind::BadInput, "The configuration is not a JSON object.",
                     "Start from one that `ncf runs --json` prints."};
    }
    ExperimentConfig config;
    Status status;
    std::set<std::string> known;
    forEachField(config, [&](const FieldInfo& field, auto& value) {
        const std::string sectionName(field.section);
        const std::string key(field.key);
        known.insert(sectionName + "." + key);
        const Json* section = &json;
        if (!sectionName.empty()) {
            known.insert("." + sectionName);
            const auto found = json.find(sectionName);
            if (found == json.end() || !found->is_object()) {
                return;
            }
            section = &*found;
        }
        if (const auto found = section->find(key); status && found != section->end()) {
            status = readValue(*found, field, value);
        }
    });
    if (!status) {
        return status.error();
    }
    const auto unknown = [](const std::string& name, const std::string& what) {
        return Error{ErrorKind::BadInput, "In the configuration, “" + name + "” " + what + ".",
                     "Check its spelling against `ncf runs --json`."};
    };
    for (const auto& [name, value] : json.items()) {
        if (!known.contains("." + name)) {
            return unknown(name, "is not a setting");
        }
        const bool isSection = known.contains("." + name) && !value.is_object() &&
                               std::any_of(known.begin(), known.end(), [&](const auto& k) {
                                   return k.starts_with(name + ".");
                               });
        if (isSection) {
            return unknown(name, "must be an object with settings");
        }
        if (value.is_object()) {
            for (const auto& entry : value.items()) {
                if (!known.contains(name + "." + entry.key())) {
                    return unknown(name + "." + entry.key(), "is not a setting");
                }
            }
        }
    }
    return config;
}

}  // namespace ncf
