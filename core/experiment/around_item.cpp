#include "experiment/around_item.h"

#include "experiment/embeddings.h"
#include "recommendation/nearest.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>

namespace ncf {

namespace {

constexpr std::size_t kMostBars = 20;
// Users that are scored between two looks at the stop token.
constexpr std::size_t kUsersPerBlock = 1 << 15;

// The values that ratings are counted under.
struct Scale {
    std::vector<float> values;  // ascending
    double step = 0;            // 0: the values are the ratings themselves
    double first = 0;           // of the values, in steps

    std::size_t placeOf(float rating) const {
        if (step == 0) {
            return static_cast<std::size_t>(std::ranges::lower_bound(values, rating) -
                                            values.begin());
        }
        return static_cast<std::size_t>(std::round(static_cast<double>(rating) / step) - first);
    }
};

// The different ratings of the data, ascending, or one more than kMostBars of them.
std::vector<float> differentRatings(const Dataset& dataset) {
    std::vector<float> found;
    // By hash, the last one seen: tells nearly every rating of a large dataset without a search.
    std::array<float, 256> seen;
    seen.fill(std::numeric_limits<float>::quiet_NaN());
    for (std::size_t user = 0; user < dataset.userCount(); ++user) {
        for (const float rating : dataset.ratingsOf(static_cast<UserIndex>(user))) {
            if (!isRated(rating)) {
                continue;
            }
            float& last = seen[std::bit_cast<std::uint32_t>(rating) * 2654435761u >> 24];
            if (last == rating) {
                continue;
            }
            last = rating;
            const auto place = std::ranges::lower_bound(found, rating);
            if (place != found.end() && *place == rating) {
                continue;
            }
            found.insert(place, rating);
            if (found.size() > kMostBars) {
                return found;
            }
        }
    }
    return found;
}

// Multiples of 1, 2 or 5 times a power of ten, as far apart as they must be to be few.
Scale steppedScale(double low, double high) {
    double power = std::pow(10.0, std::floor(std::log10((high - low) / kMostBars)));
    for (;; power *= 10) {
        for (const double factor : {1.0, 2.0, 5.0}) {
            const double step = factor * power;
            const double first = std::round(low / step);
            const double count = std::round(high / step) - first + 1;
            if (count > static_cast<double>(kMostBars)) {
                continue;
            }
            Scale scale{{}, step, first};
            for (double at = 0; at < count; ++at) {
                scale.values.push_back(static_cast<float>((first + at) * step));
            }
            return scale;
        }
    }
}

// One for all items of the data, so that their histograms compare.
Scale scaleOf(const Dataset& dataset) {
    auto values = differentRatings(dataset);
    if (values.size() <= kMostBars) {
        return {std::move(values), 0, 0};
    }
    const auto [low, high] = dataset.ratingRange();
    return steppedScale(static_cast<double>(low), static_cast<double>(high));
}

void countRatings(const Dataset& dataset, ItemIndex item, ItemFacts& facts) {
    const Scale scale = scaleOf(dataset);
    for (const float value : scale.values) {
        facts.ratings.push_back({value, 0});
    }
    double sum = 0;
    std::uint32_t count = 0;
    for (std::size_t at = 0; at < dataset.userCount(); ++at) {
        const auto user = static_cast<UserIndex>(at);
        const auto items = dataset.itemsOf(user);
        const auto place = std::ranges::find(items, item) - items.begin();
        if (place == static_cast<std::ptrdiff_t>(items.size())) {
            continue;
        }
        const float rating = dataset.ratingsOf(user)[static_cast<std::size_t>(place)];
        if (isRated(rating)) {
            ++facts.ratings[scale.placeOf(rating)].count;
            sum += static_cast<double>(rating);
            ++count;
        }
    }
    if (count > 0) {
        facts.meanRating = sum / count;
    }
}

}  // namespace

ItemFacts itemFacts(const ProjectData& data, ItemIndex item) {
    ItemFacts facts;
    facts.item = data.entry(item, 0, 0);
    facts.items = data.dataset.itemCount();
    facts.popularityRank =
        1 + static_cast<int>(std::ranges::count_if(
                data.popularity, [&](std::uint32_t each) { return each > facts.item.popularity; }));
    if (data.dataset.hasRatings()) {
        countRatings(data.dataset, item, facts);
    }
    return facts;
}

Result<std::vector<RecommendationRow>> similarItems(const LoadedRun& run, ItemIndex item, int n) {
    if (auto status = run.expectItem(item); !status) {
        return status.error();
    }
    const auto embeddings = itemEmbeddings(run);
    if (!embeddings) {
        return embeddings.error();
    }
    std::vector<RecommendationRow> rows;
    for (const auto& [other, cosine] : nearest(*embeddings, item, n)) {
        rows.push_back(run.data().entry(other, static_cast<int>(rows.size()) + 1, cosine));
    }
    return rows;
}

Result<std::vector<LikelyUser>> likelyUsers(LoadedRun& run, ItemIndex item, int n,
                                            const ProgressCallback& progress,
                                            std::stop_token stop) {
    if (auto status = run.expectItem(item); !status) {
        return status.error();
    }
    const auto& train = run.split().train;
    std::vector<UserIndex> candidates;  // ascending
    for (std::size_t at = 0; at < train.userCount(); ++at) {
        const auto user = static_cast<UserIndex>(at);
        // Of a user without any history the run learnt nothing.
        if (!train.itemsOf(user).empty() && !train.contains(user, item)) {
            candidates.push_back(user);
        }
    }
    std::vector<float> scores(candidates.size());
    const std::vector<ItemIndex> same(std::min(kUsersPerBlock, candidates.size()), item);
    for (std::size_t from = 0; from < candidates.size(); from += kUsersPerBlock) {
        if (stop.stop_requested()) {
            return cancelled();
        }
        const std::size_t count = std::min(kUsersPerBlock, candidates.size() - from);
        run.scorer().scorePairs(std::span<const UserIndex>(candidates).subspan(from, count),
                                std::span<const ItemIndex>(same).first(count),
                                std::span<float>(scores).subspan(from, count));
        if (progress) {
            progress(from + count, candidates.size());
        }
    }
    const auto [least, most] = std::ranges::minmax_element(scores);
    if (scores.size() > 1 && *least == *most) {
        return Error{ErrorKind::BadInput,
                     "Run “" + run.record().name + "” gives every user the same score for an item.",
                     "Choose a run that tells users apart."};
    }
    const auto& dataset = run.data().dataset;
    std::vector<LikelyUser> best;
    for (const auto& [place, score] : selectTopN(scores, {}, n)) {
        const UserIndex user = candidates[static_cast<std::size_t>(place)];
        best.push_back({{user, dataset.users().id(user),
                         static_cast<std::uint32_t>(dataset.itemsOf(user).size())},
                        run.readable(score)});
    }
    return best;
}

std::vector<UserRow> usersWith(const ProjectData& data, ItemIndex item, const std::string& afterId,
                               int limit) {
    const auto& dataset = data.dataset;
    const auto& ids = dataset.users().ids();
    const auto wanted = static_cast<std::size_t>(std::max(0, limit));
    const auto before = [&](UserIndex a, UserIndex b) {
        return ids[static_cast<std::size_t>(a)] < ids[static_cast<std::size_t>(b)];
    };
    // A heap of the page's users so far with the last of them on top: whose id lies outside is
    // passed over without a look at their items.
    std::vector<UserIndex> page;
    for (std::size_t at = 0; at < ids.size() && wanted > 0; ++at) {
        const auto user = static_cast<UserIndex>(at);
        if ((!afterId.empty() && ids[at] <= afterId) ||
            (page.size() == wanted && !before(user, page.front()))) {
            continue;
        }
        const auto items = dataset.itemsOf(user);
        if (std::ranges::find(items, item) == items.end()) {
            continue;
        }
        if (page.size() == wanted) {
            std::ranges::pop_heap(page, before);
            page.pop_back();
        }
        page.push_back(user);
        std::ranges::push_heap(page, before);
    }
    std::ranges::sort_heap(page, before);
    std::vector<UserRow> rows;
    for (const UserIndex user : page) {
        rows.push_back({user, dataset.users().id(user),
                        static_cast<std::uint32_t>(dataset.itemsOf(user).size())});
    }
    return rows;
}

}  // namespace ncf
