#pragma once

namespace ncf {

// Which of a run's trainings one is. A run may train the branches of its network alone before the
// network itself, and all that once more with the validation items.
struct RunStage {
    enum class Part { GmfAlone, MlpAlone, Network };  // in the order of time

    Part part = Part::Network;
    bool refit = false;  // anew, on training and validation items together
    // The best epochs of the branches alone, for which a refit trains them; 0 before the first.
    int gmfEpochs = 0;
    int mlpEpochs = 0;
    double secondsBefore = 0;  // that the trainings before this one took

    bool operator==(const RunStage&) const = default;
};

}  // namespace ncf
