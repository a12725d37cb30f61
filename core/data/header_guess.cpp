#include "data/header_guess.h"

#include "base/text.h"
#include "data/column_names.h"
#include "data/missing_value.h"
#include "data/time_format.h"

#include <algorithm>
#include <array>

namespace ncf {

bool isNumberOrTime(std::string_view text) {
    const std::array<std::string_view, 1> one = {text};
    return parseDouble(trimmed(text)) || (!isMissing(text) && guessTimeFormat(one, false));
}

bool numbersColumns(const std::vector<std::string>& fields) {
    const std::size_t from = !fields.empty() && trimmed(fields.front()).empty() ? 1 : 0;
    for (std::size_t i = from; i < fields.size(); ++i) {
        if (trimmed(fields[i]) != std::to_string(i - from)) {
            return false;
        }
    }
    return fields.size() > from + 1;
}

bool looksLikeHeader(const std::vector<TableRecord>& records, bool shorter) {
    const auto& first = records.front().fields;
    if (numbersColumns(first)) {
        return true;
    }
    std::size_t named = 0;
    for (std::size_t column = 0; column < first.size(); ++column) {
        const auto field = trimmed(first[column]);
        if (isNumberOrTime(field)) {
            return false;
        }
        const bool usual = isUsualColumnName(field) ||
                           std::any_of(kColumnRoles.begin(), kColumnRoles.end(),
                                       [&](ColumnRole role) { return nameVote(field, role) == 1; });
        const bool again =
            std::any_of(records.begin() + 1, records.end(), [&](const TableRecord& record) {
                return record.text != records.front().text && column < record.fields.size() &&
                       record.fields[column] == first[column];
            });
        named += usual && !again ? 1 : 0;
    }
    if (named > 0 || shorter) {
        return true;
    }
    for (std::size_t column = 0; column < first.size(); ++column) {
        std::size_t seen = 0;
        std::size_t numeric = 0;
        for (std::size_t row = 1; row < std::min<std::size_t>(records.size(), 50); ++row) {
            const auto& fields = records[row].fields;
            if (column < fields.size() && !isMissing(fields[column])) {
                ++seen;
                numeric += isNumberOrTime(fields[column]) ? 1 : 0;
            }
        }
        if (!isMissing(first[column]) && seen > 0 && 10 * numeric >= 9 * seen) {
            return true;
        }
    }
    return false;
}

}  // namespace ncf
