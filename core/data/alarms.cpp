#include "data/alarms.h"

#include "base/text.h"
#include "data/split_advice.h"

#include <algorithm>

namespace ncf {

namespace {

// Of fewer interactions such shares say nothing.
constexpr std::size_t kLeastForIds = 20;
constexpr std::size_t kLeastForShares = 50;
constexpr std::size_t kLeastIdsForShares = 10;
constexpr std::size_t kLeastItems = 10;
constexpr double kMostUnread = 0.1;      // of all rows
constexpr double kNearlyAll = 0.95;      // different ids, of all rows
constexpr double kDominant = 1.0 / 3;    // of all rows
constexpr double kLookAlike = 0.8;       // of all items
constexpr std::size_t kShownBytes = 40;  // of an id

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

// Takes digits off the front; how many.
std::size_t takeDigits(std::string_view& text) {
    const auto count = static_cast<std::size_t>(
        std::find_if_not(text.begin(), text.end(), isDigit) - text.begin());
    text.remove_prefix(count);
    return count;
}

bool take(std::string_view& text, std::string_view anyOf) {
    const bool found = !text.empty() && anyOf.find(text.front()) != std::string_view::npos;
    text.remove_prefix(found ? 1 : 0);
    return found;
}

// "2017-07-18T12:56:40Z", "7/18/2017 12:56", "7/18/17", "18.07.2017"; "1.2.10" is a version, too.
bool looksLikeDate(std::string_view text) {
    const std::size_t first = takeDigits(text);
    if (first == 0 || text.empty()) {
        return false;
    }
    const char between = text.front();
    if (!take(text, "-/.")) {
        return false;
    }
    const std::size_t second = takeDigits(text);
    if (second == 0 || second > 2 || text.empty() || text.front() != between) {
        return false;
    }
    text.remove_prefix(1);
    const std::size_t third = takeDigits(text);
    const bool yearFirst = first == 4 && third >= 1 && third <= 2;
    const bool yearLast = first <= 2 && (third == 4 || (third == 2 && between == '/'));
    return (yearFirst || yearLast) && (text.empty() || take(text, "T "));
}

// Seconds or milliseconds since 1970 of the years 2000 to 2037.
bool looksLikeSeconds(std::string_view text) {
    constexpr std::int64_t kFrom = 946'684'800;
    constexpr std::int64_t kTo = 2'145'916'800;
    const auto number = parseInteger(text);
    return number && ((*number >= kFrom && *number < kTo) ||
                      (*number >= kFrom * 1000 && *number < kTo * 1000));
}

// "-97.7917" and "9,99"; a number such as "12.0" may be an id that went through a spreadsheet.
bool looksLikeDecimal(std::string_view text) {
    take(text, "+-");
    if (takeDigits(text) == 0 || !take(text, ".,")) {
        return false;
    }
    const bool fraction = std::any_of(text.begin(), text.end(), [](char c) { return c != '0'; });
    return fraction && takeDigits(text) > 0 && text.empty();
}

template <class Like>
bool mostLook(const std::vector<std::string>& ids, Like like) {
    const auto count = std::count_if(ids.begin(), ids.end(), like);
    return !ids.empty() &&
           static_cast<double>(count) >= kLookAlike * static_cast<double>(ids.size());
}

std::string percent(double share) {
    return fixed(100 * share, 0) + " %";
}

std::string quoted(const std::string& id) {
    std::size_t end = std::min(id.size(), kShownBytes);
    while (end > 0 && end < id.size() && (static_cast<unsigned char>(id[end]) & 0xc0) == 0x80) {
        --end;  // within a character
    }
    return "“" + id.substr(0, end) + (end < id.size() ? "…”" : "”");
}

// Collects the alarms, one method for each subject.
class AlarmList {
public:
    AlarmList(const Dataset& dataset, const DatasetStatistics& statistics, const ReadReport& report)
        : dataset_(dataset), statistics_(statistics), report_(report) {}

    std::vector<Alarm> take() {
        if (statistics_.interactions == 0) {
            return {};
        }
        addUnread();
        addIdPerRow();
        addItems();
        addDominant();
        addOrder();
        return std::move(alarms_);
    }

private:
    void add(Alarm::Kind kind, std::string text) { alarms_.push_back({kind, std::move(text)}); }

    // "3,100 of 10,000 rows (31 %)", or nothing if that is not many.
    std::string manyRows(std::uint64_t count) const {
        const auto rows = static_cast<double>(report_.rows);
        const double share = static_cast<double>(count) / std::max(1.0, rows);
        return share > kMostUnread ? withThousands(count) + " of " + withThousands(report_.rows) +
                                         " rows (" + percent(share) + ")"
                                   : "";
    }

    // ", the first in line 7: the user is empty", where there is one.
    static std::string firstOf(const std::vector<RejectedRow>& rows) {
        return rows.empty() ? ""
                            : ", the first in line " + std::to_string(rows.front().line) + ": " +
                                  rows.front().reason;
    }

