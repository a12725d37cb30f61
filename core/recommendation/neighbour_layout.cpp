#include "recommendation/neighbour_layout.h"

#include "base/random.h"
#include "recommendation/fuzzy_edges.h"
#include "recommendation/nearest_neighbours.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace ncf {

namespace {

constexpr std::size_t kNeighbours = 15;
constexpr std::size_t kManyRows = 10000;
constexpr int kEpochs = 500;       // of up to so many rows
constexpr int kFewerEpochs = 200;  // of more
constexpr int kNegatives = 5;      // points that are pushed away for each that is drawn near
constexpr float kExtent = 10;      // of the start, to either side
constexpr auto kShowInterval = std::chrono::milliseconds(100);

// The start as UMAP wants it: within ±10, with a little noise, since equal points would never part.
std::vector<PlanePoint> scaled(std::span<const PlanePoint> start, Random& random) {
    float extent = 0;
    for (const auto& point : start) {
        extent = std::max({extent, std::abs(point.x), std::abs(point.y)});
    }
    const float factor = extent > 0 ? kExtent / extent : 0;
    const auto noise = [&] { return static_cast<float>(1e-3 * random.normal()); };
    std::vector<PlanePoint> points;
    points.reserve(start.size());
    for (const auto& point : start) {
        const float x = point.x * factor + noise();
        points.push_back({x, point.y * factor + noise()});
    }
    return points;
}

// A step along a gradient, cut so that no point is thrown out of the picture.
float cut(float gradient) {
    constexpr float kMost = 4;
    return std::clamp(gradient, -kMost, kMost);
}

// UMAP's stochastic gradient descent (algorithm 5) with the similarity 1 / (1 + d²) in the plane,
// that of t-SNE: UMAP's 1 / (1 + a·d^2b) with a = b = 1, which needs no power.
class Descent {
public:
    Descent(std::vector<FuzzyEdge> edges, std::vector<PlanePoint> points, Random random)
        : edges_(std::move(edges)),
          due_(edges_.size(), 0.0F),
          points_(std::move(points)),
          random_(random) {
        float heaviest = 0;
        for (const auto& edge : edges_) {
            heaviest = std::max(heaviest, edge.weight);
        }
        // An edge is drawn as often as its weight says: the heaviest in every epoch.
        for (auto& edge : edges_) {
            edge.weight /= heaviest;
        }
    }

    void epoch(float rate) {
        for (std::size_t at = 0; at < edges_.size(); ++at) {
            due_[at] += edges_[at].weight;
            if (due_[at] >= 1) {
                due_[at] -= 1;
                attract(points_[edges_[at].from], points_[edges_[at].to], rate);
                for (int i = 0; i < kNegatives; ++i) {
                    repel(edges_[at].from,
                          random_.below(static_cast<std::uint32_t>(points_.size())), rate);
                }
            }
        }
    }

    std::vector<PlanePoint>& points() { return points_; }

private:
    static void attract(PlanePoint& a, PlanePoint& b, float rate) {
        const float dx = a.x - b.x;
        const float dy = a.y - b.y;
        const float pull = -2 / (1 + dx * dx + dy * dy);
        const float x = rate * cut(pull * dx);
        const float y = rate * cut(pull * dy);
        a.x += x;
        a.y += y;
        b.x -= x;
        b.y -= y;
    }

    void repel(std::size_t row, std::size_t other, float rate) {
        if (row == other) {
            return;
        }
        constexpr float kSoft = 1e-3F;  // keeps the push of near points finite
        PlanePoint& a = points_[row];
        const float dx = a.x - points_[other].x;
        const float dy = a.y - points_[other].y;
        const float square = dx * dx + dy * dy;
        const float push = 2 / ((kSoft + square) * (1 + square));
        a.x += rate * cut(push * dx);
        a.y += rate * cut(push * dy);
    }

    std::vector<FuzzyEdge> edges_;
    std::vector<float> due_;  // of an edge: it is drawn when this reaches 1
    std::vector<PlanePoint> points_;
    Random random_;
};

// What the parts take, so that progress goes on evenly: in multiplications of the search, as
// measured.
struct Costs {
    double search;
    double epoch;

    explicit Costs(const Vectors& vectors) {
        constexpr double kApproximate = 6000;  // rows that one row is compared with, about
        constexpr double kUpdate = 430;        // of an edge
        const auto rows = static_cast<double>(vectors.count);
        search = rows * (vectors.count <= kExactRows ? rows : kApproximate) *
                 (static_cast<double>(vectors.width) + 20);
        epoch = rows * static_cast<double>(2 * kNeighbours) * kUpdate;
    }
};

}  // namespace

Result<std::vector<PlanePoint>> neighbourLayout(const Vectors& vectors,
                                                std::span<const PlanePoint> start,
                                                std::uint64_t seed,
                                                const ProgressCallback& progress,
                                                const LayoutCallback& show, std::stop_token stop) {
    if (vectors.count < 3) {
        return std::vector<PlanePoint>(start.begin(), start.end());
    }
    const int epochs = vectors.count <= kManyRows ? kEpochs : kFewerEpochs;
    const Costs costs(vectors);
    const double total = costs.search + epochs * costs.epoch;
    const auto tell = [&](double done) {
        if (progress) {
            constexpr double kParts = 1000;
            progress(static_cast<std::uint64_t>(kParts * done / total),
                     static_cast<std::uint64_t>(kParts));
        }
    };
    const auto table = nearestNeighbours(
        vectors, std::min(kNeighbours, vectors.count - 1), seed,
        [&](std::uint64_t done, std::uint64_t all) {
            tell(costs.search * static_cast<double>(done) / static_cast<double>(all));
        },
        stop);
    if (!table) {
        return table.error();
    }
    Random random(seed);
    auto points = scaled(start, random);
    Descent descent(fuzzyEdges(*table), std::move(points), random);
    auto shown = std::chrono::steady_clock::now();
    for (int epoch = 0; epoch < epochs; ++epoch) {
        if (stop.stop_requested()) {
            return cancelled();
        }
        descent.epoch(1 - static_cast<float>(epoch) / static_cast<float>(epochs));
        tell(costs.search + (epoch + 1) * costs.epoch);
        const auto now = std::chrono::steady_clock::now();
        if (show && now - shown >= kShowInterval) {
            show(descent.points());
            shown = now;
        }
    }
    return std::move(descent.points());
}

}  // namespace ncf
