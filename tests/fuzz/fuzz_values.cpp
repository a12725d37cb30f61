#include "base/text.h"
#include "data/column_names.h"
#include "data/missing_value.h"
#include "data/number_format.h"
#include "data/text_encoding.h"
#include "data/time_format.h"
#include "fuzz/fuzz_input.h"
#include "support/piece_source.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// Single values and names, and the encoding of a text.

namespace ncf::fuzz {

namespace {

// The beginnings of the years 0 and 10000, and the limit of TimeFormat::Kind::Order.
constexpr std::int64_t kFirstSecond = -62167219200;
constexpr std::int64_t kEndOfSeconds = 253402300800;
constexpr std::int64_t kLargestOrder = 4'000'000'000'000'000'000;

void checkTimes(const std::vector<std::string_view>& values, bool named) {
    for (const auto format : allTimeFormats()) {
        const bool order = format.kind == TimeFormat::Kind::Order;
        for (const auto value : values) {
            const auto time = parseTime(value, format);
            require(!time || (order ? *time >= -kLargestOrder && *time <= kLargestOrder
                                    : *time >= kFirstSecond && *time < kEndOfSeconds),
                    "a time lies in the years 0 to 9999");
            require(!time || !isMissing(value), "what is missing is no time");
        }
    }
    const auto guess = guessTimeFormat(values, named, 2030);
    require(!guess || (guess->readable >= 0.5 && guess->readable <= 1 && guess->farOff >= 0 &&
                       guess->farOff <= 1),
            "half of the values at least are times");
}

void checkNumbers(const std::vector<std::string_view>& values) {
    using Kind = NumberFormat::Kind;
    for (const auto kind : {Kind::Plain, Kind::DecimalComma, Kind::Thousands, Kind::Words}) {
        for (const auto value : values) {
            const auto number = parseNumber(value, {kind});
            require(!number || std::isfinite(*number), "a number is finite");
            require(!number || !isMissing(value), "what is missing is no number");
        }
    }
    const auto guess = guessNumberFormat(values);
    require(!guess || (guess->readable >= 0.5 && guess->readable <= 1),
            "half of the values at least are numbers");
}

void checkName(std::string_view name) {
    const auto plain = plainName(name);
    // Of broken UTF-8 the pieces may become whole where something between them is left out.
    require(!isValidUtf8(name) || (isValidUtf8(plain) && plainName(plain) == plain),
            "a plain name is UTF-8, and plain");
    for (const auto role : kColumnRoles) {
        const auto vote = nameVote(name, role);
        require(vote == 0 || vote == 0.5 || vote == 1, "a vote says it, hints at it or is none");
    }
    for (const auto role :
         {TitleRole::Item, TitleRole::Title, TitleRole::Year, TitleRole::Genres}) {
        const auto vote = titleNameVote(name, role);
        require(vote >= 0 && vote <= 1, "a vote is between 0 and 1");
    }
    namesRowsOrEvents(name);
    isUsualColumnName(name);
}

void checkEncoding(std::string_view bytes, std::size_t cut, const std::string& encoding) {
    EncodingEvidence whole;
    whole.add(bytes);
    EncodingEvidence pieces;
    pieces.add(bytes.substr(0, cut));
    pieces.add(bytes.substr(cut));
    const auto found = whole.encoding();
    require(found == pieces.encoding() && whole.unsure() == pieces.unsure() &&
                whole.binary() == pieces.binary(),
            "the encoding is the same where the text comes in pieces");
    require(canonicalEncoding(found) == found, "an encoding is in the usual spelling");
    for (const auto& name : {found, encoding}) {
        const auto text = decodedText(bytes, name);
        require(name == kUtf8 || isValidUtf8(text), "what is decoded is UTF-8");
        const auto source =
            decoded(std::make_unique<test::PieceSource>(std::string(bytes), cut + 1), name);
        require(test::allOf(*source, 7) == text && source->status(),
                "the text is the same where it comes in pieces");
    }
}

}  // namespace

}  // namespace ncf::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace ncf;
    using namespace ncf::fuzz;
    static const auto encodings = commonEncodings();
    Input input(data, size);
    const auto what = input.choice(4);
    const bool named = input.flag();
    const auto& encoding = encodings[input.choice(encodings.size())];
    const auto place = input.choice(256);
    const auto text = input.text();
    switch (what) {
        case 0:
            checkTimes(splitText(text, "\n"), named);
            break;
        case 1:
            checkNumbers(splitText(text, "\n"));
            break;
        case 2:
            for (const auto name : splitText(text, "\n")) {
                checkName(name);
            }
            break;
        default:
            checkEncoding(text, text.size() * place / 255, encoding);
    }
    return 0;
}
