#pragma once

#include "base/result.h"
#include "store/run_records.h"

#include <string>
#include <vector>

namespace ncf {

class Project;

// A run as lists show it.
struct ListedRun {
    RunRecord record;
    // Parallel to settingNames(); empty for a configuration that cannot be read.
    std::vector<std::string> settings;
};

// All runs of the project, newest first. For the storage thread: it takes apart every run's
// configuration.
Result<std::vector<ListedRun>> listRuns(const Project& project);

}  // namespace ncf
