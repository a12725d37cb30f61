#pragma once

#include "experiment/run_context.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace ncf {

// The stages of a run in which the methods differ, in the order in which they are called. The rest
// (splitting, evaluating, recommending, storing) is the same for all of them.
class MethodRun {
public:
    virtual ~MethodRun() = default;

    // With the split at hand, before the run is in the project: refuses what cannot be done.
    virtual Status prepare() { return {}; }
    // Trainable numbers.
    virtual std::uint64_t parameters() const { return 0; }
    // Goes on from an interrupted run's checkpoint; gives the epoch that it stands in.
    virtual Result<int> adopt(const std::string& checkpoint) = 0;
    // Hands each finished epoch to RunContext::keepEpoch(), and leaves in the record how it ended
    // and how long it took: Interrupted (with the error cancelled()) for a run that was suspended.
    // cancelled() also where a stop leaves nothing to keep.
    virtual Status train() = 0;
    // Whether adopt() found the run in its refit, with train() behind it.
    virtual bool inRefit() const { return false; }
    // Trains anew on the split as it is by now, without validation items, for so many epochs, and
    // keeps the result in place of the best epoch. cancelled() where it was stopped, with the best
    // epoch kept, or suspended: the record then says Interrupted.
    virtual Status refit(int epochs) = 0;
    // Goes back to the best epoch, or to what the refit gave.
    virtual Status takeBest() { return {}; }
    // Of what was taken. Of explicit feedback its scores are ratings on the scale or, without one,
    // what ranks.
    virtual std::shared_ptr<Scorer> scorer(const std::optional<RatingScale>& scale) = 0;
};

// None of them may outlive `context`.
std::unique_ptr<MethodRun> makeNeuralRun(RunContext& context);
std::unique_ptr<MethodRun> makeImplicitAlsRun(RunContext& context);
std::unique_ptr<MethodRun> makeBaselineRun(RunContext& context);

}  // namespace ncf
