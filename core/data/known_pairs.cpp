#include "data/known_pairs.h"

#include <bit>

namespace ncf {

KnownPairs::KnownPairs(const InteractionSet& set) : set_(set) {
    // 8 to 16 bits a pair: some 2 to 5 % of the absent pairs need the second look.
    constexpr std::size_t kPairsPerWord = 8;
    std::size_t words = 0;
    filters_.reserve(set.userCount());
    for (std::size_t user = 0; user < set.userCount(); ++user) {
        const std::size_t pairs = set.itemsOf(static_cast<UserIndex>(user)).size();
        const std::size_t own = std::bit_ceil(pairs / kPairsPerWord + 1);
        filters_.push_back({words, static_cast<std::uint32_t>(own - 1)});
        words += own;
    }
    words_.resize(words);
    for (std::size_t user = 0; user < set.userCount(); ++user) {
        for (const ItemIndex item : set.itemsOf(static_cast<UserIndex>(user))) {
            const std::uint64_t hash = hashOf(item);
            words_[filters_[user].from + (hash & filters_[user].mask)] |= bitsOf(hash);
        }
    }
}

}  // namespace ncf
