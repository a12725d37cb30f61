#pragma once

#include "base/atomic_file.h"

#include <filesystem>

namespace ncf {

// A file to export into. Errors: what AtomicFile refuses, and the project itself, which it would
// replace.
Result<AtomicFile> createExport(const std::filesystem::path& file,
                                const std::filesystem::path& project);

// Writes a small text file whole.
Status writeExport(const std::filesystem::path& file, const std::filesystem::path& project,
                   std::string_view text);

}  // namespace ncf
