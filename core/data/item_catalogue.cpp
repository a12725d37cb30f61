#include "data/item_catalogue.h"

#include "base/text.h"
#include "data/genre_text.h"
#include "data/html_entities.h"
#include "data/id_column.h"
#include "data/text_file.h"
#include "data/text_sample.h"
#include "data/title_columns.h"
#include "data/title_ids.h"
#include "data/title_year.h"

#include <algorithm>
#include <functional>

namespace ncf {

namespace {

constexpr std::size_t kTitleBytes = 2000;
constexpr std::size_t kPropertyBytes = 500;
constexpr std::size_t kRejectedBytes = 200;
constexpr std::size_t kExampleBytes = 40;

// The first bytes of `text`, without a part of a character at the end.
std::string cut(std::string_view text, std::size_t bytes) {
    if (text.size() > bytes) {
        while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xc0) == 0x80) {
            --bytes;
        }
    }
    return std::string(text.substr(0, bytes));
}

// The genre names by flag from MovieLens-100K's u.genre ("Action|1"), empty if it is not there.
std::vector<std::string> genreNamesBeside(const std::filesystem::path& titlesFile) {
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

// What the fields of a record say of an item.
class RecordOfItem {
public:
    RecordOfItem(const RecordReader& reader, const TitleColumns& columns)
        : fields_(reader.fields()), record_(reader.record()), columns_(columns) {}

    std::string text(const std::optional<int>& column) const {
        if (!column || static_cast<std::size_t>(*column) >= fields_.size()) {
            return {};
        }
        return utf8(fields_[static_cast<std::size_t>(*column)]);
    }

    // Separators in a title that is not quoted divide it; where it comes last, it runs to the end.
    std::string title() const {
        const auto last = static_cast<std::size_t>(*columns_.title);
        if (!columns_.titleIsLast || last + 1 >= fields_.size()) {
            return text(columns_.title);
        }
        const auto* const from = fields_[last].data();
        const auto* const end = record_.data() + record_.size();
        const bool plain = std::less_equal<>()(record_.data(), from) && std::less<>()(from, end);
        return plain ? utf8({from, static_cast<std::size_t>(end - from)}) : text(columns_.title);
    }

    ItemInfo info() const {
        ItemInfo info;
        info.title = cut(withoutHtmlEntities(title()), kTitleBytes);
        const int year = yearIn(text(columns_.year));
        info.year = year != 0 ? year : yearInTitle(info.title);
        info.genres = columns_.flags
                          ? flaggedGenres()
                          : genresFrom(text(columns_.genres), columns_.genresBetweenBlanks);
        for (const int column : columns_.properties) {
            info.properties.push_back(cut(text(column), kPropertyBytes));
        }
        return info;
    }

private:
    static std::string utf8(std::string_view field) {
        field = trimmed(field);
        return isValidUtf8(field) ? std::string(field) : latin1ToUtf8(field);
    }

    std::string flaggedGenres() const {
        std::vector<std::string> genres;
        for (std::size_t flag = 0; flag < columns_.flagNames.size(); ++flag) {
            if (text(*columns_.flags + static_cast<int>(flag)) == "1") {
                genres.push_back(columns_.flagNames[flag]);
            }
        }
        return joinedGenres(genres);
    }

    const std::vector<std::string_view>& fields_;
    const std::string_view record_;
    const TitleColumns& columns_;
};

// Layouts of interactions alone are none of titles, whatever a file of titles looks like.
Result<FileDetection> detectTitles(const std::filesystem::path& path, TableOverrides overrides) {
    auto sampled = sampleFile(path, overrides);
    if (sampled && sampled->format.layout != Layout::JsonLines &&
        sampled->format.layout != Layout::JsonArray && sampled->format.layout != Layout::Table &&
        !overrides.layout) {
        overrides.layout = Layout::Table;
        sampled = sampleFile(path, overrides);
    }
    if (!sampled) {
        return sampled.error();
    }
    return detectTable(sampled->text, sampled->format, sampled->name, overrides);
}

Result<TitleColumns> columnsOf(const std::filesystem::path& path, const FileDetection& found,
                               const ItemLookup& lookup, const TitlesOptions& options) {
    TitleEvidence evidence{path.filename().string(), {}, lookup.size(), genreNamesBeside(path)};
    if (options.item.empty()) {
        auto reader = RecordReader::open(path, found.table.format);
        if (!reader) {
            return reader.error();
        }
        evidence.matches = matchColumns(*reader, ownColumns(found), lookup);
        if (!reader->file().status()) {
            return reader->file().status().error();
        }
    }
    return chooseTitleColumns(found, options, std::move(evidence));
}

Error namesNone(const std::string& file, const ColumnProfile& ids, const IdMap& items) {
    std::string what = file + " names none of the " + withThousands(items.size()) + " items";
    if (!ids.examples.empty() && items.size() > 0) {
        what += ": its ids are like " + ids.examples.front() + ", those of the ratings like " +
                cut(items.id(0), kExampleBytes);
    }
    return Error{ErrorKind::BadInput, what + ".",
                 "Choose the titles that belong to these ratings, or the column of their ids, or "
                 "import without titles."};
}

// Collects what is known of the items, record by record.
class CatalogueBuilder {
public:
    CatalogueBuilder(const TitleColumns& columns, const ItemLookup& lookup, bool numbered)
        : columns_(columns), lookup_(lookup), numbered_(numbered), held_(lookup.size()) {
        result_.catalogue.items.resize(lookup.size());
    }

    void add(const RecordReader& reader) {
        auto& report = result_.report;
        ++report.rows;
        const RecordOfItem record(reader, columns_);
        const auto id = record.text(columns_.item);
        if (id.empty() || record.text(columns_.title).empty()) {
            reject({lineOf(reader), id.empty() ? "the item is empty" : "the title is empty",
                    cut(reader.record(), kRejectedBytes)});
            return;
        }
        const auto match = lookup_.find(id);
        if (match.item == IdMap::kNone) {
            ++report.unmatched;
            return;
        }
        const auto item = static_cast<std::size_t>(match.item);
        report.matched += held_[item] == Held::Nothing ? 1 : 0;
        report.repeated += held_[item] == Held::Nothing ? 0 : 1;
        const auto held = match.byForm ? Held::ByForm : Held::Exactly;
        if (held > held_[item]) {
            held_[item] = held;
            result_.catalogue.items[item] = record.info();
        }
    }

    TitlesFile finish(const RejectedRows& rejectedByLayout) {
        auto& report = result_.report;
        report.rows += rejectedByLayout.count;
        for (const auto& row : rejectedByLayout.listed) {
            reject(row);
        }
        report.rejected += rejectedByLayout.count - rejectedByLayout.listed.size();
        report.matchedByForm =
            static_cast<std::uint64_t>(std::count(held_.begin(), held_.end(), Held::ByForm));
        return std::move(result_);
    }

private:
    enum class Held : std::uint8_t { Nothing, ByForm, Exactly };

    std::uint64_t lineOf(const RecordReader& reader) const {
        if (!numbered_) {
            return reader.lineNumber();
        }
        const auto line = parseInteger(reader.fields().back()).value_or(0);
        return static_cast<std::uint64_t>(std::max<std::int64_t>(0, line));
    }

    void reject(RejectedRow row) {
        ++result_.report.rejected;
        if (result_.report.rejectedRows.size() < ReadReport::kMaxListed) {
            result_.report.rejectedRows.push_back(std::move(row));
        }
    }

    const TitleColumns& columns_;
    const ItemLookup& lookup_;
    const bool numbered_;
    std::vector<Held> held_;  // how each item came to its title
    TitlesFile result_;
};

}  // namespace

Result<TitlesFile> readTitles(const std::filesystem::path& path, const IdMap& items,
                              const TitlesOptions& options) {
    const auto found = detectTitles(path, options.table);
    if (!found) {
        return found.error();
    }
    const ItemLookup lookup(items);
    const auto columns = columnsOf(path, *found, lookup, options);
    if (!columns) {
        return columns.error();
    }
    auto reader = RecordReader::open(path, found->table.format);
    if (!reader) {
        return reader.error();
    }
    CatalogueBuilder builder(*columns, lookup, found->table.format.layout != Layout::Table);
    while (reader->next()) {
        builder.add(*reader);
    }
    if (!reader->file().status()) {
        return reader->file().status().error();
    }
    auto result = builder.finish(reader->file().rejectedByLayout());
    if (result.report.matched == 0) {
        return namesNone(path.filename().string(),
                         found->columns[static_cast<std::size_t>(*columns->item)], items);
    }
    for (const int column : columns->properties) {
        result.catalogue.propertyNames.push_back(propertyName(*found, column));
    }
    return result;
}

}  // namespace ncf
