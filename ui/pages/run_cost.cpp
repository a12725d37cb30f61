#include "pages/run_cost.h"

#include <algorithm>

namespace ncf {

namespace {

int samplesPerInteraction(const TrainingConfig& training) {
    return training.explicitFeedback() ? 1 : 1 + training.negativesPerPositive;
}

double trainingInteractions(const SplitConfig& split, const DatasetInfo& data) {
    const auto all = static_cast<double>(data.interactions);
    const auto users = static_cast<double>(data.users);
    switch (split.kind) {
        case SplitKind::LeaveOneOut:
            return std::max(0.0, all - 2 * users);  // the test and the validation item
        case SplitKind::Ratio:
            return all * (1 - split.testShare - split.validationShare);
        case SplitKind::Supplied:
            return std::max(0.0, all - users);  // the validation item
    }
    return all;
}

}  // namespace

CostView::Figures runCost(const ExperimentConfig& config, const DatasetInfo& data) {
    const auto& training = config.training;
    const int samples = samplesPerInteraction(training);
    const Workload load{.users = data.users,
                        .items = data.items,
                        .batchSize = training.batchSize,
                        .samplesPerUser = samples,
                        .averaged = training.averagedEpochs > 0};
    return {modelCost(config.model, load), trainingInteractions(config.split, data) * samples};
}

}  // namespace ncf
