#pragma once

#include "base/result.h"
#include "evaluation/paired_test.h"
#include "experiment/experiment_config.h"
#include "store/run_records.h"

#include <string>
#include <vector>

namespace ncf {

class Project;

// One metric of two runs on the same test interactions, the second against the first.
struct ComparedMetric {
    std::string metric;  // "HR@10", "NDCG@10" or "RMSE"
    PairedTest test;
    // "“B” hits 1.2 points more (95 %: 0.4 to 2.0, p = 0.003): a real difference." For the name of
    // the second run.
    std::string sentence(const std::string& name) const;
};

// Whether two runs on the same data were measured on the same test items by the same protocol, so
// that they can be compared item by item; the error says what differs. Seeds count only where they
// decide on the test set or on what its items are ranked against.
Status sameTest(const ExperimentConfig& a, const ExperimentConfig& b);

// HR@K and NDCG@K, or RMSE, of run `b` against run `a`, tested for chance. Errors: not the same
// test, different states of the data, or a run without stored results per user, which evaluateRun()
// adds.
Result<std::vector<ComparedMetric>> compareRuns(const Project& project, const RunRecord& a,
                                                const RunRecord& b);

}  // namespace ncf
