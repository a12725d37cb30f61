// Whether a training that starts from what an earlier state of the data taught needs fewer epochs
// than one from random weights.

#include "data/ratings_reader.h"
#include "experiment/presets.h"
#include "model/warm_start.h"
#include "sections.h"
#include "training/trainer.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace ncf::bench {

namespace {

// The rows of a ratings file by time, and users and items numbered as they come up, so that those
// of a beginning are the first of all.
class Stream {
public:
    explicit Stream(const Dataset& dataset) {
        for (std::size_t at = 0; at < dataset.userCount(); ++at) {
            const auto user = static_cast<UserIndex>(at);
            const auto items = dataset.itemsOf(user);
            for (std::size_t i = 0; i < items.size(); ++i) {
                rows_.push_back(
                    {user, items[i], dataset.ratingsOf(user)[i], dataset.timestampsOf(user)[i]});
            }
        }
        std::ranges::stable_sort(rows_, {}, &Interaction::timestamp);
    }

    std::size_t size() const { return rows_.size(); }

    Split firstRows(std::size_t count, std::uint64_t seed) const {
        IdMap users;
        IdMap items;
        std::vector<Interaction> rows(rows_.begin(),
                                      rows_.begin() + static_cast<std::ptrdiff_t>(count));
        for (auto& row : rows) {
            row.user = users.insert(std::to_string(row.user));
            row.item = items.insert(std::to_string(row.item));
        }
        const Dataset dataset(std::move(users), std::move(items), std::move(rows), {true, true});
        auto split = makeSplit(dataset, {}, false, seed);
        if (!split) {
            throw std::runtime_error(split.error().message());
        }
        return std::move(*split);
    }

private:
    std::vector<Interaction> rows_;
};

struct Trained {
    std::vector<double> ndcg;  // on the validation items, by epoch
    std::size_t best = 0;      // position in it
    NamedTensors weights;      // of the best epoch
};

Trained train(const Split& split, const ExperimentConfig& config, const NamedTensors* start) {
    NcfModel model(config.model, static_cast<std::int64_t>(split.users),
                   static_cast<std::int64_t>(split.items), config.seed);
    if (start != nullptr) {
        if (auto status = startFrom(model, *start); !status) {
            throw std::runtime_error(status.error().message());
        }
    }
    Trained result;
    TrainingObserver observer;
    observer.onStep = [](const StepReport&) {};
    observer.onEpoch = [&](const EpochRecord& epoch, bool best) {
        result.ndcg.push_back(epoch.validation.ndcg.value_or(0));
        if (best) {
            result.best = result.ndcg.size() - 1;
            result.weights.clear();
            for (const auto& [name, tensor] : weightsOf(model)) {
                result.weights[name] = tensor.clone();
            }
        }
        return Status();
    };
    Trainer trainer(model, split, config.training, config.evaluation, std::nullopt, config.seed);
    RunControl control;
    if (const auto outcome = trainer.run(control, observer); !outcome) {
        throw std::runtime_error(outcome.error().message());
    }
    return result;
}

// The first epoch that is as good as `wanted`; null for none.
nlohmann::json epochsUntil(const std::vector<double>& ndcg, double wanted) {
    const auto found = std::ranges::find_if(ndcg, [&](double each) { return each >= wanted; });
    return found != ndcg.end() ? nlohmann::json(static_cast<double>(found - ndcg.begin() + 1))
                               : nlohmann::json();
}

}  // namespace

void benchWarmStart(Report& report, const Settings& settings) {
    constexpr double kNearly = 0.99;
    const auto file = readRatings(settings.data / ".." / "ml-100k" / "u.data");
    if (!file) {
        throw std::runtime_error(file.error().message());
    }
    const Stream stream(file->dataset);
    report.begin(
        "warm-start",
        "MovieLens-100K by time: a run on the first part of the interactions, then all of them, "
        "trained from random\nweights (cold) and from that run's best epoch (warm) by the same "
        "settings. Validation NDCG@10, leave-one-out\nwith 99 sampled negatives; epochs until it "
        "is the best of the cold training, and until it is 99 % of that.",
        {"preset, first part, seed", "new users", "new items", "NDCG: cold", "warm", "best: cold",
         "warm ", "99 %: cold", "warm  "});
    for (const char* const key : {"gmf", "neumf-8"}) {
        for (int seed = 1; seed <= settings.seeds; ++seed) {
            ExperimentConfig config = findPreset(key)->config;
            config.seed = static_cast<std::uint64_t>(seed);
            config.training.threads = settings.threads;
            const Split all = stream.firstRows(stream.size(), config.seed);
            const auto cold = train(all, config, nullptr);
            const double best = cold.ndcg[cold.best];
            for (const auto& [name, rows] : {std::pair("half", stream.size() / 2),
                                             std::pair("90 %", stream.size() * 9 / 10)}) {
                const Split before = stream.firstRows(rows, config.seed);
                const auto source = train(before, config, nullptr);
                const auto warm = train(all, config, &source.weights);
                report.row({std::string(key) + ", " + name + ", " + std::to_string(seed),
                            static_cast<double>(all.users - before.users),
                            static_cast<double>(all.items - before.items), best,
                            warm.ndcg[warm.best], epochsUntil(cold.ndcg, best),
                            epochsUntil(warm.ndcg, best), epochsUntil(cold.ndcg, kNearly * best),
                            epochsUntil(warm.ndcg, kNearly * best)});
            }
        }
    }
}

}  // namespace ncf::bench
