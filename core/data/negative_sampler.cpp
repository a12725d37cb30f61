#include "data/negative_sampler.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ncf {

namespace {

// Users come in random order, so that a processor does not guess whose items and filter are next.
constexpr std::size_t kAhead = 4;

// After so many known items in a row another way of drawing is tried.
constexpr int kPopularTries = 64;
constexpr int kUniformTries = 1000;

std::vector<double> popularityWeights(const InteractionSet& train, std::size_t items,
                                      double exponent) {
    std::vector<double> weights(items);
    for (std::size_t user = 0; user < train.userCount(); ++user) {
        for (const ItemIndex item : train.itemsOf(static_cast<UserIndex>(user))) {
            ++weights[static_cast<std::size_t>(item)];
        }
    }
    for (double& weight : weights) {
        weight = std::pow(std::max(1.0, weight), exponent);
    }
    return weights;
}

}  // namespace

NegativeSampler::NegativeSampler(const InteractionSet& train, std::size_t items,
                                 int negativesPerPositive, std::uint64_t seed, NegativeRules rules)
    : train_(train),
      known_(train),
      items_(items),
      negativesPerPositive_(negativesPerPositive),
      seed_(seed),
      rules_(rules) {
    if (rules.popularity > 0 && items > 0) {
        weights_ = popularityWeights(train, items, rules.popularity);
        popular_.emplace(weights_);
    }
    for (std::size_t user = 0; user < train.userCount(); ++user) {
        const auto index = static_cast<UserIndex>(user);
        samples_ += train.itemsOf(index).size() * static_cast<std::size_t>(samplesOf(index));
    }
}

NegativeSampler NegativeSampler::ratingsOnly(const InteractionSet& train, std::size_t items,
                                             std::uint64_t seed) {
    NegativeSampler sampler(train, items, 0, seed);
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
        const auto room = static_cast<int>(std::min(count - chosen, static_cast<std::size_t>(all)));
        if (rules_.wholeGroups && chosen > 0 && room < all) {
            break;
        }
        const int taken = rules_.wholeGroups ? all : std::min(all - sample_, room);
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

ItemIndex NegativeSampler::drawNegative(UserIndex user, Random& random, ItemIndex besides) const {
    const auto isNew = [&](ItemIndex item) {
        return !known_.contains(user, item) && item != besides;
    };
    for (int tried = 0; popular_ && tried < kPopularTries; ++tried) {
        const auto item = static_cast<ItemIndex>(popular_->draw(random));
        if (isNew(item)) {
            return item;
        }
    }
    for (int tried = 0; tried < kUniformTries; ++tried) {
        const auto item = static_cast<ItemIndex>(random.below(static_cast<std::uint32_t>(items_)));
        if (isNew(item)) {
            return item;
        }
    }
    return drawUnknown(user, random, besides);
}

// One of the few that there are, all alike, without trying.
ItemIndex NegativeSampler::drawUnknown(UserIndex user, Random& random, ItemIndex besides) const {
    const auto known = train_.sortedItemsOf(user);
    std::vector<ItemIndex> taken(known.begin(), known.end());
    if (besides >= 0) {
        taken.insert(std::lower_bound(taken.begin(), taken.end(), besides), besides);
    }
    auto item =
        static_cast<ItemIndex>(random.below(static_cast<std::uint32_t>(items_ - taken.size())));
    for (const ItemIndex other : taken) {
        item += other <= item;
    }
    return item;
}

std::vector<ItemIndex> NegativeSampler::negativesFor(UserIndex user, ItemIndex heldOut,
                                                     std::uint64_t number) const {
    std::vector<ItemIndex> negatives;
    if (train_.itemsOf(user).size() + 1 < items_) {
        // As an epoch number 0 would draw them, which training does not have.
        Random random = Random::stream(seed_ ^ number, random_stream::trainingNegatives);
        for (int drawn = 0; drawn < negativesPerPositive_; ++drawn) {
            negatives.push_back(drawNegative(user, random, heldOut));
        }
    }
    return negatives;
}

std::vector<float> NegativeSampler::logChances() const {
    const double mean = std::accumulate(weights_.begin(), weights_.end(), 0.0) /
                        static_cast<double>(weights_.size());
    std::vector<float> logs;
    for (const double weight : weights_) {
        logs.push_back(static_cast<float>(std::log(weight / mean)));
    }
    return logs;
}

SampleCounts NegativeSampler::expectedCounts() const {
    SampleCounts counts{std::vector<double>(train_.userCount()), std::vector<double>(items_)};
    const std::vector<double> weights =
        weights_.empty() ? std::vector<double>(items_, 1) : weights_;
    const double allWeights = std::accumulate(weights.begin(), weights.end(), 0.0);
    // Draws of a user are spread over the items that are new to them, in proportion to the weights.
    double draws = 0;                    // per weight, of all users
    std::vector<double> spared(items_);  // of those who know the item
    for (std::size_t at = 0; at < train_.userCount(); ++at) {
        const auto user = static_cast<UserIndex>(at);
        const auto known = train_.itemsOf(user);
        const auto interactions = static_cast<double>(known.size());
        const double negatives = interactions * (samplesOf(user) - 1);
        counts.users[at] = interactions + negatives;
        double unknownWeights = allWeights;
        for (const ItemIndex item : known) {
            ++counts.items[static_cast<std::size_t>(item)];
            unknownWeights -= weights[static_cast<std::size_t>(item)];
        }
        if (negatives > 0) {
            const double own = negatives / unknownWeights;
            draws += own;
            for (const ItemIndex item : known) {
                spared[static_cast<std::size_t>(item)] += own;
            }
        }
    }
    for (std::size_t item = 0; item < items_; ++item) {
        counts.items[item] += weights[item] * std::max(0.0, draws - spared[item]);
    }
    return counts;
}

}  // namespace ncf
