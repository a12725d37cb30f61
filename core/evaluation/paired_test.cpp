#include "evaluation/paired_test.h"

#include "base/random.h"
#include "evaluation/metrics.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <vector>

namespace ncf {

namespace {

constexpr double kNormal95 = 1.959963984540054;
constexpr std::uint64_t kSeed = 0x5eed;
// Signs that are tried one and all: 2^16 sums at most.
constexpr std::size_t kEnumerated = 16;
constexpr std::size_t kMostRounds = 9999;
constexpr std::size_t kFewestRounds = 999;
// Additions that a permutation test may take: a tenth of a second.
constexpr std::size_t kMostAdditions = 100'000'000;

// Sums of the values of each user: what is independent of one another.
std::vector<double> sumsByUser(std::span<const UserIndex> users, std::span<const double> values) {
    std::vector<double> sums;
    for (std::size_t i = 0; i < users.size(); ++i) {
        if (i == 0 || users[i] != users[i - 1]) {
            sums.push_back(0);
        }
        sums.back() += values[i];
    }
    return sums;
}

bool oneEach(std::span<const UserIndex> users) {
    return std::adjacent_find(users.begin(), users.end()) == users.end();
}

double sum(std::span<const double> values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

// The standard deviation of the sum of independent values with the variance that these show.
double deviationOfSum(std::span<const double> values) {
    if (values.size() < 2) {
        return 0;
    }
    const auto count = static_cast<double>(values.size());
    const double mean = sum(values) / count;
    double squares = 0;
    for (const double value : values) {
        squares += (value - mean) * (value - mean);
    }
    return std::sqrt(squares * count / (count - 1));
}

// The two-sided p of the sum of `units` when each could as well have had the other sign.
double signFlip(std::vector<double> units) {
    std::erase(units, 0.0);
    if (units.empty()) {
        return 1;
    }
    double scale = 0;
    for (const double unit : units) {
        scale += std::abs(unit);
    }
    // Sums in another order may differ in their last digits.
    const double observed = std::abs(sum(units)) - 1e-12 * scale;
    // `next` gives 64 signs at a time.
    const auto reaches = [&](auto next) {
        double flipped = 0;
        std::uint64_t signs = 0;
        for (std::size_t i = 0; i < units.size(); ++i, signs >>= 1) {
            if (i % 64 == 0) {
                signs = next();
            }
            flipped += (signs & 1) != 0 ? units[i] : -units[i];
        }
        return std::abs(flipped) >= observed;
    };
    std::size_t extreme = 0;
    if (units.size() <= kEnumerated) {
        const std::uint64_t all = std::uint64_t(1) << units.size();
        for (std::uint64_t signs = 0; signs < all; ++signs) {
            extreme += reaches([&] { return signs; }) ? 1 : 0;
        }
        return static_cast<double>(extreme) / static_cast<double>(all);
    }
    const std::size_t rounds =
        std::clamp(kMostAdditions / units.size(), kFewestRounds, kMostRounds);
    Random random(kSeed);
    for (std::size_t round = 0; round < rounds; ++round) {
        extreme += reaches([&] { return random.next(); }) ? 1 : 0;
    }
    // The observed signs are one of the possible ones.
    return static_cast<double>(extreme + 1) / static_cast<double>(rounds + 1);
}

// Means of values per interaction, B's less A's.
PairedTest compareMeans(std::span<const UserIndex> users, std::span<const double> differences) {
    PairedTest test;
    if (users.empty()) {
        return test;
    }
    const auto count = static_cast<double>(users.size());
    const auto units = sumsByUser(users, differences);
    const double margin = kNormal95 * deviationOfSum(units) / count;
    test.difference = sum(units) / count;
    test.low = test.difference - margin;
    test.high = test.difference + margin;
    test.users = units.size();
    test.p = signFlip(units);
    return test;
}

}  // namespace

double mcNemar(std::uint64_t onlyA, std::uint64_t onlyB) {
    const auto pairs = static_cast<double>(onlyA + onlyB);
    const std::uint64_t fewer = std::min(onlyA, onlyB);
    // The binomial distribution with one half, term after term, by logarithms.
    double logTerm = -pairs * std::log(2.0);
    double tail = 0;
    for (std::uint64_t k = 0; k <= fewer; ++k) {
        if (k > 0) {
            const auto at = static_cast<double>(k);
            logTerm += std::log((pairs - at + 1) / at);
        }
        tail += std::exp(logTerm);
    }
    return std::min(1.0, 2 * tail);
}

PairedTest compareHitRates(const TestOutcome& a, const TestOutcome& b, int cutoff) {
    std::vector<double> differences;
    differences.reserve(a.users.size());
    std::uint64_t onlyA = 0;
    std::uint64_t onlyB = 0;
    for (std::size_t i = 0; i < a.users.size(); ++i) {
        const double hitA = hitAt(a.ranks[i], cutoff);
        const double hitB = hitAt(b.ranks[i], cutoff);
        differences.push_back(hitB - hitA);
        onlyA += hitA > hitB ? 1 : 0;
        onlyB += hitB > hitA ? 1 : 0;
    }
    if (a.users.empty() || !oneEach(a.users)) {
        return compareMeans(a.users, differences);
    }
    const auto count = static_cast<double>(a.users.size());
    const double balance = static_cast<double>(onlyB) - static_cast<double>(onlyA);
    // Half a pair more in each of the four cells keeps the interval honest where few differ.
    const double enlarged = count + 2;
    const double discordant = static_cast<double>(onlyA + onlyB) + 1;
    const double centre = balance / enlarged;
    const double margin =
        kNormal95 * std::sqrt(discordant - balance * balance / enlarged) / enlarged;
    return {balance / count, centre - margin, centre + margin, mcNemar(onlyA, onlyB),
            a.users.size()};
}

PairedTest compareNdcg(const TestOutcome& a, const TestOutcome& b, int cutoff) {
    std::vector<double> differences;
    differences.reserve(a.users.size());
    for (std::size_t i = 0; i < a.users.size(); ++i) {
        differences.push_back(ndcgAt(b.ranks[i], cutoff) - ndcgAt(a.ranks[i], cutoff));
    }
    return compareMeans(a.users, differences);
}

PairedTest compareRmse(const TestOutcome& a, const TestOutcome& b) {
    if (a.users.empty()) {
        return {};
    }
    const auto count = static_cast<double>(a.users.size());
    const std::vector<double> errorsA(a.squaredErrors.begin(), a.squaredErrors.end());
    const std::vector<double> errorsB(b.squaredErrors.begin(), b.squaredErrors.end());
    const double rootA = std::sqrt(sum(errorsA) / count);
    const double rootB = std::sqrt(sum(errorsB) / count);
    // Swapping moves both means by the same amount in opposite directions, so that the difference
    // of the roots is at least the observed one exactly when that of the means is.
    std::vector<double> differences;
    // What an interaction adds to the difference of the roots, to the first order.
    std::vector<double> influences;
    const auto share = [](double error, double root) {
        return root > 0 ? (error - root * root) / (2 * root) : 0.0;
    };
    for (std::size_t i = 0; i < errorsA.size(); ++i) {
        differences.push_back(errorsB[i] - errorsA[i]);
        influences.push_back(share(errorsB[i], rootB) - share(errorsA[i], rootA));
    }
    PairedTest test = compareMeans(a.users, differences);
    const double margin = kNormal95 * deviationOfSum(sumsByUser(a.users, influences)) / count;
    test.difference = rootB - rootA;
    test.low = test.difference - margin;
    test.high = test.difference + margin;
    return test;
}

}  // namespace ncf
