#pragma once

#include "experiment/loaded_run.h"

#include <QtGlobal>

#include <filesystem>
#include <list>
#include <map>
#include <memory>

namespace ncf {

// The runs that are looked at, in memory. Lives on the analysis thread.
class Analysis {
public:
    explicit Analysis(std::filesystem::path projectFile) : file_(std::move(projectFile)) {}

    // The run, loaded if it is not one of the last few. Valid until the next call.
    Result<LoadedRun*> run(qint64 runId);

private:
    static constexpr std::size_t kKept = 2;  // two can be looked at side by side

    Result<ProjectDataPtr> dataAt(const Project& project, int state);

    std::filesystem::path file_;
    // By state, as long as a kept run needs it.
    std::map<int, std::weak_ptr<const ProjectData>> data_;
    std::list<LoadedRun> runs_;  // the last used first
};

}  // namespace ncf
