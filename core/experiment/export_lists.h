#pragma once

#include "base/progress.h"
#include "store/project.h"

#include <cstdint>
#include <filesystem>
#include <stop_token>

namespace ncf {

enum class ListFormat {
    Csv,       // UTF-8 with a header, safe to open in a spreadsheet
    JsonLines  // one object per line, every text as it is
};

// Writes the recommendations that a run stored, of all users by rank, and returns how many there
// were. Progress is in users. The file appears when it is complete. Errors: the run has none, the
// file is the project itself or cannot be written, `stop`.
Result<std::uint64_t> exportLists(const Project& project, std::int64_t runId, ListFormat format,
                                  const std::filesystem::path& file,
                                  const ProgressCallback& progress = {}, std::stop_token stop = {});

}  // namespace ncf
