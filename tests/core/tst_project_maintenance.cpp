// What deleting runs leaves in a project file, and compacting it.

#include "store/project.h"
#include "support/results.h"
#include "support/sample_project.h"

#include <QTemporaryDir>
#include <QTest>
#include <SQLiteCpp/SQLiteCpp.h>

#include <map>

using namespace ncf;
using namespace ncf::test;

namespace {

constexpr int kUsers = 300;
constexpr int kLists = 30;

// A finished run with everything that a run can have.
Result<std::int64_t> addFullRun(Project& project, const std::string& name) {
    const auto id = project.beginRun(sampleRun(name));
    if (!id) {
        return id;
    }
    // finishRun() deletes the checkpoint of a run that ended, so one is added behind it.
    const std::string weights(200'000, 'w');
    TestOutcome outcome;
    outcome.users = {0, 1, 2};
    outcome.ranks = {0, 5, 9};
    auto record = sampleRun(name);
    record.id = *id;
    record.status = RunStatus::Finished;
    Status status = project.addEpoch(*id, sampleEpoch(1), weights);
    status = status ? project.finishRun(record, outcome) : status;
    status = status ? project.saveCheckpoint(*id, std::string(100'000, 'c')) : status;
    status = status ? project.setNotes(*id, "a note") : status;
    status = status
                 ? project.saveRecommendations(*id,
                                               [](const Project::RecommendationSink& sink) {
                                                   return recommendSomething(sink, kUsers, kLists);
                                               })
                 : status;
    return status ? id : status.error();
}

// Rows by table of those that hold a run's things.
std::map<std::string, int> rowsOf(const std::filesystem::path& file, std::int64_t run) {
    SQLite::Database db(file.string());
    std::map<std::string, int> rows;
    for (const std::string table :
         {"epoch", "weights", "recommendation", "checkpoint", "outcome", "mark"}) {
        SQLite::Statement query(db, "SELECT count(*) FROM " + table + " WHERE run = ?");
        query.bind(1, run);
        query.executeStep();
        rows[table] = query.getColumn(0).getInt();
    }
    return rows;
}

}  // namespace

class ProjectMaintenanceTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    std::filesystem::path makeProject(const QString& name) {
        const std::filesystem::path file = folder_.filePath(name).toStdString();
        auto project = Project::create(file);
        const auto saved =
            project->saveDataset(sampleDataset(kUsers, 50), sampleCatalogue(50), sampleInfo());
        return saved ? file : std::filesystem::path();
    }

private Q_SLOTS:
    void deletingARunDeletesAllOfIt() {
        const auto file = makeProject("delete.ncf");
        auto project = Project::open(file);
        REQUIRE_OK(project);
        const auto stays = addFullRun(*project, "stays");
        const auto goes = addFullRun(*project, "goes");
        REQUIRE_OK(stays);
        REQUIRE_OK(goes);
        const auto before = rowsOf(file, *goes);
        for (const auto& [table, rows] : before) {
            QVERIFY2(rows > 0, table.c_str());
        }
        QCOMPARE(before.at("recommendation"), kUsers * kLists);
        REQUIRE_OK(project->removeRun(*goes));
        QVERIFY(rowsOf(file, *goes) == before);  // it can be restored
        REQUIRE_OK(project->purgeRemovedRuns());
        for (const auto& [table, rows] : rowsOf(file, *goes)) {
            QVERIFY2(rows == 0, table.c_str());
        }
        QVERIFY(rowsOf(file, *stays) == before);
    }

    void compactingGivesTheRoomBack() {
        const auto file = makeProject("compact.ncf");
        auto project = Project::open(file);
        REQUIRE_OK(project);
        const auto stays = addFullRun(*project, "stays");
        REQUIRE_OK(stays);
        std::vector<std::int64_t> removed;
        for (int i = 0; i < 3; ++i) {
            const auto goes = addFullRun(*project, "goes");
            REQUIRE_OK(goes);
            REQUIRE_OK(project->removeRun(*goes));
            removed.push_back(*goes);
        }
        const auto kept = rowsOf(file, *stays);
        const auto done = project->compact();
        REQUIRE_OK(done);
        QVERIFY2(done->bytesAfter * 2 < done->bytesBefore,
                 qPrintable(QString("%1 → %2").arg(done->bytesBefore).arg(done->bytesAfter)));
        QCOMPARE(done->bytesAfter, std::uint64_t(std::filesystem::file_size(file)));
        for (const auto id : removed) {
            QVERIFY(!project->restoreRun(id));
        }
        QVERIFY(rowsOf(file, *stays) == kept);
        // The connection goes on, and the file is a project as before.
        REQUIRE_OK(addFullRun(*project, "another"));
        const auto again = Project::open(file);
        REQUIRE_OK(again);
        QCOMPARE(again->runs()->size(), std::size_t(2));
        const auto data = again->loadDataset();
        REQUIRE_OK(data);
        QCOMPARE(difference(*data, sampleDataset(kUsers, 50)), std::string());
        // Ids of purged runs are not used again.
        QVERIFY(again->runs()->front().id > removed.back());
    }

    void compactingCanBeStopped() {
        const auto file = makeProject("stop.ncf");
        auto project = Project::open(file);
        REQUIRE_OK(project);
        REQUIRE_OK(addFullRun(*project, "run"));
        std::stop_source stop;
        stop.request_stop();
        const auto done = project->compact(stop.get_token());
        QVERIFY(!done && done.error().kind == ErrorKind::Cancelled);
        REQUIRE_OK(project->compact());  // the connection is no longer stopped
        QCOMPARE(project->runs()->size(), std::size_t(1));
    }

    void anotherWriterIsWaitedForAndThenNamed() {
        const auto file = makeProject("busy.ncf");
        auto project = Project::open(file);
        REQUIRE_OK(project);
        SQLite::Database other(file.string(), SQLite::OPEN_READWRITE);
        SQLite::Transaction writing(other, SQLite::TransactionBehavior::IMMEDIATE);
        const auto done = project->compact();
        QVERIFY(!done);
        QVERIFY(done.error().kind == ErrorKind::Storage);
        QVERIFY2(done.error().what.find("busy.ncf") != std::string::npos &&
                     done.error().what.find("another program") != std::string::npos,
                 done.error().what.c_str());
        writing.commit();
        REQUIRE_OK(project->compact());
    }
};

QTEST_GUILESS_MAIN(ProjectMaintenanceTest)
#include "tst_project_maintenance.moc"
