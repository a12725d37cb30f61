#include "base/text.h"
#include "data/calendar_time.h"
#include "data/missing_value.h"
#include "data/named_time.h"
#include "data/time_format.h"
#include "data/time_scan.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace ncf {

namespace {

using Kind = TimeFormat::Kind;

constexpr std::size_t kKinds = static_cast<std::size_t>(Kind::Named) + 1;

std::int64_t startOf(int year) {
    return secondsOfDate(year, 1, 1).value_or(0);
}

// Which numbers are taken for times, in seconds since 1970 from `first` to before `end`.
struct Span {
    std::int64_t first = 0;
    std::int64_t end = 0;

    bool holds(std::optional<std::int64_t> time) const {
        return time && *time >= first && *time < end;
    }
};

struct Expected {
    Expected(bool isNamed, int latestYear)
        : named(isNamed),
          counted{isNamed ? 100'000'000 : startOf(1980),
                  isNamed ? startOf(2100) : startOf(latestYear + 1)},
          compact{startOf(isNamed ? 1900 : 1950), startOf(isNamed ? 2200 : latestYear + 1)},
          years{startOf(1900), startOf(latestYear + 1)},
          excel{startOf(1954), startOf(2119)} {}

    bool named;
    Span counted;  // seconds, milliseconds …
    Span compact;  // 20170718
    Span years;    // 2017, 201707
    Span excel;    // about the days 20000 to 80000
};

// What the dates whose year comes last say about the order of day and month.
class DayMonthVotes {
public:
    void add(const YearLastDate& date) {
        const auto byDay = secondsDayFirst(date);
        const auto byMonth = secondsMonthFirst(date);
        day_ += byDay ? 1 : 0;
        month_ += byMonth ? 1 : 0;
        if (byDay && byMonth && *byDay != *byMonth) {
            ++undecided_[kSeparators.find(date.separator)];
        }
    }

    Kind order() const {
        if (day_ != month_) {
            return day_ > month_ ? Kind::DayFirst : Kind::MonthFirst;
        }
        return separator() == '/' || separator() == ',' ? Kind::MonthFirst : Kind::DayFirst;
    }

    bool open() const {
        const bool anyUndecided =
            std::any_of(undecided_.begin(), undecided_.end(), [](auto count) { return count > 0; });
        return day_ == month_ && anyUndecided && separator() != '.' && separator() != ',';
    }

    std::size_t reads() const { return std::max(day_, month_); }

private:
    static constexpr std::string_view kSeparators = "/.- ,";

    char separator() const {
        const auto most = std::max_element(undecided_.begin(), undecided_.end());
        return kSeparators[static_cast<std::size_t>(most - undecided_.begin())];
    }

    std::size_t day_ = 0;
    std::size_t month_ = 0;
    // Values that are different dates by the two orders, for each separator.
    std::array<std::size_t, kSeparators.size()> undecided_{};
};

// How many values look like each format.
class Tally {
public:
    explicit Tally(const Expected& expected) : expected_(expected) {}

    void add(std::string_view value) {
        const auto number = parseDouble(value);
        if (!number) {
            addText(value);
            return;
        }
        ++numbers_;
        // A number with zeros in front is an id.
        if (value.size() == 1 || value.front() != '0' || value[1] == '.') {
            addNumber(value);
        }
    }

    std::optional<Kind> best() const {
        auto reads = reads_;
        reads[index(votes_.order())] = votes_.reads();
        bool anyNumeric = false;
        for (const Kind kind : kNumeric) {
            auto& count = reads[index(kind)];
            count = enough(kind, count) ? count : 0;
            anyNumeric = anyNumeric || count > 0;
        }
        if (expected_.named && !anyNumeric) {
            reads[index(Kind::Order)] = numbers_;
        }
        // Of equals what is written out as a date, which comes later in the list.
        const auto most = std::max_element(reads.rbegin(), reads.rend());
        return *most > 0 ? std::optional(static_cast<Kind>(reads.rend() - most - 1)) : std::nullopt;
    }

    bool dayOrMonthOpen() const { return votes_.open(); }

private:
    static constexpr std::array<Kind, 8> kNumeric = {
        Kind::Seconds,     Kind::Milliseconds, Kind::Microseconds, Kind::Nanoseconds,
        Kind::CompactDate, Kind::Year,         Kind::YearMonth,    Kind::ExcelDays};

    static std::size_t index(Kind kind) { return static_cast<std::size_t>(kind); }

    // Whether these many of the numbers make the column one of this kind.
    bool enough(Kind kind, std::size_t count) const {
        const bool large = kind == Kind::Seconds || kind == Kind::Milliseconds ||
                           kind == Kind::Microseconds || kind == Kind::Nanoseconds;
        return expected_.named && large ? 2 * count >= numbers_ : 10 * count >= 9 * numbers_;
    }

    void addNumber(std::string_view value) {
        const auto count = [&](Kind kind, const Span& span) {
            reads_[index(kind)] += span.holds(parseTime(value, {kind})) ? 1 : 0;
        };
        count(Kind::Seconds, expected_.counted);
        count(Kind::Milliseconds, expected_.counted);
        count(Kind::Microseconds, expected_.counted);
        count(Kind::Nanoseconds, expected_.counted);
        count(Kind::CompactDate, expected_.compact);
        if (expected_.named) {
            count(Kind::Year, expected_.years);
            count(Kind::YearMonth, expected_.years);
            count(Kind::ExcelDays, expected_.excel);
        }
    }

    void addText(std::string_view value) {
        if (parseYearFirst(value)) {
            ++reads_[index(Kind::YearFirst)];
        } else if (const auto date = scanYearLast(value)) {
            votes_.add(*date);
        } else if (expected_.years.holds(parseYearMonth(value))) {
            ++reads_[index(Kind::YearMonth)];
        } else if (expected_.compact.holds(parseCompactDate(value))) {
            ++reads_[index(Kind::CompactDate)];
        } else if (parseNamedTime(value)) {
            ++reads_[index(Kind::Named)];
        }
    }

    const Expected& expected_;
    std::array<std::size_t, kKinds> reads_{};
    std::size_t numbers_ = 0;
    DayMonthVotes votes_;
};

}  // namespace

int nextYear() {
    const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    return static_cast<int>(std::chrono::year_month_day(today).year()) + 1;
}

std::optional<TimeGuess> guessTimeFormat(std::span<const std::string_view> values, bool named,
                                         int latestYear) {
    const Expected expected(named, latestYear);
    Tally tally(expected);
    std::size_t present = 0;
    for (const auto value : values) {
        if (!isMissing(value)) {
            ++present;
            tally.add(trimmed(value));
        }
    }
    const auto kind = tally.best();
    if (!kind) {
        return std::nullopt;
    }
    TimeGuess guess{{*kind}};
    const Span usual{startOf(1950), startOf(latestYear + 1)};
    std::size_t readable = 0;
    std::size_t far = 0;
    for (const auto value : values) {
        if (const auto time = isMissing(value) ? std::nullopt : parseTime(value, guess.format)) {
            ++readable;
            far += *kind != Kind::Order && !usual.holds(time) ? 1 : 0;
        }
    }
    if (2 * readable < present) {
        return std::nullopt;
    }
    guess.readable = static_cast<double>(readable) / static_cast<double>(present);
    guess.farOff = static_cast<double>(far) / static_cast<double>(readable);
    guess.dayOrMonthOpen =
        (*kind == Kind::DayFirst || *kind == Kind::MonthFirst) && tally.dayOrMonthOpen();
    return guess;
}

}  // namespace ncf
