#pragma once

#include "base/progress.h"
#include "base/result.h"
#include "data/alarms.h"
#include "data/item_catalogue.h"
#include "data/ratings_reader.h"
#include "data/statistics.h"

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace ncf {

struct ImportOptions {
    ReadOptions ratings;
    std::optional<std::filesystem::path> titles;  // a titles file to join
    TitlesOptions titlesOptions;
    // The titles were found beside the ratings and not chosen: if they do not fit, they are left out
    // with a notice.
    bool titlesFound = false;
    bool replace = false;  // replace the project's data and delete its runs
    bool strict = false;   // an alarm or an open question is an error, and nothing is stored
};

struct ImportReport {
    ReadReport ratings;
    FileDetection detection;  // empty for a supplied split
    std::optional<TitlesReport> titles;
    DatasetStatistics statistics;
    std::vector<Alarm> alarms;
    double seconds = 0;
};

// What a project keeps of a report, for when it is opened again, as JSON.
std::string importReportJson(const ImportReport& report);

// Reads a ratings file (or one of the three files of a supplied split) and its titles into the
// project, which is created if it does not exist, in one transaction: after an error, a cancel or a
// crash the project is as it was, and a project that was created for it is gone.
Result<ImportReport> importRatings(const std::filesystem::path& ratingsFile,
                                   const std::filesystem::path& projectFile,
                                   const ImportOptions& options,
                                   const ProgressCallback& progress = {},
                                   std::stop_token stop = {});

// Reads the files exactly as importRatings() would, and stores nothing: for a look at what an
// import would find. The errors are those of the reading, alarms included if they are to be errors.
Result<ImportReport> checkRatings(const std::filesystem::path& ratingsFile,
                                  const ImportOptions& options,
                                  const ProgressCallback& progress = {}, std::stop_token stop = {});

}  // namespace ncf
