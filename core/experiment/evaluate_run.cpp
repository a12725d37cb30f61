#include "experiment/evaluate_run.h"

#include "experiment/loaded_run.h"
#include "experiment/run_parts.h"
#include "store/project.h"

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
    auto data = loadProjectData(*project, record->dataState);
    if (!data) {
        return data.error();
    }
    auto run = LoadedRun::load(*project, runId, *data);
    if (!run) {
        return run.error();
    }
    if (part == HeldOutPart::Validation && isRefit(run->config(), run->record())) {
        return Error{ErrorKind::BadInput,
                     "Run “" + run->record().name + "” was trained on its validation items, too.",
                     "Evaluate it on the test items; the validation result of its best epoch is "
                     "stored with it."};
    }
    ExperimentConfig config = run->config();
    const bool ownProtocol = config.evaluation == evaluation;
    config.evaluation = evaluation;
    try {
        std::optional<NcfScorer> rater;
        if (const auto scale = ratingScale(run->data().dataset, config)) {
            rater.emplace(*run->model(), scale, config.training.threads);
        }
        Scorer& scorer = rater ? *rater : run->scorer();
        const auto& split = run->split();
        const auto& heldOut = part == HeldOutPart::Test ? split.test : split.validation;
        const auto tested = evaluateHeldOut(scorer, heldOut, split, config);
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
