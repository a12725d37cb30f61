#pragma once

#include "data/ratings_reader.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace ncf {

// How the file of a project's data was read, so that a later file can be read the same way. Kept as
// the object "format" of the report that is stored with the data. Only for sources that link the
// JSON library.
struct StoredFormat {
    struct Column {
        int number = 0;    // from 0
        std::string name;  // in the header; empty without one
    };
    struct Columns {
        std::optional<Column> user, item, rating, timestamp;
    };

    TableOverrides table;            // what is not set is guessed
    std::optional<Columns> columns;  // nullopt: not known, to be guessed
    std::optional<NumberFormat> numberFormat;
    std::optional<TimeFormat> timeFormat;
    std::optional<double> unrated;
    RepeatedPairs repeated = RepeatedPairs::Latest;
};

// "latest", "first", "mean" or "sum".
std::string repeatedPairsKey(RepeatedPairs repeated);

// `columnNames` are those of the header, or not used without one.
nlohmann::ordered_json storedFormatJson(const ReadReport& report,
                                        const std::vector<std::string>& columnNames);
// From a stored report. What is not there, or cannot be, is left to the guess.
StoredFormat storedFormat(const std::string& reportJson);

// How to read a file like that. Columns go by their names where the files have headers, otherwise
// by their numbers; a rating or a timestamp that the file does not have is left out. Errors: no
// file, no column of users or of items, and what detectRatings() refuses.
Result<ReadOptions> optionsFor(const std::filesystem::path& file, const StoredFormat& format);

}  // namespace ncf
