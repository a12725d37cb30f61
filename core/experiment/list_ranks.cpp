#include "experiment/list_ranks.h"

#include <algorithm>

namespace ncf {

ListRanks::ListRanks(std::span<const RecommendationRow> list) {
    for (const auto& row : list) {
        ranks_.emplace(row.item, row.rank);
    }
}

int ListRanks::of(ItemIndex item) const {
    const auto found = ranks_.find(item);
    return found == ranks_.end() ? 0 : found->second;
}

int ListRanks::shared(std::span<const RecommendationRow> rows) const {
    return static_cast<int>(
        std::ranges::count_if(rows, [this](const auto& row) { return of(row.item) > 0; }));
}

}  // namespace ncf
