#include "base/text.h"
#include "data/detection.h"
#include "data/record_splitter.h"
#include "data/table_detection.h"
#include "fuzz/fuzz_input.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// What is concluded from a text is in itself consistent, whatever the text is.

namespace ncf::fuzz {

namespace {

bool isShare(double value) {
    return value >= 0 && value <= 1;
}

void checkColumn(const ColumnProfile& column, std::size_t rows) {
    require(column.values + column.missing == rows, "a value is there or missing");
    require(column.distinct <= column.values, "of the values some are different");
    require(column.examples.size() <= 3, "three examples at most");
    require((column.type == ColumnProfile::Type::Empty) == (column.values == 0),
            "a column without values is empty");
    require(!column.number || isShare(column.number->readable),
            "numbers are a share of the values");
    require(std::isfinite(column.low) && column.low <= column.high, "numbers lie in a range");
    require(!column.time || (isShare(column.time->readable) && isShare(column.time->farOff)),
            "times are a share of the values");
}

void checkRoles(const std::vector<ColumnProfile>& columns, bool header) {
    const auto roles = guessRoles(columns, header);
    std::vector<int> taken;
    for (const auto& role : roles) {
        if (role.column) {
            taken.push_back(*role.column);
        }
    }
    const auto isColumn = [&](int column) {
        return column >= 0 && static_cast<std::size_t>(column) < columns.size();
    };
    require(std::all_of(taken.begin(), taken.end(), isColumn), "a role is that of a column");
    for (const auto& role : roles) {
        require(!role.rival || (isColumn(*role.rival) &&
                                std::find(taken.begin(), taken.end(), *role.rival) == taken.end()),
                "a rival is a column without a role");
        require(role.sure || !role.why.empty(), "a doubt has a reason");
    }
    std::sort(taken.begin(), taken.end());
    require(std::adjacent_find(taken.begin(), taken.end()) == taken.end(),
            "no column has two roles");
}

}  // namespace

}  // namespace ncf::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace ncf;
    using namespace ncf::fuzz;
    Input input(data, size);
    constexpr std::array<std::string_view, 6> kSeparators = {",", ";", "::", " ", "\t", "="};
    TableOverrides overrides;
    if (input.choice(4) == 1) {
        overrides.separator = kSeparators[input.choice(kSeparators.size())];
    }
    if (input.choice(4) == 1) {
        overrides.header = input.flag();
    }
    if (input.choice(4) == 1) {
        overrides.skipLines = input.choice(256);
    }
    if (input.choice(4) == 1) {
        overrides.comment = input.flag() ? "#" : "";
    }
    TextSample sample;
    sample.whole = input.flag();
    const auto place = input.choice(256);
    const auto text = input.text();
    const auto cut = text.size() * (255 - place) / 255;
    sample.pieces.emplace_back(text.substr(0, cut));
    if (cut < text.size()) {
        sample.pieces.emplace_back(text.substr(cut));
    }

    const auto found = detectTable(sample, {}, "ratings.csv", overrides);
    if (!found) {
        require(!found.error().what.empty() && !found.error().remedy.empty(),
                "an error has a reason and a remedy");
        return 0;
    }
    const auto& table = found->table;
    require(found->columns.size() == table.columnNames.size() && !found->columns.empty(),
            "each column has a name");
    require(std::none_of(table.columnNames.begin(), table.columnNames.end(),
                         [](const auto& name) { return name.empty(); }),
            "a name can be read");
    require(table.rows.size() <= std::min<std::size_t>(20, found->rowsLookedAt),
            "the preview is of rows that were looked at");
    require(!overrides.header || table.format.header == *overrides.header, "the header is as told");
    require(!overrides.separator || table.format.separator == *overrides.separator,
            "the separator is as told");
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    require(overrides.skipLines || table.format.skipLines <= lines,
            "no more lines are skipped than there are");
    for (const auto& column : found->columns) {
        checkColumn(column, found->rowsLookedAt);
    }
    checkRoles(found->columns, table.format.header);
    return 0;
}
