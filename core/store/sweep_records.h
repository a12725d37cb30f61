#pragma once

#include <cstdint>
#include <string>

namespace ncf {

// One sweep as the project keeps it.
struct SweepRecord {
    std::int64_t id = 0;
    std::string name;
    std::string plan;             // SweepPlan as JSON
    std::int64_t startedAt = 0;   // seconds since 1970
    std::int64_t finishedAt = 0;  // 0 while running, or when its process died
};

// Which run was made for a trial of a sweep.
struct SweepRunRecord {
    int trial = 0;           // Trial::index
    int rung = 0;            // of successive halving, from 0
    std::int64_t runId = 0;  // 0 when the run was deleted
};

}  // namespace ncf
