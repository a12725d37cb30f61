#include "data/block_parser.h"

#include "base/text.h"
#include "data/missing_value.h"
#include "data/quick_trim.h"

#include <algorithm>
#include <cmath>

namespace ncf {

namespace {

constexpr std::size_t kShownBytes = 200;
constexpr std::size_t kQuotedBytes = 40;
// Larger numbers are no ratings; float has room for them.
constexpr double kLargestRating = 1e30;

// A text cut for display, on the boundary of a character.
std::string shown(std::string_view bytes, std::size_t limit) {
    std::string text = isValidUtf8(bytes) ? std::string(bytes) : latin1ToUtf8(bytes);
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

BlockParser::BlockParser(const RowFormat& format)
    : format_(format),
      needed_(static_cast<std::size_t>(
                  std::max(format.columns.user.value_or(-1), format.columns.item.value_or(-1))) +
              1),
      numbered_(format.table.layout != Layout::Table),
      splitter_(format.table) {}

std::string_view BlockParser::field(const std::optional<int>& column) const {
    return quicklyTrimmed(splitter_.fields()[static_cast<std::size_t>(*column)]);
}

RejectedRow BlockParser::listed(std::uint64_t line, std::string reason) const {
    auto record = splitter_.record();
    if (numbered_) {
        // Without the number that was put behind it.
        record = record.substr(0, record.rfind(','));
    }
    return {line, std::move(reason), shown(record, kShownBytes)};
}

void BlockParser::readRating(Interaction& row, std::uint64_t line) {
    const auto text =
        has(format_.columns.rating) ? field(format_.columns.rating) : std::string_view();
    const auto rating = parseNumber(text, format_.numbers);
    if (rating && std::abs(*rating) <= kLargestRating && rating != format_.unrated) {
        row.rating = static_cast<float>(*rating);
        return;
    }
    row.rating = kUnrated;
    if (rating == format_.unrated && rating) {
        ++result_.withoutRating;
    } else if (isMissing(text)) {
        ++result_.withoutRating;
    } else {
        result_.unreadRatings.add(listed(line, "the rating “" + shown(text, kQuotedBytes) +
                                                   "” cannot be read as " +
                                                   numberFormatName(format_.numbers)));
    }
}

void BlockParser::readTime(Interaction& row, std::uint64_t line) {
    const auto text =
        has(format_.columns.timestamp) ? field(format_.columns.timestamp) : std::string_view();
    if (const auto time = parseTime(text, format_.times)) {
        row.timestamp = *time;
        return;
    }
    row.timestamp = kNoTime;
    if (isMissing(text)) {
        ++result_.withoutTime;
    } else {
        result_.unreadTimes.add(listed(line, "the time “" + shown(text, kQuotedBytes) +
                                                 "” cannot be read as " +
                                                 timeFormatName(format_.times)));
    }
}

std::string BlockParser::addRow(std::uint64_t line) {
    fieldCount_ = splitter_.fields().size() - (numbered_ ? 1 : 0);
    if (fieldCount_ < needed_) {
        return "it has " + std::to_string(fieldCount_) + " fields and needs " +
               std::to_string(needed_);
    }
    // Both ids are checked before either is inserted: a rejected row leaves no trace.
    std::string_view user;
    std::string_view item;
    if (auto reason = readId(format_.columns.user, "user", user); !reason.empty()) {
        return reason;
    }
    if (auto reason = readId(format_.columns.item, "item", item); !reason.empty()) {
        return reason;
    }
    Interaction row;
    if (format_.columns.rating) {
        readRating(row, line);
    }
    if (format_.columns.timestamp) {
        readTime(row, line);
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
                                std::string_view& id) {
    id = field(column);
    if (id.empty()) {
        return std::string("the ") + what + " is empty";
    }
    if (isMissing(id)) {
        return std::string("the ") + what + " is “" + std::string(id) + "”, that is, missing";
    }
    if (!isAscii(id) && !isValidUtf8(id)) {
        ++result_.brokenUtf8;
        return std::string("the ") + what + " is not valid UTF-8";
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
    while (!block.empty()) {
        block.remove_prefix(splitter_.next(block, false));
        std::uint64_t line = result_.lines + 1;
        result_.lines += splitter_.lines();
        if (splitter_.empty() ||
            (!format_.header.empty() && splitter_.record() == format_.header)) {
            continue;
        }
        if (numbered_) {
            line = static_cast<std::uint64_t>(
                std::max<std::int64_t>(0, parseInteger(splitter_.fields().back()).value_or(0)));
        }
        ++result_.rows;
        if (auto reason = addRow(line); !reason.empty()) {
            result_.rejected.add(listed(line, std::move(reason)));
        }
    }
    return result_;
}

}  // namespace ncf
