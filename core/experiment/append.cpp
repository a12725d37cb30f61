#include "experiment/append.h"

#include "data/merge.h"
#include "experiment/import.h"
#include "experiment/stored_format.h"
#include "store/project.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace ncf {

namespace {

// The parts of the progress, of a thousand.
constexpr std::uint64_t kWhole = 1000;
constexpr std::uint64_t kLoaded = 150;
constexpr std::uint64_t kRead = 700;

// Progress of a part of the work as progress of the whole.
ProgressCallback part(const ProgressCallback& progress, std::uint64_t from, std::uint64_t to) {
    return [&progress, from, to](std::uint64_t done, std::uint64_t total) {
        if (progress && total > 0) {
            progress(from + (to - from) * done / total, kWhole);
        }
    };
}

// Whether rows can be added to this data at all.
Status canGrow(const DatasetInfo& info, const StoredFormat& format) {
    if (info.hasSuppliedTest) {
        return Error{ErrorKind::BadInput,
                     "The test set of this project came with its data (" + info.source +
                         "), so that more rows would belong to no part of it.",
                     "Import the data without its test set into another project, and add to that."};
    }
    if (format.repeated == RepeatedPairs::Mean) {
        return Error{ErrorKind::BadInput,
                     "Repeated ratings of " + info.source +
                         " were averaged, and a mean does not tell of how many ratings it is.",
                     "Import all files as one into another project."};
    }
    return {};
}

// Says what the file lacks or has too much, compared with the data; an error where its rows would
// have no place among the others.
Status compareColumns(const std::string& name, const DatasetInfo& info,
                      const std::array<RoleGuess, 4>& offered, ReadReport& report) {
    const auto offers = [&](ColumnRole role) {
        return offered[static_cast<std::size_t>(role)].column.has_value();
    };
    if (info.hasTimestamps && !report.columns.timestamp) {
        return Error{ErrorKind::BadInput,
                     name +
                         " has no times, and the project's data has: its rows would count as "
                         "older than all others.",
                     "Add a column with times like those of " + info.source + "."};
    }
    if (info.hasRatings && !report.columns.rating) {
        report.notices.push_back(name + " has no ratings: its rows count as seen and not rated.");
    }
    if (!info.hasRatings && offers(ColumnRole::Rating)) {
        report.notices.push_back("The ratings of " + name +
                                 " are left out: the project's data has none.");
    }
    if (!info.hasTimestamps && offers(ColumnRole::Time)) {
        report.notices.push_back("The times of " + name +
                                 " are left out: the project's data has none.");
    }
    return {};
}

bool same(const Dataset& a, const Dataset& b) {
    if (a.userCount() != b.userCount() || a.itemCount() != b.itemCount() ||
        a.interactionCount() != b.interactionCount()) {
        return false;
    }
    // Ratings may be NaN, which are equal here.
    const auto sameRating = [](float x, float y) { return x == y || (!isRated(x) && !isRated(y)); };
    for (std::size_t at = 0; at < a.userCount(); ++at) {
        const auto user = static_cast<UserIndex>(at);
        if (!std::ranges::equal(a.itemsOf(user), b.itemsOf(user)) ||
            !std::ranges::equal(a.ratingsOf(user), b.ratingsOf(user), sameRating) ||
            !std::ranges::equal(a.timestampsOf(user), b.timestampsOf(user))) {
            return false;
        }
    }
    return true;
}

std::int64_t nowSeconds() {
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

// One file on its way into the project. The stages are methods in the order in which they are
// called.
class Addition {
public:
    Addition(Project project, DatasetInfo info, std::filesystem::path file)
        : project_(std::move(project)),
          info_(std::move(info)),
          file_(std::move(file)),
          name_(file_.filename().string()) {}

    Result<AppendReport> make(const AppendOptions& options, const ProgressCallback& progress,
                              const std::stop_token& stop) {
        Status status = read(progress, stop);
        if (status) {
            status = join(progress, stop);
        }
        if (status && options.titles) {
            status = readNewTitles(*options.titles, options.titlesOptions);
        }
        if (status) {
            status = store(progress, stop);
        }
        return status ? Result<AppendReport>(std::move(report_)) : status.error();
    }

private:
    Status read(const ProgressCallback& progress, const std::stop_token& stop) {
        format_ = storedFormat(info_.report);
        if (auto status = canGrow(info_, format_); !status) {
            return status;
        }
        auto options = optionsFor(file_, format_);
        if (!options) {
            return options.error();
        }
        auto file = readRatings(file_, *options, part(progress, 0, kRead - kLoaded), stop);
        if (!file) {
            return file.error();
        }
        added_ = std::move(file->dataset);
        report_.ratings = std::move(file->report);
        detection_ = std::move(file->detection);
        const auto& columns = detection_.columns;
        const auto roles = guessRoles(columns, detection_.table.format.header);
        return compareColumns(name_, info_, roles, report_.ratings);
    }

    Status join(const ProgressCallback& progress, const std::stop_token& stop) {
        const auto base =
            project_.loadDataset(info_.state(), part(progress, kRead - kLoaded, kRead), stop);
        if (!base) {
            return base.error();
        }
        all_ = merged(*base, added_, format_.repeated);
        report_.changed = !same(*base, all_);
        report_.newUsers = all_.userCount() - base->userCount();
        report_.newItems = all_.itemCount() - base->itemCount();
        report_.newInteractions = all_.interactionCount() - base->interactionCount();
        report_.repeatedPairs = all_.duplicates();
        report_.users = all_.userCount();
        report_.items = all_.itemCount();
        report_.interactions = all_.interactionCount();
        return stop.stop_requested() ? Status(cancelled()) : Status();
    }

    Status readNewTitles(const std::filesystem::path& file, const TitlesOptions& options) {
        auto titles = readTitles(file, all_.items(), options);
        if (!titles) {
            return titles.error();
        }
        const auto known = project_.loadCatalogue();
        if (!known) {
            return known.error();
        }
        catalogue_ = merged(*known, titles->catalogue);
        report_.titles = std::move(titles->report);
        return {};
    }

    Status store(const ProgressCallback& progress, const std::stop_token& stop) {
        report_.state = info_.state();
        if (!report_.changed && !catalogue_) {
            return countEarlierRuns();
        }
        report_.changed = true;
        DataState state;
        state.number = info_.state() + 1;
        state.source = name_;
        state.addedAt = nowSeconds();
        state.report = importReportJson(wholeReport());
        const auto stored =
            project_.appendDataset(all_, catalogue_, state, part(progress, kRead, kWhole), stop);
        if (!stored) {
            return stored;
        }
        report_.state = state.number;
        return countEarlierRuns();
    }

    // What is kept of the file, and of the data as it is with it.
    ImportReport wholeReport() const {
        ImportReport report;
        report.ratings = report_.ratings;
        report.detection = detection_;
        report.titles = report_.titles;
        report.statistics = computeStatistics(all_);
        report.alarms = alarmsOf(all_, report.statistics, report_.ratings);
        return report;
    }

    Status countEarlierRuns() {
        const auto runs = project_.runs();
        if (!runs) {
            return runs.error();
        }
        report_.earlierRuns =
            static_cast<std::uint64_t>(std::ranges::count_if(*runs, &RunRecord::onEarlierData));
        return {};
    }

    Project project_;
    const DatasetInfo info_;
    const std::filesystem::path file_;
    const std::string name_;
    StoredFormat format_;
    FileDetection detection_;
    Dataset added_;
    Dataset all_;
    std::optional<ItemCatalogue> catalogue_;
    AppendReport report_;
};

}  // namespace

Result<AppendReport> appendRatings(const std::filesystem::path& ratingsFile,
                                   const std::filesystem::path& projectFile,
                                   const AppendOptions& options, const ProgressCallback& progress,
                                   std::stop_token stop) {
    const auto start = std::chrono::steady_clock::now();
    auto project = Project::open(projectFile);
    if (!project) {
        return project.error();
    }
    auto info = project->datasetInfo();
    if (!info) {
        return info.error();
    }
    if (!*info) {
        return Error{ErrorKind::NotFound,
                     "“" + projectFile.string() + "” has no data that rows could join.",
                     "Import a ratings file first."};
    }
    // Before the long work; appendDataset() looks again.
    if (auto status = project->expectNoTraining(); !status) {
        return status.error();
    }
    auto report =
        Addition(std::move(*project), std::move(**info), ratingsFile).make(options, progress, stop);
    if (report) {
        report->seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    }
    return report;
}

}  // namespace ncf
