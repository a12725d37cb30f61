#include "data/negative_sampler.h"
#include "model/bfloat16.h"
#include "model/matrix.h"
#include "sections.h"
#include "training/distinct_rows.h"
#include "training/training_step.h"

#include <torch/torch.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>

namespace ncf::bench {

namespace {

constexpr int kNegatives = 4;

enum class Step {
    Plain,  // LibTorch's autograd and optimiser
    Fused   // this program's
};

// A model with what moves it, ready to be trained for a while again and again. Drawing the samples
// is part of the work.
class Training {
public:
    Training(const Split& split, const ModelConfig& shape, Step kind, int batch, int threads,
             Precision precision = Precision::Float32)
        : model_(shape, static_cast<std::int64_t>(split.users),
                 static_cast<std::int64_t>(split.items), 1),
          sampler_(split.train, split.items, kNegatives, 1),
          batch_(static_cast<std::size_t>(batch)),
          threads_(threads),
          team_(threads) {
        TrainingConfig config;
        config.optimiser = Optimiser::Adam;
        config.batchSize = batch;
        config.threads = threads;
        config.negativesPerPositive = kNegatives;
        config.precision = precision;
        step_ = kind == Step::Fused ? makeFusedStep(model_, config, {}, 1, team_)
                                    : makeAutogradStep(model_, config, {});
        sampler_.startEpoch(epoch_);
    }

    // Samples per second over about so many seconds.
    double rate(double seconds) {
        torch::set_num_threads(1);
        const auto start = std::chrono::steady_clock::now();
        double elapsed = 0;
        std::size_t samples = 0;
        do {
            sampler_.beginBatch(batch_, batchSamples_);
            team_.run(fillPart_);
            if (batchSamples_.size() < batch_) {
                step_->settle();
                sampler_.startEpoch(++epoch_);
                continue;
            }
            step_->run(batchSamples_.user, batchSamples_.item, batchSamples_.label);
            samples += batch_;
            elapsed =
                std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        } while (elapsed < seconds);
        return static_cast<double>(samples) / elapsed;
    }

private:
    NcfModel model_;
    NegativeSampler sampler_;
    std::unique_ptr<TrainingStep> step_;
    std::size_t batch_;
    int threads_;
    WorkerTeam team_;
    int epoch_ = 1;
    Samples batchSamples_;
    const std::function<void(int)> fillPart_ = [this](int worker) {
        sampler_.fill(batchSamples_, worker, threads_);
    };
};

struct Case {
    const char* name;
    Shape shape;
    int factors, layers;
};
constexpr Case kCases[] = {{"NeuMF 8, 4 layers", Shape::NeuMf, 8, 4},
                           {"NeuMF 32, 3 layers", Shape::NeuMf, 32, 3},
                           {"GMF 32", Shape::Gmf, 32, 1},
                           {"MLP 32, 3 layers", Shape::Mlp, 32, 3}};

// The PyTorch program counts its slow first steps, which a short measurement would show alone.
constexpr double kLeastPeerSeconds = 10;

// Samples per second of the PyTorch program; nothing where it cannot run.
std::optional<double> peerRate(const Settings& settings, const Case& own, int batch, int threads) {
    if (settings.peer.empty()) {
        return std::nullopt;
    }
    const char* model = own.shape == Shape::Gmf ? "gmf" : own.shape == Shape::Mlp ? "mlp" : "neumf";
    const std::string command =
        settings.peer.string() + " --data " + settings.data.string() + " --model " + model +
        " --factors " + std::to_string(own.factors) + " --layers " + std::to_string(own.layers) +
        " --batch " + std::to_string(batch) + " --threads " + std::to_string(threads) +
        " --seconds " + std::to_string(std::max(kLeastPeerSeconds, settings.seconds)) +
        " 2>/dev/null";
    FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) {
        return std::nullopt;
    }
    std::array<char, 512> line{};
    const bool answered = std::fgets(line.data(), line.size(), pipe) != nullptr;
    pclose(pipe);
    // "… threads=1: 27452 samples/s"
    const char* const colon = answered ? std::strrchr(line.data(), ':') : nullptr;
    return colon ? std::optional(std::strtod(colon + 1, nullptr)) : std::nullopt;
}

nlohmann::json ratio(double a, std::optional<double> b) {
    return b ? nlohmann::json(a / *b) : nlohmann::json();
}

// The better median of PyTorch's one and several threads.
std::optional<double> bestPeer(const Settings& settings, const Case& own, int batch) {
    if (!peerRate(settings, own, batch, 1)) {
        return std::nullopt;
    }
    const auto medians = inTurns(
        settings.rounds, {[&] { return *peerRate(settings, own, batch, 1); },
                          [&] { return *peerRate(settings, own, batch, settings.threads); }});
    return std::max(medians[0], medians[1]);
}

// The matrix products of one training step of the shape, and nothing else.
class StepProducts {
public:
    StepProducts(const ModelConfig& shape, std::int64_t samples, std::int64_t users,
                 std::int64_t items) {
        const std::int64_t first = shape.tower.front();
        const std::int64_t dims[] = {shape.mlpUserDim, shape.mlpItemDim};
        const std::int64_t rows[] = {users, items};
        for (int side = 0; side < 2; ++side) {
            addLayer(rows[side], dims[side], first);
        }
        for (std::size_t layer = 1; layer < shape.tower.size(); ++layer) {
            addLayer(samples, shape.tower[layer - 1], shape.tower[layer]);
        }
    }
    double operations() const { return operations_; }
    void run() {
        for (const auto& layer : layers_) {
            multiply(Matrix(layer.out), Matrix(layer.in), Matrix(layer.weight), Transpose::Second);
            multiply(Matrix(layer.weight), Matrix(layer.out), Matrix(layer.in), Transpose::First);
            multiply(Matrix(layer.in), Matrix(layer.out), Matrix(layer.weight), Transpose::Neither);
        }
    }

private:
    struct Layer {
        torch::Tensor in, out, weight;
    };
    void addLayer(std::int64_t rows, std::int64_t in, std::int64_t out) {
        // Zeros stay zeros, however often they are multiplied.
        layers_.push_back(
            {torch::zeros({rows, in}), torch::zeros({rows, out}), torch::zeros({out, in})});
        operations_ += 3.0 * 2.0 * static_cast<double>(rows * in * out);
    }
    std::vector<Layer> layers_;
    double operations_ = 0;
};

// How many different users and items a batch has, on average.
std::pair<std::int64_t, std::int64_t> distinctPerBatch(const Split& split, std::size_t batch) {
    NegativeSampler sampler(split.train, split.items, kNegatives, 1);
    sampler.startEpoch(1);
    DistinctRows users(split.users);
    DistinctRows items(split.items);
    Samples samples;
    constexpr std::size_t kBatches = 50;
    std::size_t userSum = 0;
    std::size_t itemSum = 0;
    for (std::size_t i = 0; i < kBatches; ++i) {
        sampler.beginBatch(batch, samples);
        sampler.fill(samples);
        users.find(samples.user);
        items.find(samples.item);
        userSum += users.size();
        itemSum += items.size();
    }
    return {static_cast<std::int64_t>(userSum / kBatches),
            static_cast<std::int64_t>(itemSum / kBatches)};
}

}  // namespace

