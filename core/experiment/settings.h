#pragma once

#include "experiment/experiment_config.h"

#include <string>
#include <string_view>
#include <vector>

namespace ncf {

// Whether the configuration's method looks at the settings of this section of the JSON.
bool usesSection(const ExperimentConfig& config, std::string_view section);

// What one setting is called, for tables and files. From the one table of settings.
struct SettingName {
    std::string key;     // "training.learningRate", as in JSON
    std::string title;   // "Learning rate": the words of its option
    std::string option;  // "--learning-rate"
    std::string help;
};

// Every setting that has an option of `ncf train`, always in the same order.
const std::vector<SettingName>& settingNames();

// The value of a setting that the configuration's method does not use, whatever it would be.
inline constexpr std::string_view kUnusedSetting = "–";

// The values, parallel to settingNames(), as the command line takes them, or kUnusedSetting. A
// branch of the network that is switched off has the widths 0 and no layers, whatever it would have
// been.
std::vector<std::string> settingValues(const ExperimentConfig& config);

// Of lists parallel to settingNames(): at which positions they are not all the same. A list that is
// empty (a configuration that cannot be read) takes no part, and neither does an unused setting.
std::vector<bool> differingSettings(const std::vector<std::vector<std::string>>& values);

}  // namespace ncf
