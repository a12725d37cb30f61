#pragma once

#include "store/run_records.h"

#include <nlohmann/json_fwd.hpp>

namespace ncf {

// Runs as JSON, the same in `ncf`'s answers and in exported files. Only for sources that link the
// JSON library.

// Only what was measured.
nlohmann::ordered_json toJson(const Metrics& metrics);
nlohmann::ordered_json toJson(const EpochRecord& epoch);
// With its configuration as an object.
nlohmann::ordered_json toJson(const RunRecord& run);

}  // namespace ncf