void benchTraining(Report& report, const Settings& settings, const Workload& workload) {
    report.begin("training",
                 "Training samples per second, positives and negatives, drawing them included. "
                 "LibTorch: autograd and Adam\nin C++, one thread. Fused: the same Adam by this "
                 "program's step. PyTorch: the better of one thread and several.",
                 {"model, batch", "LibTorch", "fused, 1 thread", "fused, more", "fused/LibTorch",
                  "more/1", "PyTorch", "fused/PyTorch"});
    for (const auto& own : kCases) {
        const auto shape = paperShape(own.shape, own.factors, own.layers);
        for (const int batch : {256, 1024, 4096, 16384}) {
            Training reference(workload.split, shape, Step::Plain, batch, 1);
            Training one(workload.split, shape, Step::Fused, batch, 1);
            Training more(workload.split, shape, Step::Fused, batch, settings.threads);
            const auto medians =
                inTurns(settings.rounds, {[&] { return reference.rate(settings.seconds); },
                                          [&] { return one.rate(settings.seconds); },
                                          [&] { return more.rate(settings.seconds); }});
            // The cases for which a ratio to PyTorch is claimed.
            const bool claimed = own.shape == Shape::NeuMf && (batch == 256 || batch == 4096);
            const auto peer = claimed ? bestPeer(settings, own, batch) : std::nullopt;
            report.row({std::string(own.name) + ", " + std::to_string(batch), medians[0],
                        medians[1], medians[2], medians[1] / medians[0], medians[2] / medians[1],
                        peer ? nlohmann::json(*peer) : nlohmann::json(), ratio(medians[2], peer)});
        }
    }
}

