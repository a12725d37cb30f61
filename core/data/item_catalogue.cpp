#include "data/item_catalogue.h"

#include "base/text.h"
#include "data/column_names.h"
#include "data/supplied_split.h"
#include "data/text_file.h"
#include "data/text_sample.h"

#include <algorithm>

namespace ncf {

namespace {

constexpr std::size_t kLongestTitle = 2000;

// The year of a title that ends in "(1995)"; 0 without one.
int yearInTitle(std::string_view title) {
    title = trimmed(title);
    if (title.size() < 6 || !title.ends_with(')') || title[title.size() - 6] != '(') {
        return 0;
    }
    const auto year = parseInteger(title.substr(title.size() - 5, 4));
    return year && *year >= 1000 ? static_cast<int>(*year) : 0;
}

// The genre names by flag from MovieLens-100K's u.genre ("Action|1"), empty if it is not there.
std::vector<std::string> genreNames(const std::filesystem::path& titlesFile) {
    std::vector<std::string> names;
    const auto path = titlesFile.parent_path() / "u.genre";
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) {
        return names;
    }
    auto file = TextFile::openLines(path);
    std::string_view line;
    while (file && file->nextLine(line)) {
        const auto fields = splitText(line, "|");
        const auto index = fields.size() == 2 ? parseInteger(trimmed(fields[1])) : std::nullopt;
        if (index && *index >= 0 && *index < 1000) {
            names.resize(std::max(names.size(), static_cast<std::size_t>(*index) + 1));
            names[static_cast<std::size_t>(*index)] = std::string(trimmed(fields[0]));
        }
    }
    return names;
}

// Makes an ItemInfo from the fields of a record.
class TitleParser {
public:
    TitleParser(const TitleColumns& columns, std::vector<std::string> genreNames)
        : columns_(columns), genreNames_(std::move(genreNames)) {}

    // False when the record has no item or no title.
    bool parse(const std::vector<std::string_view>& fields) {
        fields_ = &fields;
        id = text(columns_.item);
        info = {};
        info.title = text(columns_.title).substr(0, kLongestTitle);
        if (id.empty() || info.title.empty()) {
            return false;
        }
        const auto year = parseInteger(text(columns_.year));
        info.year =
            year && std::abs(*year) < 100000 ? static_cast<int>(*year) : yearInTitle(info.title);
        info.genres = columns_.genreFlags ? flaggedGenres() : text(columns_.genres);
        return true;
    }

    std::string id;
    ItemInfo info;

private:
    std::string text(const std::optional<int>& column) const {
        if (!column || static_cast<std::size_t>(*column) >= fields_->size()) {
            return {};
        }
        const auto field = trimmed((*fields_)[static_cast<std::size_t>(*column)]);
        return isValidUtf8(field) ? std::string(field) : latin1ToUtf8(field);
    }

    std::string flaggedGenres() const {
        std::string genres;
        const auto from = static_cast<std::size_t>(*columns_.genreFlags);
        for (std::size_t at = from; at < fields_->size(); ++at) {
            const std::size_t flag = at - from;
            if (trimmed((*fields_)[at]) == "1" && flag < genreNames_.size() &&
                genreNames_[flag] != "unknown") {
                genres += (genres.empty() ? "" : "|") + genreNames_[flag];
            }
        }
        return genres;
    }

