#include "experiment/explain.h"

#include "evaluation/popularity.h"
#include "experiment/embeddings.h"
#include "experiment/explanation_text.h"
#include "experiment/person.h"
#include "experiment/run_parts.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ncf {

namespace {

// Reasons that the summary names, and how strong one is beside the strongest at least.
constexpr std::size_t kNamed = 3;
constexpr float kNamedShare = 0.5f;

float cosine(std::span<const float> a, std::span<const float> b) {
    const double lengths = std::sqrt(std::inner_product(a.begin(), a.end(), a.begin(), 0.0) *
                                     std::inner_product(b.begin(), b.end(), b.begin(), 0.0));
    const double product = std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
    return lengths > 0 ? static_cast<float>(product / lengths) : 0;
}

std::vector<float> catalogueScores(Scorer& scorer, UserIndex user, std::size_t items) {
    std::vector<float> scores(items);
    scorer.scoreCatalogue({&user, 1}, scores);
    return scores;
}

void rankBy(std::vector<Reason>& reasons, float Reason::*value) {
    std::ranges::stable_sort(reasons,
                             [&](const Reason& a, const Reason& b) { return a.*value > b.*value; });
    for (std::size_t at = 0; at < reasons.size(); ++at) {
        reasons[at].item.rank = static_cast<int>(at) + 1;
    }
}

// The history as reasons, in its own order; their effects are still missing.
Result<std::vector<Reason>> reasonsOf(const LoadedRun& run, UserIndex user, ItemIndex item) {
    const auto embeddings = itemEmbeddings(run);
    if (!embeddings) {
        return embeddings.error();
    }
    const auto& train = run.split().train;
    const auto items = train.itemsOf(user);
    std::vector<Reason> reasons;
    for (std::size_t at = 0; at < items.size(); ++at) {
        Reason reason;
        reason.item = run.data().entry(items[at], 0, train.ratingsOf(user)[at]);
        reason.similarity = cosine(embeddings->row(static_cast<std::size_t>(items[at])),
                                   embeddings->row(static_cast<std::size_t>(item)));
        reasons.push_back(std::move(reason));
    }
    return reasons;
}

std::vector<RecommendationRow> worthNaming(const std::vector<Reason>& strongestFirst) {
    std::vector<RecommendationRow> named;
    for (const Reason& reason : strongestFirst) {
        if (named.size() == kNamed || !(reason.effect > 0) ||
            reason.effect < kNamedShare * strongestFirst.front().effect) {
            break;
        }
        named.push_back(reason.item);
    }
    return named;
}

Status check(const LoadedRun& run, const std::vector<ItemIndex>& known, ItemIndex item) {
    if (auto status = run.expectItem(item); !status) {
        return status;
    }
    if (std::ranges::binary_search(known, item)) {
        return Error{ErrorKind::BadInput,
                     "“" + displayName(run.data().entry(item, 0, 0)) +
                         "” is part of the history that the run learnt from.",
                     "Choose an item that is new to this person."};
    }
    return {};
}

Result<Explanation> explained(LoadedRun& run, UserIndex user, ItemIndex item,
                              const std::vector<Pick>& picks) {
    const auto known = itemsOf(picks);
    const auto scores = catalogueScores(run.scorer(), user, run.split().items);
    const float logit = scores[static_cast<std::size_t>(item)];
    Explanation result;
    result.item = run.data().entry(item, placeOf(scores, known, item), run.readable(logit));
    PopularityScorer popularity(run.split().train, run.split().items);
    result.popularityRank =
        placeOf(catalogueScores(popularity, user, run.split().items), known, item);
    auto reasons = reasonsOf(run, user, item);
    if (!reasons) {
        return reasons.error();
    }
    const auto person = trainedPerson(run, user);
    const auto changes = run.foldIn().removalEffects(picks, person, item);
    for (std::size_t at = 0; at < reasons->size(); ++at) {
        (*reasons)[at].effect = result.item.score - run.readable(logit + changes[at]);
    }
    result.carriedBy = *reasons;
    rankBy(result.carriedBy, &Reason::effect);
    result.nearest = std::move(*reasons);
    rankBy(result.nearest, &Reason::similarity);
    const auto named = worthNaming(result.carriedBy);
    std::vector<ItemIndex> together;
    for (const auto& each : named) {
        together.push_back(each.item);
    }
    const auto without = run.foldIn().logits(run.foldIn().withoutItems(picks, person, together));
    // The named ones stay out of the count, so that the place moves by their effect alone.
    result.summary = explanationText(result, named, placeOf(without, known, item));
    return result;
}

}  // namespace

Result<Explanation> explain(LoadedRun& run, UserIndex user, ItemIndex item) {
    if (auto good = needNetwork(run); !good) {
        return good.error();
    }
    const auto picks = trainingPicks(run, user);
    if (!picks) {
        return picks.error();
    }
    if (auto good = check(run, itemsOf(*picks), item); !good) {
        return good.error();
    }
    try {
        return explained(run, user, item, *picks);
    } catch (const std::exception& exception) {
        return fromLibTorch(exception);
    }
}

}  // namespace ncf
