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
    double meanRating = 0;     // 0 without ratings
    std::vector<std::pair<float, std::uint64_t>> ratingHistogram;  // ≤ 20 bars, by rating value
    std::int64_t firstTimestamp = 0, lastTimestamp = 0;            // seconds; 0 without timestamps
};

DatasetStatistics computeStatistics(const Dataset& dataset);

}  // namespace ncf
