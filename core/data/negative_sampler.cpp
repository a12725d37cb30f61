#include "data/negative_sampler.h"

#include <numeric>

namespace ncf {

NegativeSampler::NegativeSampler(const InteractionSet& train, std::size_t items,
                                 int negativesPerPositive, std::uint64_t seed)
    : train_(train), items_(items), negativesPerPositive_(negativesPerPositive), seed_(seed) {
    for (std::size_t user = 0; user < train.userCount(); ++user) {
        const std::size_t known = train.itemsOf(static_cast<UserIndex>(user)).size();
        const bool canDraw = known < items;
        samples_ += known * (1 + (canDraw ? static_cast<std::size_t>(negativesPerPositive) : 0));
    }
}

NegativeSampler NegativeSampler::ratingsOnly(const InteractionSet& train, std::uint64_t seed) {
    NegativeSampler sampler(train, 0, 0, seed);
    sampler.labelsAreRatings_ = true;
    return sampler;
}

void NegativeSampler::drawEpoch(int epoch, EpochSamples& samples) const {
    // A stream per epoch, so that an epoch can be drawn again without those before it.
    const auto epochSeed = seed_ + static_cast<std::uint64_t>(epoch) * 0x9e3779b97f4a7c15ULL;
    auto random = Random::stream(epochSeed, random_stream::trainingNegatives);
    EpochSamples ordered;
    ordered.user.reserve(samples_);
    ordered.item.reserve(samples_);
    ordered.label.reserve(samples_);
    for (std::size_t user = 0; user < train_.userCount(); ++user) {
        const auto index = static_cast<UserIndex>(user);
        const auto positives = train_.itemsOf(index);
        const auto ratings = train_.ratingsOf(index);
        const bool canDraw = positives.size() < items_;
        for (std::size_t at = 0; at < positives.size(); ++at) {
            ordered.user.push_back(index);
            ordered.item.push_back(positives[at]);
            ordered.label.push_back(labelsAreRatings_ ? ratings[at] : 1.0f);
            for (int n = 0; canDraw && n < negativesPerPositive_; ++n) {
                ItemIndex item = 0;
                do {
                    item = static_cast<ItemIndex>(random.below(static_cast<std::uint32_t>(items_)));
                } while (train_.contains(index, item));
                ordered.user.push_back(index);
                ordered.item.push_back(item);
                ordered.label.push_back(0.0f);
            }
        }
    }

    std::vector<std::uint32_t> order(ordered.size());
    std::iota(order.begin(), order.end(), 0u);
    auto shuffling = Random::stream(epochSeed, random_stream::shuffling);
    shuffling.shuffle(order);
    samples.user.resize(order.size());
    samples.item.resize(order.size());
    samples.label.resize(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        samples.user[i] = ordered.user[order[i]];
        samples.item[i] = ordered.item[order[i]];
        samples.label[i] = ordered.label[order[i]];
    }
}

}  // namespace ncf
