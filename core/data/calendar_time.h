#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace ncf {

// Times written as dates in digits, in seconds since 1970. Texts without blanks around; nullopt for
// what is none of its kind or not in the calendar.

std::optional<std::int64_t> parseYearFirst(std::string_view text);
std::optional<std::int64_t> parseCompactDate(std::string_view text);
std::optional<std::int64_t> parseYearMonth(std::string_view text);
std::optional<std::int64_t> parseYear(std::string_view text);

// A date whose year comes last: what is day and what is month is another question.
struct YearLastDate {
    int first = 0;
    int second = 0;
    int year = 0;
    int timeOfDay = 0;     // in seconds since midnight UTC
    char separator = '/';  // one of / . - and blank; a comma for "07 18, 2017"
};
std::optional<YearLastDate> scanYearLast(std::string_view text);
std::optional<std::int64_t> secondsDayFirst(const YearLastDate& date);
std::optional<std::int64_t> secondsMonthFirst(const YearLastDate& date);

}  // namespace ncf
