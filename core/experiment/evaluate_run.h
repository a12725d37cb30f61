#pragma once

#include "base/result.h"
#include "experiment/experiment_config.h"

#include <cstdint>
#include <filesystem>

namespace ncf {

enum class HeldOutPart { Test, Validation };

// Evaluates a stored run's best epoch again on its held-out items, by the run's own protocol or
// another. By its own and on the test items, the results per user are stored, which a run of an
// older version lacks.
Result<Metrics> evaluateRun(const std::filesystem::path& projectFile, std::int64_t runId,
                            const EvaluationConfig& evaluation,
                            HeldOutPart part = HeldOutPart::Test);

}  // namespace ncf
