#pragma once

#include <filesystem>

namespace ncf {

// Whether a file is to be opened as a project: by its content, whatever its name; and by the ending
// .ncf, so that a damaged project is explained as such. Reads a hundred bytes.
bool isProjectFile(const std::filesystem::path& file);

}  // namespace ncf
