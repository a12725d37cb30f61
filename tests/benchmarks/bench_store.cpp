#include "base/random.h"
#include "sections.h"
#include "store/project.h"

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace ncf::bench {

namespace {

constexpr int kUsers = 100'000;
constexpr int kItems = 20'000;
constexpr int kInteractions = 20;     // per user
constexpr int kRecommendations = 50;  // per user: 5 million

template <class T>
T need(Result<T> result) {
    if (!result) {
        throw std::runtime_error(result.error().message());
    }
    return std::move(*result);
}

void need(const Status& status) {
    if (!status) {
        throw std::runtime_error(status.error().message());
    }
}

Dataset madeUpDataset() {
    IdMap users;
    IdMap items;
    for (int user = 0; user < kUsers; ++user) {
        users.insert("user-" + std::to_string(user));
    }
    for (int item = 0; item < kItems; ++item) {
        items.insert("item-" + std::to_string(item));
    }
    Random random(1);
    std::vector<Interaction> rows;
    for (int user = 0; user < kUsers; ++user) {
        for (int i = 0; i < kInteractions; ++i) {
            rows.push_back({user, static_cast<ItemIndex>(random.below(kItems)), 1.0f, i});
        }
    }
    return {std::move(users), std::move(items), std::move(rows), {false, true}};
}

Status madeUpLists(const Project::RecommendationSink& sink) {
    Random random(2);
    for (int user = 0; user < kUsers; ++user) {
        UserTopN list{user, {}};
        for (int i = 0; i < kRecommendations; ++i) {
            list.items.push_back(
                {static_cast<ItemIndex>(random.below(kItems)), 1.0f / static_cast<float>(i + 1)});
        }
        if (auto status = sink({&list, 1}); !status) {
            return status;
        }
    }
    return {};
}

std::int64_t addRun(Project& project) {
    RunRecord run;
    run.name = "made up";
    run.model = "NeuMF";
    run.config = "{}";
    run.id = need(project.beginRun(run));
    EpochRecord epoch;
    epoch.epoch = 1;
    // As large as the weights of a NeuMF with 8 factors over these users and items.
    const std::string weights(std::size_t(kUsers + kItems) * 40 * sizeof(float), '\x5a');
    need(project.addEpoch(run.id, epoch, weights));
    run.status = RunStatus::Finished;
    need(project.finishRun(run));
    need(project.saveRecommendations(run.id, madeUpLists));
    return run.id;
}

}  // namespace

void benchStore(Report& report, const Settings& settings) {
    report.begin("store",
                 "A project with 2 million interactions of 100,000 users and 5 million stored "
                 "recommendations, its file in the system's cache.",
                 {"what", "seconds", "file MB afterwards"});
    const auto folder = std::filesystem::temp_directory_path() / "ncf-bench-store";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    const auto file = folder / "store.ncf";
    const auto row = [&](const char* what, double seconds) {
        report.row({what, seconds, static_cast<double>(std::filesystem::file_size(file)) / 1e6});
    };
    auto project = need(Project::create(file));
    const auto dataset = madeUpDataset();
    row("store the data", secondsOf([&] { need(project.saveDataset(dataset, {}, {})); }));
    std::int64_t run = 0;
    row("store the run and its recommendations", secondsOf([&] { run = addRun(project); }));
    const auto opened =
        inTurns(settings.rounds,
                {[&] {
                     return secondsOf([&] {
                         const auto fresh = need(Project::open(file));
                         need(fresh.datasetInfo());
                         need(fresh.runs());
                     });
                 },
                 [&] {
                     Random random(3);
                     return secondsOf([&] {
                                for (int i = 0; i < 100; ++i) {
                                    need(project.recommendations(
                                        run, static_cast<UserIndex>(random.below(kUsers))));
                                }
                            }) /
                            100;
                 }});
    row("open: data's counts and runs", opened[0]);
    row("read one user's 50", opened[1]);
    need(project.removeRun(run));
    row("delete the run (once)", secondsOf([&] { need(project.purgeRemovedRuns()); }));
    row("compact (once)", secondsOf([&] { need(project.compact()); }));
    std::filesystem::remove_all(folder);
}

}  // namespace ncf::bench
