#include "experiment/settings.h"

#include "base/text.h"
#include "experiment/experiment_fields.h"
#include "experiment/field_access.h"
#include "experiment/pretraining.h"

#include <string_view>
#include <utility>

namespace ncf {

namespace {

// "--gmf-factors" → "GMF factors".
std::string titleOf(std::string_view option) {
    std::string title;
    for (const auto word : splitText(option.substr(option.find_first_not_of('-')), "-")) {
        std::string shown(word);
        if (word == "gmf" || word == "mlp" || word == "als") {
            for (char& c : shown) {
                c = static_cast<char>(c - 'a' + 'A');
            }
        } else if (title.empty()) {
            shown[0] = static_cast<char>(shown[0] - 'a' + 'A');
        }
        title += (title.empty() ? "" : " ") + shown;
    }
    return title;
}

}  // namespace

bool usesSection(const ExperimentConfig& config, std::string_view section) {
    if (section == "model" || section == "training") {
        return config.hasNetwork();
    }
    if (section == "itemNeighbours") {
        return config.method == Method::ItemNeighbours;
    }
    return section != "implicitAls" || config.method == Method::ImplicitAls ||
           startsFromAls(config);
}

const std::vector<SettingName>& settingNames() {
    static const std::vector<SettingName> names = [] {
        std::vector<SettingName> all;
        const ExperimentConfig config;
        forEachField(config, [&](const FieldInfo& field, const auto&) {
            if (!field.option.empty()) {
                all.push_back({(field.section.empty() ? "" : std::string(field.section) + ".") +
                                   std::string(field.key),
                               titleOf(field.option), std::string(field.option),
                               std::string(field.help)});
            }
        });
        return all;
    }();
    return names;
}

std::vector<std::string> settingValues(const ExperimentConfig& config) {
    ExperimentConfig shown = config;
    if (!shown.model.gmf) {
        shown.model.gmfFactors = 0;
        shown.model.dotProduct = false;
        shown.model.biases = false;
    }
    if (!shown.model.mlp) {
        shown.model.mlpUserDim = 0;
        shown.model.mlpItemDim = 0;
        shown.model.tower.clear();
    }
    std::vector<std::string> values;
    forEachField(std::as_const(shown), [&](const FieldInfo& field, const auto& value) {
        if (!field.option.empty()) {
            values.push_back(usesSection(config, field.section) ? valueText(value)
                                                                : std::string(kUnusedSetting));
        }
    });
    return values;
}

std::vector<bool> differingSettings(const std::vector<std::vector<std::string>>& values) {
    std::vector<bool> differs(settingNames().size(), false);
    for (std::size_t i = 0; i < differs.size(); ++i) {
        const std::string* first = nullptr;
        for (const auto& list : values) {
            if (list.size() != differs.size() || list[i] == kUnusedSetting) {
                continue;
            }
            first = first == nullptr ? &list[i] : first;
            differs[i] = differs[i] || list[i] != *first;
        }
    }
    return differs;
}

}  // namespace ncf
