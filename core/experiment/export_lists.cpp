#include "experiment/export_lists.h"

#include "base/text.h"
#include "experiment/export_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <string>

namespace ncf {

namespace {

constexpr const char* kCsvHeader = "user,rank,item,title,year,genres,score,popularity\n";

std::string csvLine(const UserRow& user, const RecommendationRow& row) {
    return csvField(user.id) + "," + std::to_string(row.rank) + "," + csvField(row.itemId) + "," +
           csvField(row.info.title) + "," +
           (row.info.year == 0 ? "" : std::to_string(row.info.year)) + "," +
           csvField(row.info.genres) + "," + shortest(decimal(row.score)) + "," +
           std::to_string(row.popularity) + "\n";
}

std::string jsonLine(const UserRow& user, const RecommendationRow& row) {
    using Json = nlohmann::ordered_json;
    const Json json = {{"user", user.id},
                       {"rank", row.rank},
                       {"item", row.itemId},
                       {"title", row.info.title},
                       {"year", row.info.year == 0 ? Json(nullptr) : Json(row.info.year)},
                       {"genres", row.info.genres},
                       {"score", decimal(row.score)},
                       {"popularity", row.popularity}};
    return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

// Tells of a hundredth of the users at a time. They come in the order of their indices.
class UserProgress {
public:
    UserProgress(const ProgressCallback& callback, std::uint64_t users)
        : callback_(callback), users_(users) {}

    void at(UserIndex user) {
        const auto done = static_cast<std::uint64_t>(user);
        if (callback_ && done >= next_) {
            callback_(std::min(done, users_), users_);
            next_ = done + std::max<std::uint64_t>(1, users_ / 100);
        }
    }

private:
    const ProgressCallback& callback_;
    const std::uint64_t users_;
    std::uint64_t next_ = 0;
};

}  // namespace

Result<std::uint64_t> exportLists(const Project& project, std::int64_t runId, ListFormat format,
                                  const std::filesystem::path& file,
                                  const ProgressCallback& progress, std::stop_token stop) {
    const auto info = project.datasetInfo();
    if (!info) {
        return info.error();
    }
    auto out = createExport(file, project.file());
    if (!out) {
        return out.error();
    }
    const bool csv = format == ListFormat::Csv;
    if (auto status = out->write(csv ? kCsvHeader : ""); !status) {
        return status.error();
    }
    std::uint64_t rows = 0;
    UserProgress told(progress, *info ? (*info)->users : 0);
    const auto written = project.forEachRecommendation(
        runId, [&](const UserRow& user, const RecommendationRow& row) -> Status {
            if (stop.stop_requested()) {
                return cancelled();
            }
            told.at(user.user);
            ++rows;
            return out->write(csv ? csvLine(user, row) : jsonLine(user, row));
        });
    if (!written) {
        return written.error();
    }
    if (rows == 0) {
        return Error{ErrorKind::NotFound,
                     "Run " + std::to_string(runId) + " has no recommendations.",
                     "Train a run to its end with --recommendations above 0."};
    }
    if (auto status = out->finish(); !status) {
        return status.error();
    }
    return rows;
}

}  // namespace ncf
