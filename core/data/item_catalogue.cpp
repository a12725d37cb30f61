#include "data/item_catalogue.h"

#include "base/text.h"
#include "data/supplied_split.h"
#include "data/text_file.h"

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
    auto file = TextFile::open(path);
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

// Makes an ItemInfo from the fields of a line.
class TitleParser {
public:
    TitleParser(const TableFormat& format, const TitleColumns& columns,
                std::vector<std::string> genreNames)
        : format_(format), columns_(columns), genreNames_(std::move(genreNames)) {}

    // False when the line has no item or no title.
    bool parse(std::string_view line) {
        splitFields(line, format_.separator, fields_, scratch_);
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
        if (!column || static_cast<std::size_t>(*column) >= fields_.size()) {
            return {};
        }
        const auto field = trimmed(fields_[static_cast<std::size_t>(*column)]);
        return format_.encoding == Encoding::Latin1 || !isValidUtf8(field) ? latin1ToUtf8(field)
                                                                           : std::string(field);
    }

    std::string flaggedGenres() const {
        std::string genres;
        const auto from = static_cast<std::size_t>(*columns_.genreFlags);
        for (std::size_t at = from; at < fields_.size(); ++at) {
            const std::size_t flag = at - from;
            if (trimmed(fields_[at]) == "1" && flag < genreNames_.size() &&
                genreNames_[flag] != "unknown") {
                genres += (genres.empty() ? "" : "|") + genreNames_[flag];
            }
        }
        return genres;
    }

    const TableFormat format_;
    const TitleColumns columns_;
    const std::vector<std::string> genreNames_;
    std::vector<std::string_view> fields_;
    std::vector<std::string> scratch_;
};

}  // namespace

Result<TitlesFile> readTitles(const std::filesystem::path& path, const IdMap& items,
                              const TitlesOptions& options) {
    auto file = TextFile::open(path);
    if (!file) {
        return file.error();
    }
    const auto head = file->head();
    if (!head) {
        return head.error();
    }
    const auto guess = guessTable(*head, file->name(), options.table);
    if (!guess) {
        return guess.error();
    }
    const auto columns = options.columns.value_or(guessTitleColumns(*guess));
    if (!columns.item || !columns.title) {
        return Error{ErrorKind::BadInput,
                     file->name() + " has no " + (columns.item ? "title" : "item") + " column.",
                     "A titles file needs an item id and a title in each line."};
    }
    TitleParser parser(guess->format, columns,
                       columns.genreFlags ? genreNames(path) : std::vector<std::string>());
    TitlesFile result;
    result.catalogue.items.resize(items.size());
    bool header = guess->format.header;
    std::string_view line;
    while (file->nextLine(line)) {
        if (trimmed(line).empty() || std::exchange(header, false)) {
            continue;
        }
        ++result.report.rows;
        if (!parser.parse(line)) {
            ++result.report.rejected;
            if (result.report.rejectedRows.size() < ReadReport::kMaxListed) {
                result.report.rejectedRows.push_back({file->lineNumber(),
                                                      "the item or the title is empty",
                                                      latin1ToUtf8(line.substr(0, 100))});
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
    if (!file->status()) {
        return file->status().error();
    }
    if (result.report.matched == 0) {
        return Error{ErrorKind::BadInput, file->name() + " names none of the items in the ratings.",
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
