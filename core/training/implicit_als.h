#pragma once

#include "base/progress.h"
#include "base/result.h"
#include "base/run_control.h"
#include "data/interaction_set.h"
#include "model/implicit_als_config.h"
#include "model/ncf_model.h"
#include "model/worker_team.h"
#include "training/work_clock.h"

#include <cstdint>
#include <vector>

namespace ncf {

// The vectors of users and items before the first iteration, N(0, 0.01/factors) by the seed, as the
// embeddings of a network whose logit is their dot product.
NcfModel factorModel(const ImplicitAlsConfig& config, std::int64_t users, std::int64_t items,
                     std::uint64_t seed);

// Alternating least squares on
//   Σ over interactions (1 − w_u·h_i)² + α Σ over all pairs (w_u·h_i)²
//   + λ (Σ_u (n_u + α·items)^ν ‖w_u‖² + Σ_i (n_i + α·users)^ν ‖h_i‖²).
// With the items held still it is a least-squares problem of its own for each user, and the other
// way round: an iteration solves those of all users exactly, then those of all items, so that the
// objective never rises. A solution depends on the other side alone, so that neither the number of
// threads nor their order changes anything. Ratings are not looked at.
class ImplicitAls {
public:
    // Changes `model`, a factorModel() of the config or one to go on from. `train` must outlive it.
    ImplicitAls(NcfModel model, const InteractionSet& train, const ImplicitAlsConfig& config,
                int threads);

    // An iteration looks at every interaction twice.
    std::uint64_t interactionsPerIteration() const { return 2 * users_.history->size(); }
    // One iteration. A pause takes hold within some milliseconds. Progress is in interactions, told
    // from the calling thread. Errors: cancelled() when stopped, with the items unchanged, so that
    // iterating from here gives what it would have given; a penalty too small for the arithmetic.
    // Throws what LibTorch throws.
    Status iterate(WorkClock& clock, RunControl& control, const ProgressCallback& progress = {});
    // The function above, for the vectors as they are.
    double objective();

private:
    // Whose vectors are solved for: the rows' history is of the other side.
    struct Side {
        Side(const InteractionSet& interactions, torch::Tensor& table, std::size_t others,
             const ImplicitAlsConfig& config);

        const InteractionSet* history;
        torch::Tensor* vectors;
        std::vector<float> penalty;  // by row: λ(n + α·others)^ν
    };
    class HalfStep;
    class Workspace;

    Status solve(Side& side, const Side& other, WorkClock& clock, RunControl& control,
                 std::uint64_t doneBefore, const ProgressCallback& progress);

    NcfModel model_;
    const ImplicitAlsConfig config_;
    const InteractionSet byItem_;  // the items' users
    Side users_, items_;
    WorkerTeam team_;
};

}  // namespace ncf
