#pragma once

#include <optional>
#include <string_view>

namespace ncf {

// A word that may stand in a time.
struct TimeWord {
    enum class Kind {
        Month,    // `value` 1..12: English, German, French and Spanish, in full and shortened
        Weekday,  // of the same languages
        MonthOrWeekday,  // "mar": March, but also mardi and martes
        Zone,            // `value` in minutes east of Greenwich
        YearMark,        // 年, after the number
        MonthMark,       // 月
        DayMark,         // 日
        Filler           // "de", "th", "Uhr" …: says nothing
    };
    Kind kind = Kind::Filler;
    int value = 0;
};

// In any case of letters. nullopt for a word that is none of them.
std::optional<TimeWord> timeWord(std::string_view word);

}  // namespace ncf
