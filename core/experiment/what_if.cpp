#include "experiment/what_if.h"

#include "base/text.h"
#include "experiment/person.h"
#include "experiment/run_parts.h"
#include "recommendation/top_n.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace ncf {

namespace {

using Clock = std::chrono::steady_clock;

double millisecondsSince(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

std::string nameOf(const LoadedRun& run, ItemIndex item) {
    const auto& items = run.data().dataset.items();
    const bool known = item >= 0 && static_cast<std::size_t>(item) < items.size();
    return known ? "Item “" + items.id(item) + "”" : "An unknown item";
}

// What is wrong with a pick, if anything.
Status check(const LoadedRun& run, const RatedItem& pick) {
    const auto& dataset = run.data().dataset;
    if (auto status = run.expectItem(pick.item); !status) {
        return status;
    }
    const auto [low, high] = dataset.ratingRange();
    const bool outside =
        run.config().training.explicitFeedback() && (pick.rating < low || pick.rating > high);
    if (!std::isfinite(pick.rating) || outside) {
        return Error{ErrorKind::BadInput,
                     "The rating of “" + dataset.items().id(pick.item) +
                         "” is not on the scale of the data.",
                     "Rate it from " + shortest(low) + " to " + shortest(high) + "."};
    }
    return {};
}

// Of several ratings of an item the last one counts.
Result<std::vector<Pick>> toPicks(const LoadedRun& run, std::span<const RatedItem> rated) {
    const bool ratings = run.config().training.explicitFeedback();
    const auto [low, high] = run.data().dataset.ratingRange();
    const float middle = (low + high) / 2;
    std::vector<Pick> picks;
    for (const RatedItem& each : rated) {
        if (auto good = check(run, each); !good) {
            return good.error();
        }
        std::erase_if(picks, [&](const Pick& pick) { return pick.item == each.item; });
        picks.push_back({each.item, ratings ? each.rating : each.rating < middle ? 0.0f : 1.0f});
    }
    if (picks.empty()) {
        return Error{ErrorKind::BadInput, "Nothing is picked yet.", "Pick at least one item."};
    }
    if (!ratings && std::ranges::all_of(picks, [](const Pick& pick) { return pick.label == 0; })) {
        return Error{ErrorKind::BadInput, "Nothing is liked yet.",
                     "Pick at least one item that this person likes."};
    }
    return picks;
}

WhatIfList listOf(LoadedRun& run, const PersonEmbedding& person, std::span<const ItemIndex> leftOut,
                  int n) {
    WhatIfList list;
    for (const auto& [item, score] : selectTopN(run.foldIn().logits(person), leftOut, n)) {
        list.rows.push_back(
            run.data().entry(item, static_cast<int>(list.rows.size()) + 1, run.readable(score)));
    }
    return list;
}

}  // namespace

Result<WhatIfList> whatIf(LoadedRun& run, std::span<const RatedItem> rated, int n,
                          std::stop_token stop) {
    const auto start = Clock::now();
    if (auto good = needNetwork(run); !good) {
        return good.error();
    }
    const auto picks = toPicks(run, rated);
    if (!picks) {
        return picks.error();
    }
    try {
        const auto person = run.foldIn().fit(*picks, stop);
        if (!person) {
            return cancelled();
        }
        auto list = listOf(run, *person, itemsOf(*picks), n);
        list.milliseconds = millisecondsSince(start);
        return list;
    } catch (const std::exception& exception) {
        return fromLibTorch(exception);
    }
}

Result<WhatIfRemoval> whatIfRemoved(LoadedRun& run, UserIndex user,
                                    std::span<const ItemIndex> removed, int n,
                                    std::stop_token stop) {
    const auto start = Clock::now();
    if (auto good = needNetwork(run); !good) {
        return good.error();
    }
    const auto picks = trainingPicks(run, user);
    if (!picks) {
        return picks.error();
    }
    const auto known = itemsOf(*picks);
    for (const ItemIndex item : removed) {
        if (!std::ranges::binary_search(known, item)) {
            return Error{ErrorKind::NotFound,
                         nameOf(run, item) + " is not in the history of user “" +
                             run.data().dataset.users().id(user) + "” that the run learnt from.",
                         "Choose items of that history."};
        }
    }
    const auto left = picksWithout(*picks, removed);
    if (left.empty()) {
        return Error{ErrorKind::BadInput, "Nothing of the history would be left.",
                     "Leave at least one item in it."};
    }
    try {
        auto& fold = run.foldIn();
        const auto with = fold.fit(*picks, stop, FoldIn::Care::Thorough);
        if (!with) {
            return cancelled();
        }
        WhatIfRemoval lists{listOf(run, *with, known, n), {}};
        lists.with.milliseconds = millisecondsSince(start);
        const auto again = Clock::now();
        const auto person = fold.refit(*picks, *with, left, stop);
        if (!person) {
            return cancelled();
        }
        lists.without = listOf(run, *person, itemsOf(left), n);
        lists.without.milliseconds = millisecondsSince(again);
        return lists;
    } catch (const std::exception& exception) {
        return fromLibTorch(exception);
    }
}

}  // namespace ncf
