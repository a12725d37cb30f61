#pragma once

#include "experiment/experiment_config.h"

#include <string>
#include <vector>

namespace ncf {

// What one setting is called, for tables and files. From the one table of settings.
struct SettingName {
    std::string key;     // "training.learningRate", as in JSON
    std::string title;   // "Learning rate": the words of its option
    std::string option;  // "--learning-rate"
    std::string help;
};

// Every setting that has an option of `ncf train`, always in the same order.
const std::vector<SettingName>& settingNames();

// The values, parallel to settingNames(), as the command line takes them. A branch of the network
// that is switched off has the widths 0 and no layers, whatever it would have been.
std::vector<std::string> settingValues(const ExperimentConfig& config);

// Of lists parallel to settingNames(): at which positions they are not all the same. A list that is
// empty (a configuration that cannot be read) takes no part.
std::vector<bool> differingSettings(const std::vector<std::vector<std::string>>& values);

}  // namespace ncf
