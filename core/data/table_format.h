#pragma once

#include "base/result.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncf {

enum class Encoding { Utf8, Latin1 };

// How a text table is written: what stands between its fields, whether its first line names the
// columns, and how its bytes become text.
struct TableFormat {
    std::string separator = ",";  // "," "\t" ";" "::" or "|"
    bool header = false;
    Encoding encoding = Encoding::Utf8;
};

// Which column (0-based) of a ratings file means what; nullopt where there is none.
struct RatingColumns {
    std::optional<int> user;
    std::optional<int> item;
    std::optional<int> rating;
    std::optional<int> timestamp;
};

// The same for a file of item titles. `genres` may be one column ("Comedy|Drama") or, as in
// MovieLens-100K's u.item, a run of 0/1 flag columns from `genreFlags` on to the end of the line.
struct TitleColumns {
    std::optional<int> item;
    std::optional<int> title;
    std::optional<int> year;
    std::optional<int> genres;
    std::optional<int> genreFlags;
};

// What was guessed from the beginning of a file, with its first rows for a preview.
struct TableGuess {
    TableFormat format;
    std::vector<std::string> columnNames;        // from the header, else "Column 1" …
    std::vector<std::vector<std::string>> rows;  // up to 20 data rows, decoded, without the header
};

// The separators that are recognised, in the order in which they are tried.
inline constexpr std::array<std::string_view, 5> kSeparators = {"\t", "::", ";", "|", ","};

// Splits one line (without its line end) into fields: double quotes enclose fields that contain the
// separator, doubled quotes stand for one. Views point into `line`, or into `scratch` for fields
// that had to be unquoted. Quotes are ordinary characters where the separator is "::" or a tab.
void splitFields(std::string_view line, std::string_view separator,
                 std::vector<std::string_view>& fields, std::vector<std::string>& scratch);

// What a person knows better than the guess.
struct TableOverrides {
    std::optional<std::string> separator;  // one of kSeparators
    std::optional<bool> header;
    std::optional<Encoding> encoding;
};

// Guesses what is not overridden from the beginning of a file (64 KiB are plenty). Errors: empty,
// binary or UTF-16 content, an unknown separator. `name` is the file name for the message.
Result<TableGuess> guessTable(std::string_view head, const std::string& name,
                              const TableOverrides& overrides = {});

// Guess which column is what, from the header's names (user, userId, user_id, customer, item,
// movie, movieId, product, rating, score, stars, timestamp, time, date …) and otherwise from the
// values: MovieLens order (user, item, rating, timestamp) when there is no header.
RatingColumns guessRatingColumns(const TableGuess& guess);
TitleColumns guessTitleColumns(const TableGuess& guess);

}  // namespace ncf
