#include "data/interaction_set.h"

#include <algorithm>
#include <numeric>

namespace ncf {

InteractionSet::InteractionSet(std::size_t users, std::span<const Interaction> interactions)
    : offsets_(users + 1, 0), item_(interactions.size()), rating_(interactions.size()) {
    for (const auto& row : interactions) {
        ++offsets_[static_cast<std::size_t>(row.user) + 1];
    }
    std::partial_sum(offsets_.begin(), offsets_.end(), offsets_.begin());
    auto next = offsets_;
    for (const auto& row : interactions) {
        const std::size_t at = next[static_cast<std::size_t>(row.user)]++;
        item_[at] = row.item;
        rating_[at] = row.rating;
    }
    sortedItem_ = item_;
    for (std::size_t user = 0; user < users; ++user) {
        std::sort(sortedItem_.begin() + static_cast<std::ptrdiff_t>(offsets_[user]),
                  sortedItem_.begin() + static_cast<std::ptrdiff_t>(offsets_[user + 1]));
    }
}

std::span<const ItemIndex> InteractionSet::itemsOf(UserIndex user) const {
    const auto at = static_cast<std::size_t>(user);
    return {item_.data() + offsets_[at], offsets_[at + 1] - offsets_[at]};
}

std::span<const float> InteractionSet::ratingsOf(UserIndex user) const {
    const auto at = static_cast<std::size_t>(user);
    return {rating_.data() + offsets_[at], offsets_[at + 1] - offsets_[at]};
}

std::span<const ItemIndex> InteractionSet::sortedItemsOf(UserIndex user) const {
    const auto at = static_cast<std::size_t>(user);
    return {sortedItem_.data() + offsets_[at], offsets_[at + 1] - offsets_[at]};
}

bool InteractionSet::contains(UserIndex user, ItemIndex item) const {
    const auto items = sortedItemsOf(user);
    return std::binary_search(items.begin(), items.end(), item);
}

}  // namespace ncf
