#pragma once

#include "store/run_records.h"

#include <QString>

namespace ncf {

// Whether recommendations were stored with the run.
bool hasLists(const RunRecord& run);
// Name, result and time, to choose by.
QString runLabel(const RunRecord& run);

}  // namespace ncf
