#include "experiment/held_out.h"

#include "evaluation/evaluator.h"
#include "experiment/run_parts.h"

#include <algorithm>

namespace ncf {

namespace {

std::span<const HeldOut> testOf(const Split& split, UserIndex user) {
    const auto found = std::ranges::equal_range(split.test, user, {}, &HeldOut::user);
    return {found.begin(), found.end()};
}

}  // namespace

Result<std::vector<HeldOutPlace>> testPlaces(LoadedRun& run, UserIndex user, std::stop_token stop) {
    const Split& split = run.split();
    if (auto status = run.expectUser(user); !status) {
        return status.error();
    }
    const auto heldOut = testOf(split, user);
    std::vector<HeldOutPlace> places;
    if (heldOut.empty()) {
        return places;
    }
    try {
        auto& scorer = run.scorer();
        EvaluationConfig everything = run.config().evaluation;
        everything.candidates = Candidates::FullCatalogue;
        const auto inCatalogue =
            evaluateRanking(scorer, heldOut, split.train, split.items, everything, stop);
        const bool ranked = !run.config().training.explicitFeedback();
        const auto byProtocol = ranked ? evaluateRanking(scorer, heldOut, split.train, split.items,
                                                         run.config().evaluation, stop)
                                       : std::optional<RankingResult>();
        if (!inCatalogue || ranked != byProtocol.has_value()) {
            return cancelled();
        }
        std::vector<UserIndex> users;
        std::vector<ItemIndex> items;
        for (const auto& held : heldOut) {
            users.push_back(held.user);
            items.push_back(held.item);
        }
        std::vector<float> scores(heldOut.size());
        scorer.scorePairs(users, items, scores);
        const std::size_t unseen = split.items - split.train.itemsOf(user).size();
        const bool sampled = run.config().evaluation.candidates == Candidates::Sampled;
        for (std::size_t i = 0; i < heldOut.size(); ++i) {
            HeldOutPlace place;
            place.item =
                run.data().entry(items[i], inCatalogue->ranks[i] + 1, run.readable(scores[i]));
            place.unseen = unseen;
            place.rating = heldOut[i].rating;
            if (byProtocol) {
                const int rank = byProtocol->ranks[i];
                const int cutoff = run.config().evaluation.cutoff;
                place.protocol = {rank + 1, sampled ? heldOut[i].negatives.size() + 1 : unseen,
                                  sampled, cutoff, rank < cutoff};
            }
            places.push_back(std::move(place));
        }
        return places;
    } catch (const std::exception& exception) {
        return fromLibTorch(exception);
    }
}

}  // namespace ncf
