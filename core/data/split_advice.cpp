#include "data/split_advice.h"

#include "base/text.h"

namespace ncf {

namespace {

// Of fewer users it makes no difference.
constexpr double kLeastTied = 0.1;

std::string reasonOf(const DatasetStatistics& s) {
    if (s.orderIsCommon()) {
        return "There are no times, and all users' interactions are in nearly the same order "
               "(correlation " +
               fixed(s.commonOrder, 2) +
               "): each user's last row tells where the file's order ends, not what the user did "
               "last.";
    }
    const auto tied = static_cast<double>(s.usersWithTiedLast);
    const bool many =
        s.usersWithTiedLast > 0 && tied >= kLeastTied * static_cast<double>(s.usersWithSeveral);
    if (!many || !(s.timesAreEqual || s.timesAreDays)) {
        return "";
    }
    return (s.timesAreEqual ? std::string("All interactions have the same time")
                            : std::string("The times are whole days")) +
           ": which interaction is the last of " + withThousands(s.usersWithTiedLast) + " of " +
           withThousands(s.usersWithSeveral) + " users is decided by the order of the file.";
}

// Ratings of 0 and 1 are answers; negative ones are dislikes.
double positiveFromOf(const DatasetStatistics& s) {
    const auto& bars = s.ratingHistogram;
    if (bars.empty() || bars.front().first > 0 || bars.back().first <= 0) {
        return 0;
    }
    const bool answers = bars.front().first == 0 && bars.size() == 2;
    if (bars.front().first == 0 && !answers) {
        return 0;
    }
    for (const auto& [rating, count] : bars) {
        if (rating > 0 && count > 0) {
            return decimal(rating);
        }
    }
    return 0;
}

}  // namespace

SplitAdvice adviseSplit(const DatasetStatistics& statistics) {
    SplitAdvice advice;
    advice.reason = reasonOf(statistics);
    advice.kind = advice.reason.empty() ? SplitKind::LeaveOneOut : SplitKind::Ratio;
    advice.positiveFrom = positiveFromOf(statistics);
    return advice;
}

}  // namespace ncf
