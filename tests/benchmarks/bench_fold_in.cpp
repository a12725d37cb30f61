#include "base/random.h"
#include "base/text.h"
#include "evaluation/evaluator.h"
#include "evaluation/popularity.h"
#include "experiment/presets.h"
#include "model/ncf_scorer.h"
#include "recommendation/fold_in.h"
#include "sections.h"
#include "training/trainer.h"

#include <torch/torch.h>

#include <algorithm>
#include <cstdio>
#include <stdexcept>
#include <unordered_map>

namespace ncf::bench {

namespace {

constexpr std::size_t kPeople = 200;  // measured, and as many others to choose settings on
constexpr std::size_t kLeastHistory = 10;
constexpr int kNegatives = 99;
constexpr std::uint64_t kSeed = 42;

// People whom the network does not see: the half of their history that the fold-in is given, and
// the other half, to be found.
struct Strangers {
    std::vector<UserIndex> users;
    std::vector<Interaction> given;
    std::vector<HeldOut> heldOut;
};

Strangers halves(const Split& split, std::span<const UserIndex> users, Random& random) {
    Strangers people;
    people.users.assign(users.begin(), users.end());
    const auto testItem = [&](UserIndex user) {
        const auto found = std::ranges::find(split.test, user, &HeldOut::user);
        return found == split.test.end() ? IdMap::kNone : found->item;
    };
    const auto validationItem = [&](UserIndex user) {
        const auto found = std::ranges::find(split.validation, user, &HeldOut::user);
        return found == split.validation.end() ? IdMap::kNone : found->item;
    };
    for (const UserIndex user : users) {
        const auto history = split.train.itemsOf(user);
        std::vector<ItemIndex> items(history.begin(), history.end());
        random.shuffle(items);
        const std::size_t half = items.size() / 2;
        for (std::size_t at = 0; at < half; ++at) {
            people.given.push_back({user, items[at], 1, 0});
        }
        for (std::size_t at = half; at < items.size(); ++at) {
            HeldOut held{user, items[at], 1, {}};
            while (held.negatives.size() < kNegatives) {
                const auto item =
                    static_cast<ItemIndex>(random.below(static_cast<std::uint32_t>(split.items)));
                if (!split.train.contains(user, item) && item != testItem(user) &&
                    item != validationItem(user) &&
                    std::ranges::find(held.negatives, item) == held.negatives.end()) {
                    held.negatives.push_back(item);
                }
            }
            people.heldOut.push_back(std::move(held));
        }
    }
    return people;
}

// The split without the users, save for some of their interactions.
Split without(const Split& split, const std::vector<UserIndex>& users,
              const std::vector<Interaction>& kept) {
    std::vector<char> gone(split.users);
    for (const UserIndex user : users) {
        gone[static_cast<std::size_t>(user)] = 1;
    }
    Split rest;
    rest.users = split.users;
    rest.items = split.items;
    std::vector<Interaction> train = kept;
    for (std::size_t user = 0; user < split.users; ++user) {
        const auto index = static_cast<UserIndex>(user);
        for (const ItemIndex item : split.train.itemsOf(index)) {
            if (!gone[user]) {
                train.push_back({index, item, 1, 0});
            }
        }
    }
    rest.train = InteractionSet(split.users, train);
    for (const auto& held : split.validation) {
        if (!gone[static_cast<std::size_t>(held.user)]) {
            rest.validation.push_back(held);
        }
    }
    return rest;
}

// Trains for so many epochs, or, for 0, as many as the validation chooses; says how many.
NcfModel trained(const Split& split, const ExperimentConfig& config, int& epochs) {
    NcfModel model(config.model, static_cast<std::int64_t>(split.users),
                   static_cast<std::int64_t>(split.items), kSeed);
    TrainingConfig training = config.training;
    if (epochs > 0) {
        training.epochs = epochs;
        training.patience = 0;
    }
    std::vector<torch::Tensor> best;
    TrainingObserver observer;
    observer.onStep = [](const StepReport&) {};
    observer.onEpoch = [&](const EpochRecord& record, bool isBest) {
        if (isBest || epochs > 0) {
            best.clear();
            for (const auto& parameter : model->parameters()) {
                best.push_back(parameter.detach().clone());
            }
        }
        std::printf("  epoch %d: NDCG %.4f, %.0f s\n", record.epoch,
                    record.validation.ndcg.value_or(0), record.seconds);
        std::fflush(stdout);
        return Status();
    };
    Trainer trainer(model, split, training, config.evaluation, std::nullopt, kSeed);
    RunControl control;
    const auto outcome = trainer.run(control, observer);
    if (!outcome) {
        throw std::runtime_error(outcome.error().message());
    }
    const torch::NoGradGuard noGrad;
    for (std::size_t at = 0; at < best.size(); ++at) {
        model->parameters()[at].copy_(best[at]);
    }
    epochs = epochs > 0 ? epochs : outcome->bestEpoch;
    model->eval();
    return model;
}

// Scores of whole catalogues that were worked out before.
class KnownScores : public Scorer {
public:
    std::unordered_map<UserIndex, std::vector<float>> of;

