#pragma once

#include "base/result.h"
#include "data/ratings_reader.h"

#include <filesystem>

namespace ncf {

// Writes a CSV file of the rows that a reading could not use, and of those whose rating or time it
// could not read: line, reason and text, the first ReadReport::kMaxListed of each kind.
Status writeRejectedRows(const std::filesystem::path& file, const ReadReport& report);

}  // namespace ncf
