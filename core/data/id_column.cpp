#include "data/id_column.h"

#include "base/text.h"
#include "data/column_names.h"

#include <algorithm>
#include <tuple>

namespace ncf {

namespace {

// Columns that match this share of what the best one does match about as many items.
constexpr double kAboutAsMany = 0.95;

bool haveNames(const std::vector<ColumnProfile>& columns) {
    return std::any_of(columns.begin(), columns.end(),
                       [](const auto& column) { return !column.name.empty(); });
}

}  // namespace

std::vector<ColumnMatches> matchColumns(RecordReader& reader, std::size_t columns,
                                        const ItemLookup& lookup) {
    std::vector<ColumnMatches> matches(columns);
    std::vector<std::vector<bool>> seen(columns);
    while (reader.next()) {
        const auto& fields = reader.fields();
        for (std::size_t column = 0; column < std::min(columns, fields.size()); ++column) {
            const auto value = trimmed(fields[column]);
            matches[column].filled += value.empty() ? 0 : 1;
            const auto item = lookup.find(value).item;
            if (item == IdMap::kNone) {
                continue;
            }
            seen[column].resize(lookup.size());
            if (!seen[column][static_cast<std::size_t>(item)]) {
                seen[column][static_cast<std::size_t>(item)] = true;
                ++matches[column].matched;
            }
        }
    }
    return matches;
}

std::optional<int> chooseIdColumn(const std::vector<ColumnProfile>& columns,
                                  const std::vector<ColumnMatches>& matches, std::size_t items) {
    const bool named = haveNames(columns);
    // Without names the ids come first.
    const auto vote = [&](std::size_t column) {
        return named ? titleNameVote(columns[column].name, TitleRole::Item) : column == 0 ? 1 : 0;
    };
    // A column of another kind has some of the ids among its values by chance: years, counts.
    const auto matched = [&](std::size_t column) -> std::size_t {
        const auto& found = matches[column];
        const auto possible = std::min<std::uint64_t>(items, found.filled);
        return vote(column) == 1 || 2 * found.matched >= possible ? found.matched : 0;
    };
    std::size_t most = 0;
    for (std::size_t column = 0; column < matches.size(); ++column) {
        most = std::max(most, matched(column));
    }
    std::optional<std::size_t> best;
    for (std::size_t column = 0; column < matches.size(); ++column) {
        const bool among =
            static_cast<double>(matched(column)) >= kAboutAsMany * static_cast<double>(most);
        if (among && (!best || std::tuple(vote(column), matched(column)) >
                                   std::tuple(vote(*best), matched(*best)))) {
            best = column;
        }
    }
    return best ? std::optional(static_cast<int>(*best)) : std::nullopt;
}

}  // namespace ncf
