#include "data/ratings_reader.h"

#include "base/text.h"
#include "data/text_file.h"
#include "data/timestamp.h"

#include <algorithm>
#include <cmath>

namespace ncf {

namespace {

constexpr std::uint64_t kLinesPerReport = 1 << 15;
constexpr std::size_t kShownBytes = 200;
constexpr std::size_t kQuotedBytes = 40;

// A text cut for display, on the boundary of a character.
std::string shown(std::string_view bytes, std::size_t limit, Encoding encoding) {
    std::string text =
        encoding == Encoding::Utf8 && isValidUtf8(bytes) ? std::string(bytes) : latin1ToUtf8(bytes);
    if (text.size() > limit) {
        std::size_t end = limit;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) {
            --end;
        }
        text = text.substr(0, end) + "…";
    }
    return text;
}

bool isAscii(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) { return c & '\x80'; });
}

int largest(const RatingColumns& columns) {
    int most = -1;
    for (const auto& column : {columns.user, columns.item, columns.rating, columns.timestamp}) {
        most = std::max(most, column.value_or(-1));
    }
    return most;
}

// Turns the fields of one line after another into interactions.
class RowParser {
public:
    RowParser(const TableFormat& format, const RatingColumns& columns)
        : format_(format),
          columns_(columns),
          needed_(static_cast<std::size_t>(largest(columns)) + 1) {}

    // "" and a new interaction, or the reason why the line cannot be used.
    std::string add(std::string_view line) {
        splitFields(line, format_.separator, fields_, scratch_);
        if (fields_.size() < needed_) {
            return "it has " + std::to_string(fields_.size()) + " fields and needs " +
                   std::to_string(needed_);
        }
        Interaction row;
        if (columns_.rating) {
            const auto text = trimmed(field(columns_.rating));
            const auto rating = parseDouble(text);
            if (!rating || std::abs(*rating) > 1e30) {
                return "the rating “" + shown(text, kQuotedBytes, format_.encoding) +
                       "” is not a number";
            }
            row.rating = static_cast<float>(*rating);
        }
        if (columns_.timestamp) {
            const auto text = trimmed(field(columns_.timestamp));
            const auto time = parseTimestamp(text);
            if (!time) {
                return "the time “" + shown(text, kQuotedBytes, format_.encoding) +
                       "” is neither seconds since 1970 nor a date like 2024-12-31";
            }
            row.timestamp = *time;
        }
        // Both ids are checked before either is inserted: a rejected row leaves no trace.
        std::string_view user;
        std::string_view item;
        if (auto reason = id(columns_.user, "user", userText_, user); !reason.empty()) {
            return reason;
        }
        if (auto reason = id(columns_.item, "item", itemText_, item); !reason.empty()) {
            return reason;
        }
        row.user = users.insert(user);
        row.item = items.insert(item);
        rows.push_back(row);
        return {};
    }

    IdMap users;
    IdMap items;
    std::vector<Interaction> rows;

private:
    std::string_view field(const std::optional<int>& column) const {
        return fields_[static_cast<std::size_t>(*column)];
    }

    std::string id(const std::optional<int>& column, const char* what, std::string& converted,
                   std::string_view& out) const {
        out = trimmed(field(column));
        if (out.empty()) {
            return std::string("the ") + what + " is empty";
        }
        if (!isAscii(out)) {
            if (format_.encoding == Encoding::Latin1) {
                converted = latin1ToUtf8(out);
                out = converted;
            } else if (!isValidUtf8(out)) {
                return std::string("the ") + what + " is not valid UTF-8";
            }
        }
        if (out.size() > kMaxIdBytes) {
            return std::string("the ") + what + " is longer than " + std::to_string(kMaxIdBytes) +
                   " bytes";
        }
        return out.find('\0') == std::string_view::npos
                   ? std::string()
                   : std::string("the ") + what + " holds a zero byte";
    }

