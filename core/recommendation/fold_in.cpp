#include "recommendation/fold_in.h"

#include "recommendation/person_loss.h"
#include "training/fused_kernels.h"

namespace ncf {

namespace {

// When a fit ends: after so many steps, with a step that gains less than this share of all that was
// gained …
struct Patience {
    int steps;
    double leastGain;
};
constexpr Patience kQuick = {12, 5e-3}, kThorough = {40, 2e-4};
// … or that promises less than this; a pick counts about 1 in the loss.
constexpr double kNothing = 1e-7;
constexpr double kSufficientDecrease = 1e-4;  // Armijo's condition
constexpr double kShortestStep = 1.0 / 64;    // of Newton's

}  // namespace

class FoldIn::Impl {
public:
    Impl(const NcfModel& model, const InteractionSet& train, const FoldInSettings& settings)
        : loss_(model, train, settings) {}

    PersonEmbedding average() const { return PersonLoss::toPerson(loss_.mean()); }

    std::optional<PersonEmbedding> fit(std::span<const Pick> picks, const std::stop_token& stop,
                                       Care care) {
        const torch::NoGradGuard noGrad;
        loss_.setPicks(picks);
        return minimum(loss_.mean(), torch::zeros_like(loss_.mean()),
                       care == Care::Quick ? kQuick : kThorough, stop);
    }

    std::optional<PersonEmbedding> refit(std::span<const Pick> before,
                                         const PersonEmbedding& person, std::span<const Pick> after,
                                         const std::stop_token& stop) {
        const torch::NoGradGuard noGrad;
        const auto place = PersonLoss::toPlace(person);
        loss_.setPicks(before);
        loss_.evaluate(place);
        const auto tilt = loss_.gradient(place);
        loss_.setPicks(after);
        return minimum(place, tilt, kQuick, stop);
    }

    std::vector<float> logits(const PersonEmbedding& person) { return loss_.logits(person); }

    std::vector<float> removalEffects(std::span<const Pick> picks, const PersonEmbedding& person,
                                      ItemIndex item) {
        const torch::NoGradGuard noGrad;
        loss_.setPicks(picks);
        loss_.evaluate(PersonLoss::toPlace(person));
        const auto reach = loss_.reachOf(person, item);
        const auto ofUnseen = loss_.unseenSlope();
        std::vector<float> effects;
        for (const Pick& pick : picks) {
            const auto push = loss_.pushWithout({&pick.item, 1}, ofUnseen);
            effects.push_back(-static_cast<float>(dot(reach.data(), push.data(), push.size())));
        }
        return effects;
    }

    PersonEmbedding withoutItems(std::span<const Pick> picks, const PersonEmbedding& person,
                                 std::span<const ItemIndex> items) {
        const torch::NoGradGuard noGrad;
        loss_.setPicks(picks);
        const auto place = PersonLoss::toPlace(person);
        loss_.evaluate(place);
        auto push = loss_.pushWithout(items, loss_.unseenSlope());
        return PersonLoss::toPerson(place - loss_.solve(loss_.onEmbedding(push)));
    }

    Value objective(std::span<const Pick> picks, const PersonEmbedding& person) {
        const torch::NoGradGuard noGrad;
        loss_.setPicks(picks);
        const auto place = PersonLoss::toPlace(person);
        Value value;
        value.loss = loss_.evaluate(place);
        const auto slope = loss_.gradient(place);
        value.gradient.assign(slope.data_ptr<double>(), slope.data_ptr<double>() + slope.numel());
        return value;
    }

private:
    // Newton's method from `place` on, on the loss − tilt · embedding.
    std::optional<PersonEmbedding> minimum(torch::Tensor place, const torch::Tensor& tilt,
                                           const Patience& patience, const std::stop_token& stop) {
        const auto lossAt = [&](const torch::Tensor& at) {
            return loss_.evaluate(at) - tilt.dot(at).item<double>();
        };
        const double first = lossAt(place);
        double loss = first;
        for (int count = 0; count < patience.steps; ++count) {
            if (stop.stop_requested()) {
                return std::nullopt;
            }
            const auto slope = loss_.gradient(place) - tilt;
            const auto step = loss_.solve(slope);
            const double promised = slope.dot(step).item<double>();
            if (!(promised > kNothing)) {
                break;
            }
            double length = 1;
            double next = lossAt(place - step);
            while (!(next <= loss - kSufficientDecrease * length * promised) &&
                   length > kShortestStep) {
                length /= 2;
                next = lossAt(place - length * step);
            }
            if (!(next < loss)) {
                break;
            }
            place = place - length * step;
            const double gain = loss - next;
            loss = next;
            if (gain < patience.leastGain * (first - loss)) {
                break;
            }
        }
        return PersonLoss::toPerson(place);
    }

    PersonLoss loss_;
};

FoldIn::FoldIn(const NcfModel& model, const InteractionSet& train, const FoldInSettings& settings)
    : impl_(std::make_unique<Impl>(model, train, settings)) {}
FoldIn::FoldIn(FoldIn&&) noexcept = default;
FoldIn& FoldIn::operator=(FoldIn&&) noexcept = default;
FoldIn::~FoldIn() = default;

PersonEmbedding FoldIn::average() const {
    return impl_->average();
}

std::optional<PersonEmbedding> FoldIn::fit(std::span<const Pick> picks, std::stop_token stop,
                                           Care care) {
    return impl_->fit(picks, stop, care);
}

std::optional<PersonEmbedding> FoldIn::refit(std::span<const Pick> before,
                                             const PersonEmbedding& person,
                                             std::span<const Pick> after, std::stop_token stop) {
    return impl_->refit(before, person, after, stop);
}

std::vector<float> FoldIn::logits(const PersonEmbedding& person) {
    return impl_->logits(person);
}

std::vector<float> FoldIn::removalEffects(std::span<const Pick> picks,
                                          const PersonEmbedding& person, ItemIndex item) {
    return impl_->removalEffects(picks, person, item);
}

PersonEmbedding FoldIn::withoutItems(std::span<const Pick> picks, const PersonEmbedding& person,
                                     std::span<const ItemIndex> items) {
    return impl_->withoutItems(picks, person, items);
}

FoldIn::Value FoldIn::objective(std::span<const Pick> picks, const PersonEmbedding& person) {
    return impl_->objective(picks, person);
}

}  // namespace ncf
