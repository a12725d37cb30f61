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
    if (!data_) {
        auto data = loadProjectData(*project);
        if (!data) {
            return data.error();
        }
        data_ = std::move(*data);
    }
    auto run = LoadedRun::load(*project, runId, data_);
    if (!run) {
        return run.error();
    }
    runs_.push_front(std::move(*run));
    if (runs_.size() > kKept) {
        runs_.pop_back();
    }
    return &runs_.front();
}

}  // namespace ncf
