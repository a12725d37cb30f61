#include "data/negative_sampler.h"
#include "evaluation/evaluator.h"
#include "experiment/experiment_fields.h"
#include "experiment/presets.h"
#include "model/bfloat16.h"
#include "model/ncf_scorer.h"
#include "sections.h"
#include "training/trainer.h"

#include <numeric>
#include <optional>
#include <stdexcept>

namespace ncf::bench {

namespace {

constexpr int kEpochs = 8;
constexpr int kBatch = 1024;

enum class Kind { Reference, Fused, FusedLazy, FusedBFloat16 };

// Validation HR@10 after each epoch. All kinds see the same weights and samples at the start.
std::vector<double> hitRates(const Split& split, const ModelConfig& shape, Kind kind,
                             std::uint64_t seed) {
    TrainingConfig config;
    config.optimiser = kind == Kind::FusedLazy ? Optimiser::LazyAdam : Optimiser::Adam;
    config.precision = kind == Kind::FusedBFloat16 ? Precision::BFloat16 : Precision::Float32;
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

double testHitRate(const NcfModel& model, const Split& split, int threads) {
    NcfScorer scorer(model, std::nullopt, threads);
    const auto ranking = evaluateRanking(scorer, split.test, split.train, split.items, {});
    return *ranking->metrics.hitRate;
}

struct ColdStart {
    EpochRecord last;
    double testHitRate = 0;
    double samples = 0;
};

// From the files on, until the test HR@10 is what is wanted.
ColdStart coldStart(const Settings& settings, const TrainingConfig& training, std::uint64_t seed) {
    constexpr double kWanted = 0.69;
    const auto workload = movieLens1M(settings.data);
    const Split& split = workload.split;
    NcfModel model(findPreset("neumf-32")->config.model, static_cast<std::int64_t>(split.users),
                   static_cast<std::int64_t>(split.items), seed);
    Trainer trainer(model, split, training, {}, std::nullopt, seed);
    RunControl control;
    ColdStart start;
    TrainingObserver observer;
    observer.onStep = [&](const StepReport& step) {
        start.samples = static_cast<double>(step.epoch) * static_cast<double>(step.samplesPerEpoch);
    };
    observer.onEpoch = [&](const EpochRecord& epoch, bool) {
        start.last = epoch;
        start.testHitRate = testHitRate(model, split, settings.threads);
        if (start.testHitRate >= kWanted) {
            control.stop();
        }
        return Status();
    };
    if (const auto outcome = trainer.run(control, observer); !outcome) {
        throw std::runtime_error(outcome.error().message());
    }
    return start;
}

}  // namespace

void benchAccuracy(Report& report, const Settings& settings, const Workload& workload) {
    report.begin("accuracy",
                 "Validation HR@10, leave-one-out with 99 sampled negatives, after equal epochs at "
                 "batch 1,024: mean over the seeds.\nLibTorch: autograd and its Adam. Fused: the "
                 "same Adam by this program's step; lazy: moving the batch's rows alone; bfloat16: "
                 "with such products, where the\nprocessor has them.",
                 {"model, epoch", "LibTorch", "fused", "fused, lazy", "fused, bfloat16",
                  "fused − LibTorch", "lazy − LibTorch", "bfloat16 − LibTorch"});
    for (const auto& [name, shape] : {std::pair("NeuMF 8", paperShape(Shape::NeuMf, 8, 4)),
                                      std::pair("NeuMF 32", paperShape(Shape::NeuMf, 32, 3)),
                                      std::pair("GMF 32", paperShape(Shape::Gmf, 32, 1))}) {
        const auto fused = meanHitRates(workload.split, shape, Kind::Fused, settings.seeds);
        const auto lazy = meanHitRates(workload.split, shape, Kind::FusedLazy, settings.seeds);
        const auto plain = meanHitRates(workload.split, shape, Kind::Reference, settings.seeds);
        std::optional<std::vector<double>> rounded;
        if (shape.mlp && hasBFloat16()) {
            rounded = meanHitRates(workload.split, shape, Kind::FusedBFloat16, settings.seeds);
        }
        for (std::size_t epoch = 0; epoch < plain.size(); ++epoch) {
            const auto ifRounded = [&](double minus) {
                return rounded ? nlohmann::json((*rounded)[epoch] - minus) : nlohmann::json();
            };
            report.row({std::string(name) + ", " + std::to_string(epoch + 1), plain[epoch],
                        fused[epoch], lazy[epoch], ifRounded(0), fused[epoch] - plain[epoch],
                        lazy[epoch] - plain[epoch], ifRounded(plain[epoch])});
        }
    }
}

void benchColdStart(Report& report, const Settings& settings) {
    report.begin(
        "cold-start",
        "The preset neumf-32 as it is and in bfloat16, from reading the files until the test HR@10 "
        "is 0.69, the\nevaluations included. That the test is looked at after each epoch is for "
        "this table alone.",
        {"precision, seed", "threads", "seconds", "epochs", "samples, millions", "validation HR@10",
         "test HR@10"});
    auto training = findPreset("neumf-32")->config.training;
    training.threads = settings.threads;
    for (int seed = 1; seed <= settings.seeds; ++seed) {
        for (const auto precision : {Precision::Float32, Precision::BFloat16}) {
            if (precision == Precision::BFloat16 && !hasBFloat16()) {
                continue;
            }
            training.precision = precision;
            ColdStart start;
            const double seconds = secondsOf(
                [&] { start = coldStart(settings, training, static_cast<std::uint64_t>(seed)); });
            report.row({std::string(enumName(precision)) + ", " + std::to_string(seed),
                        static_cast<double>(settings.threads), seconds,
                        static_cast<double>(start.last.epoch), start.samples / 1e6,
                        *start.last.validation.hitRate, start.testHitRate});
        }
    }
}

}  // namespace ncf::bench
