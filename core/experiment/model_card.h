#pragma once

#include "store/project.h"

#include <filesystem>
#include <string>

namespace ncf {

// What somebody who meets a run's model elsewhere should know of it, as Markdown: its data, how it
// was split and measured, every result beside its protocol, the settings, intended use and limits,
// and the command that makes it again. Texts of the project are escaped. Errors: a configuration
// that cannot be read.
Result<std::string> modelCard(const RunRecord& run, const DatasetInfo& data,
                              const std::string& projectName);

// Writes it. Errors also: no such run, no data, a file that would replace the project, the disk.
Status exportModelCard(const Project& project, std::int64_t runId,
                       const std::filesystem::path& file);

}  // namespace ncf
