#pragma once

#include "base/result.h"
#include "data/detection.h"
#include "data/id_column.h"
#include "data/item_catalogue.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace ncf {

// Which column (0-based) of a titles file means what.
struct TitleColumns {
    std::optional<int> item;
    std::optional<int> title;
    bool titleIsLast = false;  // of the columns of a file without a header
    std::optional<int> year;
    std::optional<int> genres;
    bool genresBetweenBlanks = false;
    // A run of columns of zeros and ones, one for each genre, from `flags` on.
    std::optional<int> flags;
    std::vector<std::string> flagNames;  // empty where the flag means nothing
    std::vector<int> properties;
};

// How many of a file's columns are its own: a layout that was turned into a table adds the number
// of the line, and without a header some records may have more fields than most.
std::size_t ownColumns(const FileDetection& found);

// What the choice goes by besides the file's own columns.
struct TitleEvidence {
    std::string file;                    // its name, for messages
    std::vector<ColumnMatches> matches;  // of each column; not needed where the ids are chosen
    std::size_t items = 0;               // of the dataset
    std::vector<std::string> flagNames;  // of genre flags in a file whose columns have no names
};

// What a person chose stands. The ids are those of the column whose values are most of the
// dataset's items; between about as many, names decide. Title, year and genres go by their names,
// else by the values. Errors: a choice of a column that is not there; no ids or no titles.
Result<TitleColumns> chooseTitleColumns(const FileDetection& found, const TitlesOptions& options,
                                        TitleEvidence evidence);

// What the column is called where it is shown.
std::string propertyName(const FileDetection& found, int column);

}  // namespace ncf
