#include "experiment/sweep_plan.h"

#include "experiment/field_access.h"
#include "experiment/settings.h"
#include "experiment/sweep_axis.h"

#include <algorithm>
#include <set>

namespace ncf {

namespace {

constexpr int kMostTrials = 1000;
constexpr std::uint64_t kMostCombinations = 100'000;
constexpr int kDrawsPerTrial = 100;

Error bad(const std::string& what, const std::string& remedy) {
    return {ErrorKind::BadInput, what, remedy};
}

Status validateHalving(const SweepPlan& plan) {
    if (!plan.halving) {
        return {};
    }
    if (!plan.base.hasNetwork()) {
        return bad("Successive halving is for neural models alone.", "Sweep without halving.");
    }
    if (plan.halving->eta < 2 || plan.halving->eta > 10) {
        return bad("Successive halving keeps one in 2 to one in 10.", "Usual is one in 3.");
    }
    if (plan.halving->firstEpochs < 1 || plan.halving->firstEpochs >= plan.base.epochs()) {
        return bad(
            "The first round of successive halving must have at least 1 epoch and fewer than "
            "the whole training (" +
                std::to_string(plan.base.epochs()) + ").",
            "Begin with fewer epochs, or allow the training more.");
    }
    const bool varied = std::any_of(plan.axes.begin(), plan.axes.end(),
                                    [](const SweepAxis& axis) { return axis.setting == "epochs"; });
    return varied ? bad("Successive halving sets the epochs itself, so that they cannot vary.",
                        "Do without one of the two.")
                  : Status();
}

// `count` of 0..total-1, in their order; all of them if there are no more.
std::vector<std::uint64_t> choosePlaces(std::uint64_t total, int count, Random& random) {
    std::vector<std::uint64_t> places(total);
    for (std::uint64_t i = 0; i < total; ++i) {
        places[i] = i;
    }
    if (total > static_cast<std::uint64_t>(count)) {
        random.shuffle(places);
        places.resize(static_cast<std::size_t>(count));
        std::sort(places.begin(), places.end());
    }
    return places;
}

using Combination = std::vector<std::string>;

std::uint64_t gridSize(const std::vector<Combination>& values) {
    std::uint64_t size = 1;
    for (const auto& of : values) {
        size = std::min(size * of.size(), kMostCombinations + 1);
    }
    return size;
}

Result<std::vector<Combination>> grid(const SweepPlan& plan, Random& random) {
    std::vector<Combination> values;
    for (const auto& axis : plan.axes) {
        values.push_back(gridValues(axis));
    }
    const std::uint64_t size = gridSize(values);
    if (size > kMostCombinations) {
        return bad("The grid has more than 100,000 combinations.",
                   "Take fewer values, or draw combinations at random.");
    }
    std::vector<Combination> combinations;
    for (std::uint64_t place : choosePlaces(size, plan.trials, random)) {
        Combination combination(values.size());
        for (std::size_t axis = values.size(); axis-- > 0; place /= values[axis].size()) {
            combination[axis] = values[axis][place % values[axis].size()];
        }
        combinations.push_back(std::move(combination));
    }
    return combinations;
}

// As many different ones as there are, up to the plan's number: a few short lists may not hold
// more.
std::vector<Combination> draws(const SweepPlan& plan, Random& random) {
    std::vector<Combination> combinations;
    std::set<Combination> seen;
    for (int draw = 0; draw < plan.trials * kDrawsPerTrial &&
                       combinations.size() < static_cast<std::size_t>(plan.trials);
         ++draw) {
        Combination combination;
        for (const auto& axis : plan.axes) {
            combination.push_back(drawValue(axis, random));
        }
        if (seen.insert(combination).second) {
            combinations.push_back(std::move(combination));
        }
    }
    return combinations;
}

// A setting that does nothing would only repeat the same run.
Status validateUse(const SweepPlan& plan, const SweepAxis& axis) {
    const bool methodVaries =
        std::any_of(plan.axes.begin(), plan.axes.end(),
                    [](const SweepAxis& other) { return other.setting == "method"; });
    if (methodVaries || usesSection(plan.base, findField(axis.setting)->section)) {
        return {};
    }
    return bad("A model of the kind “" + modelName(plan.base) + "” has no " + axis.setting + ".",
               "Vary a setting that it has, or start from another model.");
}

Trial makeTrial(const SweepPlan& plan, int index, Combination values) {
    Trial trial{index, plan.base, std::move(values), ""};
    std::vector<FieldText> fields;
    for (std::size_t i = 0; i < plan.axes.size(); ++i) {
        fields.emplace_back(plan.axes[i].setting, trial.values[i]);
    }
    Status status = setFields(trial.config, fields);
    if (status) {
        status = trial.config.validate();
    }
    trial.problem = status ? "" : status.error().what;
    return trial;
}

}  // namespace

Status SweepPlan::validate() const {
    if (axes.empty()) {
        return bad("Nothing varies in this sweep.", "Choose a setting and values for it.");
    }
    std::set<std::string> settings;
    for (const auto& axis : axes) {
        if (auto status = axis.validate(); !status) {
            return status;
        }
        if (auto status = validateUse(*this, axis); !status) {
            return status;
        }
        if (!settings.insert(axis.setting).second) {
            return bad("The sweep varies " + axis.setting + " twice.",
                       "Give all its values in one place.");
        }
    }
    if (trials < 1 || trials > kMostTrials) {
        return bad("A sweep has 1 to 1,000 trials.", "");
    }
    return validateHalving(*this);
}

Result<std::vector<Trial>> trials(const SweepPlan& plan) {
    if (auto valid = plan.validate(); !valid) {
        return valid.error();
    }
    auto random = Random::stream(plan.base.seed, random_stream::sweep);
    auto combinations = plan.order == SweepOrder::Grid
                            ? grid(plan, random)
                            : Result<std::vector<Combination>>(draws(plan, random));
    if (!combinations) {
        return combinations.error();
    }
    std::vector<Trial> all;
    for (auto& combination : *combinations) {
        all.push_back(makeTrial(plan, static_cast<int>(all.size()), std::move(combination)));
    }
    const bool anyRuns = std::any_of(all.begin(), all.end(),
                                     [](const Trial& trial) { return trial.problem.empty(); });
    if (!anyRuns) {
        return bad("None of the trials can run. The first: " + all.front().problem,
                   "Change the values, or the settings that do not vary.");
    }
    return all;
}

std::vector<Rung> rungs(const SweepPlan& plan, int trials) {
    const int most = plan.base.epochs();
    if (!plan.halving) {
        return {{trials, most}};
    }
    const int eta = plan.halving->eta;
    std::vector<Rung> all = {{trials, plan.halving->firstEpochs}};
    while (all.back().trials > 1 && all.back().epochs < most) {
        all.push_back(
            {std::max(1, all.back().trials / eta), std::min(most, all.back().epochs * eta)});
    }
    return all;
}

ExperimentConfig rungConfig(const SweepPlan& plan, const Trial& trial, int rung, int rungs) {
    ExperimentConfig config = trial.config;
    if (plan.halving) {
        int epochs = plan.halving->firstEpochs;
        for (int i = 0; i < rung; ++i) {
            epochs = std::min(plan.base.training.epochs, epochs * plan.halving->eta);
        }
        config.training.epochs = epochs;
        if (rung + 1 < rungs) {
            config.recommendations = 0;
        }
    }
    return config;
}

std::int64_t plannedEpochs(const SweepPlan& plan, const std::vector<Trial>& trials) {
    std::int64_t epochs = 0;
    int running = 0;
    for (const auto& trial : trials) {
        if (trial.problem.empty()) {
            ++running;
            epochs += trial.config.epochs();
        }
    }
    if (plan.halving) {
        epochs = 0;
        for (const auto& rung : rungs(plan, running)) {
            epochs += static_cast<std::int64_t>(rung.trials) * rung.epochs;
        }
    }
    return epochs;
}

std::string sweepName(const SweepPlan& plan) {
    if (!plan.name.empty()) {
        return plan.name;
    }
    std::string name;
    for (const auto& axis : plan.axes) {
        name += (name.empty() ? "sweep of " : ", ") + axis.setting;
    }
    return name;
}

std::string trialName(const SweepPlan& plan, const Trial& trial, const ExperimentConfig& config) {
    std::string name =
        (plan.name.empty() ? "sweep" : plan.name) + " · " + std::to_string(trial.index + 1) + ":";
    for (std::size_t i = 0; i < plan.axes.size(); ++i) {
        name += (i == 0 ? " " : ", ") + plan.axes[i].setting + " " + trial.values[i];
    }
    if (plan.halving) {
        const int epochs = config.training.epochs;
        name += " · " + std::to_string(epochs) + (epochs == 1 ? " epoch" : " epochs");
    }
    return name;
}

}  // namespace ncf
