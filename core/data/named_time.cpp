#include "data/named_time.h"

#include "data/time_scan.h"
#include "data/time_words.h"

namespace ncf {

namespace {

// The parts come in nearly any order, and what each is can be told from itself: the month is a
// word, the year has four digits or comes after the day, the time has colons, the zone a sign.
class NamedTime {
public:
    explicit NamedTime(std::string_view text) : scan_(text) {}

    std::optional<std::int64_t> read() {
        while (!scan_.done()) {
            if (!takePart()) {
                return std::nullopt;
            }
        }
        if (!month_ || !year_) {
            return std::nullopt;
        }
        const auto date = secondsOfDate(*year_, *month_, day_.value_or(1));
        return date ? std::optional(*date + clock_.value_or(0) - zone_.value_or(0)) : std::nullopt;
    }

private:
    bool takePart() {
        if (scan_.atDigit()) {
            const auto digits = scan_.digits();
            return digits <= 2 && scan_.ahead(digits) == ':' ? takeTime() : takeNumber();
        }
        if (scan_.atLetter()) {
            return takeWord();
        }
        const bool zoneDue = clock_ && !zone_;
        switch (scan_.next()) {
            case '+':
                return zoneDue && takeShift();
            case '-':
                return zoneDue ? takeShift() : scan_.take('-');
            case ':':
                return scan_.take(':') && takeTime();
            case '(':
                scan_.skipRemark();
                return scan_.done();
            case ',':
            case '.':
            case '/':
                return scan_.take(scan_.next());
            default:
                return scan_.skipBlanks();
        }
    }

    bool takeTime() {
        if (clock_) {
            return false;
        }
        clock_ = takeClock(scan_, false);
        return clock_.has_value();
    }

    bool takeShift() {
        zone_ = takeOffset(scan_);
        return zone_.has_value();
    }

    bool takeNumber() {
        const auto digits = scan_.digits();
        const auto number = scan_.number(1, 4);
        if (!number || digits == 3) {
            return false;
        }
        if (scan_.atLetter()) {
            TimeScan trial = scan_;
            const auto mark = timeWord(trial.word());
            using Kind = TimeWord::Kind;
            if (mark && (mark->kind == Kind::YearMark || mark->kind == Kind::MonthMark ||
                         mark->kind == Kind::DayMark)) {
                scan_ = trial;
                return put(mark->kind == Kind::YearMark    ? year_
                           : mark->kind == Kind::MonthMark ? month_
                                                           : day_,
                           *number);
            }
        }
        if (digits == 4) {
            return put(year_, *number);
        }
        return !day_ ? put(day_, *number) : digits == 2 && put(year_, fullYear(*number));
    }

    bool takeWord() {
        const auto word = timeWord(scan_.word());
        if (!word) {
            return false;
        }
        switch (word->kind) {
            case TimeWord::Kind::Month:
                if (monthMayBeWeekday_) {
                    month_.reset();
                    monthMayBeWeekday_ = false;
                }
                return put(month_, word->value);
            case TimeWord::Kind::MonthOrWeekday:
                monthMayBeWeekday_ = true;
                return put(month_, word->value);
            case TimeWord::Kind::Zone:
                if (!clock_ || !put(zone_, 60 * word->value)) {
                    return false;
                }
                // "GMT+0200", as browsers write it.
                return word->value != 0 || (scan_.next() != '+' && scan_.next() != '-') ||
                       takeShift();
            case TimeWord::Kind::Weekday:
            case TimeWord::Kind::Filler:
                return true;
            default:
                return false;
        }
    }

    static bool put(std::optional<int>& part, int value) {
        if (part) {
            return false;
        }
        part = value;
        return true;
    }

    TimeScan scan_;
    std::optional<int> year_;
    std::optional<int> month_;
    std::optional<int> day_;
    std::optional<int> clock_;  // in seconds since midnight
    std::optional<int> zone_;   // in seconds east of Greenwich
    bool monthMayBeWeekday_ = false;
};

}  // namespace

std::optional<std::int64_t> parseNamedTime(std::string_view text) {
    return NamedTime(text).read();
}

}  // namespace ncf
