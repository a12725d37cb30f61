#pragma once

#include "training/fused_kernels.h"

#include <torch/torch.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ncf {

// What Adam does to the rows outside a batch, worked out only when a row is next needed, so that no
// step has to touch every row. Without a gradient a row's moments just fade, by β1 and β2 a step,
// and its moves over the steps s after its last one, t, add up to one factor and one ε:
//
//   w −= factor · mean / (√square + ε)
//   factor = Σ (β1/√β2)^(s−t) · c(s),   c(s) = rate(s)·√(1−β2^s)/(1−β1^s)
//
// Exact to first order in ε, which is the mean of the steps' own, each weighed by its term of the
// factor; terms beyond kReach steps are below a float's resolution. Each step
// adds its term to the sums of all t within reach, so that a row just looks up its own.
class AdamDrift {
public:
    struct Move {
        float factor = 0, epsilon = 1;
    };

    AdamDrift();

    // Takes note of a step. The first is 1.
    void add(const AdamMove& move);
    // Lets go of the past: every row has been moved up to the last step.
    void settle();

    // The factors c(s) and c(s)·ε(s) of the steps since settle(), float [2, steps].
    torch::Tensor steps() const;
    // Takes over those of a drift whose last step was number `last`; anything else is refused.
    bool setSteps(const torch::Tensor& steps, std::int64_t last);
    // The step of the last settle(), 0 before the first: no row was last moved before it.
    std::int64_t settledAt() const { return settledAt_; }

    // Of a row that was last moved in step `step`, up to the last step noted.
    Move since(std::int64_t step) const;
    // The share of a row's moments that is left after so many steps, at most one more than were
    // noted since settle().
    AdamFade fade(std::int64_t steps) const { return fades_[static_cast<std::size_t>(steps)]; }

private:
    static constexpr std::size_t kReach = 160;

    void addTerms(float move, float epsilon);
    void extendFades();

    std::vector<float> weights_, epsilonWeights_;  // by steps missed, from kReach down to 1
    std::vector<float> moves_, epsilons_;       // c(s) and c(s)·ε(s) of the steps since settle()
    std::vector<AdamFade> fades_;               // by steps, from 0 on
    std::vector<float> factors_, epsilonSums_;  // by t, from settledAt_ on: the sums so far
    std::int64_t settledAt_ = 0;
};

}  // namespace ncf
