#pragma once

#include <cstdint>
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
        Order,    // numbers that say what came first and no more: positions, steps
        Seconds,  // since 1970, fractions allowed
        Milliseconds,
        Microseconds,
        Nanoseconds,
        CompactDate,  // 20170718, also 20170718125640, 201707181256 and 20170718T125640Z
        Year,         // 2017
        YearMonth,    // 2017-07, 201707
        ExcelDays,    // days since 1899-12-30, fractions are times of day (to the nearest second,
                      // since a second is no round part of a day): 42934.54
        YearFirst,    // 2017-07-18, 2017/7/18 8:13, ISO 8601 with T, fractions, zones
        DayFirst,     // 18.07.2017, 18/7/17 12:56
        MonthFirst,   // 7/18/2017 8:26 PM, 07 18, 2017
        Named         // July 18, 2017; 18 Jul 2017; RFC 2822; ctime; Twitter's; German, French and
                      // Spanish month names; 2017年7月18日
    };
    Kind kind = Kind::Seconds;

    bool operator==(const TimeFormat&) const = default;
};

// A column's values and how they can be read.
struct TimeGuess {
    TimeFormat format;
    double readable = 0;  // share of the values that are times by `format`, 0..1
    // The values fit both orders of day and month, so that a person has to say which. Not where the
    // way of writing says it: 03.04.2017 is day first, "03 04, 2017" month first. `format` is the
    // likelier order, month first for 03/04/2017 and day first for 03-04-2017.
    bool dayOrMonthOpen = false;
    // Share of the readable values before 1950 or after the latest year, 0..1; 0 for Order.
    double farOff = 0;
};

// The calendar year after the present one, by the machine's clock.
int nextYear();

// The format that reads most of the values; nullopt where none reads at least half of them. Values
// that are isMissing() do not count. Numbers are ambiguous: `named` says that the column's name
// speaks of time, so that 42934 may be Excel's day, 2017 a year and 17 a position; without it only
// numbers that can hardly be anything else are times (9 or 10 digits that are 1980 to `latestYear`
// in seconds, milli-, micro- and nanoseconds likewise, 8, 12 or 14 digits that are a date from 1950
// on). Years, months, Excel's days and compact dates must be nine tenths of the numbers, without a
// name the others as well, so that a row of ids or positions that passes through their range is
// none.
std::optional<TimeGuess> guessTimeFormat(std::span<const std::string_view> values, bool named,
                                         int latestYear = nextYear());

// Seconds since 1970 (UTC; Order: the number itself), rounded down. Times without a zone are taken
// for UTC; zones are Z, UTC, GMT, offsets, CET, CEST, BST and the North American ones of RFC 2822.
// Two digits are a year from 1969 to 2068. nullopt for what is no time in this format or lies
// outside the years 0 to 9999 (Order: beyond 4·10^18). Free of locale and of the machine's zone.
// Seconds, Milliseconds … are the fast path of an import: some 20 nanoseconds, dates in digits 100.
// Any thread.
std::optional<std::int64_t> parseTime(std::string_view text, TimeFormat format);

// "seconds since 1970", "dates, day first" …: what the person is shown.
std::string timeFormatName(TimeFormat format);
// "seconds", "day-first" …: for the command line and JSON.
std::string timeFormatKey(TimeFormat format);
std::optional<TimeFormat> timeFormatOfKey(std::string_view key);
std::vector<TimeFormat> allTimeFormats();

}  // namespace ncf
