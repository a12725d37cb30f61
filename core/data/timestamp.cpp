#include "data/timestamp.h"

#include "base/text.h"

#include <chrono>
#include <cmath>

namespace ncf {

namespace {

constexpr double kMillisecondsFrom = 1e11;
constexpr double kLatest = 1e15;

// Takes `digits` digits off the front of `text`.
std::optional<int> takeNumber(std::string_view& text, std::size_t digits) {
    if (text.size() < digits) {
        return std::nullopt;
    }
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        if (text[i] < '0' || text[i] > '9') {
            return std::nullopt;
        }
        value = 10 * value + (text[i] - '0');
    }
    text.remove_prefix(digits);
    return value;
}

bool take(std::string_view& text, char expected) {
    if (!text.starts_with(expected)) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

// "12:30", "12:30:00" or "12:30:00.25", in seconds since midnight.
std::optional<int> takeTime(std::string_view& text) {
    const auto hour = takeNumber(text, 2);
    if (!hour || *hour > 23 || !take(text, ':')) {
        return std::nullopt;
    }
    const auto minute = takeNumber(text, 2);
    if (!minute || *minute > 59) {
        return std::nullopt;
    }
    int seconds = 3600 * *hour + 60 * *minute;
    if (take(text, ':')) {
        const auto second = takeNumber(text, 2);
        if (!second || *second > 60) {
            return std::nullopt;
        }
        seconds += *second;
        if (take(text, '.')) {
            while (takeNumber(text, 1)) {
            }
        }
    }
    return seconds;
}

// "Z", "+02:00", "+0200" or nothing, in seconds east of Greenwich.
std::optional<int> takeOffset(std::string_view& text) {
    if (text.empty() || take(text, 'Z')) {
        return 0;
    }
    const int sign = text.front() == '-' ? -1 : 1;
    if (!take(text, '+') && !take(text, '-')) {
        return std::nullopt;
    }
    const auto hours = takeNumber(text, 2);
    take(text, ':');
    const auto minutes = text.empty() ? std::optional(0) : takeNumber(text, 2);
    if (!hours || !minutes || *hours > 15 || *minutes > 59) {
        return std::nullopt;
    }
    return sign * (3600 * *hours + 60 * *minutes);
}

std::optional<std::int64_t> parseIso(std::string_view text) {
    const auto year = takeNumber(text, 4);
    const char separator = text.empty() ? '\0' : text.front();
    if (!year || (separator != '-' && separator != '/') || !take(text, separator)) {
        return std::nullopt;
    }
    const auto month = takeNumber(text, 2);
    if (!month || !take(text, separator)) {
        return std::nullopt;
    }
    const auto day = takeNumber(text, 2);
    if (!day) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) {
        return std::nullopt;
    }
    std::int64_t seconds =
        std::chrono::sys_seconds(std::chrono::sys_days(date)).time_since_epoch().count();
    if (take(text, 'T') || take(text, ' ')) {
        const auto time = takeTime(text);
        take(text, ' ');
        const auto offset = takeOffset(text);
        if (!time || !offset) {
            return std::nullopt;
        }
        seconds += *time - *offset;
    }
    return text.empty() ? std::optional(seconds) : std::nullopt;
}

}  // namespace

std::optional<std::int64_t> parseTimestamp(std::string_view text) {
    text = trimmed(text);
    if (const auto whole = parseInteger(text)) {
        const auto size = std::abs(static_cast<double>(*whole));
        if (size > kLatest) {
            return std::nullopt;
        }
        return size > kMillisecondsFrom ? *whole / 1000 : *whole;
    }
    if (const auto number = parseDouble(text)) {
        if (std::abs(*number) > kLatest) {
            return std::nullopt;
        }
        const bool milliseconds = std::abs(*number) > kMillisecondsFrom;
        return static_cast<std::int64_t>(milliseconds ? *number / 1000 : *number);
    }
    return parseIso(text);
}

}  // namespace ncf
