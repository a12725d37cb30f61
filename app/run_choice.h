#pragma once

#include "store/project.h"

#include <string>

namespace ncf::cli {

// The help text of every RUN argument.
inline constexpr const char* kRunHelp =
    "A run's number, \"last\" (the newest) or \"best\" (the best validation result among the runs "
    "measured like the newest one that has a result)";

// The run that a RUN argument means. Errors: no runs, no such run, not a number.
Result<RunRecord> chooseRun(const Project& project, const std::string& choice);

}  // namespace ncf::cli
