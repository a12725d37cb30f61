#include "evaluation/popularity.h"

#include <algorithm>

namespace ncf {

PopularityScorer::PopularityScorer(const InteractionSet& train, std::size_t items)
    : count_(items, 0.0f) {
    for (std::size_t user = 0; user < train.userCount(); ++user) {
        for (const ItemIndex item : train.itemsOf(static_cast<UserIndex>(user))) {
            ++count_[static_cast<std::size_t>(item)];
        }
    }
}

void PopularityScorer::scorePairs(std::span<const UserIndex>, std::span<const ItemIndex> items,
                                  std::span<float> scores) {
    for (std::size_t i = 0; i < items.size(); ++i) {
        scores[i] = count_[static_cast<std::size_t>(items[i])];
    }
}

void PopularityScorer::scoreCatalogue(std::span<const UserIndex> users, std::span<float> scores) {
    for (std::size_t row = 0; row < users.size(); ++row) {
        std::copy(count_.begin(), count_.end(),
                  scores.begin() + static_cast<std::ptrdiff_t>(row * count_.size()));
    }
}

}  // namespace ncf
