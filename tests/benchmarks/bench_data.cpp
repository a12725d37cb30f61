#include "base/random.h"
#include "data/negative_sampler.h"
#include "data/ratings_reader.h"
#include "sections.h"

#include <cstdio>
#include <fstream>
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
    const auto folder = std::filesystem::temp_directory_path() / "ncf-bench";
    std::filesystem::create_directories(folder);
    const auto path = folder / "ratings.csv";
    writeRatings(path, settings.csvRows);
    const double megabytes = static_cast<double>(std::filesystem::file_size(path)) / 1e6;
    const auto seconds = inTurns(settings.rounds, {[&] {
                                     return secondsOf([&] {
                                         const auto file = readRatings(path);
                                         if (!file) {
                                             throw std::runtime_error(file.error().message());
                                         }
                                     });
                                 }});
    report.row({"comma, header, four columns", megabytes, seconds[0], megabytes / seconds[0],
                static_cast<double>(settings.csvRows) / seconds[0],
                static_cast<double>(peakMiB())});
    std::filesystem::remove_all(folder);
}

}  // namespace ncf::bench
