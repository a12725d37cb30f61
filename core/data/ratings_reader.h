#pragma once

#include "base/progress.h"
#include "base/result.h"
#include "data/dataset.h"
#include "data/detection.h"
#include "data/rejected_row.h"

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
    std::optional<NumberFormat> numberFormat;  // of the ratings
    std::optional<TimeFormat> timeFormat;
    RepeatedPairs repeated = RepeatedPairs::Latest;
    // The value that stands for "seen, not rated" in the rating column: -1 in some data.
    std::optional<double> unrated;
};

// What reading a file brought to light besides the data.
struct ReadReport {
    static constexpr std::size_t kMaxListed = RejectedRows::kMaxListed;

    TableFormat format;
    RatingColumns columns;  // a column that was left out because its values fail is not among them
    std::optional<NumberFormat> numberFormat;
    std::optional<TimeFormat> timeFormat;
    std::optional<double> unrated;
    RepeatedPairs repeated = RepeatedPairs::Latest;
    std::uint64_t rows = 0;        // data rows seen (without header and blank lines)
    std::uint64_t rejected = 0;    // of these, not used
    std::uint64_t duplicates = 0;  // of the rest, merged into another row for the same pair
    std::vector<RejectedRow> rejectedRows;  // the first kMaxListed of them
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
    FileDetection detection;  // empty for a supplied split, whose form is known
};

// The longest id that is accepted, in bytes of UTF-8.
inline constexpr std::size_t kMaxIdBytes = 1024;

// Says how readRatings() would understand the file, from its beginning and from samples all over
// it.
Result<FileDetection> detectRatings(const std::filesystem::path& file,
                                    const ReadOptions& options = {});

// Reads a ratings file. Rows without a user or an item, with an id over kMaxIdBytes or with broken
// UTF-8 in it are skipped, counted and listed; `line` is where the record begins. A rating or a
// time that cannot be read never costs a row: it is kUnrated or kNoTime, counted and listed; where
// most values of a column fail, the column is left out, and a notice says so.
// Errors (each names the file and a remedy): missing, a folder, unreadable, empty, binary, no user
// or item column, not one usable row, cancelled. Progress is in bytes.
Result<RatingsFile> readRatings(const std::filesystem::path& file, const ReadOptions& options = {},
                                const ProgressCallback& progress = {}, std::stop_token stop = {});

}  // namespace ncf
