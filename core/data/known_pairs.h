#pragma once

#include "data/interaction_set.h"

#include <cstdint>
#include <vector>

namespace ncf {

// Whether a user has interacted with an item, asked some hundred million times while negatives are
// drawn. A Bloom filter (Bloom, 1970) for each user says no to most of the pairs that are not there
// with a single look at a word; the set itself answers the rest.
class KnownPairs {
public:
    // `set` must outlive this.
    explicit KnownPairs(const InteractionSet& set);

    bool contains(UserIndex user, ItemIndex item) const {
        const Filter& filter = filters_[static_cast<std::size_t>(user)];
        const std::uint64_t hash = hashOf(item);
        const std::uint64_t bits = bitsOf(hash);
        return (words_[filter.from + (hash & filter.mask)] & bits) == bits &&
               set_.contains(user, item);
    }
    // Asks the processor to fetch what a question about the user will need.
    void prefetch(UserIndex user) const {
        const Filter& filter = filters_[static_cast<std::size_t>(user)];
        for (std::uint32_t at = 0; at <= filter.mask && at < kPrefetched; at += kWordsPerLine) {
            __builtin_prefetch(words_.data() + filter.from + at);
        }
        // Where a search among the items begins.
        const auto items = set_.sortedItemsOf(user);
        for (std::size_t quarter = 1; quarter < 4; ++quarter) {
            __builtin_prefetch(items.data() + items.size() * quarter / 4);
        }
    }

private:
    static constexpr std::uint32_t kWordsPerLine = 8;
    static constexpr std::uint32_t kPrefetched = 8 * kWordsPerLine;
    struct Filter {
        std::size_t from = 0;    // its first word
        std::uint32_t mask = 0;  // its words − 1, a power of two minus one
    };
    static std::uint64_t hashOf(ItemIndex item) {
        const std::uint64_t mixed = static_cast<std::uint32_t>(item) * 0x9e3779b97f4a7c15ULL;
        return (mixed ^ mixed >> 32) * 0xd6e8feb86659fd93ULL;
    }
    // Three of the word's bits, from the hash's upper half.
    static std::uint64_t bitsOf(std::uint64_t hash) {
        return 1ULL << (hash >> 58) | 1ULL << (hash >> 52 & 63) | 1ULL << (hash >> 46 & 63);
    }

    const InteractionSet& set_;
    std::vector<Filter> filters_;  // by user
    std::vector<std::uint64_t> words_;
};

}  // namespace ncf
