#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ncf {

// How a column writes its times. Decided once over the whole column and not value by value, so that
// 03/04/2017 means the same in every row.
struct TimeFormat {
    enum class Kind {
        Order,         // numbers that say what came first and no more: positions, steps
        Seconds,       // since 1970, fractions allowed
        Milliseconds,
        Microseconds,
        Nanoseconds,
        CompactDate,   // 20170718, also 20170718125640 and 201707181256
        Year,          // 2017
        YearMonth,     // 2017-07, 201707
        ExcelDays,     // days since 1899-12-30, fractions are times of day: 42934.54
        YearFirst,     // 2017-07-18, 2017/7/18 8:13, ISO 8601 with T, fractions, zones
        DayFirst,      // 18.07.2017, 18/7/17 12:56
        MonthFirst,    // 7/18/2017 8:26 PM, 07 18, 2017
        Named          // July 18, 2017; 18 Jul 2017; RFC 2822; ctime; Twitter's; German, French and
                       // Spanish month names
    };
    Kind kind = Kind::Seconds;
};

// A column's values and how they can be read.
struct TimeGuess {
    TimeFormat format;
    double readable = 0;  // share of the values that are times by `format`, 0..1
    // The values fit both orders of day and month, so that a person has to say which.
    bool dayOrMonthOpen = false;
    // Share of the readable values before 1950 or after next year, 0..1; 0 for Order.
    double farOff = 0;
};

// The format that reads most of the values; nullopt where none reads at least half of them. Empty
// values and missingValue()s do not count. Whole numbers are ambiguous: `named` says that the
// column's name speaks of time, so that 42934 may be Excel's day, 2017 a year and 17 a position;
// without it only numbers that can hardly be anything else are times (10 digits that are 1980 to
// next year in seconds, 13, 16, 19 digits likewise, 8 digits that are a date from 1950 on).
std::optional<TimeGuess> guessTimeFormat(std::span<const std::string_view> values, bool named);

// Seconds since 1970 (UTC; Order: the number itself, rounded down). Times without a zone are taken
// for UTC. nullopt for what is no time in this format. Free of locale and of the machine's zone.
// Seconds, Milliseconds … are the fast path of an import: a few nanoseconds.
std::optional<std::int64_t> parseTime(std::string_view text, TimeFormat format);

// "seconds since 1970", "dates, day first" …: what the person is shown.
std::string timeFormatName(TimeFormat format);
// "seconds", "day-first" …: for the command line and JSON.
std::string timeFormatKey(TimeFormat format);
std::optional<TimeFormat> timeFormatOfKey(std::string_view key);
std::vector<TimeFormat> allTimeFormats();

}  // namespace ncf
