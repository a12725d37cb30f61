#include "base/text.h"
#include "data/block_parser.h"
#include "data/missing_value.h"
#include "data/record_splitter.h"
#include "fuzz/fuzz_input.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Records and rows: however a text is written, all of it is consumed, and where it is divided into
// blocks changes nothing.

namespace ncf::fuzz {

namespace {

constexpr std::array<std::string_view, 8> kSeparators = {",",  ";", "\t",   "|",
                                                         "::", " ", "\x01", "'"};

struct Record {
    std::vector<std::string> fields;
    std::string text;
    std::size_t lines = 0;
    std::size_t bytes = 0;

    bool operator==(const Record&) const = default;
};

Record recordOf(const RecordSplitter& splitter, std::string_view consumed) {
    const auto ends = static_cast<std::size_t>(std::count(consumed.begin(), consumed.end(), '\n'));
    require(splitter.lines() == ends + (consumed.ends_with('\n') ? 0 : 1),
            "the lines of a record are counted");
    require(consumed.starts_with(splitter.record()), "a record is the text that it consumes");
    require(!splitter.fields().empty(), "a record has a field");
    return {{splitter.fields().begin(), splitter.fields().end()},
            std::string(splitter.record()),
            splitter.lines(),
            consumed.size()};
}

// The records of `text`, of which the first `known` bytes are given alone as long as they do.
std::vector<Record> recordsOf(std::string_view text, std::size_t known, const TableFormat& format) {
    RecordSplitter splitter(format);
    std::vector<Record> records;
    std::size_t at = 0;
    while (at < text.size()) {
        const bool more = known < text.size();
        if (at >= known) {
            known = text.size();
            continue;
        }
        // Memory that ends where the piece does.
        const std::vector<char> piece(text.begin() + static_cast<std::ptrdiff_t>(at),
                                      text.begin() + static_cast<std::ptrdiff_t>(known));
        const auto bytes = splitter.next({piece.data(), piece.size()}, more);
        if (bytes == 0) {
            require(more, "only where more text may come is none consumed");
            known = text.size();
            continue;
        }
        require(bytes <= piece.size(), "no more is consumed than there is");
        records.push_back(recordOf(splitter, text.substr(at, bytes)));
        at += bytes;
    }
    return records;
}

// What a block adds is checked and counted.
struct Totals {
    std::uint64_t lines = 0;
    std::uint64_t rows = 0;
    std::uint64_t rejected = 0;
    std::size_t interactions = 0;

    bool operator==(const Totals&) const = default;
};

void addBlock(BlockParser& parser, std::string_view block, Totals& totals) {
    const auto& parsed = parser.parse(block);
    require(parsed.bytes == block.size(), "a block is parsed to its end");
    require(parsed.rows == parsed.rejected.count + parsed.interactions.size(),
            "each row is used or rejected");
    require(parsed.withoutRating + parsed.unreadRatings.count <= parsed.interactions.size() &&
                parsed.withoutTime + parsed.unreadTimes.count <= parsed.interactions.size(),
            "only rows that are used lack a rating or a time");
    for (const auto& row : parsed.interactions) {
        require(row.user >= 0 && static_cast<std::size_t>(row.user) < parser.users().size() &&
                    row.item >= 0 && static_cast<std::size_t>(row.item) < parser.items().size(),
                "an interaction is of a known user and item");
        require(!std::isinf(row.rating), "a rating is finite or missing");
    }
    totals.lines += parsed.lines;
    totals.rows += parsed.rows;
    totals.rejected += parsed.rejected.count;
    totals.interactions += parsed.interactions.size();
}

void checkIds(const IdMap& map) {
    for (std::size_t i = 0; i < map.size(); ++i) {
        const auto& id = map.ids()[i];
        require(!id.empty() && id.size() <= kMaxIdBytes && isValidUtf8(id) && !isMissing(id),
                "an id is text that is there");
        require(map.find(id) == static_cast<std::int32_t>(i), "an id is found again");
    }
}

RowFormat formatOf(Input& input) {
    RowFormat format;
    format.table.separator = kSeparators[input.choice(kSeparators.size())];
    format.table.quotes = !input.flag();
    format.table.backslashQuotes = input.flag();
    format.table.comment = input.flag() ? "#" : "";
    format.table.columns = input.choice(5);
    format.table.layout = input.flag() ? Layout::JsonLines : Layout::Table;
    format.columns.user = static_cast<int>(input.choice(3));
    format.columns.item = static_cast<int>(input.choice(3));
    format.columns.rating = static_cast<int>(input.choice(4));
    format.columns.timestamp = static_cast<int>(input.choice(5));
    format.numbers.kind = static_cast<NumberFormat::Kind>(input.choice(4));
    const auto times = allTimeFormats();
    format.times = times[input.choice(times.size())];
    return format;
}

}  // namespace

}  // namespace ncf::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace ncf;
    using namespace ncf::fuzz;
    Input input(data, size);
    const auto format = formatOf(input);
    const auto place = input.choice(256);
    const auto text = input.text();
    const auto cut = text.size() * place / 255;

    const auto whole = recordsOf(text, text.size(), format.table);
    require(recordsOf(text, cut, format.table) == whole,
            "the records are the same where the text comes in two pieces");

    BlockParser parser(format);
    Totals totals;
    addBlock(parser, text, totals);
    checkIds(parser.users());
    checkIds(parser.items());

    // Blocks end where a record does.
    BlockParser divided(format);
    Totals sums;
    std::size_t end = 0;
    for (const auto& record : whole) {
        if (end + record.bytes > cut) {
            break;
        }
        end += record.bytes;
    }
    addBlock(divided, text.substr(0, end), sums);
    addBlock(divided, text.substr(end), sums);
    require(sums == totals && divided.users().ids() == parser.users().ids() &&
                divided.items().ids() == parser.items().ids(),
            "the rows are the same where the text comes in two blocks");
    return 0;
}