    void scorePairs(std::span<const UserIndex> users, std::span<const ItemIndex> items,
                    std::span<float> scores) override {
        for (std::size_t at = 0; at < scores.size(); ++at) {
            scores[at] = of.at(users[at])[static_cast<std::size_t>(items[at])];
        }
    }
    void scoreCatalogue(std::span<const UserIndex> users, std::span<float> scores) override {
        for (const UserIndex user : users) {
            const auto& own = of.at(user);
            std::ranges::copy(own, scores.begin());
            scores = scores.subspan(own.size());
        }
    }
};

struct FoldedIn {
    KnownScores scores;
    double milliseconds = 0;  // median of a person's fit and scores
};

FoldedIn foldIn(FoldIn& fold, const Strangers& people, const InteractionSet& given) {
    FoldedIn result;
    std::vector<double> times;
    for (const UserIndex user : people.users) {
        std::vector<Pick> picks;
        for (const ItemIndex item : given.itemsOf(user)) {
            picks.push_back({item, 1});
        }
        times.push_back(1000 *
                        secondsOf([&] { result.scores.of[user] = fold.logits(*fold.fit(picks)); }));
    }
    result.milliseconds = median(times);
    return result;
}

double hitRate(Scorer& scorer, const Strangers& people, const InteractionSet& given,
               std::size_t items, Candidates candidates) {
    EvaluationConfig config;
    config.candidates = candidates;
    return *evaluateRanking(scorer, people.heldOut, given, items, config)->metrics.hitRate;
}

FoldInSettings settingsFor(const ExperimentConfig& config) {
    FoldInSettings settings;
    settings.negativesPerPositive = config.training.negativesPerPositive;
    return settings;
}

}  // namespace

void benchFoldIn(Report& report, const Settings& settings, const Workload& workload) {
    const auto& split = workload.split;
    Random random(kSeed);
    std::vector<UserIndex> users;
    for (std::size_t user = 0; user < split.users; ++user) {
        if (split.train.itemsOf(static_cast<UserIndex>(user)).size() >= kLeastHistory) {
            users.push_back(static_cast<UserIndex>(user));
        }
    }
    random.shuffle(users);
    users.resize(std::min(users.size(), 2 * kPeople));
    const std::span<const UserIndex> all(users);
    const auto reported = halves(split, all.first(users.size() / 2), random);
    const auto others = halves(split, all.subspan(users.size() / 2), random);
    const InteractionSet given(split.users, reported.given);
    const InteractionSet othersGiven(split.users, others.given);
    const Split seen = without(split, users, {});
    const Split withHalves = without(split, users, reported.given);
    for (const char* const key : {"neumf-8", "neumf-32"}) {
        ExperimentConfig config = findPreset(key)->config;
        config.training.threads = settings.threads;
        int epochs = 0;
        std::printf("%s without them\n", key);
        const NcfModel frozen = trained(seen, config, epochs);
        std::printf("%s with half of their histories\n", key);
        const NcfModel retrained = trained(withHalves, config, epochs);
        torch::set_num_threads(1);

        report.begin(std::string("what-if settings, ") + key,
                     "HR@10 of people whom the network never saw, other than those that are "
                     "reported.",
                     {"prior strength", "99 negatives", "full catalogue", "ms a person"});
        for (const double strength : {0.25, 0.5, 1.0, 2.0, 4.0}) {
            auto choice = settingsFor(config);
            choice.priorStrength = strength;
            FoldIn fold(frozen, seen.train, choice);
            auto folded = foldIn(fold, others, othersGiven);
            report.row(
                {shortest(strength),
                 hitRate(folded.scores, others, othersGiven, split.items, Candidates::Sampled),
                 hitRate(folded.scores, others, othersGiven, split.items,
                         Candidates::FullCatalogue),
                 folded.milliseconds});
        }

        report.begin(
            std::string("what-if, ") + key,
            std::to_string(reported.users.size()) +
                " people whom the network never saw, fitted to half of their history: "
                "HR@10 on the other half, beside the same network retrained for " +
                std::to_string(epochs) + " epochs with the first halves.",
            {"against", "fitted", "retrained", "fitted / retrained", "popularity", "ms a person"});
        FoldIn fold(frozen, seen.train, settingsFor(config));
        auto folded = foldIn(fold, reported, given);
        NcfScorer network(retrained);
        PopularityScorer popularity(seen.train, split.items);
        for (const auto& [name, candidates] :
             {std::pair("99 negatives", Candidates::Sampled),
              std::pair("full catalogue", Candidates::FullCatalogue)}) {
            const auto rate = [&](Scorer& scorer) {
                return hitRate(scorer, reported, given, split.items, candidates);
            };
            const double fitted = rate(folded.scores);
            const double again = rate(network);
            report.row(
                {name, fitted, again, fitted / again, rate(popularity), folded.milliseconds});
        }
    }
}

}  // namespace ncf::bench
