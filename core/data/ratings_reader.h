#pragma once

#include "base/progress.h"
#include "base/result.h"
#include "data/dataset.h"
#include "data/rejected_row.h"
#include "data/table_format.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace ncf {

// What a person may override; whatever is not set is guessed from the file.
struct ReadOptions {
    TableOverrides table;
    // All roles together: a role left out of a given set means "no such column".
    std::optional<RatingColumns> columns;
};

// What reading a file brought to light besides the data.
struct ReadReport {
    static constexpr std::size_t kMaxListed = RejectedRows::kMaxListed;

    TableFormat format;
    RatingColumns columns;
    std::uint64_t rows = 0;        // data rows seen (without header and blank lines)
    std::uint64_t rejected = 0;    // of these, not used
    std::uint64_t duplicates = 0;  // of the rest, replaced by a later row for the same pair
    std::vector<RejectedRow> rejectedRows;  // the first kMaxListed of them
    RepeatedPairs repeated = RepeatedPairs::Latest;
    // Rows that were used without their rating or time, since it cannot be read: how many, and the
    // first kMaxListed. What is plainly missing (empty, NA) is counted in withoutRating and
    // withoutTime and not listed.
    RejectedRows unreadRatings;
    RejectedRows unreadTimes;
    std::uint64_t withoutRating = 0;
    std::uint64_t withoutTime = 0;
    // What the person should know first, a sentence each: a column that was left out and why, a
    // titles file that was not used.
    std::vector<std::string> notices;
};

struct RatingsFile {
    Dataset dataset;
    ReadReport report;
};

// The longest id that is accepted, in bytes of UTF-8.
inline constexpr std::size_t kMaxIdBytes = 1024;

// Reads the beginning of the file and says how readRatings() would understand it.
struct RatingsPreview {
    TableGuess table;
    RatingColumns columns;
    std::uint64_t fileBytes = 0;
};
Result<RatingsPreview> previewRatings(const std::filesystem::path& file,
                                      const ReadOptions& options = {});

// Reads a ratings file. Rows with a missing field, an empty id, an id over kMaxIdBytes or broken
// UTF-8, a rating or timestamp that is not a finite number are skipped, counted and listed. A
// timestamp may be seconds or milliseconds since 1970 or an ISO date ("2019-03-01",
// "2019-03-01 12:30:00", with T or a zone Z as well).
// Errors (each names the file and a remedy): missing, a folder, unreadable, empty, binary, no user
// or item column, not one usable row, cancelled. Progress is in bytes.
Result<RatingsFile> readRatings(const std::filesystem::path& file, const ReadOptions& options = {},
                                const ProgressCallback& progress = {}, std::stop_token stop = {});

}  // namespace ncf
