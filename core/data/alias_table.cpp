#include "data/alias_table.h"

#include <cmath>
#include <numeric>

namespace ncf {

AliasTable::AliasTable(std::span<const double> weights) : columns_(weights.size()) {
    const double mean =
        std::accumulate(weights.begin(), weights.end(), 0.0) / static_cast<double>(weights.size());
    std::vector<double> height;  // by number: what is not in a column yet, in columns
    std::vector<std::uint32_t> low, high;
    for (std::uint32_t number = 0; number < weights.size(); ++number) {
        height.push_back(weights[number] / mean);
        (height[number] < 1 ? low : high).push_back(number);
        columns_[number].alias = number;  // unless it turns out not to fill its column
    }
    while (!low.empty() && !high.empty()) {
        const auto filled = low.back();
        const auto giver = high.back();
        low.pop_back();
        columns_[filled] = {static_cast<std::uint32_t>(std::ldexp(height[filled], 32)), giver};
        height[giver] -= 1 - height[filled];
        if (height[giver] < 1) {
            high.pop_back();
            low.push_back(giver);
        }
    }
}

}  // namespace ncf
