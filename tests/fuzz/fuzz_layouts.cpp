#include "base/text.h"
#include "data/layout.h"
#include "data/record_splitter.h"
#include "data/table_detection.h"
#include "fuzz/fuzz_input.h"
#include "support/piece_source.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

// What a layout makes of a text is CSV with as many fields in each record as in the header, in any
// pieces the same, not without end, and taken for nothing else.

namespace ncf::fuzz {

namespace {

// The number of rows.
std::size_t checkCsv(std::string_view csv) {
    TableFormat format;
    std::size_t line = 0;
    while (!csv.empty()) {
        RecordSplitter splitter(format);
        csv.remove_prefix(splitter.next(csv, false));
        const auto& fields = splitter.fields();
        if (line == 0) {
            format.columns = fields.size();
            require(fields.back() == kSourceLineColumn, "the last column is the source's line");
        }
        require(fields.size() == format.columns, "each record has the fields of the header");
        const auto number = parseInteger(fields.back());
        require(line == 0 || (number && *number > 0), "each row says where it comes from");
        ++line;
    }
    require(line > 0, "there is a header");
    return line - 1;
}

void checkDetection(const std::string& csv, std::size_t rows, Layout layout) {
    TableFormat format;
    format.layout = layout;
    const auto found = detectTable({{csv}, true}, format, "ratings.json");
    require(found && found->table.columnNames.back() == kSourceLineColumn,
            "what was made is read as it was made");
    require(found->rowsLookedAt == rows, "each row is looked at");
}

}  // namespace

}  // namespace ncf::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace ncf;
    using namespace ncf::fuzz;
    Input input(data, size);
    const auto layout = static_cast<Layout>(input.choice(8));
    const auto given = input.choice(64) + 1;
    const auto taken = input.choice(64) + 1;
    const std::string name = input.flag() ? "ratings.json" : "ratings.txt";
    const auto text = input.text();

    const auto guess = guessLayout(text, name);
    require(!guess.refusal || !guess.refusal->remedy.empty(), "a refusal has a remedy");
    knownBinary(text, name);

    RejectedRows rejected;
    const auto whole = asCsv(
        std::make_unique<test::PieceSource>(std::string(text), text.size() + 1), layout, rejected);
    const auto csv = test::allOf(*whole);
    RejectedRows rejectedInPieces;
    const auto pieces = asCsv(std::make_unique<test::PieceSource>(std::string(text), given), layout,
                              rejectedInPieces);
    require(test::allOf(*pieces, taken) == csv && rejected.count == rejectedInPieces.count,
            "the CSV is the same where the text comes in pieces");

    if (layout == Layout::Table) {
        require(csv == text, "a table stays as it is");
        return 0;
    }
    // A row takes a byte of the text at least, and repeats a user or the names of some columns.
    require(csv.size() <= (text.size() + 1) * (8 * text.size() + 64), "the CSV is bounded");
    checkDetection(csv, checkCsv(csv), layout);
    return 0;
}
