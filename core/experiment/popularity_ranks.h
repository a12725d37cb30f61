#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

namespace ncf {

// Tells an item's place by popularity among all items of the data.
class PopularityRanks {
public:
    PopularityRanks() = default;
    // By item: its interactions.
    explicit PopularityRanks(std::vector<std::uint32_t> popularity)
        : descending_(std::move(popularity)) {
        std::ranges::sort(descending_, std::greater<>());
    }

    std::size_t items() const { return descending_.size(); }
    // From 1; items with as many interactions share a place. 0 while nothing is known.
    int of(std::uint32_t interactions) const {
        if (descending_.empty()) {
            return 0;
        }
        const auto first = std::ranges::lower_bound(descending_, interactions, std::greater<>());
        return 1 + static_cast<int>(first - descending_.begin());
    }

private:
    std::vector<std::uint32_t> descending_;
};

}  // namespace ncf
