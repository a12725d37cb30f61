#pragma once

#include "base/random.h"
#include "data/negative_sampler.h"
#include "model/ncf_model.h"

#include <algorithm>

namespace ncf::test {

inline constexpr int kUsers = 30;
inline constexpr int kItems = 20;

// `everyRow`: the batch holds every user and every item, so that lazy Adam is Adam.
inline Samples makeBatch(int size, bool ratings, bool everyRow, std::uint64_t seed) {
    Random random(seed);
    Samples batch;
    for (int i = 0; i < size; ++i) {
        batch.user.push_back(everyRow && i < kUsers ? i
                                                    : static_cast<UserIndex>(random.below(kUsers)));
        batch.item.push_back(everyRow && i < kItems ? i
                                                    : static_cast<ItemIndex>(random.below(kItems)));
        batch.label.push_back(static_cast<float>(ratings ? 1 + random.below(5) : random.below(2)));
    }
    return batch;
}

// The largest difference between the parameters of two models, relative to the largest move that
// the first one made since `start`.
inline double relativeDifference(NcfModel& a, NcfModel& b, NcfModel& start) {
    double worst = 0;
    for (const auto& entry : a->named_parameters()) {
        const auto other = b->named_parameters()[entry.key()];
        const auto from = start->named_parameters()[entry.key()];
        const double moved = (entry.value() - from).abs().max().item<double>();
        const double difference = (entry.value() - other).abs().max().item<double>();
        worst = std::max(worst, difference / std::max(moved, 1e-12));
    }
    return worst;
}

}  // namespace ncf::test
