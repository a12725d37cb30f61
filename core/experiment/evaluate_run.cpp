#include "experiment/evaluate_run.h"

#include "experiment/run_parts.h"
#include "model/weights_file.h"
#include "store/project.h"

#include <torch/torch.h>

namespace ncf {

Result<Metrics> evaluateRun(const std::filesystem::path& projectFile, std::int64_t runId,
                            const EvaluationConfig& evaluation, HeldOutPart part) {
    if (auto valid = evaluation.validate(); !valid) {
        return valid.error();
    }
    auto project = Project::open(projectFile);
    if (!project) {
        return project.error();
    }
    const auto record = project->run(runId);
    if (!record) {
        return record.error();
    }
    auto config = experimentFromJson(record->config);
    if (!config) {
        return config.error();
    }
    if (auto valid = config->validate(); !valid) {
        return valid.error();
    }
    const bool ownProtocol = config->evaluation == evaluation;
    config->evaluation = evaluation;
    const auto weights = project->weights(runId);
    if (!weights) {
        return weights.error();
    }
    const auto dataset = project->loadDataset();
    if (!dataset) {
        return dataset.error();
    }
    const auto split =
        makeSplit(*dataset, config->split, config->training.explicitFeedback(), config->seed);
    if (!split) {
        return split.error();
    }
    try {
        torch::set_num_threads(config->training.threads);
        auto model = makeModel(*config, *dataset);
        if (!model) {
            return model.error();
        }
        if (auto status = weightsFromBytes(*weights, *model); !status) {
            return status.error();
        }
        (*model)->eval();
        NcfScorer scorer(*model, ratingScale(*dataset, *config), config->training.threads);
        const auto& heldOut = part == HeldOutPart::Test ? split->test : split->validation;
        const auto tested = evaluateHeldOut(scorer, heldOut, *split, *config);
        if (ownProtocol && part == HeldOutPart::Test) {
            if (auto stored = project->saveOutcome(runId, tested.outcome); !stored) {
                return stored.error();
            }
        }
        return tested.metrics;
    } catch (const std::exception& exception) {
        return fromLibTorch(exception);
    }
}

}  // namespace ncf
