// What a person does with runs, how they did on each test item, and files of older versions.

#include "store/project.h"
#include "support/results.h"
#include "support/sample_project.h"

#include <QTemporaryDir>
#include <QTest>
#include <SQLiteCpp/SQLiteCpp.h>

using namespace ncf;
using namespace ncf::test;

namespace {

constexpr int kUsers = 60;
constexpr int kItems = 40;

TestOutcome sampleOutcome() {
    return {{0, 3, 3, 59}, {0, 39, 7, 12}, {}};
}

}  // namespace

class ProjectMarksTest : public QObject {
    Q_OBJECT

private:
    std::filesystem::path path() const {
        return std::filesystem::path(folder_->path().toStdString()) / "p.ncf";
    }
    // A new project with the sample data and finished runs.
    Project withRuns(int runs) const {
        auto project = Project::create(path());
        [&] { REQUIRE_OK(project); }();
        [&] {
            REQUIRE_OK(project->saveDataset(sampleDataset(kUsers, kItems), sampleCatalogue(kItems),
                                            sampleInfo()));
        }();
        for (int i = 1; i <= runs; ++i) {
            auto run = sampleRun("run " + std::to_string(i));
            run.id = *project->beginRun(run);
            run.status = RunStatus::Finished;
            [&] {
                REQUIRE_OK(project->addEpoch(run.id, sampleEpoch(1), std::string("weights")));
                REQUIRE_OK(project->finishRun(run, sampleOutcome()));
                REQUIRE_OK(project->saveRecommendations(
                    run.id, [](const auto& sink) { return recommendSomething(sink, kUsers, 2); }));
            }();
        }
        return std::move(project.value());
    }
    static std::vector<std::int64_t> idsOf(const Project& project) {
        std::vector<std::int64_t> ids;
        const auto runs = project.runs();
        for (const auto& run : *runs) {
            ids.push_back(run.id);
        }
        return ids;
    }

    std::unique_ptr<QTemporaryDir> folder_;

private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void marksRoundTrip() {
        auto project = withRuns(2);
        QVERIFY(project.run(1)->marks == RunMarks());
        REQUIRE_OK(project.setNotes(1, "näch'ste: breiter"));
        REQUIRE_OK(project.setColour(1, 3));
        REQUIRE_OK(project.setBaseline(1));
        QVERIFY(project.run(1)->marks == (RunMarks{"näch'ste: breiter", 3, true}));
        REQUIRE_OK(project.setBaseline(2));  // there is one only
        QVERIFY(!project.run(1)->marks.baseline);
        QVERIFY(project.run(2)->marks.baseline);
        REQUIRE_OK(project.setBaseline(std::nullopt));
        QVERIFY(!project.run(2)->marks.baseline);
        REQUIRE_OK(project.setColour(1, 0));
        REQUIRE_OK(project.setNotes(1, ""));
        QVERIFY(project.run(1)->marks == RunMarks());
    }

    void marksOfNoRunAreNotFound() {
        auto project = withRuns(1);
        QCOMPARE(project.setNotes(9, "x").error().kind, ErrorKind::NotFound);
        QCOMPARE(project.setColour(9, 1).error().kind, ErrorKind::NotFound);
        QCOMPARE(project.setBaseline(9).error().kind, ErrorKind::NotFound);
        QCOMPARE(project.removeRun(9).error().kind, ErrorKind::NotFound);
        QCOMPARE(project.restoreRun(9).error().kind, ErrorKind::NotFound);
        QVERIFY(!project.setColour(1, -1));
        QVERIFY(!project.setColour(1, static_cast<int>(kColourNames.size())));
    }

    void aRemovedRunCanBeRestored() {
        auto project = withRuns(3);
        REQUIRE_OK(project.setBaseline(2));
        REQUIRE_OK(project.removeRun(2));
        QCOMPARE(idsOf(project), (std::vector<std::int64_t>{3, 1}));
        QCOMPARE(project.run(2).error().kind, ErrorKind::NotFound);
        QCOMPARE(project.removeRun(2).error().kind, ErrorKind::NotFound);
        REQUIRE_OK(project.purgeRemovedRuns(60));  // it was removed just now
        REQUIRE_OK(project.restoreRun(2));
        QCOMPARE(idsOf(project), (std::vector<std::int64_t>{3, 2, 1}));
        QVERIFY(project.run(2)->marks.baseline);
        QCOMPARE(*project.weights(2), std::string("weights"));
        QCOMPARE(project.recommendations(2, 0)->size(), std::size_t(2));
        REQUIRE_OK(project.purgeRemovedRuns());  // takes only what is removed
        QCOMPARE(idsOf(project).size(), std::size_t(3));
    }

