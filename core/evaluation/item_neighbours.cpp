#include "evaluation/item_neighbours.h"

#include "base/parallel.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>

namespace ncf {

namespace {

// Neighbours kept in all, 8 bytes each: 2 GiB.
constexpr std::size_t kMostKept = std::size_t(1) << 28;
constexpr std::size_t kProgressSteps = 100;

// The users of each item, in one list.
struct Columns {
    Columns(const InteractionSet& train, std::size_t items) : offsets(items + 1, 0) {
        for (std::size_t user = 0; user < train.userCount(); ++user) {
            for (const ItemIndex item : train.itemsOf(static_cast<UserIndex>(user))) {
                ++offsets[static_cast<std::size_t>(item) + 1];
            }
        }
        for (std::size_t item = 0; item < items; ++item) {
            offsets[item + 1] += offsets[item];
        }
        users.resize(offsets[items]);
        auto next = offsets;
        for (std::size_t user = 0; user < train.userCount(); ++user) {
            for (const ItemIndex item : train.itemsOf(static_cast<UserIndex>(user))) {
                users[next[static_cast<std::size_t>(item)]++] = static_cast<UserIndex>(user);
            }
        }
    }

    std::size_t count(std::size_t item) const { return offsets[item + 1] - offsets[item]; }
    std::span<const UserIndex> usersOf(std::size_t item) const {
        return std::span(users).subspan(offsets[item], count(item));
    }

    std::vector<std::size_t> offsets;
    std::vector<UserIndex> users;
};

}  // namespace

Status ItemNeighboursConfig::validate() const {
    if (neighbours < 0 || neighbours > 100000) {
        return Error{ErrorKind::BadInput, "The neighbours of an item must be 0 to 100,000.",
                     "Usual is 20 to 200; 0 counts all."};
    }
    if (!(shrinkage >= 0 && shrinkage <= 1e6)) {
        return Error{ErrorKind::BadInput, "The shrinkage must be 0 to 1,000,000.",
                     "Usual is 0 to 100."};
    }
    return {};
}

// The threads take one item after another and look for its neighbours among the items that its
// users have as well.
class ItemNeighboursScorer::Search {
public:
    Search(const InteractionSet& train, std::size_t items, const ItemNeighboursConfig& config,
           const ProgressCallback& progress, std::stop_token stop)
        : train_(train),
          columns_(train, items),
          config_(config),
          progress_(progress),
          stop_(std::move(stop)),
          nearest_(items) {}

    Result<std::vector<Neighbours>> run() {
        const std::size_t threads = std::max(1u, std::thread::hardware_concurrency());
        inRanges(threads, 1, [this](std::size_t from, std::size_t) { work(from == 0); });
        if (stop_.stop_requested()) {
            return cancelled();
        }
        if (kept_ > kMostKept) {
            return Error{ErrorKind::BadInput, "The neighbours of all items would need over 2 GiB.",
                         "Let fewer neighbours count, such as 100."};
        }
        return std::move(nearest_);
    }

private:
    void work(bool reports) {
        const std::size_t items = nearest_.size();
        const std::size_t step = std::max<std::size_t>(1, items / kProgressSteps);
        std::vector<std::uint32_t> together(items, 0);
        std::vector<ItemIndex> met;
        std::size_t reported = 0;
        for (std::size_t item = next_++; item < items; item = next_++) {
            if (stop_.stop_requested() || kept_ > kMostKept) {
                return;
            }
            meet(item, together, met);
            nearest_[item] = nearestOf(item, together, met);
            kept_ += nearest_[item].size();
            for (const ItemIndex other : met) {
                together[static_cast<std::size_t>(other)] = 0;
            }
            if (reports && progress_ && item >= reported + step) {
                reported = item;
                progress_(item, items);
            }
        }
    }

    // How many of the item's users have each other item: in `together`, and which those are.
    void meet(std::size_t item, std::vector<std::uint32_t>& together,
              std::vector<ItemIndex>& met) const {
        met.clear();
        for (const UserIndex user : columns_.usersOf(item)) {
            for (const ItemIndex other : train_.itemsOf(user)) {
                if (together[static_cast<std::size_t>(other)]++ == 0) {
                    met.push_back(other);
                }
            }
        }
    }

