// What a project holds after a process that was writing it is killed. The test starts itself as
// that process: tst_project_crash --child <what> <file>.

#include "store/project.h"
#include "support/results.h"
#include "support/sample_project.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <cstdio>
#include <unistd.h>

using namespace ncf;
using namespace ncf::test;

namespace {

constexpr int kUsers = 60;
constexpr int kItems = 40;
constexpr int kEpochsUntilKilled = 100'000;

[[noreturn]] void die() {
    ::raise(SIGKILL);
    std::abort();
}

void say(const std::string& line) {
    std::printf("%s\n", line.c_str());
    std::fflush(stdout);
}

int runChild(const std::string& what, const std::string& file) {
    auto project = Project::open(file);
    if (!project) {
        return 1;
    }
    if (what == "save") {
        (void)project->saveDataset(sampleDataset(20'000, 500), {}, sampleInfo(),
                                   [](std::uint64_t done, std::uint64_t total) {
                                       if (done > total / 2) {
                                           die();
                                       }
                                   });
    } else if (what == "recommend") {
        (void)project->saveRecommendations(1, [](const auto& sink) {
            (void)recommendSomething(sink, kUsers / 2, 9);
            die();
            return Status();
        });
    } else if (what == "remove") {
        (void)project->removeRun(1);
        die();
    } else if (what == "purge") {
        (void)project->removeRun(1);
        say("removed");
        (void)project->purgeRemovedRuns();
        say("purged");
        ::pause();
    } else if (what == "train") {
        const auto id = project->beginRun(sampleRun("child"));
        for (int epoch = 1; id && epoch <= kEpochsUntilKilled; ++epoch) {
            const auto weights = "weights of " + std::to_string(epoch) + std::string(20'000, '.');
            if (!project->addEpoch(*id, sampleEpoch(epoch), weights, "checkpoint")) {
                return 1;
            }
            say(std::to_string(epoch));
        }
    } else if (what == "wait") {
        (void)project->beginRun(sampleRun("child"));
        say("ready");
        ::pause();
    }
    return 1;  // every child is to be killed before this
}

}  // namespace

class ProjectCrashTest : public QObject {
    Q_OBJECT

private:
    std::filesystem::path path() const {
        return std::filesystem::path(folder_->path().toStdString()) / "p.ncf";
    }
    void startChild(QProcess& child, const QString& what) const {
        child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        child.start(QCoreApplication::applicationFilePath(),
                    {QStringLiteral("--child"), what, QString::fromStdString(path().string())});
        QVERIFY(child.waitForStarted());
    }
    // Every page of the file is consistent and the sample data is there.
    void verifySampleData() const {
        const auto project = Project::open(path());
        REQUIRE_OK(project);
        const auto dataset = project->loadDataset();
        REQUIRE_OK(dataset);
        QCOMPARE(difference(*dataset, sampleDataset(kUsers, kItems)), std::string());
    }

    // A finished run with a lot to delete.
    void makeBigRun() const {
        auto project = Project::open(path());
        auto run = sampleRun("r");
        run.id = *project->beginRun(run);
        QCOMPARE(run.id, std::int64_t(1));
        REQUIRE_OK(project->addEpoch(1, sampleEpoch(1), std::string(4'000'000, 'w')));
        REQUIRE_OK(project->saveRecommendations(
            1, [](const auto& sink) { return recommendSomething(sink, kUsers, 9); }));
        run.status = RunStatus::Finished;
        REQUIRE_OK(project->finishRun(run));
    }
    static void verifyBigRun(Project& project) {
        QCOMPARE(project.runs()->size(), std::size_t(1));
        QCOMPARE(project.weights(1)->size(), std::size_t(4'000'000));
        QCOMPARE(project.epochs(1)->size(), std::size_t(1));
        for (UserIndex user = 0; user < kUsers; ++user) {
            QCOMPARE(project.recommendations(1, user)->size(), std::size_t(9));
        }
    }

    std::unique_ptr<QTemporaryDir> folder_;

private Q_SLOTS:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        auto project = Project::create(path());
        REQUIRE_OK(project);
        REQUIRE_OK(project->saveDataset(sampleDataset(kUsers, kItems), sampleCatalogue(kItems),
                                        sampleInfo()));
    }

    void killedWhileSavingData() {
        QProcess child;
        startChild(child, QStringLiteral("save"));
        QVERIFY(child.waitForFinished());
        QCOMPARE(child.exitStatus(), QProcess::CrashExit);
        verifySampleData();
    }

    void killedWhileSavingRecommendations() {
        {
            auto project = Project::open(path());
            const auto id = project->beginRun(sampleRun("r"));
            REQUIRE_OK(id);
            QCOMPARE(*id, std::int64_t(1));
            REQUIRE_OK(project->saveRecommendations(
                1, [](const auto& sink) { return recommendSomething(sink, kUsers, 3); }));
        }
        QProcess child;
        startChild(child, QStringLiteral("recommend"));
        QVERIFY(child.waitForFinished());
        QCOMPARE(child.exitStatus(), QProcess::CrashExit);
        verifySampleData();
        const auto project = Project::open(path());
        for (UserIndex user = 0; user < kUsers; ++user) {
            QCOMPARE(project->recommendations(1, user)->size(), std::size_t(3));
        }
    }

    void killedAfterRemovingARun() {
        makeBigRun();
        QProcess child;
        startChild(child, QStringLiteral("remove"));
        QVERIFY(child.waitForFinished());
        QCOMPARE(child.exitStatus(), QProcess::CrashExit);
        verifySampleData();
        auto project = Project::open(path());
        QVERIFY(project->runs()->empty());
        REQUIRE_OK(project->restoreRun(1));
        verifyBigRun(*project);
    }

    void killedWhileARunGoesForGood() {
        // At several moments: the run is wholly there, to be restored, or wholly gone.
        for (const int milliseconds : {0, 1, 3, 8, 20}) {
            init();
            makeBigRun();
            QProcess child;
            startChild(child, QStringLiteral("purge"));
            QVERIFY(child.waitForReadyRead());
            QTest::qSleep(milliseconds);
            child.kill();
            QVERIFY(child.waitForFinished());
            verifySampleData();
            auto project = Project::open(path());
            QVERIFY(project->runs()->empty());
            if (project->restoreRun(1)) {
                verifyBigRun(*project);
            } else {
                QCOMPARE(project->weights(1).error().kind, ErrorKind::NotFound);
                QCOMPARE(project->epochs(1).error().kind, ErrorKind::NotFound);
                QCOMPARE(project->recommendations(1, 0).error().kind, ErrorKind::NotFound);
            }
        }
    }

    void killedBetweenEpochs_data() {
        QTest::addColumn<int>("epochsBefore");
        for (const int epochs : {1, 2, 7, 20, 45}) {
            QTest::addRow("after %d", epochs) << epochs;
        }
    }
    void killedBetweenEpochs() {
        QFETCH(int, epochsBefore);
        QProcess child;
        startChild(child, QStringLiteral("train"));
        int committed = 0;
        while (committed < epochsBefore && child.waitForReadyRead()) {
            while (child.canReadLine()) {
                committed = child.readLine().trimmed().toInt();
            }
        }
        child.kill();
        QVERIFY(child.waitForFinished());
        while (child.canReadLine()) {
            committed = child.readLine().trimmed().toInt();
        }
        QVERIFY(committed >= epochsBefore);
        verifySampleData();
        const auto project = Project::open(path());
        const auto epochs = project->epochs(1);
        REQUIRE_OK(epochs);
        // The one that was being written may have made it, too.
        const auto count = static_cast<int>(epochs->size());
        QVERIFY2(count == committed || count == committed + 1,
                 qPrintable(QStringLiteral("%1 of %2").arg(count).arg(committed)));
        const auto weights = project->weights(1);
        REQUIRE_OK(weights);
        QVERIFY(weights->starts_with("weights of " + std::to_string(count) + "."));
        const auto run = project->run(1);
        REQUIRE_OK(run);
        QCOMPARE(run->status, RunStatus::Interrupted);
        QCOMPARE(run->epochs, count);
        QCOMPARE(run->bestEpoch, count);
    }

    void aRunLivesAsLongAsItsProcess() {
        auto project = Project::open(path());
        REQUIRE_OK(project);
        QProcess child;
        startChild(child, QStringLiteral("wait"));
        QVERIFY(child.waitForReadyRead());
        QCOMPARE(project->runs()->at(0).status, RunStatus::Running);
        // A run of this process beside it.
        const auto own = project->beginRun(sampleRun("own"));
        REQUIRE_OK(own);
        // Dead but not yet collected by its parent counts as gone.
        ::kill(static_cast<pid_t>(child.processId()), SIGKILL);
        QTRY_COMPARE(project->run(1)->status, RunStatus::Interrupted);
        QCOMPARE(project->run(*own)->status, RunStatus::Running);
        child.waitForFinished();
    }
};

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    if (argc == 4 && std::string(argv[1]) == "--child") {
        return runChild(argv[2], argv[3]);
    }
    ProjectCrashTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_project_crash.moc"
