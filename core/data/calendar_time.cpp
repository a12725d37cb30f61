#include "data/calendar_time.h"

#include "data/time_scan.h"
#include "data/time_words.h"

namespace ncf {

namespace {

// A column of whole numbers with gaps is often written with decimals: 20170718.0.
std::string_view withoutZeroDecimal(std::string_view text) {
    return text.ends_with(".0") ? text.substr(0, text.size() - 2) : text;
}

std::optional<std::int64_t> plus(std::optional<std::int64_t> day, std::optional<int> seconds) {
    return day && seconds ? std::optional(*day + *seconds) : std::nullopt;
}

// "Tue, ", "Di. " or nothing in front of a date.
bool skipWeekday(TimeScan& scan) {
    if (!scan.atLetter()) {
        return true;
    }
    const auto word = timeWord(scan.word());
    scan.take('.');
    scan.take(',');
    return scan.skipBlanks() && word &&
           (word->kind == TimeWord::Kind::Weekday || word->kind == TimeWord::Kind::MonthOrWeekday);
}

// The character between the parts of a date; '\0' for what is none.
char takeSeparator(TimeScan& scan) {
    for (const char separator : {'-', '/', '.'}) {
        if (scan.take(separator)) {
            scan.skipBlanks();
            return separator;
        }
    }
    return scan.skipBlanks() ? ' ' : '\0';
}

}  // namespace

std::optional<std::int64_t> parseYearFirst(std::string_view text) {
    TimeScan scan(text);
    if (!skipWeekday(scan)) {
        return std::nullopt;
    }
    const auto year = scan.number(4, 4);
    const char separator = year ? takeSeparator(scan) : '\0';
    const auto month = separator != '\0' ? scan.number(1, 2) : std::nullopt;
    if (!month || takeSeparator(scan) != separator) {
        return std::nullopt;
    }
    const auto day = scan.number(1, 2);
    return day ? plus(secondsOfDate(*year, *month, *day), takeTimeOfDay(scan)) : std::nullopt;
}

std::optional<std::int64_t> parseCompactDate(std::string_view text) {
    TimeScan scan(withoutZeroDecimal(text));
    const auto digits = scan.digits();
    if (digits != 8 && digits != 12 && digits != 14) {
        return std::nullopt;
    }
    const int year = scan.digitsTaken(4);
    const int month = scan.digitsTaken(2);
    const int day = scan.digitsTaken(2);
    const auto date = secondsOfDate(year, month, day);
    if (digits == 8) {
        return plus(date, takeTimeOfDay(scan));
    }
    const auto clock = takeClock(scan, true);
    const bool utc = scan.done() || (scan.take('Z') && scan.done());
    return utc ? plus(date, clock) : std::nullopt;
}

std::optional<std::int64_t> parseYearMonth(std::string_view text) {
    TimeScan scan(withoutZeroDecimal(text));
    const bool together = scan.digits() == 6;
    const auto year = together ? std::optional(scan.digitsTaken(4)) : scan.number(4, 4);
    if (!year || (!together && !scan.take('-') && !scan.take('/'))) {
        return std::nullopt;
    }
    const auto month = scan.number(1, 2);
    return month && scan.done() ? secondsOfDate(*year, *month, 1) : std::nullopt;
}

std::optional<std::int64_t> parseYear(std::string_view text) {
    TimeScan scan(withoutZeroDecimal(text));
    const auto year = scan.number(4, 4);
    return year && scan.done() ? secondsOfDate(*year, 1, 1) : std::nullopt;
}

std::optional<YearLastDate> scanYearLast(std::string_view text) {
    TimeScan scan(text);
    if (!skipWeekday(scan)) {
        return std::nullopt;
    }
    const auto first = scan.number(1, 2);
    char separator = first ? takeSeparator(scan) : '\0';
    const auto second = separator != '\0' ? scan.number(1, 2) : std::nullopt;
    if (!second) {
        return std::nullopt;
    }
    if (separator == ' ' && scan.take(',')) {
        scan.skipBlanks();
        separator = ',';
    } else if (takeSeparator(scan) != separator) {
        return std::nullopt;
    }
    const bool shortYear = scan.digits() == 2;
    const auto year = shortYear ? scan.number(2, 2) : scan.number(4, 4);
    const auto timeOfDay = year ? takeTimeOfDay(scan) : std::nullopt;
    if (!timeOfDay) {
        return std::nullopt;
    }
    return YearLastDate{*first, *second, shortYear ? fullYear(*year) : *year, *timeOfDay,
                        separator};
}

std::optional<std::int64_t> secondsDayFirst(const YearLastDate& date) {
    return plus(secondsOfDate(date.year, date.second, date.first), date.timeOfDay);
}

std::optional<std::int64_t> secondsMonthFirst(const YearLastDate& date) {
    return plus(secondsOfDate(date.year, date.first, date.second), date.timeOfDay);
}

}  // namespace ncf
