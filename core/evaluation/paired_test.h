#pragma once

#include "evaluation/test_outcome.h"

#include <cstddef>
#include <cstdint>

namespace ncf {

// What the test interactions say about two models, B against A. It speaks of the users who were
// tested: would others have shown the same? Another seed of the training is a question of its own.
struct PairedTest {
    double difference = 0;  // B's metric less A's
    double low = 0;         // the 95 % interval of the difference
    double high = 0;
    double p = 1;  // two-sided: how often chance alone would give at least this difference
    std::size_t users = 0;

    // The usual level: one in twenty comparisons of equals is taken for a difference.
    bool real() const { return p < 0.05; }
};

// The two outcomes are of the same test set; ranks are needed for the first two, errors for the
// last.

// Differences of HR@K, 0..1: McNemar's exact test on the users whom one model hits and the other
// misses, with the interval of Agresti and Min (2005). Where users have several test items these
// do not count as independent: then as compareNdcg().
PairedTest compareHitRates(const TestOutcome& a, const TestOutcome& b, int cutoff);
// Differences of NDCG@K, 0..1: a permutation test that swaps the models user by user, with a fixed
// seed; exact for up to 16 users who differ. The interval is the normal one over users.
PairedTest compareNdcg(const TestOutcome& a, const TestOutcome& b, int cutoff);
// Differences of RMSE in rating units, tested likewise.
PairedTest compareRmse(const TestOutcome& a, const TestOutcome& b);

// The two-sided exact p of McNemar's test for `onlyA` and `onlyB` discordant pairs.
double mcNemar(std::uint64_t onlyA, std::uint64_t onlyB);

}  // namespace ncf
