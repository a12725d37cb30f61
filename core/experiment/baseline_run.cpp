#include "experiment/baseline.h"
#include "experiment/method_run.h"

#include <chrono>
#include <limits>

namespace ncf {

namespace {

// A baseline is worked out in one go, which is stored as one epoch without a loss, so that it has
// its place wherever runs are listed, drawn and compared by their epochs.
class BaselineRun : public MethodRun {
public:
    explicit BaselineRun(RunContext& context) : context_(context) {}

    Result<int> adopt(const std::string&) override {
        return Error{ErrorKind::BadInput,
                     "Run “" + context_.record.name + "” has nothing to go on from.",
                     "Train it again: a baseline takes no time to speak of."};
    }

    Status train() override {
        if (auto status = workOut(); !status) {
            return status;
        }
        auto validated =
            evaluateHeldOut(*scorer_, context_.split.validation, context_.split, context_.config);
        if (!context_.control.waitWhilePaused()) {
            return cancelled();
        }
        context_.record.seconds = seconds();
        context_.record.status = RunStatus::Finished;
        return context_.keepEpoch({1, std::numeric_limits<double>::quiet_NaN(), validated.metrics,
                                   context_.record.seconds, 0},
                                  true);
    }

    Status refit(int) override {
        auto status = workOut();
        context_.record.seconds = seconds();
        return status;
    }

    std::shared_ptr<Scorer> scorer(const std::optional<RatingScale>&) override { return scorer_; }

private:
    using Clock = std::chrono::steady_clock;

    double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

    Status workOut() {
        const ProgressCallback progress = [&](std::uint64_t done, std::uint64_t total) {
            context_.monitor.update([&](RunSnapshot& s) {
                s.samplesDone = done;
                s.samplesPerEpoch = total;
                s.secondsElapsed = seconds();
            });
        };
        auto made =
            makeBaseline(context_.config, context_.split, progress, context_.control.stopToken());
        if (!made) {
            return made.error();
        }
        scorer_ = std::move(*made);
        progress(context_.split.items, context_.split.items);
        return {};
    }

    RunContext& context_;
    Clock::time_point start_ = Clock::now();
    std::shared_ptr<Scorer> scorer_;
};

}  // namespace

std::unique_ptr<MethodRun> makeBaselineRun(RunContext& context) {
    return std::make_unique<BaselineRun>(context);
}

}  // namespace ncf
