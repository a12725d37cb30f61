#include "data/statistics.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace ncf {

namespace {

constexpr std::size_t kMostBars = 20;

struct Spread {
    std::uint32_t least = 0, median = 0, most = 0;
};

Spread spread(std::vector<std::uint32_t> counts) {
    if (counts.empty()) {
        return {};
    }
    std::sort(counts.begin(), counts.end());
    return {counts.front(), counts[counts.size() / 2], counts.back()};
}

// One bar per value where there are few, else bars of equal width named by their lower end.
std::vector<std::pair<float, std::uint64_t>> histogram(
    const std::map<float, std::uint64_t>& counts) {
    if (counts.size() <= kMostBars) {
        return {counts.begin(), counts.end()};
    }
    const float low = counts.begin()->first;
    const float width = (counts.rbegin()->first - low) / kMostBars;
    std::vector<std::pair<float, std::uint64_t>> bars;
    for (std::size_t bar = 0; bar < kMostBars; ++bar) {
        bars.emplace_back(low + static_cast<float>(bar) * width, 0);
    }
    for (const auto& [value, count] : counts) {
        const auto bar = static_cast<std::size_t>((value - low) / width);
        bars[std::min(bar, kMostBars - 1)].second += count;
    }
    return bars;
}

// Of a user's interactions, `times` ascending: how many have their time in common with another.
std::size_t tiedOf(std::span<const std::int64_t> times) {
    std::size_t tied = 0;
    for (std::size_t at = 0; at < times.size(); ++at) {
        const bool before = at > 0 && times[at - 1] == times[at];
        const bool after = at + 1 < times.size() && times[at + 1] == times[at];
        tied += before || after ? 1 : 0;
    }
    return tied;
}

// What the times tell; within a user they are ascending.
void lookAtTimes(const Dataset& dataset, DatasetStatistics& result) {
    constexpr std::int64_t kSecondsPerDay = 86'400;
    std::size_t timed = 0;
    std::size_t tied = 0;
    bool days = true;
    for (std::size_t user = 0; user < dataset.userCount(); ++user) {
        const auto times = dataset.timestampsOf(static_cast<UserIndex>(user));
        tied += tiedOf(times);
        if (times.size() > 1) {
            ++result.usersWithSeveral;
            result.usersWithTiedLast += times.back() == times[times.size() - 2] ? 1 : 0;
        }
        const auto known = times.subspan(static_cast<std::size_t>(
            std::upper_bound(times.begin(), times.end(), kNoTime) - times.begin()));
        if (known.empty()) {
            continue;
        }
        result.firstTimestamp =
            timed == 0 ? known.front() : std::min(result.firstTimestamp, known.front());
        result.lastTimestamp =
            timed == 0 ? known.back() : std::max(result.lastTimestamp, known.back());
        timed += known.size();
        days = days && std::all_of(known.begin(), known.end(),
                                   [](std::int64_t time) { return time % kSecondsPerDay == 0; });
    }
    result.tiedShare = static_cast<double>(tied) / static_cast<double>(result.interactions);
    result.timesAreEqual = timed > 1 && result.firstTimestamp == result.lastTimestamp;
    result.timesAreDays = timed > 1 && days;
}

// Of fewer interactions a correlation says nothing.
constexpr std::size_t kLeastOrdered = 100;

// Calls visit(item, place) for every interaction of those who have several.
template <class Visit>
void forEachPlace(const Dataset& dataset, Visit visit) {
    for (std::size_t user = 0; user < dataset.userCount(); ++user) {
        const auto items = dataset.itemsOf(static_cast<UserIndex>(user));
        for (std::size_t at = 0; at < items.size() && items.size() > 1; ++at) {
            visit(static_cast<std::size_t>(items[at]),
                  static_cast<double>(at) / static_cast<double>(items.size() - 1));
        }
    }
}

// DatasetStatistics::commonOrder
double commonOrder(const Dataset& dataset) {
    std::vector<double> sum(dataset.itemCount());
    std::vector<double> count(dataset.itemCount());
    forEachPlace(dataset, [&](std::size_t item, double place) {
        sum[item] += place;
        ++count[item];
    });
    std::size_t compared = 0;
    double both = 0;
    double ownSquares = 0;
    double otherSquares = 0;
    forEachPlace(dataset, [&](std::size_t item, double place) {
        if (count[item] > 1) {
            const double own = place - 0.5;
            const double others = (sum[item] - place) / (count[item] - 1) - 0.5;
            both += own * others;
            ownSquares += own * own;
            otherSquares += others * others;
            ++compared;
        }
    });
    const double squares = ownSquares * otherSquares;
    return compared < kLeastOrdered || squares == 0 ? 0 : both / std::sqrt(squares);
}

}  // namespace

DatasetStatistics computeStatistics(const Dataset& dataset) {
    DatasetStatistics result;
    result.users = dataset.userCount();
    result.items = dataset.itemCount();
    result.interactions = dataset.interactionCount();
    if (result.interactions == 0) {
        return result;
    }
    result.density = static_cast<double>(result.interactions) / static_cast<double>(result.users) /
                     static_cast<double>(result.items);

    std::vector<std::uint32_t> perUser;
    std::map<float, std::uint64_t> ratings;
    double ratingSum = 0;
    for (std::size_t user = 0; user < result.users; ++user) {
        const auto index = static_cast<UserIndex>(user);
        perUser.push_back(static_cast<std::uint32_t>(dataset.itemsOf(index).size()));
        if (dataset.hasRatings()) {
            for (const float rating : dataset.ratingsOf(index)) {
                if (isRated(rating)) {
                    ++ratings[rating];
                    ratingSum += static_cast<double>(rating);
                    ++result.rated;
                }
            }
        }
    }
    if (dataset.hasTimestamps()) {
        lookAtTimes(dataset, result);
    }
    const auto users = spread(std::move(perUser));
    result.minPerUser = users.least;
    result.medianPerUser = users.median;
    result.maxPerUser = users.most;

    auto perItem = dataset.itemPopularity();
    std::sort(perItem.rbegin(), perItem.rend());
    const auto tenth = static_cast<std::ptrdiff_t>((perItem.size() + 9) / 10);
    result.topTenthShare = static_cast<double>(std::accumulate(
                               perItem.begin(), perItem.begin() + tenth, std::uint64_t(0))) /
                           static_cast<double>(result.interactions);
    const auto items = spread(std::move(perItem));
    result.minPerItem = items.least;
    result.medianPerItem = items.median;
    result.maxPerItem = items.most;
    if (result.rated > 0) {
        result.meanRating = ratingSum / static_cast<double>(result.rated);
        result.ratingHistogram = histogram(ratings);
    }
    if (!dataset.hasTimestamps()) {
        result.commonOrder = commonOrder(dataset);
    }
    return result;
}

}  // namespace ncf
