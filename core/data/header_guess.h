#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ncf {

// A record of a table's beginning, with its place in the text.
struct TableRecord {
    std::vector<std::string> fields;
    std::string text;
    std::uint64_t linesBefore = 0;
};

// A header names its columns: none of its fields is a number or a time, and it has names that such
// files use, which do not come again below, or numbers and times stand under words. `records` begin
// with the one in question; `shorter`: it has one field less than the others.
bool looksLikeHeader(const std::vector<TableRecord>& records, bool shorter);

// pandas numbers the columns of a table without names: 0, 1, 2 …
bool numbersColumns(const std::vector<std::string>& fields);

bool isNumberOrTime(std::string_view text);

}  // namespace ncf
