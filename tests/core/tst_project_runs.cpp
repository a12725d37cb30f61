// A project's runs and recommendations.

#include "store/project.h"
#include "support/results.h"
#include "support/sample_project.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace ncf;
using namespace ncf::test;

namespace {

constexpr int kUsers = 60;
constexpr int kItems = 40;

}  // namespace

class ProjectRunsTest : public QObject {
    Q_OBJECT

private:
    std::filesystem::path path() const {
        return std::filesystem::path(folder_->path().toStdString()) / "p.ncf";
    }
    // A new project with the sample data.
    Project filled() const {
        auto project = Project::create(path());
        [&] { REQUIRE_OK(project); }();
        [&] {
            REQUIRE_OK(project->saveDataset(sampleDataset(kUsers, kItems), sampleCatalogue(kItems),
                                            sampleInfo()));
        }();
        return std::move(project.value());
    }

    std::unique_ptr<QTemporaryDir> folder_;

private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void runRoundTrip() {
        auto project = filled();
        auto record = sampleRun("näme'; --");
        const auto id = project.beginRun(record);
        REQUIRE_OK(id);
        QCOMPARE(project.run(*id)->status, RunStatus::Running);
        REQUIRE_OK(project.renameRun(*id, "renamed"));
        record.id = *id;
        record.status = RunStatus::Failed;
        record.finishedAt = 1'700'000'100;
        record.protocol = "leave-one-out, 99 sampled negatives";
        record.cutoff = 5;
        record.parameters = std::uint64_t(1) << 40;
        record.epochs = 3;
        record.bestEpoch = 2;
        record.validation = {0.1, 0.2, 0.3, 0.4, 0.5};
        record.test = {std::nullopt, std::nullopt, 0.9, 0.8, std::nullopt};
        record.popularity = {0.0, 1.0, std::nullopt, std::nullopt, std::nullopt};
        record.seconds = 12.5;
        record.note = "diverged";
        REQUIRE_OK(project.finishRun(record));
        const auto read = project.run(*id);
        REQUIRE_OK(read);
        QCOMPARE(read->id, *id);
        QCOMPARE(read->name, std::string("renamed"));  // given while it ran
        QCOMPARE(read->status, RunStatus::Failed);
        QCOMPARE(read->startedAt, record.startedAt);
        QCOMPARE(read->finishedAt, record.finishedAt);
        QCOMPARE(read->model, record.model);
        QCOMPARE(read->config, record.config);
        QCOMPARE(read->protocol, record.protocol);
        QCOMPARE(read->cutoff, record.cutoff);
        QCOMPARE(read->seed, record.seed);
        QCOMPARE(read->parameters, record.parameters);
        QCOMPARE(read->epochs, record.epochs);
        QCOMPARE(read->bestEpoch, record.bestEpoch);
        QVERIFY(read->validation == record.validation);
        QVERIFY(read->test == record.test);
        QVERIFY(read->popularity == record.popularity);
        QCOMPARE(read->seconds, record.seconds);
        QCOMPARE(read->note, record.note);
    }

    void epochsKeepTheBestWeights() {
        auto project = filled();
        const auto id = project.beginRun(sampleRun("r"));
        REQUIRE_OK(id);
        QCOMPARE(project.weights(*id).error().kind, ErrorKind::NotFound);
        const std::string odd("\0\xff weights \0", 12);
        REQUIRE_OK(project.addEpoch(*id, sampleEpoch(1), std::string("first"), "checkpoint"));
        REQUIRE_OK(project.addEpoch(*id, sampleEpoch(2), odd, "checkpoint"));
        auto diverged = sampleEpoch(3);
        diverged.trainLoss = std::nan("");
        diverged.validation = {};
        REQUIRE_OK(project.addEpoch(*id, diverged, std::nullopt, "checkpoint"));
        const auto epochs = project.epochs(*id);
        REQUIRE_OK(epochs);
        QCOMPARE(epochs->size(), std::size_t(3));
        QVERIFY((*epochs)[0] == sampleEpoch(1));
        QVERIFY((*epochs)[1] == sampleEpoch(2));
        QVERIFY(std::isnan((*epochs)[2].trainLoss));
        QCOMPARE(*project.weights(*id), odd);
        const auto run = project.run(*id);
        QCOMPARE(run->epochs, 3);
        QCOMPARE(run->bestEpoch, 2);
        QVERIFY(run->validation == sampleEpoch(2).validation);
        QCOMPARE(run->seconds, 0.75);
        // The same epoch again is refused with its weights.
        QVERIFY(!project.addEpoch(*id, sampleEpoch(3), std::string("again"), "checkpoint"));
        QCOMPARE(*project.weights(*id), odd);
    }

    void whatIsOfNoRunIsNotFound() {
        auto project = filled();
        auto ghost = sampleRun("ghost");
        ghost.id = 99;
        QCOMPARE(project.run(99).error().kind, ErrorKind::NotFound);
        QCOMPARE(project.epochs(99).error().kind, ErrorKind::NotFound);
        QCOMPARE(project.addEpoch(99, sampleEpoch(1), "w", "checkpoint").error().kind,
                 ErrorKind::NotFound);
        QCOMPARE(project.finishRun(ghost).error().kind, ErrorKind::NotFound);
        QCOMPARE(project.renameRun(99, "x").error().kind, ErrorKind::NotFound);
        QCOMPARE(project.recommendations(99, 0).error().kind, ErrorKind::NotFound);
        const auto nothing = [](const Project::RecommendationSink&) { return Status(); };
        QCOMPARE(project.saveRecommendations(99, nothing).error().kind, ErrorKind::NotFound);
        const auto row = [](const UserRow&, const RecommendationRow&) { return Status(); };
        QCOMPARE(project.forEachRecommendation(99, row).error().kind, ErrorKind::NotFound);
    }

