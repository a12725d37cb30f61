#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace ncf {

// How a column writes its numbers.
struct NumberFormat {
    enum class Kind {
        Plain,         // 4, 4.5, 1e3
        DecimalComma,  // 4,5 and 1.234,5
        Thousands,     // 2,219 and 1,234.5
        Words          // true/false, yes/no, like/dislike, "five stars" …
    };
    Kind kind = Kind::Plain;
};

struct NumberGuess {
    NumberFormat format;
    double readable = 0;  // share of the values that are numbers by `format`, 0..1
};

// The format that reads most of the values, missing ones left out; nullopt where none reads half.
std::optional<NumberGuess> guessNumberFormat(std::span<const std::string_view> values);

// nullopt for what is no finite number in this format.
std::optional<double> parseNumber(std::string_view text, NumberFormat format);

// "numbers with a decimal comma" …: what the person is shown.
std::string numberFormatName(NumberFormat format);
// "decimal-comma" …: for the command line and JSON.
std::string numberFormatKey(NumberFormat format);
std::optional<NumberFormat> numberFormatOfKey(std::string_view key);

}  // namespace ncf
