#pragma once

#include "base/result.h"
#include "data/number_format.h"
#include "data/table_format.h"
#include "data/time_format.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ncf {

// What a column of a file holds, by its values in a sample of rows from all over the file.
struct ColumnProfile {
    enum class Type {
        Empty,    // every value is missing
        Integer,  // whole numbers
        Decimal,  // numbers, some of them with decimals
        Word,     // yes and no, like and dislike, true and false
        Time,     // dates, or numbers that can hardly be anything but times
        Text
    };
    std::string name;
    Type type = Type::Empty;
    std::size_t values = 0;    // looked at and not missing
    std::size_t missing = 0;   // looked at and missing
    std::size_t distinct = 0;  // different ones among the values
    std::vector<std::string> examples;  // the first three different ones, each cut to 40 bytes
    std::size_t longest = 0;   // bytes of the longest value
    std::optional<NumberGuess> number;  // how its numbers are written, if they are such
    double low = 0, high = 0;  // of its numbers
    int decimals = 0;          // most digits behind the decimal mark that are not all zeros
    std::optional<TimeGuess> time;      // how its times are written, if they may be such

    bool constant() const { return values > 1 && distinct == 1; }
    bool unique() const { return values > 1 && distinct == values; }
};

// `values` of one column, in the order of the file. Empty names for files without a header.
ColumnProfile profileColumn(std::string name, std::span<const std::string_view> values);

std::string typeName(ColumnProfile::Type type);

// What a column is taken for.
enum class ColumnRole { User, Item, Rating, Time };
inline constexpr std::array kColumnRoles = {ColumnRole::User, ColumnRole::Item, ColumnRole::Rating,
                                            ColumnRole::Time};
std::string roleName(ColumnRole role);  // "user", "item", "rating", "time"

struct RoleGuess {
    std::optional<int> column;  // nullopt: the file has none
    bool sure = true;
    // "its name", "the only column of dates", … for the person; a sentence about the rival where
    // it is not sure.
    std::string why;
    std::optional<int> rival;  // the column that is nearly as likely
};

// Votes of names and of values decide; a place in MovieLens' order (user, item, rating, time) only
// where these say nothing. A column that is different in every row is the number of a row or of an
// event and no user or item while there is another candidate; a constant says nothing; numbers with
// decimals are no ids; what repeats and has few values is a rating.
std::array<RoleGuess, 4> guessRoles(const std::vector<ColumnProfile>& columns, bool header);

// What a person means by a column: its name in the header, its number from 1, or "none".
Result<std::optional<int>> chooseColumn(const std::string& given,
                                        const std::vector<std::string>& names);

// What a file was found to be: what was seen, what was concluded, how sure and why. The window,
// `ncf` and the tests read the same.
struct FileDetection {
    TableGuess table;
    std::vector<ColumnProfile> columns;  // as many as table.columnNames
    std::array<RoleGuess, 4> roles;      // in the order of kColumnRoles
    std::size_t rowsLookedAt = 0;
    std::uint64_t fileBytes = 0;
    // The encoding was concluded from parts of a large file; reading it may show another.
    bool encodingOfPart = false;
    // The value of the rating column that stands for "seen, not rated".
    std::optional<double> unrated;
    // What was skipped or recognised on the way, a sentence each: "3 lines above the table were
    // skipped.", "It is JSON lines."
    std::vector<std::string> notes;
    // What stands open and a person should say, a sentence each; empty when everything is sure.
    // "Day and month could be either way round in “date”: 03/04/2017."
    std::vector<std::string> questions;

    const RoleGuess& role(ColumnRole role) const { return roles[static_cast<std::size_t>(role)]; }
    RatingColumns chosen() const;
    bool sure() const { return questions.empty(); }
};

}  // namespace ncf