    void deletingARunLeavesTheOthers() {
        auto project = filled();
        const auto keep = *project.beginRun(sampleRun("keep"));
        const auto drop = *project.beginRun(sampleRun("drop"));
        for (const auto id : {keep, drop}) {
            REQUIRE_OK(project.addEpoch(id, sampleEpoch(1), std::string("w"), "checkpoint"));
            REQUIRE_OK(project.saveRecommendations(
                id, [](const auto& sink) { return recommendSomething(sink, kUsers, 3); }));
        }
        auto ended = sampleRun("drop");
        ended.id = drop;
        ended.status = RunStatus::Stopped;
        REQUIRE_OK(project.finishRun(ended));
        REQUIRE_OK(project.removeRun(drop));
        REQUIRE_OK(project.purgeRemovedRuns());
        QCOMPARE(project.runs()->size(), std::size_t(1));
        QCOMPARE(project.epochs(drop).error().kind, ErrorKind::NotFound);
        QCOMPARE(project.weights(drop).error().kind, ErrorKind::NotFound);
        QCOMPARE(project.recommendations(drop, 0).error().kind, ErrorKind::NotFound);
        QCOMPARE(project.epochs(keep)->size(), std::size_t(1));
        QCOMPARE(project.recommendations(keep, 7)->size(), std::size_t(3));
        const auto next = *project.beginRun(sampleRun("next"));
        QVERIFY(next > drop);
        // Nothing of the deleted run turns up in a new one.
        QVERIFY(project.epochs(next)->empty());
        QVERIFY(project.recommendations(next, 0)->empty());
    }

    void recommendationsRoundTripAndReplace() {
        auto project = filled();
        const auto id = *project.beginRun(sampleRun("r"));
        for (const int n : {5, 2}) {
            REQUIRE_OK(project.saveRecommendations(
                id, [&](const auto& sink) { return recommendSomething(sink, kUsers, n); }));
            const auto rows = project.recommendations(id, 4);
            REQUIRE_OK(rows);
            QCOMPARE(rows->size(), std::size_t(n));
            QCOMPARE((*rows)[1].rank, 2);
            QCOMPARE((*rows)[1].item, 5);
            QCOMPARE((*rows)[1].itemId, std::string("item 5"));
            QCOMPARE((*rows)[1].score, 0.5f);
            QCOMPARE((*rows)[1].popularity, sampleDataset(kUsers, kItems).itemPopularity()[5]);
        }
        int seen = 0;
        REQUIRE_OK(project.forEachRecommendation(
            id, [&](const UserRow& user, const RecommendationRow& row) {
                const bool expected = user.user == seen / 2 && row.rank == seen % 2 + 1 &&
                                      user.id == sampleUser(seen / 2);
                ++seen;
                return expected ? Status() : Status(Error{ErrorKind::Internal, "wrong order", ""});
            }));
        QCOMPARE(seen, 2 * kUsers);
        seen = 0;
        const auto stopped =
            project.forEachRecommendation(id, [&](const UserRow&, const RecommendationRow&) {
                ++seen;
                return Status(cancelled());
            });
        QCOMPARE(stopped.error().kind, ErrorKind::Cancelled);
        QCOMPARE(seen, 1);
    }

    void refusedRecommendationsLeaveTheOldOnes() {
        auto project = filled();
        const auto id = *project.beginRun(sampleRun("r"));
        REQUIRE_OK(project.saveRecommendations(
            id, [](const auto& sink) { return recommendSomething(sink, kUsers, 3); }));
        const auto refused = project.saveRecommendations(id, [](const auto& sink) {
            const auto written = recommendSomething(sink, 10, 7);
            return written ? Status(cancelled()) : written;
        });
        QCOMPARE(refused.error().kind, ErrorKind::Cancelled);
        QCOMPARE(project.recommendations(id, 0)->size(), std::size_t(3));
        // A list that names a user twice is a mistake of the caller, not half a result.
        const auto twice = project.saveRecommendations(id, [](const auto& sink) {
            const auto written = recommendSomething(sink, 10, 7);
            return written ? recommendSomething(sink, 1, 7) : written;
        });
        QVERIFY(!twice);
        QCOMPARE(project.recommendations(id, 0)->size(), std::size_t(3));
        REQUIRE_OK(project.renameRun(id, "still usable"));
    }

    void writersWaitForNobodyWhileRecommendationsAreMade() {
        auto project = filled();
        auto other = Project::open(path());
        REQUIRE_OK(other);
        const auto id = *project.beginRun(sampleRun("r"));
        Status renamed;
        REQUIRE_OK(project.saveRecommendations(id, [&](const auto& sink) {
            const auto written = recommendSomething(sink, kUsers, 2);
            renamed = other->renameRun(id, "by the window");
            return written;
        }));
        REQUIRE_OK(renamed);
        QCOMPARE(project.run(id)->name, std::string("by the window"));
    }

    void aReaderSeesWhatAnotherConnectionCommitted() {
        auto writer = filled();
        auto reader = Project::open(path());
        REQUIRE_OK(reader);
        const auto id = *writer.beginRun(sampleRun("r"));
        for (int epoch = 1; epoch <= 5; ++epoch) {
            REQUIRE_OK(writer.addEpoch(id, sampleEpoch(epoch), std::string("w"), "checkpoint"));
            QCOMPARE(reader->epochs(id)->size(), std::size_t(epoch));
        }
    }
};

QTEST_GUILESS_MAIN(ProjectRunsTest)
#include "tst_project_runs.moc"