    Neighbours nearestOf(std::size_t item, const std::vector<std::uint32_t>& together,
                         const std::vector<ItemIndex>& met) const {
        Neighbours all;
        all.reserve(met.size());
        const auto count = static_cast<double>(columns_.count(item));
        for (const ItemIndex other : met) {
            const auto at = static_cast<std::size_t>(other);
            if (at != item) {
                const double length = std::sqrt(count * static_cast<double>(columns_.count(at)));
                all.push_back(
                    {other, static_cast<float>(together[at] / (length + config_.shrinkage))});
            }
        }
        const auto kept = static_cast<std::size_t>(config_.neighbours);
        if (kept != 0 && all.size() > kept) {
            std::nth_element(all.begin(), all.begin() + config_.neighbours, all.end(),
                             [](const Neighbour& a, const Neighbour& b) {
                                 return a.similarity > b.similarity ||
                                        (a.similarity == b.similarity && a.item < b.item);
                             });
            all.resize(kept);
            all.shrink_to_fit();
        }
        return all;
    }

    const InteractionSet& train_;
    const Columns columns_;
    const ItemNeighboursConfig& config_;
    const ProgressCallback& progress_;
    std::stop_token stop_;
    std::vector<Neighbours> nearest_;
    std::atomic<std::size_t> next_ = 0;
    std::atomic<std::size_t> kept_ = 0;
};

Result<std::unique_ptr<ItemNeighboursScorer>> ItemNeighboursScorer::make(
    const InteractionSet& train, std::size_t items, const ItemNeighboursConfig& config,
    const ProgressCallback& progress, std::stop_token stop) {
    const auto nearest = Search(train, items, config, progress, std::move(stop)).run();
    if (!nearest) {
        return nearest.error();
    }
    auto scorer = std::unique_ptr<ItemNeighboursScorer>(new ItemNeighboursScorer(train, items));
    scorer->keep(*nearest);
    return scorer;
}

void ItemNeighboursScorer::keep(const std::vector<Neighbours>& nearest) {
    offsets_.assign(items_ + 1, 0);
    for (const auto& neighbours : nearest) {
        for (const auto& neighbour : neighbours) {
            ++offsets_[static_cast<std::size_t>(neighbour.item) + 1];
        }
    }
    for (std::size_t item = 0; item < items_; ++item) {
        offsets_[item + 1] += offsets_[item];
    }
    reached_.resize(offsets_[items_]);
    auto next = offsets_;
    for (std::size_t item = 0; item < items_; ++item) {
        for (const auto& [other, similarity] : nearest[item]) {
            reached_[next[static_cast<std::size_t>(other)]++] = {static_cast<ItemIndex>(item),
                                                                 similarity};
        }
    }
}

void ItemNeighboursScorer::scoreUser(UserIndex user, std::span<float> scores) const {
    std::fill(scores.begin(), scores.end(), 0.0f);
    // In one order whatever the history's, so that the sums are the same to the last digit.
    for (const ItemIndex known : train_->sortedItemsOf(user)) {
        const auto at = static_cast<std::size_t>(known);
        for (std::size_t i = offsets_[at]; i < offsets_[at + 1]; ++i) {
            scores[static_cast<std::size_t>(reached_[i].item)] += reached_[i].similarity;
        }
    }
}

void ItemNeighboursScorer::scorePairs(std::span<const UserIndex> users,
                                      std::span<const ItemIndex> items, std::span<float> scores) {
    row_.resize(items_);
    for (std::size_t i = 0; i < users.size(); ++i) {
        // An evaluation has a user's pairs in a row.
        if (i == 0 || users[i] != users[i - 1]) {
            scoreUser(users[i], row_);
        }
        scores[i] = row_[static_cast<std::size_t>(items[i])];
    }
}

void ItemNeighboursScorer::scoreCatalogue(std::span<const UserIndex> users,
                                          std::span<float> scores) {
    for (std::size_t row = 0; row < users.size(); ++row) {
        scoreUser(users[row], scores.subspan(row * items_, items_));
    }
}

}  // namespace ncf
