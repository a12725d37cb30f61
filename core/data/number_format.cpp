#include "data/number_format.h"

#include "base/text.h"
#include "data/missing_value.h"
#include "data/quick_trim.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace ncf {

namespace {

using Kind = NumberFormat::Kind;

// Answers and their numbers, in small letters. Stars are spelled out in words below.
constexpr std::array<std::pair<std::string_view, double>, 46> kWords = {{
    {"true", 1},        {"false", 0},
    {"t", 1},           {"f", 0},
    {"yes", 1},         {"no", 0},
    {"y", 1},           {"n", 0},
    {"like", 1},        {"dislike", 0},
    {"liked", 1},       {"disliked", 0},
    {"likes", 1},       {"dislikes", 0},
    {"love", 1},        {"hate", 0},
    {"up", 1},          {"down", 0},
    {"thumbs up", 1},   {"thumbs down", 0},
    {"good", 1},        {"bad", 0},
    {"positive", 1},    {"negative", 0},
    {"recommended", 1}, {"not recommended", 0},
    {"ja", 1},          {"nein", 0},
    {"wahr", 1},        {"falsch", 0},
    {"oui", 1},         {"non", 0},
    {"vrai", 1},        {"faux", 0},
    {"sí", 1},          {"si", 1},
    {"verdadero", 1},   {"falso", 0},
    {"是", 1},          {"否", 0},
    {"喜欢", 1},        {"不喜欢", 0},
    {"on", 1},          {"off", 0},
    {"clicked", 1},     {"skipped", 0},
}};

constexpr std::array<std::pair<std::string_view, double>, 11> kCounts = {{{"zero", 0},
                                                                          {"one", 1},
                                                                          {"two", 2},
                                                                          {"three", 3},
                                                                          {"four", 4},
                                                                          {"five", 5},
                                                                          {"six", 6},
                                                                          {"seven", 7},
                                                                          {"eight", 8},
                                                                          {"nine", 9},
                                                                          {"ten", 10}}};

// "five stars", "4 stars", "3.5 out of 5", "4/5", "★★★☆☆".
std::optional<double> starsOf(std::string_view text) {
    constexpr std::string_view kStar = "★";
    constexpr std::string_view kOutline = "☆";
    double stars = 0;
    std::string_view rest = text;
    while (rest.starts_with(kStar) || rest.starts_with(kOutline)) {
        stars += rest.starts_with(kStar) ? 1 : 0;
        rest.remove_prefix(kStar.size());
    }
    if (rest.empty() && !text.empty()) {
        return stars;
    }
    const auto end = text.find_first_of(" /-");
    const std::string_view first = text.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : trimmed(text.substr(end + 1));
    for (const std::string_view known : {"stars", "star", "out of 5", "out of 10", "of 5", "of 10",
                                         "5", "10", "out of five", "sterne", "étoiles", ""}) {
        if (rest != known) {
            continue;
        }
        const auto* const count = std::find_if(
            kCounts.begin(), kCounts.end(), [&](const auto& word) { return word.first == first; });
        if (count != kCounts.end()) {
            return count->second;
        }
        return rest.empty() ? std::nullopt : parseDouble(first);
    }
    return std::nullopt;
}

std::optional<double> parseWord(std::string_view text) {
    const std::string small = toLowerAscii(text);
    const auto* const word = std::find_if(kWords.begin(), kWords.end(),
                                          [&](const auto& known) { return known.first == small; });
    return word != kWords.end() ? word->second : starsOf(small);
}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

// With `group` between groups of three digits and `point` before the decimals. Blanks, narrow ones
// included, and apostrophes group, too.
std::optional<double> parseGrouped(std::string_view text, char group, char point) {
    std::array<char, 64> plain;
    std::size_t length = 0;
    std::size_t digits = 0;  // since the last group mark
    bool grouped = false;
    bool decimals = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (length == plain.size()) {
            return std::nullopt;
        }
        const char c = text[at];
        std::size_t mark = 0;
        for (const std::string_view known : {" ", "'", "\u00a0", "\u202f", "\u2019"}) {
            mark = text.substr(at).starts_with(known) ? known.size() : mark;
        }
        if (isDigit(c)) {
            ++digits;
            plain[length++] = c;
        } else if ((c == group || mark > 0) && !decimals) {
            if (digits == 0 || digits > 3 || (grouped && digits != 3)) {
                return std::nullopt;
            }
            grouped = true;
            digits = 0;
            at += mark > 1 ? mark - 1 : 0;
        } else if (c == point && !decimals) {
            if (grouped && digits != 3) {
                return std::nullopt;
            }
            decimals = true;
            plain[length++] = '.';
        } else if ((c == '-' || c == '+') && at == 0) {
            if (c == '-') {
                plain[length++] = c;
            }
        } else {
            return std::nullopt;
        }
    }
    // 0,512 is no group of thousands.
    if (grouped && ((!decimals && digits != 3) || (length > 1 && plain[0] == '0'))) {
        return std::nullopt;
    }
    return parseDouble({plain.data(), length});
}

}  // namespace

