#include "experiment/run_qualities.h"

#include "base/text.h"

#include <algorithm>
#include <cmath>

namespace ncf {

namespace {

Result<std::vector<RecommendedItems>> storedLists(const Project& project, const LoadedRun& run,
                                                  const ProgressCallback& progress,
                                                  std::stop_token stop) {
    const auto& dataset = run.data().dataset;
    std::vector<RecommendedItems> lists;
    const auto read = project.forEachRecommendation(
        run.record().id, [&](const UserRow& user, const RecommendationRow& row) -> Status {
            const auto index = static_cast<std::size_t>(user.user);
            if (index >= dataset.userCount() ||
                static_cast<std::size_t>(row.item) >= dataset.itemCount()) {
                return Error{ErrorKind::Storage,
                             "“" + project.file().string() +
                                 "” is damaged: a recommendation is out of range.",
                             "Train the run again."};
            }
            if (lists.empty() || lists.back().user != user.user) {
                if (stop.stop_requested()) {
                    return cancelled();
                }
                lists.push_back({user.user, {}});
                if (progress && lists.size() % 1024 == 0) {
                    progress(index, dataset.userCount());
                }
            }
            lists.back().items.push_back(row.item);
            return {};
        });
    if (!read) {
        return read.error();
    }
    if (lists.empty()) {
        return Error{ErrorKind::NotFound, "Run “" + run.record().name + "” stored no lists.",
                     "Train a run to its end with recommendations above 0."};
    }
    return lists;
}

// The lists by their users' training interactions, fewest first, in three groups of equal size.
std::array<std::vector<RecommendedItems>, 3> thirds(std::vector<RecommendedItems> lists,
                                                    const InteractionSet& train) {
    const auto size = [&](const RecommendedItems& list) { return train.itemsOf(list.user).size(); };
    std::ranges::stable_sort(lists, {}, size);
    std::array<std::vector<RecommendedItems>, 3> groups;
    for (std::size_t at = 0; at < lists.size(); ++at) {
        groups[at * groups.size() / lists.size()].push_back(std::move(lists[at]));
    }
    return groups;
}

// Of the users for whom `inGroup` says true.
Metrics testMetrics(const TestOutcome& outcome, const std::vector<bool>& inGroup, int cutoff) {
    double hits = 0;
    double gains = 0;
    double squares = 0;
    double count = 0;
    for (std::size_t at = 0; at < outcome.users.size(); ++at) {
        if (!inGroup[static_cast<std::size_t>(outcome.users[at])]) {
            continue;
        }
        ++count;
        if (!outcome.ranks.empty()) {
            hits += hitAt(outcome.ranks[at], cutoff);
            gains += ndcgAt(outcome.ranks[at], cutoff);
        } else {
            squares += outcome.squaredErrors[at];
        }
    }
    Metrics metrics;
    if (count > 0 && !outcome.ranks.empty()) {
        metrics.hitRate = hits / count;
        metrics.ndcg = gains / count;
    } else if (count > 0) {
        metrics.rmse = std::sqrt(squares / count);
    }
    return metrics;
}

UserGroup measureGroup(const std::string& name, std::span<const RecommendedItems> lists,
                       const ListQualityMeter& meter, const LoadedRun& run,
                       const TestOutcome& outcome) {
    UserGroup group{name, lists.size(), 0, 0, {}, meter.measure(lists)};
    if (lists.empty()) {
        return group;
    }
    const auto& train = run.split().train;
    group.fewest = train.itemsOf(lists.front().user).size();
    group.most = train.itemsOf(lists.back().user).size();
    std::vector<bool> inGroup(train.userCount());
    for (const auto& list : lists) {
        inGroup[static_cast<std::size_t>(list.user)] = true;
    }
    group.test = testMetrics(outcome, inGroup, run.record().cutoff);
    return group;
}

std::string whole(double number) {
    return withThousands(static_cast<std::uint64_t>(std::llround(number)));
}

std::string percent(double share) {
    return fixed(100 * share, 1) + " %";
}

}  // namespace

Result<RunQualities> runQualities(const Project& project, const LoadedRun& run,
                                  const ProgressCallback& progress, std::stop_token stop) {
    auto lists = storedLists(project, run, progress, stop);
    if (!lists) {
        return lists.error();
    }
    auto outcome = project.outcome(run.record().id);
    if (!outcome && outcome.error().kind != ErrorKind::NotFound) {
        return outcome.error();
    }
    const std::size_t items = run.data().dataset.itemCount();
    const ListQualityMeter meter(run.split().train, items);
    RunQualities qualities;
    qualities.lists = meter.measure(*lists);
    qualities.catalogue = items;
    qualities.protocol = run.record().protocol;
    qualities.cutoff = run.record().cutoff;
    for (const auto& list : *lists) {
        qualities.length = std::max(qualities.length, static_cast<int>(list.items.size()));
    }
    const auto groups = thirds(std::move(*lists), run.split().train);
    constexpr std::array<const char*, 3> kNames = {"few", "medium", "many"};
    for (std::size_t at = 0; at < groups.size(); ++at) {
        if (stop.stop_requested()) {
            return cancelled();
        }
        qualities.groups[at] =
            measureGroup(kNames[at], groups[at], meter, run, outcome ? *outcome : TestOutcome());
    }
    return qualities;
}

std::vector<QualityLine> qualityLines(const RunQualities& qualities) {
    const auto& lists = qualities.lists;
    const std::string catalogue = withThousands(qualities.catalogue);
    const bool mainstream = lists.popularityBias >= 0;
    return {
        {"Catalogue coverage", percent(lists.coverage),
         withThousands(lists.distinctItems) + " of " + catalogue +
             " items are recommended to somebody; the others to nobody."},
        {"Concentration (Gini)", fixed(lists.gini, 3),
         "How unevenly the places in the lists are shared among all items: 0 would be equally, "
         "1 would be all places for one item."},
        {"Novelty", fixed(lists.novelty, 2) + " bits",
         "How little known the recommended items are: an item that half of the people have counts "
         "1 bit, one that 1 in 1,000 has counts 10."},
        {"Diversity within a list", fixed(lists.diversity, 3),
         "How different the items of one list are: 0 when the same people have all of them, "
         "1 when nobody has two of them."},
        {"Popularity bias", (mainstream ? "+" : "−") + percent(std::abs(lists.popularityBias)),
         "A recommended item has " + whole(lists.listPopularity) +
             " interactions on average, an item that people chose themselves " +
             whole(lists.historyPopularity) + ": the lists are " + (mainstream ? "more" : "less") +
             " mainstream than their readers."},
    };
}

}  // namespace ncf