    void aPurgedRunIsWhollyGone() {
        auto project = withRuns(2);
        REQUIRE_OK(project.removeRun(1));
        REQUIRE_OK(project.purgeRemovedRuns());
        QCOMPARE(project.restoreRun(1).error().kind, ErrorKind::NotFound);
        SQLite::Database db(path().string());
        for (const char* table : {"epoch", "weights", "outcome", "mark", "recommendation"}) {
            const auto left =
                db.execAndGet("SELECT count(*) FROM " + std::string(table) + " WHERE run = 1");
            QVERIFY2(left.getInt() == 0, table);
        }
        QCOMPARE(idsOf(project), (std::vector<std::int64_t>{2}));
    }

    void aRunningRunIsNotRemoved() {
        auto project = withRuns(0);
        const auto id = *project.beginRun(sampleRun("busy"));
        const auto removed = project.removeRun(id);
        QCOMPARE(removed.error().kind, ErrorKind::BadInput);
        QVERIFY(!removed.error().remedy.empty());
        QCOMPARE(idsOf(project).size(), std::size_t(1));
    }

    void outcomesRoundTrip() {
        auto project = withRuns(1);
        QVERIFY(*project.outcome(1) == sampleOutcome());
        const TestOutcome ratings = {{1, 2, 2}, {}, {0.25f, 0, 16}};
        REQUIRE_OK(project.saveOutcome(1, ratings));
        QVERIFY(*project.outcome(1) == ratings);
        QCOMPARE(project.saveOutcome(7, ratings).error().kind, ErrorKind::NotFound);
        // A run that ended without one.
        auto bare = sampleRun("bare");
        bare.id = *project.beginRun(bare);
        REQUIRE_OK(project.finishRun(bare));
        QCOMPARE(project.outcome(bare.id).error().kind, ErrorKind::NotFound);
    }

    void aFileOfTheFirstVersionIsBroughtUp() {
        std::vector<RunRecord> before;
        {
            auto project = withRuns(2);
            before = *project.runs();
        }
        {
            // What version 1 had, and nothing else.
            SQLite::Database db(path().string(), SQLite::OPEN_READWRITE);
            std::vector<std::string> newer;
            SQLite::Statement query(
                db,
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' "
                "AND name NOT IN ('dataset', 'user', 'item', 'history', 'supplied_test', 'run', "
                "'epoch', 'weights', 'recommendation')");
            while (query.executeStep()) {
                newer.push_back(query.getColumn(0).getString());
            }
            QVERIFY(newer.size() >= 2);
            for (const auto& table : newer) {
                db.exec("DROP TABLE " + table);
            }
            db.exec("PRAGMA user_version = 1");
        }
        auto project = Project::open(path());
        REQUIRE_OK(project);
        QCOMPARE(difference(*project->loadDataset(), sampleDataset(kUsers, kItems)), std::string());
        const auto after = project->runs();
        REQUIRE_OK(after);
        QCOMPARE(after->size(), before.size());
        for (std::size_t i = 0; i < before.size(); ++i) {
            QCOMPARE((*after)[i].name, before[i].name);
            QVERIFY((*after)[i].validation == before[i].validation);
            QVERIFY((*after)[i].marks == RunMarks());
        }
        QCOMPARE(*project->weights(1), std::string("weights"));
        QCOMPARE(project->outcome(1).error().kind, ErrorKind::NotFound);
        REQUIRE_OK(project->setNotes(1, "new"));
        SQLite::Database db(path().string());
        QCOMPARE(db.execAndGet("PRAGMA user_version").getInt(), Project::kSchemaVersion);
    }
};

QTEST_GUILESS_MAIN(ProjectMarksTest)
#include "tst_project_marks.moc"
