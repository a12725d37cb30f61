#pragma once

#include "experiment/loaded_run.h"
#include "store/project.h"

#include <string>

namespace ncf::cli {

// The help text of every RUN argument.
inline constexpr const char* kRunHelp =
    "A run's number, \"last\" (the newest) or \"best\" (the best validation result among the runs "
    "measured like the newest one that has a result)";

// The run that a RUN argument means. Errors: no runs, no such run, not a number.
Result<RunRecord> chooseRun(const Project& project, const std::string& choice);

// That run with its data and its model.
Result<LoadedRun> loadRun(const std::string& projectFile, const std::string& choice);

// The user with this id. NotFound if there is none.
Result<UserIndex> chooseUser(const Project& project, const std::string& id);
Result<UserIndex> chooseUser(const ProjectData& data, const std::string& id);
// The item with this id, or the only one whose title is or contains this text. Errors name what
// else it could mean.
Result<ItemIndex> chooseItem(const ProjectData& data, const std::string& idOrTitle);

}  // namespace ncf::cli