void benchProducts(Report& report, const Settings& settings, const Workload& workload) {
    report.begin("products",
                 "What share of a training step are its matrix products: the same products alone, "
                 "one thread, against whole training.",
                 {"model, batch", "products, GFLOP/s", "training, GFLOP/s", "share", "users/batch",
                  "items/batch"});
    for (const auto& own : kCases) {
        if (own.shape == Shape::Gmf) {
            continue;  // has no matrix product
        }
        const auto shape = paperShape(own.shape, own.factors, own.layers);
        for (const int batch : {256, 4096}) {
            const auto [users, items] =
                distinctPerBatch(workload.split, static_cast<std::size_t>(batch));
            StepProducts products(shape, batch, users, items);
            Training training(workload.split, shape, Step::Fused, batch, 1);
            const auto medians = inTurns(
                settings.rounds,
                {[&] {
                     torch::set_num_threads(1);
                     int times = 0;
                     const auto start = std::chrono::steady_clock::now();
                     double elapsed = 0;
                     for (; elapsed < settings.seconds; ++times) {
                         products.run();
                         elapsed =
                             std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
                                 .count();
                     }
                     return products.operations() * times / elapsed / 1e9;
                 },
                 [&] {
                     return training.rate(settings.seconds) * products.operations() / batch / 1e9;
                 }});
            report.row({std::string(own.name) + ", " + std::to_string(batch), medians[0],
                        medians[1], medians[1] / medians[0], static_cast<double>(users),
                        static_cast<double>(items)});
        }
    }
}

void benchBFloat16(Report& report, const Settings& settings, const Workload& workload) {
    if (!hasBFloat16()) {
        std::puts("bfloat16: this processor does not multiply it.");
        return;
    }
    report.begin("bfloat16",
                 "Fused training, samples per second, with the dense layers' products in float32 "
                 "and in bfloat16.",
                 {"model, batch", "threads", "float32", "bfloat16", "bfloat16/float32"});
    for (const auto& own : kCases) {
        if (own.shape == Shape::Gmf) {
            continue;  // has no matrix product
        }
        const auto shape = paperShape(own.shape, own.factors, own.layers);
        for (const int batch : {256, 1024, 4096, 16384}) {
            for (const int threads : {1, settings.threads}) {
                const auto training = [&](Precision precision) {
                    return Training(workload.split, shape, Step::Fused, batch, threads, precision);
                };
                auto exact = training(Precision::Float32);
                auto rounded = training(Precision::BFloat16);
                const auto medians =
                    inTurns(settings.rounds, {[&] { return exact.rate(settings.seconds); },
                                              [&] { return rounded.rate(settings.seconds); }});
                report.row({std::string(own.name) + ", " + std::to_string(batch),
                            static_cast<double>(threads), medians[0], medians[1],
                            medians[1] / medians[0]});
            }
        }
    }
}

void benchGrowth(Report& report, const Settings& settings) {
    report.begin("growth",
                 "Training samples per second of NeuMF at batch 1,024 on made-up data, one thing "
                 "changed at a time.",
                 {"what", "users", "items", "interactions", "factors", "threads", "samples/s"});
    struct Point {
        const char* what;
        std::size_t users, items, interactions;
        int factors, threads;
    };
    const Point points[] = {{"the start", 6000, 4000, 1000000, 16, 1},
                            {"10 times the users", 60000, 4000, 1000000, 16, 1},
                            {"10 times the items", 6000, 40000, 1000000, 16, 1},
                            {"4 times the interactions", 6000, 4000, 4000000, 16, 1},
                            {"half the factors", 6000, 4000, 1000000, 8, 1},
                            {"twice the factors", 6000, 4000, 1000000, 32, 1},
                            {"4 times the factors", 6000, 4000, 1000000, 64, 1},
                            {"more threads", 6000, 4000, 1000000, 16, settings.threads}};
    for (const auto& point : points) {
        const auto workload = madeUp(point.users, point.items, point.interactions);
        Training training(workload.split, paperShape(Shape::NeuMf, point.factors, 3), Step::Fused,
                          1024, point.threads);
        const auto medians =
            inTurns(settings.rounds, {[&] { return training.rate(settings.seconds); }});
        report.row({std::string(point.what), static_cast<double>(point.users),
                    static_cast<double>(point.items), static_cast<double>(point.interactions),
                    static_cast<double>(point.factors), static_cast<double>(point.threads),
                    medians[0]});
    }
}

}  // namespace ncf::bench
