#include "recommendation/clusters.h"

#include "base/random.h"
#include "recommendation/nearest_neighbours.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace ncf {

namespace {

constexpr int kIterations = 40;  // the groups hardly change afterwards

class KMeans {
public:
    KMeans(const Vectors& vectors, std::size_t count, std::uint64_t seed)
        : vectors_(vectors),
          centres_{0, vectors.width, {}},
          group_(vectors.count, 0),
          distance_(vectors.count, std::numeric_limits<float>::infinity()) {
        chooseCentres(count, Random(seed));
    }

    std::vector<int> run() {
        for (int iteration = 0; iteration < kIterations && assign(); ++iteration) {
            moveCentres();
        }
        return numberedBySize();
    }

private:
    // Rows far from the centres so far become the next ones more likely, by the square of their
    // distance.
    void chooseCentres(std::size_t count, Random random) {
        std::size_t next = random.below(static_cast<std::uint32_t>(vectors_.count));
        for (std::size_t centre = 0; centre < count; ++centre) {
            const auto row = vectors_.row(next);
            centres_.values.insert(centres_.values.end(), row.begin(), row.end());
            ++centres_.count;
            double total = 0;
            for (std::size_t i = 0; i < vectors_.count; ++i) {
                distance_[i] = std::min(
                    distance_[i], squaredDistance(vectors_.row(i).data(), row.data(), row.size()));
                total += static_cast<double>(distance_[i]);
            }
            if (total <= 0) {
                return;  // every row is a centre
            }
            double left = random.uniform() * total;
            for (next = 0; next + 1 < vectors_.count; ++next) {
                left -= static_cast<double>(distance_[next]);
                if (left < 0) {
                    break;
                }
            }
        }
    }

    // Puts each row to its nearest centre; returns whether one moved.
    bool assign() {
        bool moved = false;
        for (std::size_t row = 0; row < vectors_.count; ++row) {
            float best = std::numeric_limits<float>::infinity();
            int group = 0;
            for (std::size_t centre = 0; centre < centres_.count; ++centre) {
                const float square = squaredDistance(vectors_.row(row).data(),
                                                     centres_.row(centre).data(), vectors_.width);
                if (square < best) {
                    best = square;
                    group = static_cast<int>(centre);
                }
            }
            moved = moved || group != group_[row];
            group_[row] = group;
            distance_[row] = best;
        }
        return moved;
    }

    // To the middle of its rows; one without rows stays where it is.
    void moveCentres() {
        std::vector<double> sums(centres_.values.size());
        std::vector<std::size_t> sizes(centres_.count);
        for (std::size_t row = 0; row < vectors_.count; ++row) {
            const auto group = static_cast<std::size_t>(group_[row]);
            ++sizes[group];
            const auto values = vectors_.row(row);
            for (std::size_t i = 0; i < values.size(); ++i) {
                sums[group * vectors_.width + i] += static_cast<double>(values[i]);
            }
        }
        for (std::size_t centre = 0; centre < centres_.count; ++centre) {
            const auto values = centres_.row(centre);
            for (std::size_t i = 0; i < values.size() && sizes[centre] > 0; ++i) {
                values[i] = static_cast<float>(sums[centre * vectors_.width + i] /
                                               static_cast<double>(sizes[centre]));
            }
        }
    }

    std::vector<int> numberedBySize() const {
        std::vector<std::size_t> sizes(centres_.count);
        std::vector<std::size_t> first(centres_.count, vectors_.count);
        for (std::size_t row = 0; row < vectors_.count; ++row) {
            const auto group = static_cast<std::size_t>(group_[row]);
            ++sizes[group];
            first[group] = std::min(first[group], row);
        }
        std::vector<std::size_t> order(centres_.count);
        std::iota(order.begin(), order.end(), std::size_t(0));
        std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
            return sizes[a] != sizes[b] ? sizes[a] > sizes[b] : first[a] < first[b];
        });
        std::vector<int> number(centres_.count);
        for (std::size_t place = 0; place < order.size(); ++place) {
            number[order[place]] = static_cast<int>(place);
        }
        auto numbered = group_;
        std::ranges::transform(numbered, numbered.begin(),
                               [&](int group) { return number[static_cast<std::size_t>(group)]; });
        return numbered;
    }

    const Vectors& vectors_;
    Vectors centres_;
    std::vector<int> group_;
    std::vector<float> distance_;  // squared, to the nearest centre
};

}  // namespace

std::vector<int> clusters(const Vectors& vectors, std::size_t count, std::uint64_t seed) {
    if (vectors.count == 0 || count == 0) {
        return std::vector<int>(vectors.count, 0);
    }
    return KMeans(vectors, count, seed).run();
}

}  // namespace ncf
