#include "data/missing_value.h"

#include "data/quick_trim.h"

#include <algorithm>
#include <array>

namespace ncf {

namespace {

constexpr std::size_t kLongest = 4;
constexpr std::array<std::string_view, 13> kMissing = {
    "na", "n/a", "#n/a", "null", "nil", "none", "nan", "nat", "\\n", "-", "--", "?", "."};

constexpr std::string_view kFirst = "nN#\\-?.";

}  // namespace

bool isMissing(std::string_view text) {
    text = quicklyTrimmed(text);
    if (text.empty()) {
        return true;
    }
    // A rule of dashes under the head of a table.
    if (text.size() > 1 && text.front() == '-' &&
        text.find_first_not_of("-:") == std::string_view::npos) {
        return true;
    }
    // Nearly all values are told from their length or their first character.
    if (text.size() > kLongest || kFirst.find(text.front()) == std::string_view::npos) {
        return false;
    }
    std::array<char, kLongest> lower{};
    std::transform(text.begin(), text.end(), lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    const std::string_view word(lower.data(), text.size());
    return std::find(kMissing.begin(), kMissing.end(), word) != kMissing.end();
}

}  // namespace ncf
