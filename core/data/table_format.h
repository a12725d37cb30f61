#pragma once

#include "data/layout.h"
#include "data/text_encoding.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ncf {

// How a text table is written: what stands between its fields, where it begins, whether its first
// record names the columns, and how its bytes become text.
struct TableFormat {
    std::string separator = ",";      // one character, "::", or " " for blanks and runs of them
    bool header = false;
    std::string encoding = kUtf8;     // see data/text_encoding.h
    bool quotes = true;               // double quotes enclose fields that hold separators or line ends
    bool backslashQuotes = false;     // inside quotes, \" is a quote, as "" is
    std::string comment;              // lines that begin with it are skipped; empty: none
    std::uint64_t skipLines = 0;      // lines above the table: titles, counts, "sep=;", blank ones
    Layout layout = Layout::Table;    // others are turned into a table on the way
    // The columns that a record has, as most have: a quote that would make another number of them
    // by running on over line ends is an ordinary character.
    std::size_t columns = 0;
    // Rows begin with a field that the header has no name for (R's row names).
    bool rowNames = false;
};

// Which column (0-based) of a ratings file means what; nullopt where there is none.
struct RatingColumns {
    std::optional<int> user;
    std::optional<int> item;
    std::optional<int> rating;
    std::optional<int> timestamp;
};

// What was concluded from a file about its table, with its first rows for a preview.
struct TableGuess {
    TableFormat format;
    std::vector<std::string> columnNames;        // from the header, else "Column 1" …
    std::vector<std::vector<std::string>> rows;  // up to 20 data rows, as UTF-8, without the header
};

// What a person knows better than the guess.
struct TableOverrides {
    std::optional<std::string> separator;  // as TableFormat's
    std::optional<bool> header;
    std::optional<std::string> encoding;   // a name that ICU knows
    std::optional<std::string> comment;
    std::optional<std::uint64_t> skipLines;
    std::optional<Layout> layout;
};

}  // namespace ncf