    const TableFormat format_;
    const RatingColumns columns_;
    const std::size_t needed_;
    std::vector<std::string_view> fields_;
    std::vector<std::string> scratch_;
    std::string userText_, itemText_;
};

Result<RatingsPreview> preview(const TextFile& file, const ReadOptions& options) {
    const auto head = file.head();
    if (!head) {
        return head.error();
    }
    auto table = guessTable(*head, file.name(), options.table);
    if (!table) {
        return table.error();
    }
    RatingsPreview result{std::move(*table), {}, file.bytes()};
    result.columns = options.columns.value_or(guessRatingColumns(result.table));
    return result;
}

Status checkColumns(const RatingsPreview& preview, const std::string& name) {
    const auto& columns = preview.columns;
    if (!columns.user || !columns.item) {
        return Error{ErrorKind::BadInput,
                     name + " has no " + (columns.user ? "item" : "user") + " column.",
                     "Each line needs at least a user and an item; say which columns they are, or "
                     "which separator stands between them."};
    }
    const int count = static_cast<int>(preview.table.columnNames.size());
    if (largest(columns) >= count || *columns.user == *columns.item) {
        return Error{ErrorKind::BadInput,
                     name + " has " + std::to_string(count) +
                         " columns, and the chosen ones are not among them or chosen twice.",
                     "Choose a different column for each of user, item, rating and time."};
    }
    return {};
}

}  // namespace

Result<RatingsPreview> previewRatings(const std::filesystem::path& path,
                                      const ReadOptions& options) {
    const auto file = TextFile::open(path);
    if (!file) {
        return file.error();
    }
    return preview(*file, options);
}

Result<RatingsFile> readRatings(const std::filesystem::path& path, const ReadOptions& options,
                                const ProgressCallback& progress, std::stop_token stop) {
    auto file = TextFile::open(path);
    if (!file) {
        return file.error();
    }
    const auto guess = preview(*file, options);
    if (!guess) {
        return guess.error();
    }
    if (auto status = checkColumns(*guess, file->name()); !status) {
        return status.error();
    }
    ReadReport report;
    report.format = guess->table.format;
    report.columns = guess->columns;
    RowParser parser(report.format, report.columns);
    bool header = report.format.header;
    std::string_view line;
    while (file->nextLine(line)) {
        if (file->lineNumber() % kLinesPerReport == 0) {
            if (stop.stop_requested()) {
                return cancelled();
            }
            if (progress) {
                progress(file->bytesDone(), file->bytes());
            }
        }
        if (trimmed(line).empty()) {
            continue;
        }
        if (header) {
            header = false;
            continue;
        }
        ++report.rows;
        auto reason = parser.add(line);
        if (!reason.empty()) {
            ++report.rejected;
            if (report.rejectedRows.size() < ReadReport::kMaxListed) {
                report.rejectedRows.push_back({file->lineNumber(), std::move(reason),
                                               shown(line, kShownBytes, report.format.encoding)});
            }
        }
    }
    if (!file->status()) {
        return file->status().error();
    }
    if (stop.stop_requested()) {
        return cancelled();
    }
    if (parser.rows.empty()) {
        if (report.rejectedRows.empty()) {
            return Error{ErrorKind::BadInput, file->name() + " has a header and no rows.",
                         "Choose a file with one interaction per line."};
        }
        const auto& first = report.rejectedRows.front();
        return Error{ErrorKind::BadInput,
                     "No row of " + file->name() + " can be used; line " +
                         std::to_string(first.line) + ": " + first.reason + ".",
                     "Check the separator and what each column means."};
    }
    const Dataset::Columns columns{report.columns.rating.has_value(),
                                   report.columns.timestamp.has_value()};
    RatingsFile result{
        Dataset(std::move(parser.users), std::move(parser.items), std::move(parser.rows), columns),
        std::move(report)};
    result.report.duplicates = result.dataset.duplicates();
    if (progress) {
        progress(file->bytes(), file->bytes());
    }
    return result;
}

}  // namespace ncf
