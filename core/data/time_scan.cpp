#include "data/time_scan.h"

#include "data/time_words.h"

#include <chrono>

namespace ncf {

namespace {

constexpr int kMinute = 60;
constexpr int kHour = 60 * kMinute;

// How many bytes the blank in front takes; 0 where there is none.
std::size_t blankLength(std::string_view text) {
    const char first = text.empty() ? '\0' : text.front();
    if (first == ' ' || (first >= '\t' && first <= '\r')) {
        return 1;
    }
    if (text.starts_with("\xc2\xa0")) {  // U+00A0
        return 2;
    }
    return text.starts_with("\xe2\x80\xaf") ? 3 : 0;  // U+202F
}

bool isLetterByte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// "AM", "p.m." …: 'a' or 'p'; '\0' where neither comes next.
char takeHalfOfDay(TimeScan& scan) {
    TimeScan trial = scan;
    trial.skipBlanks();
    const char half = lower(trial.next());
    if (half != 'a' && half != 'p') {
        return '\0';
    }
    trial.take(trial.next());
    trial.take('.');
    if (!trial.take('m') && !trial.take('M')) {
        return '\0';
    }
    trial.take('.');
    if (trial.atLetter()) {
        return '\0';
    }
    scan = trial;
    return half;
}

// The hour of a clock of 12 hours. Some write "13:00 PM" and "0:30 PM"; "13:00 AM" is nonsense.
std::optional<int> hourOfDay(int hour, char half) {
    if (hour > (half == 'a' ? 12 : 23)) {
        return std::nullopt;
    }
    if (half == 'a') {
        return hour % 12;
    }
    return hour < 12 ? hour + 12 : hour;
}

// Seconds east of Greenwich; 0 where no zone is written.
std::optional<int> takeZone(TimeScan& scan) {
    scan.skipBlanks();
    if (scan.next() == '+' || scan.next() == '-') {
        return takeOffset(scan);
    }
    if (!scan.atLetter()) {
        return 0;
    }
    const auto word = timeWord(scan.word());
    if (!word || word->kind != TimeWord::Kind::Zone) {
        return std::nullopt;
    }
    // "GMT+0200", as browsers write it.
    const bool shifted = word->value == 0 && (scan.next() == '+' || scan.next() == '-');
    return shifted ? takeOffset(scan) : word->value * kMinute;
}

}  // namespace

bool TimeScan::atLetter() const {
    return isLetterByte(next()) && blankLength(rest_) == 0;
}

bool TimeScan::skipBlanks() {
    bool any = false;
    while (const auto length = blankLength(rest_)) {
        rest_.remove_prefix(length);
        any = true;
    }
    return any;
}

std::string_view TimeScan::word() {
    const auto start = rest_;
    while (atLetter()) {
        rest_.remove_prefix(1);
    }
    return start.substr(0, start.size() - rest_.size());
}

void TimeScan::skipRemark() {
    skipBlanks();
    if (rest_.starts_with('(') && rest_.find(')') == rest_.size() - 1) {
        rest_ = {};
    }
}

std::optional<std::int64_t> secondsOfDate(int year, int month, int day) {
    const std::chrono::year_month_day date{std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (year < 0 || year > 9999 || !date.ok()) {
        return std::nullopt;
    }
    return std::chrono::sys_seconds(std::chrono::sys_days(date)).time_since_epoch().count();
}

int fullYear(int twoDigits) {
    return twoDigits + (twoDigits < 69 ? 2000 : 1900);
}

std::optional<int> takeClock(TimeScan& scan, bool iso) {
    std::optional<int> hour;
    std::optional<int> minute = 0;
    std::optional<int> second = 0;
    bool toTheSecond = false;
    const auto digits = scan.digits();
    if (iso && (digits == 4 || digits == 6)) {
        hour = scan.digitsTaken(2);
        minute = scan.digitsTaken(2);
        toTheSecond = digits == 6;
        second = toTheSecond ? scan.digitsTaken(2) : 0;
    } else {
        hour = scan.number(1, 2);
        if (scan.take(':')) {
            minute = scan.number(1, 2);
            toTheSecond = scan.take(':');
            second = toTheSecond ? scan.number(1, 2) : 0;
        } else if (!iso) {
            return std::nullopt;
        }
    }
    if (!hour || !minute || !second || *minute > 59 || *second > 60) {
        return std::nullopt;
    }
    const char after = scan.ahead(1);
    if (toTheSecond && (scan.next() == '.' || scan.next() == ',') && after >= '0' && after <= '9') {
        scan.take(scan.next());
        scan.skipDigits();
    }
    if (const char half = takeHalfOfDay(scan)) {
        hour = hourOfDay(*hour, half);
    } else if (*hour > 24 || (*hour == 24 && *minute + *second > 0)) {
        hour.reset();
    }
    return hour ? std::optional(*hour * kHour + *minute * kMinute + *second) : std::nullopt;
}

std::optional<int> takeOffset(TimeScan& scan) {
    const int sign = scan.next() == '-' ? -1 : 1;
    if (!scan.take('+') && !scan.take('-')) {
        return std::nullopt;
    }
    const bool together = scan.digits() == 4;
    const auto hours = together ? std::optional(scan.digitsTaken(2)) : scan.number(1, 2);
    const auto minutes = together || scan.take(':') ? scan.number(2, 2) : 0;
    if (!hours || !minutes || *hours > 15 || *minutes > 59) {
        return std::nullopt;
    }
    return sign * (*hours * kHour + *minutes * kMinute);
}

std::optional<int> takeTimeOfDay(TimeScan& scan) {
    if (scan.done()) {
        return 0;
    }
    const bool iso = scan.take('T') || scan.take('t');
    if (!iso) {
        const bool comma = scan.take(',');
        if (!scan.skipBlanks() && !comma) {
            return std::nullopt;
        }
    }
    const auto clock = takeClock(scan, iso);
    const auto zone = clock ? takeZone(scan) : std::nullopt;
    scan.skipRemark();
    return zone && scan.done() ? std::optional(*clock - *zone) : std::nullopt;
}

}  // namespace ncf
