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

// Reasons whose effect is confirmed by a fit without them; of the others it is the first order's.
constexpr std::size_t kRefits = 16;
// Reasons that the summary names, and how strong one is beside the strongest at least.
constexpr std::size_t kNamed = 3;
constexpr float kNamedShare = 0.5f;

// The user's embedding, moved as the fit to their history moves when some of it is left out. The
// training left it beside the fit's minimum; taking the move over explains the recommendation that
// the run gives.
class Removals {
public:
    Removals(LoadedRun& run, UserIndex user, std::vector<Pick> picks)
        : fold_(run.foldIn()), picks_(std::move(picks)), trained_(trainedPerson(run, user)) {}

    // Comes before the others; false when stopped.
    bool fitWhole(const std::stop_token& stop) {
        auto person = fold_.fit(picks_, stop, FoldIn::Care::Thorough);
        if (person) {
            whole_ = std::move(*person);
        }
        return person.has_value();
    }
    // By how much each of the history changes the item's logit when left out, to first order.
    std::vector<float> firstOrder(ItemIndex item) {
        return fold_.removalEffects(picks_, whole_, item);
    }
    // The catalogue's logits without these items of the history; nullopt when stopped.
    std::optional<std::vector<float>> logitsWithout(std::span<const ItemIndex> removed,
                                                    const std::stop_token& stop) {
        auto person = fold_.refit(picks_, whole_, picksWithout(picks_, removed), stop);
        if (!person) {
            return std::nullopt;
        }
        for (std::size_t at = 0; at < person->size(); ++at) {
            (*person)[at] += trained_[at] - whole_[at];
        }
        return fold_.logits(*person);
    }

private:
    FoldIn& fold_;
    std::vector<Pick> picks_;
    PersonEmbedding trained_;
    PersonEmbedding whole_;  // fitted to the whole history
};

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

// The positions of the values furthest from 0.
std::vector<std::size_t> furthest(std::span<const float> values, std::size_t count) {
    std::vector<std::size_t> places(values.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    std::ranges::stable_sort(places, [&](std::size_t a, std::size_t b) {
        return std::abs(values[a]) > std::abs(values[b]);
    });
    places.resize(std::min(places.size(), count));
    return places;
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

// Fills in the effects; false when stopped.
bool measure(const LoadedRun& run, Removals& removals, float logit, ItemIndex item,
             std::vector<Reason>& reasons, const ProgressCallback& progress,
             const std::stop_token& stop) {
    const float now = run.readable(logit);
    const auto changes = removals.firstOrder(item);
    for (std::size_t at = 0; at < reasons.size(); ++at) {
        reasons[at].effect = now - run.readable(logit + changes[at]);
    }
    const auto strongest = furthest(changes, kRefits);
    for (std::size_t done = 0; done < strongest.size(); ++done) {
        Reason& reason = reasons[strongest[done]];
        const auto logits = removals.logitsWithout({&reason.item.item, 1}, stop);
        if (!logits) {
            return false;
        }
        reason.effect = now - run.readable((*logits)[static_cast<std::size_t>(item)]);
        if (progress) {
            progress(done + 1, strongest.size() + 1);
        }
    }
    return true;
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
    if (item < 0 || static_cast<std::size_t>(item) >= run.split().items) {
        return Error{ErrorKind::NotFound, "The project has no such item.",
                     "Choose an item of the project."};
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
                              std::vector<Pick> picks, const ProgressCallback& progress,
                              const std::stop_token& stop) {
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
    Removals removals(run, user, std::move(picks));
    if (!removals.fitWhole(stop) ||
        !measure(run, removals, logit, item, *reasons, progress, stop)) {
        return cancelled();
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
    const auto logits = removals.logitsWithout(together, stop);
    if (!logits) {
        return cancelled();
    }
    // The named ones stay out of the count, so that the place moves by their effect alone.
    result.summary = explanationText(result, named, placeOf(*logits, known, item));
    return result;
}

}  // namespace

Result<Explanation> explain(LoadedRun& run, UserIndex user, ItemIndex item,
                            const ProgressCallback& progress, std::stop_token stop) {
    if (auto good = needNetwork(run); !good) {
        return good.error();
    }
    auto picks = trainingPicks(run, user);
    if (!picks) {
        return picks.error();
    }
    if (auto good = check(run, itemsOf(*picks), item); !good) {
        return good.error();
    }
    try {
        return explained(run, user, item, std::move(*picks), progress, stop);
    } catch (const std::exception& exception) {
        return fromLibTorch(exception);
    }
}

}  // namespace ncf
