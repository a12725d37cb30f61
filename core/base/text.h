#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncf {

// Text helpers on UTF-8 std::string. None of them depends on the locale.

bool isValidUtf8(std::string_view bytes);
// Windows-1252's C1 range included, since files called Latin-1 mostly are that.
std::string latin1ToUtf8(std::string_view bytes);

std::string_view trimmed(std::string_view text);
std::vector<std::string_view> splitText(std::string_view text, std::string_view separator);
// ASCII letters only; the rest is left as it is.
std::string toLowerAscii(std::string_view text);

// The whole of `text` must be the number.
std::optional<double> parseDouble(std::string_view text);
std::optional<std::int64_t> parseInteger(std::string_view text);

// 1234567 → "1,234,567".
std::string withThousands(std::uint64_t number);
// A fixed number of decimals: fixed(0.69421, 4) → "0.6942".
std::string fixed(double value, int decimals);
// The shortest text that reads back as the same double: 0.001 → "0.001".
std::string shortest(double value);
// The shortest decimal that reads back as the same float, as a double: shortest(decimal(0.1f)) is
// "0.1".
double decimal(float value);
// A text field of a CSV file, quoted where it needs to be. Spreadsheets take what begins with one
// of = + - @, a tab or a carriage return for a formula and run it; an apostrophe in front makes it
// text.
std::string csvField(std::string_view text);
// Seconds as people say them: "8 s", "3 min 05 s", "2 h 10 min".
std::string duration(double seconds);

}  // namespace ncf
