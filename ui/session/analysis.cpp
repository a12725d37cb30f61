#include "session/analysis.h"

#include <algorithm>

namespace ncf {

Result<LoadedRun*> Analysis::run(qint64 runId) {
    const auto found = std::ranges::find_if(
        runs_, [runId](const LoadedRun& run) { return run.record().id == runId; });
    if (found != runs_.end()) {
        runs_.splice(runs_.begin(), runs_, found);
        return &runs_.front();
    }
    const auto project = Project::open(file_);
    if (!project) {
        return project.error();
    }
    const auto record = project->run(runId);
    if (!record) {
        return record.error();
    }
    auto data = dataAt(*project, record->dataState);
    if (!data) {
        return data.error();
    }
    auto run = LoadedRun::load(*project, runId, std::move(*data));
    if (!run) {
        return run.error();
    }
    runs_.push_front(std::move(*run));
    if (runs_.size() > kKept) {
        runs_.pop_back();
    }
    return &runs_.front();
}

Result<ProjectDataPtr> Analysis::dataAt(const Project& project, int state) {
    if (auto kept = data_[state].lock()) {
        return kept;
    }
    auto data = loadProjectData(project, state);
    if (data) {
        data_[state] = *data;
    }
    return data;
}

}  // namespace ncf
