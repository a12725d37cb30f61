#include "evaluation/evaluator.h"

#include "base/text.h"

#include <algorithm>
#include <limits>

namespace ncf {

namespace {

// Pairs scored at once: enough to fill matrix products, little enough to stay in the cache and to
// notice a stop.
constexpr std::size_t kPairsPerBlock = 1 << 15;
// Scores of whole catalogues held at once, in floats (16 MiB).
constexpr std::size_t kCatalogueScores = 1 << 22;

RankingResult summarise(std::vector<int> ranks, int cutoff) {
    double hits = 0;
    double gain = 0;
    for (const int rank : ranks) {
        hits += hitAt(rank, cutoff);
        gain += ndcgAt(rank, cutoff);
    }
    RankingResult result;
    if (!ranks.empty()) {
        result.metrics.hitRate = hits / static_cast<double>(ranks.size());
        result.metrics.ndcg = gain / static_cast<double>(ranks.size());
    }
    result.ranks = std::move(ranks);
    return result;
}

std::optional<RankingResult> rankSampled(Scorer& scorer, std::span<const HeldOut> heldOut,
                                         int cutoff, std::stop_token stop) {
    std::vector<int> ranks;
    ranks.reserve(heldOut.size());
    std::vector<UserIndex> users;
    std::vector<ItemIndex> items;
    std::vector<float> scores;
    std::size_t from = 0;
    while (from < heldOut.size()) {
        if (stop.stop_requested()) {
            return std::nullopt;
        }
        users.clear();
        items.clear();
        std::size_t to = from;
        for (; to < heldOut.size() && (to == from || items.size() < kPairsPerBlock); ++to) {
            const auto& held = heldOut[to];
            users.insert(users.end(), held.negatives.size() + 1, held.user);
            items.push_back(held.item);
            items.insert(items.end(), held.negatives.begin(), held.negatives.end());
        }
        scores.resize(items.size());
        scorer.scorePairs(users, items, scores);
        std::size_t at = 0;
        for (; from < to; ++from) {
            const std::size_t count = heldOut[from].negatives.size();
            const auto candidates = std::span<const float>(scores).subspan(at + 1, count);
            ranks.push_back(rankAmong(scores[at], candidates));
            at += count + 1;
        }
    }
    return summarise(std::move(ranks), cutoff);
}

std::optional<RankingResult> rankCatalogue(Scorer& scorer, std::span<const HeldOut> heldOut,
                                           const InteractionSet& train, std::size_t items,
                                           int cutoff, std::stop_token stop) {
    std::vector<int> ranks;
    ranks.reserve(heldOut.size());
    const std::size_t block =
        std::max<std::size_t>(1, kCatalogueScores / std::max<std::size_t>(1, items));
    std::vector<UserIndex> users;
    std::vector<float> scores;
    for (std::size_t from = 0; from < heldOut.size(); from += block) {
        if (stop.stop_requested()) {
            return std::nullopt;
        }
        const std::size_t to = std::min(heldOut.size(), from + block);
        users.clear();
        for (std::size_t i = from; i < to; ++i) {
            users.push_back(heldOut[i].user);
        }
        scores.resize(users.size() * items);
        scorer.scoreCatalogue(users, scores);
        for (std::size_t i = from; i < to; ++i) {
            const auto row = std::span<float>(scores).subspan((i - from) * items, items);
            const float own = row[static_cast<std::size_t>(heldOut[i].item)];
            // Neither the item itself nor what the user had in training competes with it.
            constexpr float kNever = -std::numeric_limits<float>::infinity();
            row[static_cast<std::size_t>(heldOut[i].item)] = kNever;
            for (const ItemIndex known : train.itemsOf(heldOut[i].user)) {
                row[static_cast<std::size_t>(known)] = kNever;
            }
            ranks.push_back(rankAmong(own, row));
        }
    }
    return summarise(std::move(ranks), cutoff);
}

}  // namespace

Status EvaluationConfig::validate() const {
    if (cutoff < 1 || cutoff > 1000) {
        return Error{ErrorKind::BadInput, "The cutoff K must be 1 to 1,000.", "Usual is 10."};
    }
    return {};
}

std::string protocolName(SplitKind split, int negatives, Candidates candidates,
                         bool explicitFeedback) {
    std::string name = split == SplitKind::LeaveOneOut ? "leave-one-out"
                       : split == SplitKind::Ratio     ? "ratio split"
                                                       : "supplied test set";
    if (explicitFeedback) {
        return name + ", rating error";
    }
    if (candidates == Candidates::FullCatalogue) {
        return name + ", full catalogue";
    }
    if (split == SplitKind::Supplied) {
        return name + ", its own negatives";
    }
    return name + ", " + withThousands(static_cast<std::uint64_t>(negatives)) +
           " sampled negatives";
}

std::optional<RankingResult> evaluateRanking(Scorer& scorer, std::span<const HeldOut> heldOut,
                                             const InteractionSet& train, std::size_t items,
                                             const EvaluationConfig& config, std::stop_token stop) {
    return config.candidates == Candidates::Sampled
               ? rankSampled(scorer, heldOut, config.cutoff, stop)
               : rankCatalogue(scorer, heldOut, train, items, config.cutoff, stop);
}

std::optional<RatingResult> evaluateRatings(Scorer& scorer, std::span<const HeldOut> heldOut,
                                            std::stop_token stop) {
    std::vector<float> predicted(heldOut.size());
    std::vector<float> actual(heldOut.size());
    std::vector<UserIndex> users(heldOut.size());
    std::vector<ItemIndex> items(heldOut.size());
    for (std::size_t i = 0; i < heldOut.size(); ++i) {
        users[i] = heldOut[i].user;
        items[i] = heldOut[i].item;
        actual[i] = heldOut[i].rating;
    }
    for (std::size_t from = 0; from < heldOut.size(); from += kPairsPerBlock) {
        if (stop.stop_requested()) {
            return std::nullopt;
        }
        const std::size_t count = std::min(kPairsPerBlock, heldOut.size() - from);
        scorer.scorePairs(std::span(users).subspan(from, count),
                          std::span(items).subspan(from, count),
                          std::span(predicted).subspan(from, count));
    }
    RatingResult result;
    result.metrics.rmse = rootMeanSquaredError(predicted, actual);
    result.metrics.mae = meanAbsoluteError(predicted, actual);
    result.squaredErrors.reserve(heldOut.size());
    for (std::size_t i = 0; i < heldOut.size(); ++i) {
        const float error = predicted[i] - actual[i];
        result.squaredErrors.push_back(error * error);
    }
    return result;
}

}  // namespace ncf
