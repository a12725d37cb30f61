#include "data/time_format.h"

#include "base/text.h"
#include "data/calendar_time.h"
#include "data/named_time.h"
#include "data/quick_trim.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace ncf {

namespace {

using Kind = TimeFormat::Kind;

// The beginnings of the years 0 and 10000.
constexpr std::int64_t kFirstSecond = -62167219200;
constexpr std::int64_t kEndOfSeconds = 253402300800;
// Differences of two such numbers still fit 64 bits.
constexpr std::int64_t kLargestOrder = 4'000'000'000'000'000'000;
constexpr double kExcelDayOf1970 = 25569;
constexpr double kExcelDayOfYear10000 = 2958466;
constexpr double kSecondsPerDay = 86400;

struct Description {
    Kind kind;
    const char* key;
    const char* name;
};

constexpr std::array<Description, 13> kFormats = {{
    {Kind::Order, "order", "numbers that count up"},
    {Kind::Seconds, "seconds", "seconds since 1970"},
    {Kind::Milliseconds, "milliseconds", "milliseconds since 1970"},
    {Kind::Microseconds, "microseconds", "microseconds since 1970"},
    {Kind::Nanoseconds, "nanoseconds", "nanoseconds since 1970"},
    {Kind::CompactDate, "compact-date", "dates without separators"},
    {Kind::Year, "year", "years"},
    {Kind::YearMonth, "year-month", "years and months"},
    {Kind::ExcelDays, "excel-days", "day numbers of a spreadsheet"},
    {Kind::YearFirst, "year-first", "dates, year first"},
    {Kind::DayFirst, "day-first", "dates, day first"},
    {Kind::MonthFirst, "month-first", "dates, month first"},
    {Kind::Named, "named", "dates with the name of the month"},
}};

const Description& describe(TimeFormat format) {
    return *std::find_if(kFormats.begin(), kFormats.end(),
                         [&](const Description& one) { return one.kind == format.kind; });
}

// `perSecond` units since 1970, rounded down.
std::optional<std::int64_t> parseCount(std::string_view text, std::int64_t perSecond) {
    if (const auto whole = parseInteger(text)) {
        return *whole / perSecond - (*whole % perSecond < 0 ? 1 : 0);
    }
    const auto number = parseDouble(text);
    const double seconds = number ? std::floor(*number / static_cast<double>(perSecond)) : NAN;
    // False for NaN, too.
    const bool inRange = seconds >= static_cast<double>(kFirstSecond) &&
                         seconds < static_cast<double>(kEndOfSeconds);
    return inRange ? std::optional(static_cast<std::int64_t>(seconds)) : std::nullopt;
}

std::optional<std::int64_t> parseOrder(std::string_view text) {
    if (const auto whole = parseInteger(text)) {
        return *whole >= -kLargestOrder && *whole <= kLargestOrder ? whole : std::nullopt;
    }
    const auto number = parseDouble(text);
    const bool inRange = number && std::abs(*number) <= static_cast<double>(kLargestOrder);
    return inRange ? std::optional(static_cast<std::int64_t>(std::floor(*number))) : std::nullopt;
}

std::optional<std::int64_t> parseExcelDays(std::string_view text) {
    const auto days = parseDouble(text);
    if (!days || *days < 0 || *days >= kExcelDayOfYear10000) {
        return std::nullopt;
    }
    return std::llround((*days - kExcelDayOf1970) * kSecondsPerDay);
}

std::optional<std::int64_t> readTime(std::string_view text, TimeFormat format) {
    switch (format.kind) {
        case Kind::Order:
            return parseOrder(text);
        case Kind::Seconds:
            return parseCount(text, 1);
        case Kind::Milliseconds:
            return parseCount(text, 1'000);
        case Kind::Microseconds:
            return parseCount(text, 1'000'000);
        case Kind::Nanoseconds:
            return parseCount(text, 1'000'000'000);
        case Kind::CompactDate:
            return parseCompactDate(text);
        case Kind::Year:
            return parseYear(text);
        case Kind::YearMonth:
            return parseYearMonth(text);
        case Kind::ExcelDays:
            return parseExcelDays(text);
        case Kind::YearFirst:
            return parseYearFirst(text);
        case Kind::DayFirst:
        case Kind::MonthFirst: {
            const auto date = scanYearLast(text);
            if (!date) {
                return std::nullopt;
            }
            return format.kind == Kind::DayFirst ? secondsDayFirst(*date)
                                                 : secondsMonthFirst(*date);
        }
        case Kind::Named:
            return parseNamedTime(text);
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::int64_t> parseTime(std::string_view text, TimeFormat format) {
    const auto time = readTime(quicklyTrimmed(text), format);
    // A zone, a time of day or rounding may lead out of the years of the dates.
    const bool inRange =
        time && (format.kind == Kind::Order || (*time >= kFirstSecond && *time < kEndOfSeconds));
    return inRange ? time : std::nullopt;
}

std::string timeFormatName(TimeFormat format) {
    return describe(format).name;
}

std::string timeFormatKey(TimeFormat format) {
    return describe(format).key;
}

std::optional<TimeFormat> timeFormatOfKey(std::string_view key) {
    const auto found = std::find_if(kFormats.begin(), kFormats.end(),
                                    [&](const Description& one) { return one.key == key; });
    return found == kFormats.end() ? std::nullopt : std::optional(TimeFormat{found->kind});
}

std::vector<TimeFormat> allTimeFormats() {
    std::vector<TimeFormat> formats;
    for (const auto& one : kFormats) {
        formats.push_back({one.kind});
    }
    return formats;
}

}  // namespace ncf
