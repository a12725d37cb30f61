#include "experiment/loaded_run.h"

#include "experiment/run_parts.h"
#include "model/weights_file.h"

#include <torch/torch.h>

#include <utility>

namespace ncf {

const ItemInfo& ProjectData::infoOf(ItemIndex item) const {
    static const ItemInfo unknown;
    return catalogue.empty() ? unknown : catalogue.items[static_cast<std::size_t>(item)];
}

RecommendationRow ProjectData::entry(ItemIndex item, int rank, float score) const {
    return {rank,         item,  dataset.items().id(item),
            infoOf(item), score, popularity[static_cast<std::size_t>(item)]};
}

Result<ProjectDataPtr> loadProjectData(const Project& project, const ProgressCallback& progress,
                                       std::stop_token stop) {
    auto dataset = project.loadDataset(progress, stop);
    if (!dataset) {
        return dataset.error();
    }
    auto catalogue = project.loadCatalogue();
    if (!catalogue) {
        return catalogue.error();
    }
    auto data = std::make_shared<ProjectData>();
    data->dataset = std::move(*dataset);
    data->catalogue = std::move(*catalogue);
    data->popularity = data->dataset.itemPopularity();
    return ProjectDataPtr(std::move(data));
}

class LoadedRun::Impl {
public:
    Impl(RunRecord runRecord, ExperimentConfig runConfig, ProjectDataPtr projectData)
        : record(std::move(runRecord)), config(std::move(runConfig)), data(std::move(projectData)) {
        scale = ratingScale(data->dataset, config);
    }

    RunRecord record;
    ExperimentConfig config;
    ProjectDataPtr data;
    Split split;
    std::optional<RatingScale> scale;
    NcfModel model{nullptr};
    std::unique_ptr<Scorer> scorer;
};

LoadedRun::LoadedRun(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
LoadedRun::LoadedRun(LoadedRun&&) noexcept = default;
LoadedRun& LoadedRun::operator=(LoadedRun&&) noexcept = default;
LoadedRun::~LoadedRun() = default;

Result<LoadedRun> LoadedRun::load(const Project& project, std::int64_t runId, ProjectDataPtr data) {
    auto record = project.run(runId);
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
    const auto weights = project.weights(runId);
    if (!weights) {
        return weights.error();
    }
    auto impl = std::make_unique<Impl>(std::move(*record), std::move(*config), std::move(data));
    const auto& dataset = impl->data->dataset;
    auto split = makeSplit(dataset, impl->config.split, impl->config.training.explicitFeedback(),
                           impl->config.seed);
    if (!split) {
        return split.error();
    }
    impl->split = std::move(*split);
    try {
        ExperimentConfig onCpu = impl->config;
        onCpu.training.device = "cpu";
        auto model = makeModel(onCpu, dataset);
        if (!model) {
            return model.error();
        }
        if (auto status = weightsFromBytes(*weights, *model); !status) {
            return status.error();
        }
        (*model)->eval();
        impl->model = *model;
        impl->scorer = std::make_unique<NcfScorer>(*model, std::nullopt, onCpu.training.threads);
    } catch (const std::exception& exception) {
        return fromLibTorch(exception);
    }
    return LoadedRun(std::move(impl));
}

const RunRecord& LoadedRun::record() const {
    return impl_->record;
}

const ExperimentConfig& LoadedRun::config() const {
    return impl_->config;
}

const ProjectData& LoadedRun::data() const {
    return *impl_->data;
}

const Split& LoadedRun::split() const {
    return impl_->split;
}

Scorer& LoadedRun::scorer() {
    return *impl_->scorer;
}

float LoadedRun::readable(float score) const {
    return impl_->scale ? impl_->scale->rating(score) : probability(score);
}

const NcfModel* LoadedRun::model() const {
    return &impl_->model;
}

}  // namespace ncf