    void addUnread() {
        if (const auto many = manyRows(report_.rejected); !many.empty()) {
            add(Alarm::Kind::RejectedRows, many + " could not be used" +
                                               firstOf(report_.rejectedRows) +
                                               ". Check the separator and what each column means.");
        }
        if (const auto many = manyRows(report_.unreadRatings.count); !many.empty()) {
            add(Alarm::Kind::UnreadRatings,
                many + " have a rating that cannot be read and count as not rated" +
                    firstOf(report_.unreadRatings.listed) +
                    ". Check which column holds the rating and how its numbers are written.");
        }
        if (const auto many = manyRows(report_.unreadTimes.count); !many.empty()) {
            add(Alarm::Kind::UnreadTimes,
                many + " have a time that cannot be read and count as without one" +
                    firstOf(report_.unreadTimes.listed) +
                    ". Check which column holds the time and how it is written.");
        }
    }

    void addIdPerRow() {
        const auto rows = statistics_.interactions + dataset_.duplicates();
        const auto nearlyAll = [&](std::size_t ids) {
            return rows >= kLeastForIds &&
                   static_cast<double>(ids) >= kNearlyAll * static_cast<double>(rows);
        };
        const auto text = [&](const std::string& what, std::size_t ids) {
            return (ids == rows ? "There are as many " : "There are nearly as many ") + what +
                   "s as rows (" + withThousands(ids) + " of " + withThousands(rows) +
                   "): the column that is taken for the " + what +
                   " may be a row number, a time or another text that hardly repeats. Choose the "
                   "column that names the " +
                   what + "s.";
        };
        if (nearlyAll(statistics_.users)) {
            add(Alarm::Kind::UserPerRow, text("user", statistics_.users));
        }
        if (nearlyAll(statistics_.items)) {
            add(Alarm::Kind::ItemPerRow, text("item", statistics_.items));
        }
    }

    void addItems() {
        const auto& ids = dataset_.items().ids();
        if (ids.size() < kLeastItems) {
            add(Alarm::Kind::FewItems,
                "There " +
                    (ids.size() == 1 ? std::string("is only 1 item")
                                     : "are only " + std::to_string(ids.size()) + " items") +
                    ", such as " + quoted(ids.front()) +
                    ": the column that is taken for the item may be a rating or a category. Choose "
                    "the column that names the items.");
        }
        const auto text = [&](const char* what) {
            return std::string("The items look like ") + what + ", such as " + quoted(ids.front()) +
                   ": another column was probably meant. Choose the column that names the items.";
        };
        // Numbers of ten digits are ids as often as times; ids come again.
        const bool hardlyRepeat = 2 * ids.size() > statistics_.interactions;
        if (mostLook(ids, looksLikeDate) || (hardlyRepeat && mostLook(ids, looksLikeSeconds))) {
            add(Alarm::Kind::TimesAsItems, text("times"));
        } else if (mostLook(ids, looksLikeDecimal)) {
            add(Alarm::Kind::DecimalsAsItems, text("decimal numbers"));
        }
    }

    void addDominant() {
        if (statistics_.interactions < kLeastForShares) {
            return;
        }
        const auto text = [&](const std::string& what, const std::string& id, std::uint64_t count,
                              double share) {
            return "One " + what + ", " + quoted(id) + ", has " + percent(share) +
                   " of all interactions (" + withThousands(count) + " of " +
                   withThousands(statistics_.interactions) + "). If this stands for an unknown " +
                   what + ", leave its rows out of the file.";
        };
        if (statistics_.users >= kLeastIdsForShares &&
            statistics_.largestUserShare() >= kDominant) {
            UserIndex user = 0;
            while (dataset_.itemsOf(user).size() < statistics_.maxPerUser) {
                ++user;
            }
            add(Alarm::Kind::DominantUser,
                text("user", dataset_.users().id(user), statistics_.maxPerUser,
                     statistics_.largestUserShare()));
        }
        if (statistics_.items >= kLeastIdsForShares &&
            statistics_.largestItemShare() >= kDominant) {
            const auto counts = dataset_.itemPopularity();
            const auto item = static_cast<ItemIndex>(
                std::max_element(counts.begin(), counts.end()) - counts.begin());
            add(Alarm::Kind::DominantItem,
                text("item", dataset_.items().id(item), statistics_.maxPerItem,
                     statistics_.largestItemShare()));
        }
    }

    // What makes each user's last interaction another than the latest; a test set of the data's own
    // does not ask for it.
    void addOrder() {
        const auto reason = adviseSplit(statistics_).reason;
        if (!reason.empty() && !dataset_.suppliedTest()) {
            add(statistics_.orderIsCommon() ? Alarm::Kind::CommonOrder
                : statistics_.timesAreEqual ? Alarm::Kind::EqualTimes
                                            : Alarm::Kind::WholeDays,
                reason +
                    " Hold out a share at random instead (--split ratio), or import the data "
                    "with exact times.");
        }
    }

    const Dataset& dataset_;
    const DatasetStatistics& statistics_;
    const ReadReport& report_;
    std::vector<Alarm> alarms_;
};

}  // namespace

std::vector<Alarm> alarmsOf(const Dataset& dataset, const DatasetStatistics& statistics,
                            const ReadReport& report) {
    return AlarmList(dataset, statistics, report).take();
}

}  // namespace ncf
