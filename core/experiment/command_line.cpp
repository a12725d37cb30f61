#include "experiment/experiment_config.h"
#include "experiment/settings.h"
#include "experiment/shell_quoting.h"
#include "experiment/sweep_plan.h"

namespace ncf {

namespace {

// " --option value" for every setting that differs from the default and for the split, whose default
// is what suits the data; or, where the defaults are not what `ncf` would take, for every one that
// is used and not empty.
std::string settingsText(const ExperimentConfig& config) {
    const auto& names = settingNames();
    const auto values = settingValues(config);
    ExperimentConfig plain;
    plain.method = config.method;
    const auto defaults = settingValues(plain);
    std::string line;
    for (std::size_t i = 0; i < names.size(); ++i) {
        // The MLP branch is switched off by its widths, not by its layers.
        const bool noTower = !config.model.mlp && names[i].key == "model.tower";
        const bool differs = names[i].key == "method" ? config.method != ExperimentConfig().method
                             : names[i].key == "split.kind" ? true
                                                            : values[i] != defaults[i];
        const bool needed =
            config.warmStart != 0 && values[i] != kUnusedSetting && !values[i].empty();
        if ((differs || needed) && !noTower) {
            line += " " + names[i].option + " " + shellQuoted(values[i]);
        }
    }
    return line;
}

}  // namespace

std::string commandLine(const ExperimentConfig& config, const std::string& projectFile) {
    return "train " + shellQuotedFile(projectFile) + settingsText(config);
}

std::string commandLine(const SweepPlan& plan, const std::string& projectFile) {
    std::string line = "sweep " + shellQuotedFile(projectFile);
    for (const auto& axis : plan.axes) {
        line += " --vary " + shellQuoted(axis.setting + "=" + axisText(axis));
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
        line += " --name " + shellQuoted(plan.name);
    }
    return line + settingsText(plan.base);
}

}  // namespace ncf