std::optional<double> parseNumber(std::string_view text, NumberFormat format) {
    text = quicklyTrimmed(text);
    std::optional<double> number;
    switch (format.kind) {
        case Kind::Plain:
            number = parseDouble(text);
            break;
        case Kind::DecimalComma:
            number = parseGrouped(text, '.', ',');
            break;
        case Kind::Thousands:
            number = parseGrouped(text, ',', '.');
            break;
        case Kind::Words:
            number = parseWord(text);
            number = number ? number : parseDouble(text);
            break;
    }
    return number && std::isfinite(*number) ? number : std::nullopt;
}

std::optional<NumberGuess> guessNumberFormat(std::span<const std::string_view> values) {
    std::optional<NumberGuess> best;
    for (const Kind kind : {Kind::Plain, Kind::DecimalComma, Kind::Thousands, Kind::Words}) {
        // Single words among numbers are no answers.
        if (kind == Kind::Words && best && best->readable >= 0.9) {
            break;
        }
        std::size_t seen = 0;
        std::size_t read = 0;
        bool decimals = false;
        for (const auto value : values) {
            if (!isMissing(value)) {
                ++seen;
                const auto number = parseNumber(value, {kind});
                read += number ? 1 : 0;
                decimals = decimals || (number && *number != std::round(*number));
            }
        }
        const double readable =
            seen > 0 ? static_cast<double>(read) / static_cast<double>(seen) : 0;
        // "1,234" is one thousand and more unless other values of the column say that the comma
        // stands before decimals: those are not readable as thousands. The reverse holds, too.
        const double least = best ? best->readable : 0.5;
        const bool thousandsToo = kind == Kind::Thousands && best &&
                                  best->format.kind == Kind::DecimalComma &&
                                  readable == best->readable && decimals == false;
        if (readable > least || (!best && readable >= 0.5) || thousandsToo) {
            best = NumberGuess{{kind}, readable};
        }
    }
    return best;
}

std::string numberFormatName(NumberFormat format) {
    switch (format.kind) {
        case Kind::DecimalComma:
            return "numbers with a decimal comma";
        case Kind::Thousands:
            return "numbers with commas between thousands";
        case Kind::Words:
            return "words such as yes and no";
        case Kind::Plain:
            break;
    }
    return "numbers";
}

std::string numberFormatKey(NumberFormat format) {
    switch (format.kind) {
        case Kind::DecimalComma:
            return "decimal-comma";
        case Kind::Thousands:
            return "thousands";
        case Kind::Words:
            return "words";
        case Kind::Plain:
            break;
    }
    return "plain";
}

std::optional<NumberFormat> numberFormatOfKey(std::string_view key) {
    for (const Kind kind : {Kind::Plain, Kind::DecimalComma, Kind::Thousands, Kind::Words}) {
        if (numberFormatKey({kind}) == key) {
            return NumberFormat{kind};
        }
    }
    return std::nullopt;
}

}  // namespace ncf
