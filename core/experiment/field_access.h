#pragma once

#include "base/result.h"
#include "experiment/experiment_fields.h"

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace ncf {

enum class FieldKind { Integer, Decimal, Choice, Text, Widths };

// A setting as it is reached by name, for those who do not know its type.
struct NamedField {
    std::string name;     // its option without the dashes: "learning-rate"
    std::string section;  // of its JSON: "training"; empty for what belongs to the run
    std::string help;
    FieldKind kind = FieldKind::Text;
    std::vector<std::string> choices;  // of FieldKind::Choice
};

// Every setting that has an option, in the order of the one table.
const std::vector<NamedField>& namedFields();
// nullptr for an unknown name.
const NamedField* findField(const std::string& name);

// A name and a value as the command line writes them.
using FieldText = std::pair<std::string, std::string>;

// Sets the named fields as the options of `ncf train` would: widths also switch their branch on
// or, with 0, off. Errors: an unknown name, a text that is no such value. Whether the values make
// sense together is for validate() to say.
Status setFields(ExperimentConfig& config, const std::vector<FieldText>& fields);
// The named field's value; empty for an unknown name.
std::string fieldText(const ExperimentConfig& config, const std::string& name);

// After widths were set by name: switches a branch whose widths are 0 off, leaving its widths as
// they were `before`, and one with widths on.
void switchBranches(ModelConfig& model, const ModelConfig& before, bool gmfGiven, bool mlpGiven);

// Reads back as the same double, without an exponent where it is readable: "0.0001".
std::string decimalText(double value);

// A value as the command line writes it: "0.001", "32,16,8", "relu".
template <class Value>
std::string valueText(const Value& value) {
    if constexpr (std::is_enum_v<Value>) {
        return std::string(enumName(value));
    } else if constexpr (std::is_same_v<Value, bool>) {
        return std::string(kSwitchNames[value ? 1 : 0]);
    } else if constexpr (std::is_same_v<Value, double>) {
        return decimalText(value);
    } else if constexpr (std::is_same_v<Value, std::string>) {
        return value;
    } else if constexpr (std::is_same_v<Value, std::vector<int>>) {
        std::string text;
        for (const int width : value) {
            text += (text.empty() ? "" : ",") + std::to_string(width);
        }
        return text;
    } else {
        return std::to_string(value);
    }
}

}  // namespace ncf
