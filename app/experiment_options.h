#pragma once

#include "base/result.h"
#include "experiment/experiment_config.h"

#include <any>
#include <map>
#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace ncf::cli {

// The options of `ncf train` that make up an ExperimentConfig: --preset, --config and one for every
// setting, under the names that commandLine() writes.
class ExperimentOptions {
public:
    // Registers the options; this object must outlive the parsing and may not move.
    explicit ExperimentOptions(CLI::App& command);
    ExperimentOptions(const ExperimentOptions&) = delete;
    ExperimentOptions& operator=(const ExperimentOptions&) = delete;

    // The defaults or the settings of the run after --warm-start, which is looked for in the
    // project, then the preset, then the file, then the single options; each overrules the ones
    // before. If none of these says what is held out, it is what suits the project's data, and a
    // remark says why that is not each user's last; another says when the results will mislead.
    // The result is valid. Errors also: the project cannot be opened, or has no data.
    Result<ExperimentConfig> configFor(const std::string& projectFile) const;

    // Empty unless a preset was given.
    const std::string& preset() const { return preset_; }

private:
    Result<ExperimentConfig> base(const std::string& projectFile) const;
    Result<ExperimentConfig> chosen(const std::string& projectFile) const;
    void apply(ExperimentConfig& config) const;
    // Whether the options, the file or the run to start from have that setting of the split.
    bool choosesOfSplit(const std::string& option, const std::string& key) const;
    bool given(const std::string& option) const { return values_.contains(option); }

    std::string preset_;
    std::string configFile_;
    std::string warmStart_;                   // a run as a person names it; empty or "0": none
    std::map<std::string, std::any> values_;  // of the options that were given, by option
};

}  // namespace ncf::cli
