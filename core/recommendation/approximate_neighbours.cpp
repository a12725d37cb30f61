#include "recommendation/approximate_neighbours.h"

#include "base/random.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ncf {

namespace {

constexpr std::size_t kTrees = 8;
constexpr std::size_t kLeaf = 64;     // rows, at most
constexpr std::size_t kRounds = 4;    // of asking neighbours, at most
constexpr double kFewChanges = 0.01;  // of all entries: a round with fewer is the last

class ApproximateSearch {
public:
    ApproximateSearch(const Vectors& vectors, std::size_t k, std::uint64_t seed)
        : vectors_(vectors), table_(vectors.count, k), random_(seed), rows_(vectors.count) {}

    void growTree() {
        std::iota(rows_.begin(), rows_.end(), 0U);
        split(rows_);
    }

    // Measures every pair of these rows and offers each to the other. Returns how many entries
    // changed.
    std::size_t introduce(std::span<const std::uint32_t> rows) {
        std::size_t changes = 0;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            for (std::size_t j = i + 1; j < rows.size(); ++j) {
                changes += measure(rows[i], rows[j]);
            }
        }
        return changes;
    }

    NeighbourTable& table() { return table_; }

private:
    std::size_t measure(std::uint32_t a, std::uint32_t b) {
        if (a == b) {
            return 0;
        }
        const float distance = std::sqrt(
            squaredDistance(vectors_.row(a).data(), vectors_.row(b).data(), vectors_.width));
        std::size_t changes = 0;
        if (distance <= table_.reach(a)) {
            changes += table_.offer(a, {b, distance}) ? 1U : 0U;
        }
        if (distance <= table_.reach(b)) {
            changes += table_.offer(b, {a, distance}) ? 1U : 0U;
        }
        return changes;
    }

    // Halves the rows by which side of the plane midway between two of them they lie on, down to
    // leaves.
    void split(std::span<std::uint32_t> rows) {
        if (rows.size() <= kLeaf) {
            introduce(rows);
            return;
        }
        const auto drawn = [&] {
            return vectors_.row(rows[random_.below(static_cast<std::uint32_t>(rows.size()))]);
        };
        const auto a = drawn();
        const auto b = drawn();
        const auto middle = std::partition(rows.begin(), rows.end(), [&](std::uint32_t row) {
            const float* const values = vectors_.row(row).data();
            return squaredDistance(values, a.data(), vectors_.width) <
                   squaredDistance(values, b.data(), vectors_.width);
        });
        auto left = static_cast<std::size_t>(middle - rows.begin());
        if (left < rows.size() / 20 || left > rows.size() - rows.size() / 20) {
            // The same row twice, or nearly all on one side: any halves keep the tree low.
            random_.shuffle(rows);
            left = rows.size() / 2;
        }
        split(rows.first(left));
        split(rows.subspan(left));
    }

    const Vectors& vectors_;
    NeighbourTable table_;
    Random random_;
    std::vector<std::uint32_t> rows_;
};

// Who knows whom: each row's nearest, and some of those it is near to.
std::vector<std::vector<std::uint32_t>> acquaintances(const NeighbourTable& table) {
    constexpr std::size_t kEachWay = 10;
    std::vector<std::vector<std::uint32_t>> all(table.rows());
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto near = table.of(row);
        for (const auto& neighbour : near.first(std::min(near.size(), kEachWay))) {
            all[row].push_back(neighbour.row);
            if (auto& back = all[neighbour.row]; back.size() < 2 * kEachWay) {
                back.push_back(static_cast<std::uint32_t>(row));
            }
        }
    }
    for (auto& known : all) {
        std::ranges::sort(known);
        known.erase(std::unique(known.begin(), known.end()), known.end());
    }
    return all;
}

}  // namespace

Result<NeighbourTable> approximateNeighbours(const Vectors& vectors, std::size_t k,
                                             std::uint64_t seed, const ProgressCallback& progress,
                                             std::stop_token stop) {
    ApproximateSearch search(vectors, k, seed);
    const std::size_t total = (kTrees + kRounds) * vectors.count;
    const auto tell = [&](std::size_t done) {
        if (progress) {
            progress(done, total);
        }
    };
    for (std::size_t tree = 0; tree < kTrees; ++tree) {
        if (stop.stop_requested()) {
            return cancelled();
        }
        search.growTree();
        tell((tree + 1) * vectors.count);
    }
    constexpr std::size_t kBetweenLooks = 1024;  // rows between looks at `stop`
    for (std::size_t round = 0; round < kRounds; ++round) {
        const auto known = acquaintances(search.table());
        std::size_t changes = 0;
        for (std::size_t row = 0; row < known.size(); ++row) {
            if (row % kBetweenLooks == 0) {
                if (stop.stop_requested()) {
                    return cancelled();
                }
                tell((kTrees + round) * vectors.count + row);
            }
            changes += search.introduce(known[row]);
        }
        if (static_cast<double>(changes) <
            kFewChanges * static_cast<double>(vectors.count) * static_cast<double>(k)) {
            break;
        }
    }
    tell(total);
    return std::move(search.table());
}

}  // namespace ncf
