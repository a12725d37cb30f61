#include "experiment/field_access.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace ncf {

namespace {

constexpr std::string_view kDashes = "--";

template <class Value>
constexpr FieldKind kindOf() {
    if constexpr (std::is_enum_v<Value> || std::is_same_v<Value, bool>) {
        return FieldKind::Choice;
    } else if constexpr (std::is_same_v<Value, double>) {
        return FieldKind::Decimal;
    } else if constexpr (std::is_same_v<Value, std::vector<int>>) {
        return FieldKind::Widths;
    } else if constexpr (std::is_integral_v<Value>) {
        return FieldKind::Integer;
    } else {
        return FieldKind::Text;
    }
}

bool read(std::string_view text, double& value) {
    const auto number = parseDouble(text);
    value = number.value_or(value);
    return number.has_value();
}

bool read(std::string_view text, int& value) {
    const auto number = parseInteger(text);
    if (!number || *number < std::numeric_limits<int>::min() ||
        *number > std::numeric_limits<int>::max()) {
        return false;
    }
    value = static_cast<int>(*number);
    return true;
}

bool read(std::string_view text, std::uint64_t& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

bool read(std::string_view text, std::string& value) {
    value = text;
    return true;
}

bool read(std::string_view text, std::vector<int>& value) {
    value.clear();
    if (text.empty()) {
        return true;
    }
    const auto parts = splitText(text, ",");
    return std::all_of(parts.begin(), parts.end(), [&](std::string_view part) {
        return read(trimmed(part), value.emplace_back());
    });
}

bool read(std::string_view text, bool& value) {
    value = text == kSwitchNames[1];
    return value || text == kSwitchNames[0];
}

template <class Enum>
requires std::is_enum_v<Enum>
bool read(std::string_view text, Enum& value) {
    constexpr auto& names = EnumNames<Enum>::values;
    const auto found = std::find(names.begin(), names.end(), text);
    if (found == names.end()) {
        return false;
    }
    value = static_cast<Enum>(found - names.begin());
    return true;
}

std::string expected(const NamedField& field) {
    switch (field.kind) {
        case FieldKind::Integer:
            return "a whole number";
        case FieldKind::Decimal:
            return "a number";
        case FieldKind::Widths:
            return "widths such as 32,16,8";
        case FieldKind::Text:
            return "a text";
        case FieldKind::Choice:
            break;
    }
    std::string text = "one of";
    for (const auto& choice : field.choices) {
        text += " " + choice;
    }
    return text;
}

// Calls visit(value) with the field of that name.
template <class Config, class Visit>
void withField(Config& config, const std::string& name, Visit visit) {
    forEachField(config, [&](const FieldInfo& field, auto& value) {
        if (!field.option.empty() && field.option.substr(kDashes.size()) == name) {
            visit(value);
        }
    });
}

}  // namespace

const std::vector<NamedField>& namedFields() {
    static const std::vector<NamedField> all = [] {
        std::vector<NamedField> fields;
        const ExperimentConfig config;
        forEachField(config, [&](const FieldInfo& info, const auto& value) {
            using Value = std::remove_cvref_t<decltype(value)>;
            if (info.option.empty()) {
                return;
            }
            NamedField field{std::string(info.option.substr(kDashes.size())),
                             std::string(info.section),
                             std::string(info.help),
                             kindOf<Value>(),
                             {}};
            if constexpr (std::is_enum_v<Value>) {
                field.choices.assign(EnumNames<Value>::values.begin(),
                                     EnumNames<Value>::values.end());
            } else if constexpr (std::is_same_v<Value, bool>) {
                field.choices.assign(kSwitchNames.begin(), kSwitchNames.end());
            }
            fields.push_back(std::move(field));
        });
        return fields;
    }();
    return all;
}

const NamedField* findField(const std::string& name) {
    const auto& all = namedFields();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const NamedField& field) { return field.name == name; });
    return found == all.end() ? nullptr : &*found;
}

Status setFields(ExperimentConfig& config, const std::vector<FieldText>& fields) {
    const ModelConfig before = config.model;
    bool gmf = false;
    bool mlp = false;
    for (const auto& [name, text] : fields) {
        const NamedField* const field = findField(name);
        if (field == nullptr) {
            return Error{ErrorKind::BadInput, "“" + name + "” is not a setting.",
                         "`ncf train --help` lists them."};
        }
        bool good = false;
        withField(config, name, [&, &given = text](auto& value) { good = read(given, value); });
        if (!good) {
            return Error{ErrorKind::BadInput, "“" + text + "” is not a value of " + name + ".",
                         "It needs " + expected(*field) + "."};
        }
        gmf = gmf || name == "gmf-factors";
        mlp = mlp || name == "mlp-user-dim" || name == "mlp-item-dim";
    }
    switchBranches(config.model, before, gmf, mlp);
    return {};
}

std::string fieldText(const ExperimentConfig& config, const std::string& name) {
    std::string text;
    withField(config, name, [&](const auto& value) { text = valueText(value); });
    return text;
}

std::string decimalText(double value) {
    constexpr double kShortInFull = 1e-7;
    if (value != 0 && std::abs(value) < kShortInFull) {
        return shortest(value);
    }
    std::array<char, 400> buffer;
    const auto end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed)
            .ptr;
    return {buffer.data(), end};
}

void switchBranches(ModelConfig& model, const ModelConfig& before, bool gmfGiven, bool mlpGiven) {
    if (gmfGiven) {
        model.gmf = model.gmfFactors != 0;
        model.gmfFactors = model.gmf ? model.gmfFactors : before.gmfFactors;
    }
    if (mlpGiven) {
        model.mlp = model.mlpUserDim != 0 || model.mlpItemDim != 0;
        if (!model.mlp) {
            model.mlpUserDim = before.mlpUserDim;
            model.mlpItemDim = before.mlpItemDim;
        }
    }
}

}  // namespace ncf
