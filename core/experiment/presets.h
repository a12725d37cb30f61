#pragma once

#include "experiment/experiment_config.h"

#include <string>
#include <vector>

namespace ncf {

// A complete, runnable configuration with a name for people and a key for the command line.
struct Preset {
    std::string key;          // "neumf-8"
    std::string name;         // "NeuMF (paper, 8 factors)"
    std::string description;  // one sentence
    ExperimentConfig config;
};

// In the order in which they are offered.
const std::vector<Preset>& presets();
// nullptr for an unknown key.
const Preset* findPreset(const std::string& key);

}  // namespace ncf
