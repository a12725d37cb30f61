#include "experiment_options.h"

#include "base/text.h"
#include "experiment/field_access.h"
#include "experiment/presets.h"
#include "experiment/stored_advice.h"
#include "experiment/warm_source.h"
#include "output.h"
#include "run_choice.h"
#include "store/project.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <type_traits>
#include <vector>

namespace ncf::cli {

namespace {

constexpr const char* kWarmStart = "--warm-start";
constexpr const char* kNoRun = "0";

template <class Enum>
std::vector<std::string> namesOf() {
    return {EnumNames<Enum>::values.begin(), EnumNames<Enum>::values.end()};
}

// "64,32" and "" (no layers); anything else is a mistake in the command.
std::vector<int> parseWidths(const std::string& option, const std::string& text) {
    std::vector<int> widths;
    if (text.empty()) {
        return widths;
    }
    for (const auto part : splitText(text, ",")) {
        const auto width = parseInteger(trimmed(part));
        if (!width || *width != static_cast<int>(*width)) {
            throw CLI::ValidationError(option, "needs widths such as 32,16,8, not " + text);
        }
        widths.push_back(static_cast<int>(*width));
    }
    return widths;
}

std::string groupOf(const FieldInfo& field) {
    if (field.section.empty()) {
        return "Run";
    }
    if (field.section == "implicitAls") {
        return "Implicit ALS";
    }
    // "itemNeighbours" → "Item neighbours".
    std::string name;
    for (const char c : field.section) {
        const bool capital = c >= 'A' && c <= 'Z';
        name += capital ? std::string{' ', static_cast<char>(c - 'A' + 'a')} : std::string{c};
    }
    name[0] = static_cast<char>(name[0] - 'a' + 'A');
    return name;
}

Result<std::string> readConfigFile(const std::string& file) {
    std::error_code error;
    if (!std::filesystem::exists(file, error)) {
        return Error{ErrorKind::NotFound, "There is no file “" + file + "”.",
                     "Check the name after --config."};
    }
    std::ifstream stream(file, std::ios::binary);
    std::string text;
    if (std::filesystem::is_regular_file(file, error)) {
        text.assign(std::istreambuf_iterator<char>(stream), {});
    }
    if (!stream || text.empty()) {
        return Error{ErrorKind::BadInput, "“" + file + "” is empty or cannot be read.",
                     "Give a JSON file after --config."};
    }
    return text;
}

// The settings in the file on top of `base`.
Result<ExperimentConfig> overlayFile(const ExperimentConfig& base, const std::string& file) {
    const auto text = readConfigFile(file);
    if (!text) {
        return text.error();
    }
    const auto patch = nlohmann::json::parse(*text, nullptr, false);
    if (!patch.is_object()) {
        return Error{ErrorKind::BadInput, "“" + file + "” is not a JSON object.",
                     "Start from the config that `ncf runs PROJECT RUN --json` prints."};
    }
    auto merged = nlohmann::json::parse(toJson(base));
    merged.merge_patch(patch);
    auto config = experimentFromJson(merged.dump());
    if (!config) {
        return Error{config.error().kind, "“" + file + "”: " + config.error().what,
                     config.error().remedy};
    }
    return config;
}

}  // namespace

ExperimentOptions::ExperimentOptions(CLI::App& command) {
    std::vector<std::string> presetKeys;
    for (const auto& preset : presets()) {
        presetKeys.push_back(preset.key);
    }
    command.add_option("--preset", preset_, "Start from a ready-made configuration")
        ->check(CLI::IsMember(presetKeys));
    command
        .add_option("--config", configFile_,
                    "JSON file with settings; what it leaves out stays as it was")
        ->type_name("FILE");
    const ExperimentConfig defaults;
    forEachField(defaults, [&](const FieldInfo& field, const auto& value) {
        using Value = std::remove_cvref_t<decltype(value)>;
        if (field.option.empty() || field.option == kWarmStart) {
            return;
        }
        const std::string name(field.option);
        const std::string help(field.help);
        CLI::Option* option = nullptr;
        if constexpr (std::is_enum_v<Value>) {
            option = command.add_option_function<std::string>(
                name,
                [this, name](const std::string& text) {
                    const auto names = namesOf<Value>();
                    const auto at = std::find(names.begin(), names.end(), text) - names.begin();
                    values_[name] = static_cast<Value>(at);
                },
                help);
            option->check(CLI::IsMember(namesOf<Value>()));
        } else if constexpr (std::is_same_v<Value, bool>) {
            option = command.add_option_function<std::string>(
                name,
                [this, name](const std::string& text) { values_[name] = text == kSwitchNames[1]; },
                help);
            option->check(
                CLI::IsMember(std::vector<std::string>(kSwitchNames.begin(), kSwitchNames.end())));
        } else if constexpr (std::is_same_v<Value, std::vector<int>>) {
            option = command.add_option_function<std::string>(
                name,
                [this, name](const std::string& text) { values_[name] = parseWidths(name, text); },
                help);
            option->type_name("N,N,...");
        } else {
            option = command.add_option_function<Value>(
                name, [this, name](const Value& given) { values_[name] = given; }, help);
            if constexpr (std::is_unsigned_v<Value>) {
                option->check(CLI::NonNegativeNumber);  // or -1 would wrap around
            }
        }
        option->default_str(field.option == "--split" ? "what suits the data" : valueText(value))
            ->group(groupOf(field));
    });
    command
        .add_option(kWarmStart, warmStart_,
                    "A run to start from instead of random weights: what it learnt about its users "
                    "and items, for this data or an earlier state of it. Its settings take the "
                    "place of the defaults.")
        ->type_name("RUN")
        ->group("Run");
}

void ExperimentOptions::apply(ExperimentConfig& config) const {
    const ModelConfig before = config.model;
    forEachField(config, [&](const FieldInfo& field, auto& value) {
        if (const auto found = values_.find(std::string(field.option)); found != values_.end()) {
            value = std::any_cast<std::remove_cvref_t<decltype(value)>>(found->second);
        }
    });
    switchBranches(config.model, before, given("--gmf-factors"),
                   given("--mlp-user-dim") || given("--mlp-item-dim"));
}

Result<ExperimentConfig> ExperimentOptions::base(const std::string& projectFile) const {
    ExperimentConfig config;
    if (!warmStart_.empty() && warmStart_ != kNoRun) {
        const auto project = Project::open(projectFile);
        if (!project) {
            return project.error();
        }
        const auto run = chooseRun(*project, warmStart_);
        if (!run) {
            return run.error();
        }
        auto taken = warmConfig(*run);
        if (!taken) {
            return taken;
        }
        config = *taken;
    }
    if (const Preset* preset = findPreset(preset_)) {
        const auto from = config.warmStart;
        config = preset->config;
        config.warmStart = from;
    }
    return config;
}

Result<ExperimentConfig> ExperimentOptions::chosen(const std::string& projectFile) const {
    auto config = base(projectFile);
    if (!config) {
        return config;
    }
    if (!configFile_.empty()) {
        const auto from = config->warmStart;
        config = overlayFile(*config, configFile_);
        if (!config) {
            return config;
        }
        config->warmStart = warmStart_.empty() ? config->warmStart : from;
    }
    apply(*config);
    if (auto valid = config->validate(); !valid) {
        return valid.error();
    }
    return config;
}

bool ExperimentOptions::choosesOfSplit(const std::string& option, const std::string& key) const {
    const bool warm = !warmStart_.empty() && warmStart_ != kNoRun;
    if (warm || given(option)) {
        return true;
    }
    const auto text = configFile_.empty() ? std::string() : readConfigFile(configFile_).value();
    const auto file = nlohmann::json::parse(text, nullptr, false);
    return file.is_object() && file.contains("split") && file["split"].contains(key);
}

Result<ExperimentConfig> ExperimentOptions::configFor(const std::string& projectFile) const {
    auto config = chosen(projectFile);
    if (!config) {
        return config;
    }
    const auto project = Project::open(projectFile);
    if (!project) {
        return project.error();
    }
    const auto advice = splitAdvice(*project);
    if (!advice) {
        return advice.error();
    }
    const auto info = project->datasetInfo();
    if (!info) {
        return info.error();
    }
    const Preset* const preset = findPreset(preset_);
    const bool presetSplit = preset && preset->config.split.kind != SplitConfig().kind;
    if (!choosesOfSplit("--positive-from", "positiveFrom")) {
        const double from = suitablePositiveFrom(*config, *advice);
        if (from != config->split.positiveFrom) {
            config->split.positiveFrom = from;
            note("The ratings say yes or no: those from " + shortest(from) +
                 " count as liked; --positive-from chooses another threshold.");
        }
    }
    if (!presetSplit && !choosesOfSplit("--split", "kind")) {
        config->split.kind = suitableSplit(*config, info->value_or(DatasetInfo()), *advice);
        if (config->split.kind == SplitKind::Supplied) {
            note("The data's own test set is held out; --split chooses another.");
        } else if (config->split.kind == SplitKind::Ratio) {
            note(advice->reason + " So a share at random is held out; --split chooses another.");
        }
    } else if (const auto why = whyMisleading(*config, *advice); !why.empty()) {
        note(why + " The results will mislead; --split ratio holds out a share at random.");
    }
    return config;
}

}  // namespace ncf::cli
