#pragma once

#include "store/run_records.h"

#include <string>
#include <vector>

namespace ncf {

// All runs with all their settings and metrics, for files. Every row names the protocol and the
// cutoff that its numbers were measured by.

// UTF-8 with a header, safe to open in a spreadsheet; numbers that were not measured are empty.
std::string runsAsCsv(const std::vector<RunRecord>& runs);
// {"runs": […]}, each as `ncf runs --json` prints it.
std::string runsAsJson(const std::vector<RunRecord>& runs);

}  // namespace ncf
