#include "experiment/stored_advice.h"

#include <nlohmann/json.hpp>

namespace ncf {

std::optional<SplitAdvice> storedAdvice(const DatasetInfo& info) {
    // The latest file's report is of all the data.
    const auto& report = info.states.empty() ? info.report : info.states.back().report;
    const auto json = nlohmann::json::parse(report, nullptr, false);
    if (!json.is_object() || !json.contains(kLeaveOneOutMisleads) ||
        !json[kLeaveOneOutMisleads].is_string()) {
        return std::nullopt;
    }
    SplitAdvice advice;
    advice.reason = json[kLeaveOneOutMisleads].get<std::string>();
    advice.kind = advice.reason.empty() ? SplitKind::LeaveOneOut : SplitKind::Ratio;
    if (json.contains(kPositiveFrom) && json[kPositiveFrom].is_number()) {
        advice.positiveFrom = json[kPositiveFrom].get<double>();
    }
    return advice;
}

Result<SplitAdvice> splitAdvice(const Project& project, std::stop_token stop) {
    const auto info = project.datasetInfo();
    if (!info) {
        return info.error();
    }
    if (*info) {
        if (const auto stored = storedAdvice(**info)) {
            return *stored;
        }
    }
    const auto dataset = project.loadDataset({}, std::move(stop));
    if (!dataset) {
        return dataset.error();
    }
    return adviseSplit(computeStatistics(*dataset));
}

SplitKind suitableSplit(const ExperimentConfig& config, const DatasetInfo& info,
                        const SplitAdvice& advice) {
    if (info.hasSuppliedTest && !config.training.explicitFeedback()) {
        return SplitKind::Supplied;
    }
    return config.split.kind == SplitKind::LeaveOneOut ? advice.kind : config.split.kind;
}

double suitablePositiveFrom(const ExperimentConfig& config, const SplitAdvice& advice) {
    return config.split.positiveFrom == 0 && !config.training.explicitFeedback()
               ? advice.positiveFrom
               : config.split.positiveFrom;
}

std::string whyMisleading(const ExperimentConfig& config, const SplitAdvice& advice) {
    return config.split.kind == SplitKind::LeaveOneOut ? advice.reason : "";
}

}  // namespace ncf
