#pragma once

#include "store/project.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace ncf::cli {

// An entry of a list as `ncf recommend --json` prints it.
nlohmann::ordered_json entryJson(const RecommendationRow& row);

// A column that tells where the items stand in another list.
struct OtherColumn {
    std::string title;
    std::span<const RecommendationRow> list;
};

// A list as a table, to stdout.
void printEntries(const std::vector<RecommendationRow>& rows,
                  const std::optional<OtherColumn>& other = {});

}  // namespace ncf::cli