    const TitleColumns columns_;
    const std::vector<std::string> genreNames_;
    const std::vector<std::string_view>* fields_ = nullptr;
};

// The column whose name says the role most plainly, the earlier of equals.
std::optional<int> columnNamed(const FileDetection& found, TitleRole role) {
    std::optional<int> best;
    double most = 0;
    for (std::size_t column = 0; column < found.columns.size(); ++column) {
        const double vote = titleNameVote(found.columns[column].name, role);
        if (vote > most) {
            most = vote;
            best = static_cast<int>(column);
        }
    }
    return best;
}

// What a person chose stands, the rest is guessed.
Status chooseTitleColumns(const FileDetection& found, const TitlesOptions& options,
                          TitleColumns& columns) {
    for (const auto& [given, column] :
         {std::pair{&options.item, &columns.item}, std::pair{&options.title, &columns.title},
          std::pair{&options.year, &columns.year}, std::pair{&options.genres, &columns.genres}}) {
        if (!given->empty()) {
            const auto chosen = chooseColumn(*given, found.table.columnNames);
            if (!chosen) {
                return chosen.error();
            }
            *column = *chosen;
        }
    }
    if (!options.genres.empty()) {
        columns.genreFlags.reset();
    }
    return {};
}

TitleColumns guessTitleColumns(const FileDetection& found) {
    TitleColumns columns;
    const int count = static_cast<int>(found.columns.size());
    if (found.table.format.header) {
        columns.item = columnNamed(found, TitleRole::Item);
        columns.title = columnNamed(found, TitleRole::Title);
        columns.year = columnNamed(found, TitleRole::Year);
        columns.genres = columnNamed(found, TitleRole::Genres);
    }
    if (!columns.item && count > 0) {
        columns.item = 0;
    }
    if (!columns.title && count > 1) {
        columns.title = columns.item == 0 ? 1 : 0;
    }
    if (found.table.format.header) {
        return columns;
    }
    // A run of at least five columns of zeros and ones up to the end are MovieLens' genre flags.
    const auto isFlag = [&](int column) {
        const auto& profile = found.columns[static_cast<std::size_t>(column)];
        return profile.type == ColumnProfile::Type::Integer && profile.low >= 0 &&
               profile.high <= 1;
    };
    int flags = count;
    while (flags > 2 && isFlag(flags - 1)) {
        --flags;
    }
    if (count - flags >= 5) {
        columns.genreFlags = flags;
    } else if (count > 2) {
        columns.genres = 2;
    }
    return columns;
}

}  // namespace

Result<TitlesFile> readTitles(const std::filesystem::path& path, const IdMap& items,
                              const TitlesOptions& options) {
    const auto sampled = sampleFile(path, options.table);
    if (!sampled) {
        return sampled.error();
    }
    const auto found = detectTable(sampled->text, sampled->format, sampled->name, options.table);
    if (!found) {
        return found.error();
    }
    auto columns = guessTitleColumns(*found);
    if (auto status = chooseTitleColumns(*found, options, columns); !status) {
        return status.error();
    }
    if (!columns.item || !columns.title) {
        return Error{ErrorKind::BadInput,
                     sampled->name + " has no " + (columns.item ? "title" : "item") + " column.",
                     "A titles file needs an item id and a title in each line."};
    }
    auto reader = RecordReader::open(path, found->table.format);
    if (!reader) {
        return reader.error();
    }
    TitleParser parser(columns, columns.genreFlags ? genreNames(path) : std::vector<std::string>());
    TitlesFile result;
    result.catalogue.items.resize(items.size());
    while (reader->next()) {
        ++result.report.rows;
        if (!parser.parse(reader->fields())) {
            ++result.report.rejected;
            if (result.report.rejectedRows.size() < ReadReport::kMaxListed) {
                result.report.rejectedRows.push_back(
                    {reader->lineNumber(), "the item or the title is empty",
                     latin1ToUtf8(reader->record().substr(0, 100))});
            }
            continue;
        }
        const auto item = items.find(parser.id);
        if (item == IdMap::kNone) {
            ++result.report.unmatched;
            continue;
        }
        auto& info = result.catalogue.items[static_cast<std::size_t>(item)];
        result.report.matched += info.title.empty() ? 1 : 0;
        info = parser.info;
    }
    if (!reader->file().status()) {
        return reader->file().status().error();
    }
    if (result.report.matched == 0) {
        return Error{ErrorKind::BadInput,
                     sampled->name + " names none of the items in the ratings.",
                     "Choose the titles that belong to these ratings, or import without titles."};
    }
    return result;
}

std::optional<std::filesystem::path> findTitlesBeside(const std::filesystem::path& ratingsFile) {
    // The ids of a supplied split are its own.
    if (suppliedSplitFiles(ratingsFile)) {
        return std::nullopt;
    }
    const std::string stem = ratingsFile.stem().string();
    std::error_code ignored;
    for (const std::string& name :
         {std::string("movies.dat"), std::string("movies.csv"), std::string("u.item"),
          std::string("titles.csv"), std::string("items.csv"), std::string("films.csv"),
          stem + "-titles.csv", stem + "_titles.csv"}) {
        const auto candidate = ratingsFile.parent_path() / name;
        if (candidate != ratingsFile && std::filesystem::is_regular_file(candidate, ignored)) {
            return candidate;
        }
    }
    return std::nullopt;
}

}  // namespace ncf
