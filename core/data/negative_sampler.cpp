#include "data/negative_sampler.h"

namespace ncf {

namespace {

// Users come in random order, so that a processor does not guess whose filter is next.
constexpr std::size_t kAhead = 4;

}  // namespace

NegativeSampler::NegativeSampler(const InteractionSet& train, std::size_t items,
                                 int negativesPerPositive, std::uint64_t seed)
    : train_(train),
      known_(train),
      items_(items),
      negativesPerPositive_(negativesPerPositive),
      seed_(seed) {
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

void NegativeSampler::startEpoch(int epoch) {
    order_.clear();
    order_.reserve(train_.size());
    for (std::size_t user = 0; user < train_.userCount(); ++user) {
        const auto index = static_cast<UserIndex>(user);
        for (std::uint32_t at = 0; at < train_.itemsOf(index).size(); ++at) {
            order_.push_back({index, at});
        }
    }
    // Streams per epoch, so that an epoch can be drawn again without those before it.
    const auto epochSeed = seed_ + static_cast<std::uint64_t>(epoch) * 0x9e3779b97f4a7c15ULL;
    Random::stream(epochSeed, random_stream::shuffling).shuffle(order_);
    random_ = Random::stream(epochSeed, random_stream::trainingNegatives);
    next_ = 0;
    sample_ = 0;
}

void NegativeSampler::draw(std::size_t count, Samples& batch) {
    batch.user.clear();
    batch.item.clear();
    batch.label.clear();
    while (batch.size() < count && next_ < order_.size()) {
        const auto [user, at] = order_[next_];
        const auto positives = train_.itemsOf(user);
        if (sample_ == 0) {
            if (next_ + kAhead < order_.size()) {
                known_.prefetch(order_[next_ + kAhead].user);
            }
            append(batch, user, positives[at], labelsAreRatings_ ? train_.ratingsOf(user)[at] : 1);
        } else {
            append(batch, user, drawNegative(user), 0);
        }
        const bool canDraw = positives.size() < items_;
        if (++sample_ > negativesPerPositive_ || !canDraw) {
            sample_ = 0;
            ++next_;
        }
    }
}

ItemIndex NegativeSampler::drawNegative(UserIndex user) {
    while (true) {
        const auto item = static_cast<ItemIndex>(random_.below(static_cast<std::uint32_t>(items_)));
        if (!known_.contains(user, item)) {
            return item;
        }
    }
}

void NegativeSampler::append(Samples& batch, UserIndex user, ItemIndex item, float label) {
    batch.user.push_back(user);
    batch.item.push_back(item);
    batch.label.push_back(label);
}

}  // namespace ncf
