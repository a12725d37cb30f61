#include "evaluation/list_quality.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace ncf {

namespace {

constexpr std::size_t kUsersLookedAt = 4096;
constexpr std::size_t kBits = 64;

// Sorts `counts`.
double giniOf(std::vector<std::uint32_t>& counts) {
    std::sort(counts.begin(), counts.end());
    const auto n = static_cast<double>(counts.size());
    double sum = 0;
    double weighted = 0;
    for (std::size_t at = 0; at < counts.size(); ++at) {
        sum += counts[at];
        weighted += (2.0 * static_cast<double>(at + 1) - n - 1) * counts[at];
    }
    return sum > 0 ? weighted / (n * sum) : 0;
}

}  // namespace

ListQualityMeter::ListQualityMeter(const InteractionSet& train, std::size_t items)
    : train_(train), popularity_(items), audienceSize_(items) {
    const std::size_t users = train.userCount();
    const std::size_t stride = std::max<std::size_t>(1, users / kUsersLookedAt);
    const std::size_t lookedAt = (users + stride - 1) / stride;
    words_ = (lookedAt + kBits - 1) / kBits;
    audiences_.resize(items * words_);
    for (std::size_t user = 0; user < users; ++user) {
        for (const ItemIndex item : train.itemsOf(static_cast<UserIndex>(user))) {
            const auto at = static_cast<std::size_t>(item);
            ++popularity_[at];
            if (user % stride == 0) {
                const std::size_t bit = user / stride;
                audiences_[at * words_ + bit / kBits] |= std::uint64_t{1} << (bit % kBits);
                ++audienceSize_[at];
            }
        }
    }
}

std::span<const std::uint64_t> ListQualityMeter::audience(ItemIndex item) const {
    return std::span(audiences_).subspan(static_cast<std::size_t>(item) * words_, words_);
}

double ListQualityMeter::novelty(const RecommendedItems& list) const {
    double bits = 0;
    for (const ItemIndex item : list.items) {
        const auto known = std::max<std::uint32_t>(1, popularity_[static_cast<std::size_t>(item)]);
        bits += std::log2(static_cast<double>(train_.userCount()) / known);
    }
    return bits / static_cast<double>(list.items.size());
}

double ListQualityMeter::diversity(const RecommendedItems& list) const {
    double similarity = 0;
    std::size_t pairs = 0;
    for (std::size_t a = 0; a < list.items.size(); ++a) {
        const auto first = audience(list.items[a]);
        for (std::size_t b = a + 1; b < list.items.size(); ++b) {
            const auto second = audience(list.items[b]);
            int shared = 0;
            for (std::size_t word = 0; word < words_; ++word) {
                shared += std::popcount(first[word] & second[word]);
            }
            ++pairs;
            if (shared > 0) {
                similarity += shared / std::sqrt(static_cast<double>(
                                           audienceSize_[static_cast<std::size_t>(list.items[a])] *
                                           audienceSize_[static_cast<std::size_t>(list.items[b])]));
            }
        }
    }
    return pairs > 0 ? 1 - similarity / static_cast<double>(pairs) : 0;
}

double ListQualityMeter::meanPopularity(std::span<const ItemIndex> items) const {
    double sum = 0;
    for (const ItemIndex item : items) {
        sum += popularity_[static_cast<std::size_t>(item)];
    }
    return items.empty() ? 0 : sum / static_cast<double>(items.size());
}

ListQuality ListQualityMeter::measure(std::span<const RecommendedItems> lists) const {
    ListQuality quality;
    std::vector<std::uint32_t> timesRecommended(popularity_.size());
    for (const auto& list : lists) {
        if (list.items.empty()) {
            continue;
        }
        ++quality.lists;
        for (const ItemIndex item : list.items) {
            ++timesRecommended[static_cast<std::size_t>(item)];
        }
        quality.novelty += novelty(list);
        quality.diversity += diversity(list);
        quality.listPopularity += meanPopularity(list.items);
        quality.historyPopularity += meanPopularity(train_.itemsOf(list.user));
    }
    if (quality.lists == 0) {
        return {};
    }
    const auto count = static_cast<double>(quality.lists);
    for (double* const mean : {&quality.novelty, &quality.diversity, &quality.listPopularity,
                               &quality.historyPopularity}) {
        *mean /= count;
    }
    if (quality.historyPopularity > 0) {
        quality.popularityBias = quality.listPopularity / quality.historyPopularity - 1;
    }
    quality.distinctItems = static_cast<std::size_t>(
        std::ranges::count_if(timesRecommended, [](std::uint32_t times) { return times > 0; }));
    quality.coverage =
        static_cast<double>(quality.distinctItems) / static_cast<double>(timesRecommended.size());
    quality.gini = giniOf(timesRecommended);
    return quality;
}

}  // namespace ncf
