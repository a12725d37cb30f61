#include "experiment/import.h"

#include "data/supplied_split.h"
#include "experiment/stored_advice.h"
#include "experiment/stored_format.h"
#include "store/project.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>

namespace ncf {

namespace {

// Of the rejected rows a project keeps the first, to show them.
constexpr std::size_t kStoredRows = 1000;

// What is read of the files, before anything is stored.
struct ReadFiles {
    Dataset dataset;
    ItemCatalogue catalogue;
    ImportReport report;
};

Error refusal(const std::string& file, const std::vector<Alarm>& alarms) {
    std::string what = file + (alarms.size() == 1 ? " raises an alarm." : " raises alarms.");
    for (const auto& alarm : alarms) {
        what += " " + alarm.text;
    }
    return Error{ErrorKind::BadInput, std::move(what),
                 "Mend the file or how it is read, or import it without being strict."};
}

Error openQuestions(const std::string& file, const std::vector<std::string>& questions) {
    std::string what = file + " can be read in more than one way.";
    for (const auto& question : questions) {
        what += " " + question;
    }
    return Error{ErrorKind::BadInput, std::move(what),
                 "Say which way, by the columns and formats, or import it without being strict."};
}

Result<ReadFiles> readAll(const std::filesystem::path& ratingsFile, const ImportOptions& options,
                          const ProgressCallback& progress, const std::stop_token& stop) {
    const auto supplied = suppliedSplitFiles(ratingsFile);
    auto file = supplied ? readSuppliedSplit(*supplied, progress, stop)
                         : readRatings(ratingsFile, options.ratings, progress, stop);
    if (!file) {
        return file.error();
    }
    ReadFiles result;
    result.dataset = std::move(file->dataset);
    auto& report = result.report;
    report.ratings = std::move(file->report);
    report.detection = std::move(file->detection);
    if (options.strict && !report.detection.sure()) {
        return openQuestions(ratingsFile.filename().string(), report.detection.questions);
    }
    if (options.titles) {
        auto titles = readTitles(*options.titles, result.dataset.items(), options.titlesOptions);
        if (titles) {
            result.catalogue = std::move(titles->catalogue);
            report.titles = std::move(titles->report);
        } else if (options.titlesFound) {
            report.ratings.notices.push_back("The titles beside the file were left out: " +
                                             titles.error().what);
        } else {
            return titles.error();
        }
    }
    report.statistics = computeStatistics(result.dataset);
    report.alarms = alarmsOf(result.dataset, report.statistics, report.ratings);
    if (stop.stop_requested()) {
        return cancelled();
    }
    if (options.strict && !report.alarms.empty()) {
        return refusal(ratingsFile.filename().string(), report.alarms);
    }
    return result;
}

// Removes a project file that was created for an import which then did not happen.
class NewFileGuard {
public:
    NewFileGuard() = default;
    NewFileGuard(const NewFileGuard&) = delete;
    NewFileGuard& operator=(const NewFileGuard&) = delete;
    ~NewFileGuard() {
        if (!file_.empty()) {
            std::error_code ignored;
            for (const char* suffix : {"", "-wal", "-shm"}) {
                std::filesystem::remove(file_.string() + suffix, ignored);
            }
        }
    }
    void guard(const std::filesystem::path& file) { file_ = file; }
    void keep() { file_.clear(); }

private:
    std::filesystem::path file_;
};

double secondsSince(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

std::string importReportJson(const ImportReport& report) {
    const auto& ratings = report.ratings;
    const auto& titles = report.titles;
    nlohmann::ordered_json json = {
        {"rows", ratings.rows}, {"rejected", ratings.rejected}, {"duplicates", ratings.duplicates}};
    if (titles) {
        json["titlesMatched"] = titles->matched;
        json["titlesUnmatched"] = titles->unmatched;
    }
    json["withoutRating"] = ratings.withoutRating + ratings.unreadRatings.count;
    json["withoutTime"] = ratings.withoutTime + ratings.unreadTimes.count;
    json["notices"] = ratings.notices;
    auto& alarms = json["alarms"] = nlohmann::ordered_json::array();
    for (const auto& alarm : report.alarms) {
        alarms.push_back(alarm.text);
    }
    const auto advice = adviseSplit(report.statistics);
    json[kLeaveOneOutMisleads] = advice.reason;
    json[kPositiveFrom] = advice.positiveFrom;
    auto& rows = json["rejectedRows"] = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < std::min(kStoredRows, ratings.rejectedRows.size()); ++i) {
        const auto& row = ratings.rejectedRows[i];
        rows.push_back({{"line", row.line}, {"reason", row.reason}, {"text", row.text}});
    }
    json["format"] = storedFormatJson(ratings, report.detection.table.columnNames);
    // Rejected text may be anything but UTF-8.
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

Result<ImportReport> checkRatings(const std::filesystem::path& ratingsFile,
                                  const ImportOptions& options, const ProgressCallback& progress,
                                  std::stop_token stop) {
    const auto start = std::chrono::steady_clock::now();
    auto read = readAll(ratingsFile, options, progress, stop);
    if (!read) {
        return read.error();
    }
    read->report.seconds = secondsSince(start);
    return std::move(read->report);
}

Result<ImportReport> importRatings(const std::filesystem::path& ratingsFile,
                                   const std::filesystem::path& projectFile,
                                   const ImportOptions& options, const ProgressCallback& progress,
                                   std::stop_token stop) {
    const auto start = std::chrono::steady_clock::now();
    std::error_code ignored;
    const bool existed = std::filesystem::exists(projectFile, ignored);
    if (existed) {
        // Refuse before the long work.
        auto project = Project::open(projectFile);
        if (!project) {
            return project.error();
        }
        const auto info = project->datasetInfo();
        if (!info) {
            return info.error();
        }
        if (*info && !options.replace) {
            return Error{ErrorKind::BadInput,
                         projectFile.filename().string() + " already holds data from " +
                             (*info)->source + ".",
                         "Choose another project file, or say that its data and runs are to be "
                         "replaced."};
        }
    }

    // Reading is the first nine tenths of the progress, storing the last.
    constexpr std::uint64_t kWhole = 1000;
    constexpr std::uint64_t kReading = 900;
    const ProgressCallback reading = [&](std::uint64_t done, std::uint64_t total) {
        if (progress && total > 0) {
            progress(kReading * done / total, kWhole);
        }
    };
    const ProgressCallback storing = [&](std::uint64_t done, std::uint64_t total) {
        if (progress && total > 0) {
            progress(kReading + (kWhole - kReading) * done / total, kWhole);
        }
    };
    auto read = readAll(ratingsFile, options, reading, stop);
    if (!read) {
        return read.error();
    }
    ImportReport report = std::move(read->report);

    NewFileGuard newFile;  // before the project, so that it removes a file that is closed
    auto project = existed ? Project::open(projectFile) : Project::create(projectFile);
    if (!project) {
        return project.error();
    }
    if (!existed) {
        newFile.guard(projectFile);
    }
    DatasetInfo info;
    info.source = ratingsFile.filename().string();
    info.importedAt = std::chrono::duration_cast<std::chrono::seconds>(
                          std::chrono::system_clock::now().time_since_epoch())
                          .count();
    info.report = importReportJson(report);
    if (auto saved = project->saveDataset(read->dataset, read->catalogue, info, storing, stop);
        !saved) {
        return saved.error();
    }
    newFile.keep();
    report.seconds = secondsSince(start);
    return report;
}

}  // namespace ncf
