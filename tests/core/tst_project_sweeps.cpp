#include "store/project.h"
#include "support/older_project.h"
#include "support/results.h"
#include "support/sample_project.h"

#include <QTemporaryDir>
#include <QTest>

using namespace ncf;
using namespace ncf::test;

namespace {

constexpr int kUsers = 60;
constexpr int kItems = 40;

}  // namespace

class ProjectSweepsTest : public QObject {
    Q_OBJECT

private:
    std::filesystem::path path() const {
        return std::filesystem::path(folder_->path().toStdString()) / "p.ncf";
    }
    Project filled() const {
        auto project = Project::create(path());
        [&] { REQUIRE_OK(project); }();
        const auto saved = project->saveDataset(sampleDataset(kUsers, kItems),
                                                sampleCatalogue(kItems), sampleInfo());
        [&] { REQUIRE_OK(saved); }();
        return std::move(project.value());
    }

    std::unique_ptr<QTemporaryDir> folder_;

private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void roundTrip() {
        std::int64_t run = 0;
        {
            auto project = filled();
            QVERIFY(project.sweeps()->empty());
            const auto id = project.beginSweep({0, "rates", R"({"trials": 3})", 1'700'000'000, 0});
            REQUIRE_OK(id);
            QCOMPARE(*id, std::int64_t(1));
            run = *project.beginRun(sampleRun("rates · 1"));
            REQUIRE_OK(project.addSweepRun(*id, {4, 1, run}));
            REQUIRE_OK(project.addSweepRun(*id, {4, 0, run}));
            REQUIRE_OK(project.addSweepRun(*id, {2, 1, run}));
            REQUIRE_OK(project.finishSweep(*id, 1'700'000'100));
            REQUIRE_OK(project.beginSweep({0, "another", "{}", 1'700'000'200, 0}));
        }
        const auto project = Project::open(path());
        REQUIRE_OK(project);
        const auto sweeps = project->sweeps();
        REQUIRE_OK(sweeps);
        QCOMPARE(sweeps->size(), std::size_t(2));
        QCOMPARE(sweeps->front().name, std::string("another"));
        QCOMPARE(sweeps->front().finishedAt, std::int64_t(0));
        const auto one = project->sweep(1);
        REQUIRE_OK(one);
        QCOMPARE(one->plan, std::string(R"({"trials": 3})"));
        QCOMPARE(one->startedAt, std::int64_t(1'700'000'000));
        QCOMPARE(one->finishedAt, std::int64_t(1'700'000'100));
        const auto runs = project->sweepRuns(1);
        REQUIRE_OK(runs);
        QCOMPARE(runs->size(), std::size_t(3));
        QCOMPARE((*runs)[0].rung, 0);
        QCOMPARE((*runs)[1].trial, 2);
        QCOMPARE((*runs)[2].trial, 4);
        QCOMPARE((*runs)[2].runId, run);
        QCOMPARE(project->sweep(7).error().kind, ErrorKind::NotFound);
    }

    void aDeletedRunLeavesItsTrial() {
        auto project = filled();
        const auto run = project.beginRun(sampleRun("r"));
        REQUIRE_OK(run);
        REQUIRE_OK(project.beginSweep({0, "s", "{}", 0, 0}));
        REQUIRE_OK(project.addSweepRun(1, {0, 0, *run}));
        REQUIRE_OK(project.discardRun(*run));
        QCOMPARE(project.sweepRuns(1)->size(), std::size_t(1));
        QCOMPARE(project.sweepRuns(1)->front().runId, std::int64_t(0));
    }

    void onlyRunsOfTheProjectBelong() {
        auto project = filled();
        REQUIRE_OK(project.beginSweep({0, "s", "{}", 0, 0}));
        QVERIFY(!project.addSweepRun(1, {0, 0, 99}));
        QVERIFY(!project.finishSweep(99, 0));
        QVERIFY(project.sweepRuns(1)->empty());
    }

    void newDataEndsTheSweeps() {
        auto project = filled();
        REQUIRE_OK(project.beginSweep({0, "s", "{}", 0, 0}));
        REQUIRE_OK(project.saveDataset(sampleDataset(5, 7), {}, sampleInfo()));
        QVERIFY(project.sweeps()->empty());
        QVERIFY(*project.beginSweep({0, "new", "{}", 0, 0}) > 1);
    }

    void aProjectOfTheFirstVersionKeepsItsData() {
        {
            auto project = filled();
            const auto run = project.beginRun(sampleRun("old"));
            REQUIRE_OK(run);
            REQUIRE_OK(project.addEpoch(*run, sampleEpoch(1), std::string("weights")));
            REQUIRE_OK(project.saveRecommendations(
                *run, [](const auto& sink) { return recommendSomething(sink, kUsers, 3); }));
        }
        makeVersion(path(), 1);
        auto project = Project::open(path());
        REQUIRE_OK(project);
        QCOMPARE(difference(*project->loadDataset(), sampleDataset(kUsers, kItems)), std::string());
        QCOMPARE(project->loadCatalogue()->items.size(), std::size_t(kItems));
        QCOMPARE(project->runs()->front().name, std::string("old"));
        QVERIFY(project->epochs(1)->front() == sampleEpoch(1));
        QCOMPARE(*project->weights(1), std::string("weights"));
        QCOMPARE(project->recommendations(1, 7)->size(), std::size_t(3));
        QVERIFY(project->sweeps()->empty());
        REQUIRE_OK(project->beginSweep({0, "s", "{}", 0, 0}));
        REQUIRE_OK(Project::open(path()));
    }
};

QTEST_GUILESS_MAIN(ProjectSweepsTest)
#include "tst_project_sweeps.moc"
