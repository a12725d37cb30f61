#pragma once

#include "data/split_advice.h"
#include "experiment/experiment_config.h"
#include "store/project.h"

#include <optional>
#include <stop_token>
#include <string>

namespace ncf {

// Where an import leaves SplitAdvice::reason in DatasetInfo::report.
inline constexpr const char* kLeaveOneOutMisleads = "leaveOneOutMisleads";
// The same for SplitAdvice::positiveFrom.
inline constexpr const char* kPositiveFrom = "positiveFrom";

// The advice that was stored with the data; nullopt for data that an older program imported.
std::optional<SplitAdvice> storedAdvice(const DatasetInfo& info);

// The stored advice, or what the project's data says, which takes as long as loading it.
Result<SplitAdvice> splitAdvice(const Project& project, std::stop_token stop = {});

// Which split a configuration gets whose own is the default because nobody chose one: the data's
// test set where it has one and interactions are learnt, else what is advised.
SplitKind suitableSplit(const ExperimentConfig& config, const DatasetInfo& info,
                        const SplitAdvice& advice);

// From which rating an interaction counts in a configuration whose own threshold is the default.
double suitablePositiveFrom(const ExperimentConfig& config, const SplitAdvice& advice);

// Why the results of this configuration mislead; empty where they do not.
std::string whyMisleading(const ExperimentConfig& config, const SplitAdvice& advice);

}  // namespace ncf
