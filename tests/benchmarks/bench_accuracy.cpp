#include "data/negative_sampler.h"
#include "evaluation/evaluator.h"
#include "model/ncf_scorer.h"
#include "sections.h"
#include "training/training_step.h"

#include <numeric>
#include <optional>

namespace ncf::bench {

namespace {

constexpr int kEpochs = 8;
constexpr int kBatch = 1024;

enum class Kind { Reference, Fused, FusedLazy };

// Validation HR@10 after each epoch. All kinds see the same weights and samples at the start.
std::vector<double> hitRates(const Split& split, const ModelConfig& shape, Kind kind,
                             std::uint64_t seed) {
    TrainingConfig config;
    config.optimiser = kind == Kind::FusedLazy ? Optimiser::LazyAdam : Optimiser::Adam;
    config.batchSize = kBatch;
    NcfModel model(shape, static_cast<std::int64_t>(split.users),
                   static_cast<std::int64_t>(split.items), seed);
    NegativeSampler sampler(split.train, split.items, config.negativesPerPositive, seed);
    std::optional<WorkerTeam> team;
    if (kind != Kind::Reference) {
        team.emplace(1);
    }
    const auto step =
        team ? makeFusedStep(model, config, {}, seed, *team) : makeAutogradStep(model, config, {});
    std::vector<double> values;
    Samples samples;
    for (int epoch = 1; epoch <= kEpochs; ++epoch) {
        model->train();
        sampler.startEpoch(epoch);
        for (std::size_t done = 0; done < sampler.samplesPerEpoch(); done += samples.size()) {
            sampler.beginBatch(kBatch, samples);
            sampler.fill(samples);
            step->run(samples.user, samples.item, samples.label);
        }
        step->settle();
        model->eval();
        NcfScorer scorer(model, std::nullopt, 1);
        const auto ranking =
            evaluateRanking(scorer, split.validation, split.train, split.items, {});
        values.push_back(*ranking->metrics.hitRate);
    }
    return values;
}

// By epoch, the mean over the seeds.
std::vector<double> meanHitRates(const Split& split, const ModelConfig& shape, Kind kind,
                                 int seeds) {
    std::vector<double> sum(kEpochs);
    for (int seed = 1; seed <= seeds; ++seed) {
        const auto values = hitRates(split, shape, kind, static_cast<std::uint64_t>(seed));
        std::transform(sum.begin(), sum.end(), values.begin(), sum.begin(), std::plus<>());
    }
    for (double& value : sum) {
        value /= seeds;
    }
    return sum;
}

}  // namespace

void benchAccuracy(Report& report, const Settings& settings, const Workload& workload) {
    report.begin("accuracy",
                 "Validation HR@10, leave-one-out with 99 sampled negatives, after equal epochs at "
                 "batch 1,024: mean over the seeds.\nLibTorch: autograd and its Adam. Fused: the "
                 "same Adam by this program's step; lazy: moving the batch's rows alone.",
                 {"model, epoch", "LibTorch", "fused", "fused, lazy", "fused − LibTorch",
                  "lazy − LibTorch"});
    for (const auto& [name, shape] : {std::pair("NeuMF 8", paperShape(Shape::NeuMf, 8, 4)),
                                      std::pair("NeuMF 32", paperShape(Shape::NeuMf, 32, 3)),
                                      std::pair("GMF 32", paperShape(Shape::Gmf, 32, 1))}) {
        const auto fused = meanHitRates(workload.split, shape, Kind::Fused, settings.seeds);
        const auto lazy = meanHitRates(workload.split, shape, Kind::FusedLazy, settings.seeds);
        const auto plain = meanHitRates(workload.split, shape, Kind::Reference, settings.seeds);
        for (std::size_t epoch = 0; epoch < plain.size(); ++epoch) {
            report.row({std::string(name) + ", " + std::to_string(epoch + 1), plain[epoch],
                        fused[epoch], lazy[epoch], fused[epoch] - plain[epoch],
                        lazy[epoch] - plain[epoch]});
        }
    }
}

}  // namespace ncf::bench
