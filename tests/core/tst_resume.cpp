// That a run which was killed, suspended or paused ends with the very numbers of one that was not.
// The test starts itself as the process that is killed: tst_resume --child <project> <run or 0>.

#include "experiment/evaluate_run.h"
#include "experiment/run_experiment.h"
#include "store/project.h"
#include "support/results.h"
#include "support/small_project.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTest>

#include <chrono>
#include <optional>
#include <thread>

using namespace ncf;
using namespace ncf::test;

namespace {

// Enough epochs that a kill falls anywhere, with a checkpoint every few steps.
ExperimentConfig longConfig() {
    ExperimentConfig config = smallConfig(60);
    config.training.checkpointMinutes = 0.00002;
    config.training.negativesPerPositive = 8;
    config.recommendations = 3;
    return config;
}

ExperimentConfig configOf(const QString& kind) {
    ExperimentConfig config = longConfig();
    if (kind == QLatin1String("dropout, two threads, average")) {
        config.model.dropout = 0.2;
        config.training.threads = 2;
        config.training.averagedEpochs = 1.5;
    } else if (kind == QLatin1String("lazy Adam")) {
        config.training.optimiser = Optimiser::LazyAdam;
        config.training.schedule = Schedule::Cosine;
    } else if (kind == QLatin1String("autograd")) {
        config.training.optimiser = Optimiser::Sgd;
        config.training.momentum = 0.9;
        config.training.learningRate = 0.1;
        config.model.dropout = 0.2;
    } else if (kind == QLatin1String("ratings")) {
        config.training.loss = Loss::MeanSquaredError;
        config.split.kind = SplitKind::Ratio;
        config.training.weightDecay = 1e-4;
    } else if (kind.startsWith(QLatin1String("implicit ALS"))) {
        config.method = Method::ImplicitAls;
        config.implicitAls.factors = 64;
        config.implicitAls.iterations = 100;
    }
    if (kind.startsWith(QLatin1String("pre-training"))) {
        config.training.pretrainingEpochs = 25;
        config.training.epochs = 25;
        config.training.averagedEpochs = 0.5;
    }
    config.refit = kind.endsWith(QLatin1String("refit"));
    return config;
}

Result<RunRecord> runFresh(const std::filesystem::path& project, const ExperimentConfig& config) {
    RunControl control;
    RunMonitor monitor;
    return runExperiment(project, config, "run", control, monitor);
}

Result<RunRecord> resume(const std::filesystem::path& project, std::int64_t run) {
    RunControl control;
    RunMonitor monitor;
    return resumeExperiment(project, run, control, monitor);
}

// Waits until the run is past that many epochs, or over.
void waitForEpochs(const RunMonitor& monitor, std::size_t epochs) {
    while (monitor.snapshot().epochRecords.size() < epochs &&
           monitor.snapshot().phase != RunPhase::Finished) {
        std::this_thread::yield();
    }
}

int runChild(const std::string& project, const QString& kind, std::int64_t run) {
    const auto result = run == 0 ? runFresh(project, configOf(kind)) : resume(project, run);
    return result ? 0 : 1;
}

}  // namespace

class ResumeTest : public QObject {
    Q_OBJECT

private:
    // Everything that a run leaves in the project, besides the time that it took.
    void compareRuns(std::int64_t one, std::int64_t two) {
        const auto project = Project::open(path_);
        REQUIRE_OK(project);
        const auto a = project->run(one);
        const auto b = project->run(two);
        REQUIRE_OK(a);
        REQUIRE_OK(b);
        QCOMPARE(statusName(b->status), statusName(a->status));
        QCOMPARE(b->epochs, a->epochs);
        QCOMPARE(b->bestEpoch, a->bestEpoch);
        QVERIFY(b->validation == a->validation);
        QVERIFY(b->test == a->test);
        const auto epochsA = project->epochs(one);
        const auto epochsB = project->epochs(two);
        REQUIRE_OK(epochsA);
        REQUIRE_OK(epochsB);
        QCOMPARE(epochsB->size(), epochsA->size());
        for (std::size_t i = 0; i < epochsA->size(); ++i) {
            QCOMPARE((*epochsB)[i].trainLoss, (*epochsA)[i].trainLoss);
            QVERIFY((*epochsB)[i].validation == (*epochsA)[i].validation);
        }
        QVERIFY(*project->weights(one) == *project->weights(two));
        QVERIFY(!project->checkpoint(two));
    }

    std::optional<SmallProject> project_;  // each test has its own
    std::filesystem::path path_;

private Q_SLOTS:
    void init() {
        project_.emplace();
        QVERIFY(project_->made());
        path_ = project_->file();
    }

    void killedAtAnyMoment_data() {
        QTest::addColumn<QString>("kind");
        for (const char* const kind :
             {"Adam", "dropout, two threads, average", "lazy Adam", "autograd", "ratings",
              "implicit ALS", "refit", "implicit ALS, refit", "pre-training",
              "pre-training, refit"}) {
            QTest::newRow(kind) << QString::fromLatin1(kind);
        }
    }
    void killedAtAnyMoment() {
        QFETCH(QString, kind);
        const auto whole = runFresh(path_, configOf(kind));
        REQUIRE_OK(whole);
        // Killed a little later each time, until it comes through.
        std::int64_t run = 0;
        int kills = 0;
        for (bool done = false; !done; ++kills) {
            QVERIFY(kills < 200);
            QProcess child;
            child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
            child.start(QCoreApplication::applicationFilePath(),
                        {QStringLiteral("--child"), QString::fromStdString(path_.string()), kind,
                         QString::number(run)});
            QVERIFY(child.waitForStarted());
            child.waitForFinished(50 + 120 * kills);
            child.kill();
            child.waitForFinished();
            auto project = Project::open(path_);
            REQUIRE_OK(project);
            const auto newest = project->runs()->front();
            done = newest.id != whole->id && newest.status == RunStatus::Finished;
            if (done || newest.resumable) {
                run = newest.id;
            } else if (newest.id != whole->id) {
                REQUIRE_OK(project->discardRun(newest.id));  // killed before its first epoch
            }
        }
        QVERIFY(kills > 1);
        compareRuns(whole->id, run);
    }

