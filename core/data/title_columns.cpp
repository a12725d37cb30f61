#include "data/title_columns.h"

#include "data/column_names.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace ncf {

namespace {

constexpr int kFewestFlags = 5;
constexpr int kMostProperties = 30;
// Longer texts are rather descriptions than titles, or than genres.
constexpr std::size_t kLongTitle = 250;
constexpr std::size_t kLongGenres = 200;
// In a file without names, whole numbers between these are years.
constexpr double kFirstYear = 1000;
constexpr double kLastYear = 2100;

bool isUrl(const ColumnProfile& column) {
    return std::any_of(column.examples.begin(), column.examples.end(), [](const auto& example) {
        return example.starts_with("http://") || example.starts_with("https://");
    });
}

bool anyExampleHas(const ColumnProfile& column, char what) {
    return std::any_of(column.examples.begin(), column.examples.end(), [&](const auto& example) {
        return example.find(what) != std::string::npos;
    });
}

bool isFlag(const ColumnProfile& column) {
    return column.type == ColumnProfile::Type::Integer && column.low >= 0 && column.high <= 1;
}

class TitleColumnChooser {
public:
    TitleColumnChooser(const FileDetection& found, TitleEvidence evidence)
        : found_(found),
          evidence_(std::move(evidence)),
          count_(static_cast<int>(ownColumns(found))),
          named_(std::any_of(found.columns.begin(), found.columns.end(),
                             [](const auto& column) { return !column.name.empty(); })) {}

    Result<TitleColumns> choose(const TitlesOptions& options) {
        if (auto status = takeChosen(options); !status) {
            return status.error();
        }
        if (options.item.empty()) {
            columns_.item = chooseIdColumn(found_.columns, evidence_.matches, evidence_.items);
        }
        if (options.title.empty()) {
            columns_.title = guessTitle();
        }
        if (!columns_.item || !columns_.title) {
            return Error{
                ErrorKind::BadInput,
                evidence_.file + " has no " + (columns_.item ? "title" : "item") + " column.",
                "A titles file needs an item id and a title in each line."};
        }
        if (options.year.empty()) {
            columns_.year = guessYear();
        }
        if (options.genres.empty()) {
            guessGenres();
        }
        columns_.titleIsLast = !found_.table.format.header && *columns_.title == count_ - 1;
        columns_.genresBetweenBlanks =
            columns_.genres && profile(*columns_.genres).name.ends_with(":token_seq");
        listProperties();
        return std::move(columns_);
    }

private:
    const ColumnProfile& profile(int column) const {
        return found_.columns[static_cast<std::size_t>(column)];
    }

    bool taken(int column) const {
        return column == columns_.item || column == columns_.title || column == columns_.year ||
               column == columns_.genres ||
               (columns_.flags && column >= *columns_.flags &&
                column < *columns_.flags + static_cast<int>(columns_.flagNames.size()));
    }

    Status takeChosen(const TitlesOptions& options) {
        auto names = found_.table.columnNames;
        names.resize(static_cast<std::size_t>(count_));
        for (const auto& [given, column] :
             {std::pair{&options.item, &columns_.item}, std::pair{&options.title, &columns_.title},
              std::pair{&options.year, &columns_.year},
              std::pair{&options.genres, &columns_.genres}}) {
            if (!given->empty()) {
                const auto chosen = chooseColumn(*given, names);
                if (!chosen) {
                    return chosen.error();
                }
                *column = *chosen;
            }
        }
        return {};
    }

    // The column whose name says the role most plainly. Between equals a name that begins with
    // `rather` comes first, one that begins with "original" last, and of the rest the fullest.
    std::optional<int> columnNamed(TitleRole role, std::string_view rather) const {
        const auto rank = [&](int column) {
            const auto& seen = profile(column);
            const auto name = plainName(seen.name);
            return std::tuple(titleNameVote(seen.name, role), name.starts_with(rather),
                              !name.starts_with("original"), seen.values);
        };
        std::optional<int> best;
        for (int column = 0; column < count_; ++column) {
            const bool speaks = titleNameVote(profile(column).name, role) > 0 &&
                                profile(column).type != ColumnProfile::Type::Empty;
            if (speaks && !taken(column) && (!best || rank(column) > rank(*best))) {
                best = column;
            }
        }
        return best;
    }

    bool isText(int column) const { return profile(column).type == ColumnProfile::Type::Text; }

    std::optional<int> guessTitle() const {
        const auto named = columnNamed(TitleRole::Title, "title");
        if (named &&
            (isText(*named) || titleNameVote(profile(*named).name, TitleRole::Title) == 1)) {
            return named;
        }
        // Ids may be names.
        const bool textIds = columns_.item && isText(*columns_.item);
        if (textIds && anyExampleHas(profile(*columns_.item), ' ') &&
            titleNameVote(profile(*columns_.item).name, TitleRole::Title) > 0) {
            return columns_.item;
        }
        if (const auto text = likeliestTitles()) {
            return text;
        }
        if (textIds) {
            return columns_.item;
        }
        // Of two columns the other one is the titles, whatever it holds.
        return count_ == 2 && columns_.item ? std::optional(1 - *columns_.item) : std::nullopt;
    }

