#pragma once

#include "base/progress.h"
#include "base/result.h"
#include "data/item_catalogue.h"
#include "data/ratings_reader.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>

namespace ncf {

struct AppendOptions {
    std::optional<std::filesystem::path> titles;  // of new items; titles that are there stay
    TitlesOptions titlesOptions;
};

struct AppendReport {
    ReadReport ratings;
    std::optional<TitlesReport> titles;
    std::uint64_t newUsers = 0;
    std::uint64_t newItems = 0;
    std::uint64_t newInteractions = 0;
    std::uint64_t repeatedPairs = 0;  // pairs that the project had and the file has, too
    int state = 1;                    // of the data now
    bool changed = true;  // false: the file held nothing new, and the state is the old one
    std::uint64_t earlierRuns = 0;  // runs that were made on an earlier state of the data
    std::uint64_t users = 0;        // in all, like the next two
    std::uint64_t items = 0;
    std::uint64_t interactions = 0;
    double seconds = 0;
};

// Adds the rows of a file to the project's data, with the users and items that are new. The file is
// read the way the project's own was. The data is then what reading both files as one would have
// given, and stands at its next state; runs stay, on the state that they were made on. In one
// transaction: after an error, a cancel or a crash the project is as it was. Errors: no data, a
// supplied split, means of repeated pairs, times that the file lacks, a run in training, and what
// readRatings() and readTitles() refuse.
Result<AppendReport> appendRatings(const std::filesystem::path& ratingsFile,
                                   const std::filesystem::path& projectFile,
                                   const AppendOptions& options = {},
                                   const ProgressCallback& progress = {},
                                   std::stop_token stop = {});

}  // namespace ncf