    void pausedAndResumed() {
        const auto whole = runFresh(path_, longConfig());
        REQUIRE_OK(whole);
        RunControl control;
        RunMonitor monitor;
        std::jthread pauser([&] {
            for (const std::size_t epochs : {5u, 20u}) {
                waitForEpochs(monitor, epochs);
                control.pause();
                std::this_thread::sleep_for(std::chrono::milliseconds(20));
                control.resume();
            }
        });
        const auto paused = runExperiment(path_, longConfig(), "paused", control, monitor);
        REQUIRE_OK(paused);
        compareRuns(whole->id, paused->id);
    }

    void suspendedAndResumed() {
        const auto whole = runFresh(path_, longConfig());
        REQUIRE_OK(whole);
        RunControl control;
        RunMonitor monitor;
        std::jthread suspender([&] {
            waitForEpochs(monitor, 5);
            control.suspend();
        });
        const auto half = runExperiment(path_, longConfig(), "half", control, monitor);
        REQUIRE_OK(half);
        QCOMPARE(statusName(half->status), statusName(RunStatus::Interrupted));
        QVERIFY(half->epochs >= 5 && half->epochs < 60);
        REQUIRE_OK(resume(path_, half->id));
        compareRuns(whole->id, half->id);
        // Once is enough.
        QCOMPARE(resume(path_, half->id).error().kind, ErrorKind::NotFound);
    }

    void aRateThatWasSetIsReproduced() {
        RunControl control;
        RunMonitor monitor;
        std::jthread changer([&] {
            waitForEpochs(monitor, 4);
            control.pause();
            control.setLearningRate(0.004);
            control.resume();
        });
        const auto changed = runExperiment(path_, longConfig(), "changed", control, monitor);
        REQUIRE_OK(changed);
        const auto config = experimentFromJson(Project::open(path_)->run(changed->id)->config);
        REQUIRE_OK(config);
        QVERIFY(config->training.rateChanges.ends_with("=0.004"));
        const auto again = runFresh(path_, *config);
        REQUIRE_OK(again);
        compareRuns(changed->id, again->id);
        const auto plain = runFresh(path_, longConfig());
        REQUIRE_OK(plain);
        QVERIFY(*Project::open(path_)->weights(plain->id) !=
                *Project::open(path_)->weights(again->id));
    }

    void stoppedKeepsExactlyTheBest() {
        RunControl control;
        RunMonitor monitor;
        std::jthread stopper([&] {
            waitForEpochs(monitor, 6);
            control.stop();
        });
        const auto stopped = runExperiment(path_, longConfig(), "stopped", control, monitor);
        REQUIRE_OK(stopped);
        QCOMPARE(statusName(stopped->status), statusName(RunStatus::Stopped));
        const auto again =
            evaluateRun(path_, stopped->id, longConfig().evaluation, HeldOutPart::Validation);
        REQUIRE_OK(again);
        QCOMPARE(again->hitRate, stopped->validation.hitRate);
        QCOMPARE(again->ndcg, stopped->validation.ndcg);
        QVERIFY(!Project::open(path_)->checkpoint(stopped->id));
    }

    void discardedLeavesNothing() {
        RunControl control;
        RunMonitor monitor;
        std::jthread stopper([&] {
            waitForEpochs(monitor, 3);
            control.discard();
        });
        const auto gone = runExperiment(path_, longConfig(), "gone", control, monitor);
        QVERIFY(!gone);
        QCOMPARE(gone.error().kind, ErrorKind::Cancelled);
        QVERIFY(Project::open(path_)->runs()->empty());
    }

    void aForeignCheckpointIsRefused_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("nonsense") << QByteArray("nonsense");
        QTest::newRow("no tensors") << QByteArray("\x02\0\0\0\0\0\0\0{}", 10);
    }
    void aForeignCheckpointIsRefused() {
        QFETCH(QByteArray, bytes);
        auto project = Project::open(path_);
        REQUIRE_OK(project);
        RunRecord record;
        record.name = "damaged";
        record.config = toJson(longConfig());
        const auto id = project->beginRun(record);
        REQUIRE_OK(id);
        REQUIRE_OK(project->saveCheckpoint(*id, bytes.toStdString()));
        record.id = *id;
        record.status = RunStatus::Interrupted;
        REQUIRE_OK(project->finishRun(record));
        QVERIFY(project->run(*id)->resumable);
        const auto resumed = resume(path_, *id);
        QVERIFY(!resumed);
        QCOMPARE(resumed.error().kind, ErrorKind::BadInput);
    }
};

int main(int argc, char** argv) {
    QCoreApplication app(argc, argv);
    const auto arguments = QCoreApplication::arguments();
    if (arguments.size() == 5 && arguments[1] == QLatin1String("--child")) {
        return runChild(arguments[2].toStdString(), arguments[3], arguments[4].toLongLong());
    }
    ResumeTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_resume.moc"
