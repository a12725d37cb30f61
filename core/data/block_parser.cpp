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

}  // namespace

BlockParser::BlockParser(const TableFormat& format, const RatingColumns& columns)
    : format_(format),
      columns_(columns),
      needed_(static_cast<std::size_t>(highestColumn(columns)) + 1) {}

int highestColumn(const RatingColumns& columns) {
    int most = -1;
    for (const auto& column : {columns.user, columns.item, columns.rating, columns.timestamp}) {
        most = std::max(most, column.value_or(-1));
    }
    return most;
}

std::string BlockParser::addRow(std::string_view line) {
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
    if (auto reason = readId(columns_.user, "user", userText_, user); !reason.empty()) {
        return reason;
    }
    if (auto reason = readId(columns_.item, "item", itemText_, item); !reason.empty()) {
        return reason;
    }
    // Files are often sorted by user.
    if (lastUser_ == IdMap::kNone || user != users_.id(lastUser_)) {
        lastUser_ = users_.insert(user);
    }
    row.user = lastUser_;
    row.item = items_.insert(item);
    result_.interactions.push_back(row);
    return {};
}

std::string BlockParser::readId(const std::optional<int>& column, const char* what,
                                std::string& converted, std::string_view& id) const {
    id = trimmed(field(column));
    if (id.empty()) {
        return std::string("the ") + what + " is empty";
    }
    if (!isAscii(id)) {
        if (format_.encoding == Encoding::Latin1) {
            converted = latin1ToUtf8(id);
            id = converted;
        } else if (!isValidUtf8(id)) {
            return std::string("the ") + what + " is not valid UTF-8";
        }
    }
    if (id.size() > kMaxIdBytes) {
        return std::string("the ") + what + " is longer than " + std::to_string(kMaxIdBytes) +
               " bytes";
    }
    return id.find('\0') == std::string_view::npos
               ? std::string()
               : std::string("the ") + what + " holds a zero byte";
}

const ParsedBlock& BlockParser::parse(std::string_view block) {
    // The memory of the block before is used again.
    std::vector<Interaction> interactions = std::move(result_.interactions);
    interactions.clear();
    result_ = {};
    result_.interactions = std::move(interactions);
    result_.bytes = block.size();
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
        ++result_.lines;
        if (trimmed(line).empty()) {
            continue;
        }
        ++result_.rows;
        auto reason = addRow(line);
        if (!reason.empty()) {
            ++result_.rejected;
            if (result_.rejectedRows.size() < ReadReport::kMaxListed) {
                result_.rejectedRows.push_back(
                    {result_.lines, std::move(reason), shown(line, kShownBytes, format_.encoding)});
            }
        }
    }
    return result_;
}

}  // namespace ncf
