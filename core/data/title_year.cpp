#include "data/title_year.h"

#include "base/text.h"

#include <cmath>
#include <string>

namespace ncf {

namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

}  // namespace

int yearInTitle(std::string_view title) {
    title = trimmed(title);
    if (title.size() < 6 || !title.ends_with(')') || title[title.size() - 6] != '(') {
        return 0;
    }
    const auto year = parseInteger(title.substr(title.size() - 5, 4));
    return year && *year >= 1000 ? static_cast<int>(*year) : 0;
}

int yearIn(std::string_view text) {
    std::string plain(trimmed(text));
    if (plain.starts_with("−")) {
        plain.replace(0, std::string_view("−").size(), "-");
    }
    if (const auto number = parseDouble(plain); number && std::abs(*number) < 10'000) {
        return *number == std::floor(*number) ? static_cast<int>(*number) : 0;
    }
    for (std::size_t at = 0; at < plain.size(); ++at) {
        std::size_t digits = 0;
        while (at + digits < plain.size() && isDigit(plain[at + digits])) {
            ++digits;
        }
        const bool compact = digits == 8 && plain.size() == 8;
        const auto year = digits == 4 || compact ? parseInteger(plain.substr(at, 4)) : std::nullopt;
        if (year && *year >= 1000 && *year < 3000) {
            return static_cast<int>(*year);
        }
        at += digits;
    }
    return 0;
}

}  // namespace ncf
