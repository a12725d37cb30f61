#include "data/negative_sampler.h"

#include <algorithm>

namespace ncf {

namespace {

// Users come in random order, so that a processor does not guess whose items and filter are next.
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
        const auto index = static_cast<UserIndex>(user);
        samples_ += train.itemsOf(index).size() * static_cast<std::size_t>(samplesOf(index));
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
    epochSeed_ = seed_ + static_cast<std::uint64_t>(epoch) * 0x9e3779b97f4a7c15ULL;
    Random::stream(epochSeed_, random_stream::shuffling).shuffle(order_);
    next_ = 0;
    sample_ = 0;
}

void NegativeSampler::beginBatch(std::size_t count, Samples& batch) {
    pieces_.clear();
    std::size_t chosen = 0;
    while (chosen < count && next_ < order_.size()) {
        const int all = samplesOf(order_[next_].user);
        const auto room = std::min(count - chosen, static_cast<std::size_t>(all));
        const int taken = std::min(all - sample_, static_cast<int>(room));
        pieces_.push_back({next_, chosen, sample_, taken});
        chosen += static_cast<std::size_t>(taken);
        sample_ += taken;
        if (sample_ == all) {
            sample_ = 0;
            ++next_;
        }
    }
    batch.user.resize(chosen);
    batch.item.resize(chosen);
    batch.label.resize(chosen);
}

void NegativeSampler::fill(Samples& batch, int part, int parts) const {
    const auto share = [&](int index) {
        return pieces_.size() * static_cast<std::size_t>(index) / static_cast<std::size_t>(parts);
    };
    const std::size_t end = share(part + 1);
    for (std::size_t at = share(part); at < end; ++at) {
        if (at + kAhead < end) {
            const auto [user, place] = order_[pieces_[at + kAhead].positive];
            known_.prefetch(user);
            __builtin_prefetch(train_.itemsOf(user).data() + place);
        }
        fill(batch, pieces_[at]);
    }
}

void NegativeSampler::fill(Samples& batch, const Piece& piece) const {
    const auto [user, at] = order_[piece.positive];
    Random random = Random::stream(epochSeed_ ^ piece.positive, random_stream::trainingNegatives);
    for (int skipped = 1; skipped < piece.from; ++skipped) {
        drawNegative(user, random);
    }
    for (int number = piece.from; number < piece.from + piece.count; ++number) {
        const std::size_t into = piece.at + static_cast<std::size_t>(number - piece.from);
        const bool positive = number == 0;
        batch.user[into] = user;
        batch.item[into] = positive ? train_.itemsOf(user)[at] : drawNegative(user, random);
        batch.label[into] =
            positive ? (labelsAreRatings_ ? train_.ratingsOf(user)[at] : 1.0F) : 0.0F;
    }
}

int NegativeSampler::samplesOf(UserIndex user) const {
    return 1 + (train_.itemsOf(user).size() < items_ ? negativesPerPositive_ : 0);
}

ItemIndex NegativeSampler::drawNegative(UserIndex user, Random& random) const {
    while (true) {
        const auto item = static_cast<ItemIndex>(random.below(static_cast<std::uint32_t>(items_)));
        if (!known_.contains(user, item)) {
            return item;
        }
    }
}

}  // namespace ncf
