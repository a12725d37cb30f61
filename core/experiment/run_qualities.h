#pragma once

#include "evaluation/list_quality.h"
#include "experiment/loaded_run.h"

#include <array>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace ncf {

// Users with about as many training interactions as each other: a third of all.
struct UserGroup {
    std::string name;        // "few", "medium" or "many"
    std::size_t users = 0;   // with a list
    std::size_t fewest = 0;  // training interactions of a user
    std::size_t most = 0;
    // By the run's own protocol, over the group's test interactions; empty without any.
    Metrics test;
    ListQuality lists;
};

// A run's stored lists, beyond accuracy.
struct RunQualities {
    ListQuality lists;
    std::size_t catalogue = 0;  // items
    int length = 0;             // of the longest list
    std::string protocol;       // of the groups' test metrics
    int cutoff = 10;
    std::array<UserGroup, 3> groups;
};

// Reads the run's stored lists and test outcome and measures them. Errors: no lists, damage;
// cancelled() when stopped.
Result<RunQualities> runQualities(const Project& project, const LoadedRun& run,
                                  const ProgressCallback& progress = {}, std::stop_token stop = {});

// A figure for people.
struct QualityLine {
    std::string name;     // "Catalogue coverage"
    std::string value;    // "34.0 %"
    std::string meaning;  // one or two sentences, with the run's own numbers
};

std::vector<QualityLine> qualityLines(const RunQualities& qualities);

}  // namespace ncf
