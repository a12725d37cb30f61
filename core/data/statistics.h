#pragma once

#include "data/dataset.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace ncf {

// What a person wants to know of a dataset before training on it.
struct DatasetStatistics {
    std::size_t users = 0;
    std::size_t items = 0;
    std::size_t interactions = 0;
    double density = 0;  // share of all (user, item) pairs that occur, 0..1
    std::uint32_t minPerUser = 0, medianPerUser = 0, maxPerUser = 0;
    std::uint32_t minPerItem = 0, medianPerItem = 0, maxPerItem = 0;
    double topTenthShare = 0;  // share of interactions that go to the most popular tenth of items
    std::uint64_t rated = 0;   // interactions with a rating; 0 without ratings
    double meanRating = 0;     // of these; 0 without ratings
    std::vector<std::pair<float, std::uint64_t>> ratingHistogram;  // ≤ 20 bars, by rating value
    // Of the interactions with a time, in seconds; 0 without timestamps.
    std::int64_t firstTimestamp = 0, lastTimestamp = 0;
    bool timesAreEqual = false;  // of several such interactions
    bool timesAreDays = false;   // all times are 00:00:00 UTC, of several such interactions
    // With timestamps: the share of the interactions whose time another interaction of the same
    // user has as well, 0..1. None counts as a time of its own here and below.
    double tiedShare = 0;
    std::size_t usersWithSeveral = 0;   // users with two interactions or more
    std::size_t usersWithTiedLast = 0;  // of these, whose last two have the same time
    // Without timestamps: how much alike everybody's interactions are ordered in the file, −1..1.
    // The correlation of an interaction's place among its user's, from 0 for the first to 1 for the
    // last, with the mean place that its item has at the other users. Near 1 in files sorted by
    // item; on MovieLens-100K 0.4 where the order is that of time, 0 where it is random.
    double commonOrder = 0;

    // The shares of the user and of the item with the most interactions, 0..1.
    double largestUserShare() const { return share(maxPerUser); }
    double largestItemShare() const { return share(maxPerItem); }

    // Whether each user's last interaction in the file tells where the file's order ends rather
    // than what the user did last, so that leave-one-out makes no sense.
    bool orderIsCommon() const { return commonOrder > 0.7; }

private:
    double share(std::uint32_t count) const {
        return interactions == 0 ? 0
                                 : static_cast<double>(count) / static_cast<double>(interactions);
    }
};

DatasetStatistics computeStatistics(const Dataset& dataset);

}  // namespace ncf
