#include "experiment/experiment_config.h"
#include "experiment/settings.h"
#include "experiment/sweep_plan.h"

#include <string_view>

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

std::string quotedFile(const std::string& file) {
    return quoted(file.starts_with("-") ? "./" + file : file);
}

// " --option value" for every setting that differs from the default.
std::string settingsText(const ExperimentConfig& config) {
    const auto& names = settingNames();
    const auto values = settingValues(config);
    const auto defaults = settingValues({});
    std::string line;
    for (std::size_t i = 0; i < names.size(); ++i) {
        // The MLP branch is switched off by its widths, not by its layers.
        const bool noTower = !config.model.mlp && names[i].key == "model.tower";
        if (values[i] != defaults[i] && !noTower) {
            line += " " + names[i].option + " " + quoted(values[i]);
        }
    }
    return line;
}

}  // namespace

std::string commandLine(const ExperimentConfig& config, const std::string& projectFile) {
    return "train " + quotedFile(projectFile) + settingsText(config);
}

std::string commandLine(const SweepPlan& plan, const std::string& projectFile) {
    std::string line = "sweep " + quotedFile(projectFile);
    for (const auto& axis : plan.axes) {
        line += " --vary " + quoted(axis.setting + "=" + axisText(axis));
    }
    const SweepPlan plain;
    if (plan.order == SweepOrder::Random) {
        line += " --random " + std::to_string(plan.trials);
    } else if (plan.trials != plain.trials) {
        line += " --max-trials " + std::to_string(plan.trials);
    }
    if (plan.halving) {
        line += " --halving " + std::to_string(plan.halving->eta);
        if (plan.halving->firstEpochs != Halving().firstEpochs) {
            line += " --first-epochs " + std::to_string(plan.halving->firstEpochs);
        }
    }
    if (!plan.name.empty()) {
        line += " --name " + quoted(plan.name);
    }
    return line + settingsText(plan.base);
}

}  // namespace ncf
