#pragma once

#include "store/project.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace ncf::cli {

// An entry of a list as `ncf recommend --json` prints it.
nlohmann::ordered_json entryJson(const RecommendationRow& row);

// A list as a table, to stdout.
void printEntries(const std::vector<RecommendationRow>& rows);

}  // namespace ncf::cli
