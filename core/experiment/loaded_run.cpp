#include "experiment/loaded_run.h"

#include "experiment/baseline.h"
#include "experiment/run_parts.h"
#include "model/weights_file.h"
#include "recommendation/fold_in.h"

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
    const auto info = project.datasetInfo();
    if (!info) {
        return info.error();
    }
    return loadProjectData(project, *info ? (*info)->state() : 0, progress, stop);
}

Result<ProjectDataPtr> loadProjectData(const Project& project, int state,
                                       const ProgressCallback& progress, std::stop_token stop) {
    const auto info = project.datasetInfo();
    if (!info) {
        return info.error();
    }
    auto dataset = project.loadDataset(state, progress, stop);
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
    if (!data->catalogue.empty()) {
        data->catalogue.items.resize(data->dataset.itemCount());
    }
    data->popularity = data->dataset.itemPopularity();
    data->state = state;
    data->latestState = *info ? (*info)->state() : state;
    return ProjectDataPtr(std::move(data));
}

class LoadedRun::Impl {
public:
    Impl(RunRecord runRecord, ExperimentConfig runConfig, ProjectDataPtr projectData)
        : record(std::move(runRecord)), config(std::move(runConfig)), data(std::move(projectData)) {
        scale = ratingScale(data->dataset, config);
    }

    Status loadWeights(const Project& project) {
        const auto weights = project.weights(record.id);
        if (!weights) {
            return weights.error();
        }
        try {
            ExperimentConfig onCpu = config;
            onCpu.training.device = "cpu";
            auto made = makeModel(onCpu, data->dataset);
            if (!made) {
                return made.error();
            }
            if (auto status = weightsFromBytes(*weights, *made); !status) {
                return status;
            }
            (*made)->eval();
            model = *made;
            scorer = std::make_unique<NcfScorer>(model, std::nullopt, threadsOf(config));
        } catch (const std::exception& exception) {
            return fromLibTorch(exception);
        }
        return {};
    }

    Status makeBaseline() {
        if (record.bestEpoch == 0) {
            return Error{ErrorKind::NotFound, "Run “" + record.name + "” did not come to an end.",
                         "Train it again."};
        }
        auto made = ncf::makeBaseline(config, split);
        if (!made) {
            return made.error();
        }
        scorer = std::move(*made);
        return {};
    }

    RunRecord record;
    ExperimentConfig config;
    ProjectDataPtr data;
    Split split;
    std::optional<RatingScale> scale;
    NcfModel model{nullptr};  // stays empty for a baseline
    std::unique_ptr<Scorer> scorer;
    std::optional<FoldIn> foldIn;
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
    if (data->state != record->dataState) {
        return Error{ErrorKind::Internal,
                     "Run “" + record->name + "” was made on another state of the data.", ""};
    }
    auto config = experimentFromJson(record->config);
    if (!config) {
        return config.error();
    }
    if (auto valid = config->validate(); !valid) {
        return valid.error();
    }
    auto impl = std::make_unique<Impl>(std::move(*record), std::move(*config), std::move(data));
    const auto& dataset = impl->data->dataset;
    auto split = makeSplit(dataset, impl->config.split, impl->config.training.explicitFeedback(),
                           impl->config.seed);
    if (!split) {
        return split.error();
    }
    impl->split = std::move(*split);
    if (isRefit(impl->config, impl->record)) {
        joinValidation(impl->split);
    }
    const Status made =
        impl->config.isTrained() ? impl->loadWeights(project) : impl->makeBaseline();
    if (!made) {
        return made.error();
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

namespace {

// Of an index that the run's data does not have: `what` is "user" or "item".
Error notInData(const RunRecord& run, const std::string& what) {
    if (!run.onEarlierData()) {
        return {ErrorKind::NotFound, "The project has no such " + what + ".",
                "Choose " + std::string(what == "item" ? "an " : "a ") + what + " of the project."};
    }
    return {ErrorKind::NotFound,
            "Run “" + run.name + "” does not know this " + what +
                ", since it was made on an earlier state of the data (" + dataStateText(run) + ").",
            "Train a new run: it learns from all of the data."};
}

}  // namespace

Status LoadedRun::expectUser(UserIndex user) const {
    const bool known =
        user >= 0 && static_cast<std::size_t>(user) < impl_->data->dataset.userCount();
    return known ? Status() : Status(notInData(impl_->record, "user"));
}

Status LoadedRun::expectItem(ItemIndex item) const {
    const bool known =
        item >= 0 && static_cast<std::size_t>(item) < impl_->data->dataset.itemCount();
    return known ? Status() : Status(notInData(impl_->record, "item"));
}

Scorer& LoadedRun::scorer() {
    return *impl_->scorer;
}

float LoadedRun::readable(float score) const {
    return readableScore(impl_->config, impl_->scale, score);
}

const NcfModel* LoadedRun::model() const {
    return impl_->model.is_empty() ? nullptr : &impl_->model;
}

FoldIn& LoadedRun::foldIn() {
    if (!impl_->foldIn) {
        FoldInSettings settings;
        settings.explicitFeedback = impl_->scale.has_value();
        if (impl_->scale) {
            settings.ratingLow = impl_->scale->low;
            settings.ratingHigh = impl_->scale->high;
        }
        settings.negativesPerPositive = impl_->config.training.negativesPerPositive;
        impl_->foldIn.emplace(impl_->model, impl_->split.train, settings);
    }
    return *impl_->foldIn;
}

}  // namespace ncf