    // Of the columns of text the one with the most different values, the longest of about equals.
    std::optional<int> likeliestTitles() const {
        std::vector<int> texts;
        std::size_t most = 0;
        for (int column = 0; column < count_; ++column) {
            if (isText(column) && !taken(column) &&
                titleNameVote(profile(column).name, TitleRole::Genres) < 1) {
                texts.push_back(column);
                most = std::max(most, profile(column).distinct);
            }
        }
        const auto rank = [&](int column) {
            const auto& seen = profile(column);
            const auto name = plainName(seen.name);
            return std::tuple(!isUrl(seen), 4 * seen.distinct >= 3 * most,
                              name.ends_with("name") || name.ends_with("title"),
                              anyExampleHas(seen, ' '), seen.longest <= kLongTitle, seen.longest);
        };
        const auto best = std::max_element(texts.begin(), texts.end(), [&](int one, int other) {
            return rank(one) < rank(other);
        });
        return best == texts.end() ? std::nullopt : std::optional(*best);
    }

    std::optional<int> guessYear() const {
        if (named_) {
            return columnNamed(TitleRole::Year, "year");
        }
        for (int column = 0; column < count_; ++column) {
            const auto& seen = profile(column);
            if (!taken(column) && seen.type == ColumnProfile::Type::Integer &&
                seen.low >= kFirstYear && seen.high <= kLastYear) {
                return column;
            }
        }
        return std::nullopt;
    }

    void guessGenres() {
        if (named_) {
            columns_.genres = columnNamed(TitleRole::Genres, "genre");
        }
        const bool said = columns_.genres &&
                          titleNameVote(profile(*columns_.genres).name, TitleRole::Genres) == 1;
        if (said) {
            return;
        }
        const auto byName = columns_.genres;
        columns_.genres.reset();
        if (!takeFlags()) {
            columns_.genres = named_ ? byName : likeliestGenres();
        }
    }

    // The longest run of columns of zeros and ones, if it is long enough.
    bool takeFlags() {
        int from = 0;
        int longest = 0;
        int run = 0;
        for (int column = 0; column < count_; ++column) {
            run = isFlag(profile(column)) && !taken(column) ? run + 1 : 0;
            if (run > longest) {
                longest = run;
                from = column + 1 - run;
            }
        }
        if (longest < kFewestFlags) {
            return false;
        }
        columns_.flags = from;
        columns_.flagNames = std::move(evidence_.flagNames);
        columns_.flagNames.resize(static_cast<std::size_t>(longest));
        for (int flag = 0; named_ && flag < longest; ++flag) {
            columns_.flagNames[static_cast<std::size_t>(flag)] = propertyName(found_, from + flag);
        }
        for (auto& name : columns_.flagNames) {
            name = plainName(name) == "unknown" ? std::string() : name;
        }
        return true;
    }

    // Without names: the text with bars in it, else one that repeats, else the one behind the
    // title.
    std::optional<int> likeliestGenres() const {
        std::array<std::optional<int>, 3> found;
        for (int column = count_ - 1; column >= 0; --column) {
            const auto& seen = profile(column);
            if (!isText(column) || taken(column) || isUrl(seen) || seen.longest > kLongGenres) {
                continue;
            }
            found[0] = anyExampleHas(seen, '|') ? column : found[0];
            found[1] = 2 * seen.distinct <= seen.values ? column : found[1];
            found[2] = column == *columns_.title + 1 ? column : found[2];
        }
        return found[0] ? found[0] : found[1] ? found[1] : found[2];
    }

    void listProperties() {
        for (int column = 0; column < count_; ++column) {
            if (!taken(column) && columns_.properties.size() < kMostProperties) {
                columns_.properties.push_back(column);
            }
        }
    }

    const FileDetection& found_;
    TitleEvidence evidence_;
    const int count_;
    const bool named_;
    TitleColumns columns_;
};

}  // namespace

std::size_t ownColumns(const FileDetection& found) {
    const auto& format = found.table.format;
    if (format.layout != Layout::Table && !found.columns.empty()) {
        return found.columns.size() - 1;
    }
    const bool ragged = !format.header && format.columns > 0;
    return ragged ? std::min(format.columns, found.columns.size()) : found.columns.size();
}

std::string propertyName(const FileDetection& found, int column) {
    return std::string(
        withoutColumnType(found.table.columnNames[static_cast<std::size_t>(column)]));
}

Result<TitleColumns> chooseTitleColumns(const FileDetection& found, const TitlesOptions& options,
                                        TitleEvidence evidence) {
    return TitleColumnChooser(found, std::move(evidence)).choose(options);
}

}  // namespace ncf
