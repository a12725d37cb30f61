#include "data/block_parser.h"

#include "base/text.h"
#include "data/timestamp.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace ncf {

namespace {

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

// Turns the fields of one line after another into interactions.
class RowParser {
public:
    RowParser(const TableFormat& format, const RatingColumns& columns)
        : format_(format),
          columns_(columns),
          needed_(static_cast<std::size_t>(highestColumn(columns)) + 1) {}

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
        // Files are often sorted by user.
        if (lastUser_ == IdMap::kNone || user != users.id(lastUser_)) {
            lastUser_ = users.insert(user);
        }
        row.user = lastUser_;
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
    std::int32_t lastUser_ = IdMap::kNone;
};

}  // namespace

int highestColumn(const RatingColumns& columns) {
    int most = -1;
    for (const auto& column : {columns.user, columns.item, columns.rating, columns.timestamp}) {
        most = std::max(most, column.value_or(-1));
    }
    return most;
}

ParsedBlock parseBlock(const std::string& block, const TableFormat& format,
                       const RatingColumns& columns) {
    ParsedBlock result;
    result.bytes = block.size();
    RowParser parser(format, columns);
    const char* at = block.data();
    const char* const end = at + block.size();
    while (at < end) {
        const auto* newline =
            static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
        const char* const stop = newline ? newline : end;
        std::string_view line(at, static_cast<std::size_t>(stop - at));
        at = newline ? newline + 1 : end;
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        ++result.lines;
        if (trimmed(line).empty()) {
            continue;
        }
        ++result.rows;
        auto reason = parser.add(line);
        if (!reason.empty()) {
            ++result.rejected;
            if (result.rejectedRows.size() < ReadReport::kMaxListed) {
                result.rejectedRows.push_back(
                    {result.lines, std::move(reason), shown(line, kShownBytes, format.encoding)});
            }
        }
    }
    result.users = std::move(parser.users);
    result.items = std::move(parser.items);
    result.interactions = std::move(parser.rows);
    return result;
}

}  // namespace ncf
