#include "base/text.h"
#include "experiment/experiment_config.h"
#include "experiment/experiment_fields.h"

#include <type_traits>

namespace ncf {

namespace {

// Quoted for a POSIX shell where it needs to be.
std::string quoted(const std::string& text) {
    constexpr std::string_view kPlain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./,:=+@%-";
    if (!text.empty() && text.find_first_not_of(kPlain) == std::string::npos && text[0] != '-') {
        return text;
    }
    std::string out = "'";
    for (const char c : text) {
        out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    return out + "'";
}

template <class Value>
std::string asText(const Value& value) {
    if constexpr (std::is_enum_v<Value>) {
        return std::string(enumName(value));
    } else if constexpr (std::is_same_v<Value, double>) {
        return shortest(value);
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

}  // namespace

std::string commandLine(const ExperimentConfig& config, const std::string& projectFile) {
    // On the command line a branch is switched off by a width of 0.
    ExperimentConfig shown = config;
    if (!shown.model.gmf) {
        shown.model.gmfFactors = 0;
    }
    if (!shown.model.mlp) {
        shown.model.mlpUserDim = 0;
        shown.model.mlpItemDim = 0;
        shown.model.tower = ModelConfig().tower;
    }
    std::vector<std::string> defaults;
    const ExperimentConfig plain;
    forEachField(plain,
                 [&](const FieldInfo&, const auto& value) { defaults.push_back(asText(value)); });

    std::string line =
        "train " + quoted(projectFile.starts_with("-") ? "./" + projectFile : projectFile);
    std::size_t at = 0;
    forEachField(shown, [&](const FieldInfo& field, const auto& value) {
        const std::string text = asText(value);
        if (!field.option.empty() && text != defaults[at]) {
            line += " " + std::string(field.option) + " " + quoted(text);
        }
        ++at;
    });
    return line;
}

}  // namespace ncf
