#include "experiment/run_experiment.h"
#include "experiment/run_qualities.h"
#include "store/project.h"
#include "support/results.h"
#include "support/small_project.h"

#include <QTemporaryDir>
#include <QTest>

using namespace ncf;
using namespace ncf::test;

class TestRunQualities : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::filesystem::path file_;

    Result<RunRecord> train(const ExperimentConfig& config) {
        RunControl control;
        RunMonitor monitor;
        return runExperiment(file_, config, "", control, monitor);
    }

    Result<RunQualities> measure(std::int64_t runId, std::stop_token stop = {}) {
        auto project = Project::open(file_);
        auto data = loadProjectData(*project);
        auto run = LoadedRun::load(*project, runId, *data);
        return run ? runQualities(*project, *run, {}, stop) : run.error();
    }

private Q_SLOTS:
    void initTestCase() {
        file_ = folder_.filePath("small.ncf").toStdString();
        const auto ratings = writeFile(folder_.filePath("small.csv"), smallRatings());
        REQUIRE_OK(importRatings(ratings, file_, {}));
    }

    void groupsAddUpToTheRun() {
        const auto run = train(smallConfig());
        REQUIRE_OK(run);
        const auto qualities = measure(run->id);
        REQUIRE_OK(qualities);
        QCOMPARE(qualities->length, 5);
        QCOMPARE(qualities->catalogue, std::size_t{30});
        QCOMPARE(qualities->lists.lists, std::size_t{40});
        std::size_t users = 0;
        double hits = 0;
        for (const auto& group : qualities->groups) {
            QVERIFY(group.fewest <= group.most);
            QVERIFY(group.test.hitRate && group.test.ndcg && !group.test.rmse);
            users += group.users;
            hits += *group.test.hitRate * static_cast<double>(group.users);
        }
        QCOMPARE(users, std::size_t{40});
        // Every user has one test interaction.
        QVERIFY(std::abs(hits / 40 - *run->test.hitRate) < 1e-9);
        QCOMPARE(qualityLines(*qualities).size(), std::size_t{5});
    }

    void ratingsHaveErrorsInGroups() {
        auto config = smallConfig();
        config.training.loss = Loss::MeanSquaredError;
        config.split.kind = SplitKind::Ratio;
        const auto run = train(config);
        REQUIRE_OK(run);
        const auto qualities = measure(run->id);
        REQUIRE_OK(qualities);
        QVERIFY(qualities->groups[0].test.rmse && !qualities->groups[0].test.hitRate);
    }

    void saysWhatIsMissing() {
        auto config = smallConfig();
        config.recommendations = 0;
        const auto run = train(config);
        REQUIRE_OK(run);
        const auto qualities = measure(run->id);
        QVERIFY(!qualities);
        QCOMPARE(qualities.error().kind, ErrorKind::NotFound);
        QVERIFY(!qualities.error().remedy.empty());
    }

    void canBeStopped() {
        const auto run = train(smallConfig(1));
        REQUIRE_OK(run);
        std::stop_source stop;
        stop.request_stop();
        const auto qualities = measure(run->id, stop.get_token());
        QVERIFY(!qualities);
        QCOMPARE(qualities.error().kind, ErrorKind::Cancelled);
    }
};

QTEST_APPLESS_MAIN(TestRunQualities)
#include "tst_run_qualities.moc"
