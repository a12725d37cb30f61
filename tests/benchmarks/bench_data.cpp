#include "base/random.h"
#include "data/negative_sampler.h"
#include "data/ratings_reader.h"
#include "sections.h"
#include "training/trainer.h"

#include <cstdio>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <sys/resource.h>

namespace ncf::bench {

namespace {

// A comma-separated file in MovieLens-20M's shape: 138,493 users in order, 26,744 items, half-star
// ratings, timestamps.
void writeRatings(const std::filesystem::path& path, std::size_t rows) {
    std::ofstream file(path, std::ios::binary);
    file << "userId,movieId,rating,timestamp\n";
    Random random(1);
    std::string block;
    constexpr std::size_t kUsers = 138493;
    constexpr std::uint32_t kItems = 26744;
    for (std::size_t row = 0; row < rows; ++row) {
        const std::size_t user = 1 + row * kUsers / rows;
        const auto item = 1 + random.below(kItems) * 5;
        const auto stars = 1 + random.below(10);
        char line[64];
        const int length =
            std::snprintf(line, sizeof line, "%zu,%u,%u.%u,%u\n", user, item, stars / 2,
                          stars % 2 * 5, 800000000 + random.below(600000000));
        block.append(line, static_cast<std::size_t>(length));
        if (block.size() > (1 << 20)) {
            file << block;
            block.clear();
        }
    }
    file << block;
}

// A generated ratings file that is there as long as this is.
class GeneratedFile {
public:
    explicit GeneratedFile(std::size_t rows) {
        std::filesystem::create_directories(folder_);
        writeRatings(path(), rows);
    }
    ~GeneratedFile() { std::filesystem::remove_all(folder_); }
    GeneratedFile(const GeneratedFile&) = delete;
    GeneratedFile& operator=(const GeneratedFile&) = delete;

    std::filesystem::path path() const { return folder_ / "ratings.csv"; }
    double megabytes() const {
        return static_cast<double>(std::filesystem::file_size(path())) / 1e6;
    }
    RatingsFile read() const {
        auto file = readRatings(path());
        if (!file) {
            throw std::runtime_error(file.error().message());
        }
        return std::move(*file);
    }

private:
    const std::filesystem::path folder_ = std::filesystem::temp_directory_path() / "ncf-bench";
};

long peakMiB() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

}  // namespace

void benchData(Report& report, const Settings& settings, const Workload& workload) {
    report.begin("sampling", "Training samples drawn per second, one thread, nothing else done.",
                 {"what", "samples/s"});
    NegativeSampler sampler(workload.split.train, workload.split.items, 4, 1);
    Samples samples;
    int epoch = 0;
    const auto rate =
        inTurns(settings.rounds, {[&] {
                    return static_cast<double>(sampler.samplesPerEpoch()) / secondsOf([&] {
                               sampler.startEpoch(++epoch);
                               do {
                                   sampler.beginBatch(256, samples);
                                   sampler.fill(samples);
                               } while (samples.size() > 0);
                           });
                }});
    report.row({"batches of 256", rate[0]});

    report.begin("reading", "Parsing and indexing a generated ratings file.",
                 {"what", "MB", "seconds", "MB/s", "rows/s", "peak MiB so far"});
    const GeneratedFile file(settings.csvRows);
    const auto seconds =
        inTurns(settings.rounds, {[&] { return secondsOf([&] { file.read(); }); }});
    report.row({"comma, header, four columns", file.megabytes(), seconds[0],
                file.megabytes() / seconds[0], static_cast<double>(settings.csvRows) / seconds[0],
                static_cast<double>(peakMiB())});
}

void benchLargeEpoch(Report& report, const Settings& settings) {
    report.begin(
        "large-epoch",
        "A generated ratings file, read and trained on for one epoch with its validation: "
        "NeuMF, batch 1,024, 4 negatives,\nevery row a positive. Run it alone for the peak "
        "to be its own.",
        {"factors", "threads", "rows", "read, s", "split, s", "epoch, s", "samples/s", "peak MiB"});
    const GeneratedFile file(settings.csvRows);
    std::optional<Dataset> dataset;
    const double reading = secondsOf([&] { dataset.emplace(file.read().dataset); });
    std::optional<Split> split;
    const double splitting = secondsOf([&] { split.emplace(*makeSplit(*dataset, {}, false, 1)); });
    TrainingConfig training;
    training.epochs = 1;
    training.batchSize = 1024;
    training.threads = settings.threads;
    constexpr int kFactors = 8;
    Trainer trainer(
        NcfModel(paperShape(Shape::NeuMf, kFactors, 4), static_cast<std::int64_t>(split->users),
                 static_cast<std::int64_t>(split->items), 1),
        *split, training, {}, std::nullopt, 1);
    RunControl control;
    EpochRecord epoch;
    TrainingObserver observer;
    observer.onStep = [](const StepReport&) {};
    observer.onEpoch = [&](const EpochRecord& record, bool) {
        epoch = record;
        return Status();
    };
    if (const auto outcome = trainer.run(control, observer); !outcome) {
        throw std::runtime_error(outcome.error().message());
    }
    report.row({std::to_string(kFactors), static_cast<double>(settings.threads),
                static_cast<double>(settings.csvRows), reading, splitting, epoch.seconds,
                epoch.samplesPerSecond, static_cast<double>(peakMiB())});
}

}  // namespace ncf::bench
