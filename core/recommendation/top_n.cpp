#include "recommendation/top_n.h"

#include <algorithm>
#include <cmath>

namespace ncf {

namespace {

// Scores of whole catalogues held at once, in floats (4 MiB: within the last-level cache).
constexpr std::size_t kScoresPerBlock = 1 << 20;

}  // namespace

std::vector<ScoredItem> selectTopN(std::span<const float> scores, std::span<const ItemIndex> masked,
                                   int n) {
    const auto better = [](const ScoredItem& a, const ScoredItem& b) {
        return a.score > b.score || (a.score == b.score && a.item < b.item);
    };
    // A heap of the n best so far with the worst of them on top.
    std::vector<ScoredItem> best;
    const auto wanted = static_cast<std::size_t>(std::max(0, n));
    best.reserve(wanted + 1);
    auto mask = masked.begin();
    for (std::size_t at = 0; at < scores.size() && wanted > 0; ++at) {
        const auto item = static_cast<ItemIndex>(at);
        if (mask != masked.end() && *mask == item) {
            ++mask;
            continue;
        }
        const ScoredItem candidate{item, scores[at]};
        if (std::isnan(candidate.score) ||
            (best.size() == wanted && !better(candidate, best.front()))) {
            continue;
        }
        best.push_back(candidate);
        std::push_heap(best.begin(), best.end(), better);
        if (best.size() > wanted) {
            std::pop_heap(best.begin(), best.end(), better);
            best.pop_back();
        }
    }
    std::sort_heap(best.begin(), best.end(), better);
    return best;
}

Status recommendAll(Scorer& scorer, const InteractionSet& train, std::size_t items, int n,
                    const std::function<Status(std::span<const UserTopN>)>& consume,
                    const ProgressCallback& progress, std::stop_token stop) {
    std::vector<UserIndex> users;
    for (std::size_t user = 0; user < train.userCount(); ++user) {
        if (!train.itemsOf(static_cast<UserIndex>(user)).empty()) {
            users.push_back(static_cast<UserIndex>(user));
        }
    }
    const std::size_t block =
        std::max<std::size_t>(1, kScoresPerBlock / std::max<std::size_t>(1, items));
    std::vector<float> scores;
    std::vector<UserTopN> lists;
    for (std::size_t from = 0; from < users.size(); from += block) {
        if (stop.stop_requested()) {
            return cancelled();
        }
        const auto part =
            std::span<const UserIndex>(users).subspan(from, std::min(block, users.size() - from));
        scores.resize(part.size() * items);
        scorer.scoreCatalogue(part, scores);
        lists.clear();
        for (std::size_t row = 0; row < part.size(); ++row) {
            const auto rowScores = std::span<const float>(scores).subspan(row * items, items);
            lists.push_back({part[row], selectTopN(rowScores, train.sortedItemsOf(part[row]), n)});
        }
        if (auto status = consume(lists); !status) {
            return status;
        }
        if (progress) {
            progress(from + part.size(), users.size());
        }
    }
    return {};
}

}  // namespace ncf
