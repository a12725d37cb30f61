#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace ncf {

// A cursor over the text of one time. What does not fit is not taken.
class TimeScan {
public:
    explicit TimeScan(std::string_view text) : rest_(text) {}

    bool done() const { return rest_.empty(); }
    // '\0' at the end.
    char next() const { return done() ? '\0' : rest_.front(); }
    // The byte after `offset` others, '\0' beyond the end.
    char ahead(std::size_t offset) const { return offset < rest_.size() ? rest_[offset] : '\0'; }
    bool atDigit() const { return isDigit(next()); }
    // Bytes of UTF-8 beyond ASCII count as letters, no-break spaces apart.
    bool atLetter() const;
    bool take(char expected) {
        if (!rest_.starts_with(expected)) {
            return false;
        }
        rest_.remove_prefix(1);
        return true;
    }
    // Whether there were any. No-break spaces are blanks: browsers write them before AM and PM.
    bool skipBlanks();
    // How many digits come next.
    std::size_t digits() const {
        std::size_t count = 0;
        while (count < rest_.size() && isDigit(rest_[count])) {
            ++count;
        }
        return count;
    }
    // All the digits that come next, where they are `least` to `most` (at most 9).
    std::optional<int> number(std::size_t least, std::size_t most) {
        const auto count = digits();
        return count < least || count > most ? std::nullopt : std::optional(digitsTaken(count));
    }
    // The next `count` bytes (at most 9), which are digits().
    int digitsTaken(std::size_t count) {
        int value = 0;
        for (std::size_t i = 0; i < count; ++i) {
            value = 10 * value + (rest_[i] - '0');
        }
        rest_.remove_prefix(count);
        return value;
    }
    void skipDigits() { rest_.remove_prefix(digits()); }
    // The letters that come next.
    std::string_view word();
    // "(Central European Summer Time)" and blanks, if they are all that is left.
    void skipRemark();

private:
    static bool isDigit(char c) { return c >= '0' && c <= '9'; }

    std::string_view rest_;
};

// Seconds since 1970 at the beginning of a day; nullopt where the calendar has no such day. Years 0
// to 9999.
std::optional<std::int64_t> secondsOfDate(int year, int month, int day);

// 0–68 → 2000–2068, 69–99 → 1969–1999.
int fullYear(int twoDigits);

// "8:13", "12:56:40.25", "12:56:40,25", "3:04 PM" in seconds since midnight. The second may be 60,
// the time 24:00. `iso` also allows "12", "1256" and "125640".
std::optional<int> takeClock(TimeScan& scan, bool iso);

// "+02:00", "-0530", "+2" in seconds east of Greenwich.
std::optional<int> takeOffset(TimeScan& scan);

// What may follow a date in digits: nothing, or a time of day with or without a zone. In seconds
// since midnight UTC. All of the text must be taken by it.
std::optional<int> takeTimeOfDay(TimeScan& scan);

}  // namespace ncf
