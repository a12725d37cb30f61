#include "experiment/run_experiment.h"
#include "experiment/run_sweep.h"
#include "support/results.h"
#include "support/small_project.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <thread>

using namespace ncf;
using namespace ncf::test;

namespace {

SweepPlan rates(const std::string& values, int epochs = 2) {
    SweepPlan plan;
    plan.name = "rates";
    plan.base = smallConfig(epochs);
    plan.axes.push_back(*parseAxis("learning-rate", values));
    return plan;
}

RunRecord runOf(double ndcg, RunStatus status = RunStatus::Finished) {
    static std::int64_t id = 0;
    RunRecord run;
    run.id = ++id;
    run.status = status;
    run.validation.ndcg = ndcg;
    run.epochs = 2;
    run.bestEpoch = 1;
    run.seconds = 4;
    return run;
}

std::vector<int> order(const std::vector<TrialStatus>& trials) {
    std::vector<int> numbers;
    for (const auto& status : trials) {
        numbers.push_back(status.trial);
    }
    return numbers;
}

const TrialStatus& of(const std::vector<TrialStatus>& trials, int trial) {
    return *std::find_if(trials.begin(), trials.end(),
                         [&](const TrialStatus& status) { return status.trial == trial; });
}

}  // namespace

class SweepQueueTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::filesystem::path project_;

    StoredSweep stored(std::int64_t sweepId) {
        const auto project = Project::open(project_);
        [&] { REQUIRE_OK(project); }();
        auto sweep = loadSweep(*project, sweepId);
        [&] { REQUIRE_OK(sweep); }();
        return std::move(*sweep);
    }

private Q_SLOTS:
    void initTestCase() {
        project_ = folder_.filePath("small.ncf").toStdString();
        const auto ratings = writeFile(folder_.filePath("small.csv"), smallRatings());
        REQUIRE_OK(importRatings(ratings, project_, {}));
    }

    void waitingTrialsMove() {
        const auto plan = rates("0.1,0.2,0.3,0.4");
        SweepState state(plan, *trials(plan));
        QCOMPARE(*state.next(), 0);
        state.begin(0);
        state.move(3, -1);
        QCOMPARE(order(state.trials()), (std::vector<int>{0, 1, 3, 2}));
        state.move(1, -1);  // the running one stays first
        state.move(2, 1);   // nothing is behind it
        state.move(0, 1);   // it runs
        QCOMPARE(order(state.trials()), (std::vector<int>{0, 1, 3, 2}));
        state.move(1, 1);
        state.end(0, runOf(0.5));
        QCOMPARE(*state.next(), 3);
        QVERIFY(state.cancel(3));
        QVERIFY(!state.cancel(0));
        QCOMPARE(order(state.trials()), (std::vector<int>{0, 3, 1, 2}));
        QCOMPARE(*state.next(), 1);
        state.cancelWaiting();
        QVERIFY(!state.next());
    }

    void validationChoosesTheBest() {
        const auto plan = rates("0.1,0.2,0.3,0.4");
        SweepState state(plan, *trials(plan));
        QVERIFY(bestTrial(state.trials()) == nullptr);
        RunRecord temptation = runOf(0.5);
        temptation.test.ndcg = 0.99;
        state.end(0, temptation);
        state.end(1, runOf(0.6));
        state.end(2, runOf(0.9, RunStatus::Stopped));  // cannot be repeated
        state.end(3, runOf(0.6));
        QCOMPARE(bestTrial(state.trials())->trial, 1);
        QCOMPARE(of(state.trials(), 2).state, TrialState::Cancelled);
    }

    void halvingKeepsTheBest() {
        auto plan = rates("0.1..0.9:9", 6);
        plan.halving = Halving{3, 1};
        SweepState state(plan, *trials(plan));
        QCOMPARE(state.rungs(), (std::vector<Rung>{{9, 1}, {3, 3}, {1, 6}}));
        for (int i = 0; i < 9; ++i) {
            const auto trial = state.next();
            QCOMPARE(*trial, i);
            state.begin(i);
            if (i == 7) {
                state.fail(i, "no memory");
            } else {
                state.end(i, runOf(i == 8 ? 0.99 : 0.1 * (i % 4),
                                   i == 8 ? RunStatus::Cancelled : RunStatus::Finished));
            }
        }
        // Of 0, .1, .2, .3, 0, .1, .2: the earlier of the two with .2 goes on first.
        QCOMPARE(*state.next(), 2);
        QCOMPARE(state.rung(), 1);
        QCOMPARE(of(state.trials(), 3).state, TrialState::Waiting);
        QCOMPARE(of(state.trials(), 6).state, TrialState::Waiting);
        QCOMPARE(of(state.trials(), 5).state, TrialState::Dropped);
        QCOMPARE(of(state.trials(), 7).state, TrialState::Failed);
        QCOMPARE(of(state.trials(), 8).state, TrialState::Cancelled);
        state.cancel(2);
        state.end(3, runOf(0.05));
        state.end(6, runOf(0.04));
        QCOMPARE(*state.next(), 3);
        QCOMPARE(state.rung(), 2);
        QCOMPARE(of(state.trials(), 3).epochsSpent, 4);
        state.end(3, runOf(0.4));
        QVERIFY(!state.next());
        QCOMPARE(bestTrial(state.trials())->trial, 3);
        QCOMPARE(bestTrial(state.trials())->rung, 2);
    }

    void pauseHoldsTheQueueAndStopEndsIt() {
        const auto plan = rates("0.1,0.2");
        SweepQueue queue(plan, *trials(plan));
        queue.pause();
        std::atomic<bool> got = false;
        std::jthread worker([&] {
            QVERIFY(queue.next() == nullptr);
            got = true;
        });
        QTest::qWait(100);
        QVERIFY(!got);
        queue.stop();
        worker.join();
        QVERIFY(got);
        for (const auto& status : queue.snapshot().trials) {
            QCOMPARE(status.state, TrialState::Cancelled);
        }
        QVERIFY(queue.snapshot().stopped);
    }

    void theTimeLeftFollowsThePace() {
        const auto plan = rates("0.1,0.2,0.3", 10);
        SweepQueue queue(plan, *trials(plan));
        QVERIFY(queue.snapshot().secondsLeft < 0);
        QVERIFY(queue.next() != nullptr);
        queue.end(runOf(0.5));  // 2 epochs in 4 s
        QCOMPARE(queue.snapshot().secondsLeft, 2.0 * 20);
        QVERIFY(queue.next() != nullptr);
        queue.end(runOf(0.5));
        QCOMPARE(queue.snapshot().secondsLeft, 2.0 * 10);
    }

    void everyTrialIsARunLikeAnyOther() {
        const auto plan = rates("0.01,0.0001,7000");
        SweepQueue queue(plan, *trials(plan));
        const auto result = runSweep(project_, queue);
        REQUIRE_OK(result);
        QCOMPARE(of(result->trials, 2).state, TrialState::Invalid);
        QVERIFY(!of(result->trials, 2).note.empty());
        const auto* const best = bestTrial(result->trials);
        QVERIFY(best != nullptr);
        auto project = Project::open(project_);
        REQUIRE_OK(project);
        const auto run = project->run(best->runId);
        REQUIRE_OK(run);
        QCOMPARE(run->name, trialName(plan, queue.trials()[std::size_t(best->trial)],
                                      queue.trials()[std::size_t(best->trial)].config));
        RunControl control;
        RunMonitor monitor;
        const auto again =
            runExperiment(project_, *experimentFromJson(run->config), "", control, monitor);
        REQUIRE_OK(again);
        QVERIFY(again->validation == best->validation);
        QVERIFY(again->test == run->test);

        const auto back = stored(result->sweepId);
        QVERIFY(back.plan == plan);
        QCOMPARE(back.record.name, std::string("rates"));
        QVERIFY(back.record.finishedAt >= back.record.startedAt && back.record.startedAt > 0);
        for (int trial = 0; trial < 3; ++trial) {
            const auto& was = of(result->trials, trial);
            const auto& is = of(back.snapshot.trials, trial);
            QCOMPARE(is.state, was.state);
            QCOMPARE(is.runId, was.runId);
            QCOMPARE(is.bestEpoch, was.bestEpoch);
            QVERIFY(is.validation == was.validation);
        }
    }

    void halvingRunsAndComesBack() {
        auto plan = rates("0.02,0.01,0.001,0.0001", 4);
        plan.halving = Halving{2, 1};
        SweepQueue queue(plan, *trials(plan));
        const auto result = runSweep(project_, queue);
        REQUIRE_OK(result);
        QCOMPARE(result->rungs, (std::vector<Rung>{{4, 1}, {2, 2}, {1, 4}}));
        std::vector<int> rungCounts(3);
        for (const auto& status : result->trials) {
            ++rungCounts[std::size_t(status.rung)];
            QCOMPARE(status.state, status.rung == 2 ? TrialState::Finished : TrialState::Dropped);
            QCOMPARE(status.epochs, 1 << status.rung);
        }
        QCOMPARE(rungCounts, (std::vector<int>{2, 1, 1}));
        const auto back = stored(result->sweepId);
        for (int trial = 0; trial < 4; ++trial) {
            QCOMPARE(of(back.snapshot.trials, trial).state, of(result->trials, trial).state);
            QCOMPARE(of(back.snapshot.trials, trial).rung, of(result->trials, trial).rung);
            QCOMPARE(of(back.snapshot.trials, trial).runId, of(result->trials, trial).runId);
        }
        auto project = Project::open(project_);
        REQUIRE_OK(project);
        const auto rows = *project->sweepRuns(result->sweepId);
        QCOMPARE(rows.size(), std::size_t(7));
        // Lists are stored for the last one only.
        for (const auto& row : rows) {
            QCOMPARE(project->recommendations(row.runId, 0)->empty(), row.rung != 2);
        }
        // A deleted run takes its result with it and nothing else.
        REQUIRE_OK(project->discardRun(rows.front().runId));
        QCOMPARE(stored(result->sweepId).snapshot.trials.size(), std::size_t(4));
    }

    void theRunningTrialIsCancelledAndTheNextOneFollows() {
        const auto plan = rates("0.01,0.001,0.002", 100'000);
        SweepQueue queue(plan, *trials(plan));
        Result<SweepSnapshot> result = Error{};
        std::jthread worker([&] { result = runSweep(project_, queue); });
        const auto trains = [&](int trial) {
            const auto now = queue.snapshot();
            return of(now.trials, trial).state == TrialState::Running &&
                   !now.run.epochRecords.empty();
        };
        QTRY_VERIFY_WITH_TIMEOUT(trains(0), 20000);
        queue.move(2, -1);
        queue.cancel(0);
        QTRY_VERIFY_WITH_TIMEOUT(trains(2), 20000);
        queue.pause();
        QTRY_VERIFY_WITH_TIMEOUT(queue.snapshot().paused, 1000);
        QTest::qWait(200);
        const auto epochs = queue.snapshot().run.epochRecords.size();
        QTest::qWait(200);
        QCOMPARE(queue.snapshot().run.epochRecords.size(), epochs);
        queue.resume();
        QTRY_VERIFY_WITH_TIMEOUT(queue.snapshot().run.epochRecords.size() > epochs, 20000);
        queue.stop();
        worker.join();
        REQUIRE_OK(result);
        QVERIFY(result->stopped);
        const auto back = stored(result->sweepId);
        for (const auto& all : {result->trials, back.snapshot.trials}) {
            for (int trial = 0; trial < 3; ++trial) {
                QCOMPARE(of(all, trial).state, TrialState::Cancelled);
            }
            QVERIFY(of(all, 0).runId > 0);
            QVERIFY(of(all, 2).runId > of(all, 0).runId);
            QCOMPARE(of(all, 1).runId, std::int64_t(0));
            QVERIFY(bestTrial(all) == nullptr);
        }
        auto project = Project::open(project_);
        QCOMPARE(project->run(of(result->trials, 0).runId)->status, RunStatus::Stopped);
    }

    void failuresAreKeptAndTheOthersRun() {
        SweepPlan plan;
        plan.base = smallConfig(1);
        plan.axes.push_back(*parseAxis("device", "toaster:9,cpu"));
        SweepQueue queue(plan, *trials(plan));
        const auto result = runSweep(project_, queue);
        REQUIRE_OK(result);
        QCOMPARE(of(result->trials, 0).state, TrialState::Failed);
        QVERIFY(!of(result->trials, 0).note.empty());
        QCOMPARE(bestTrial(result->trials)->trial, 1);

        plan.axes = {*parseAxis("device", "toaster:9")};
        SweepQueue hopeless(plan, *trials(plan));
        const auto nothing = runSweep(project_, hopeless);
        QVERIFY(!nothing);
        QVERIFY(!nothing.error().remedy.empty());
        QCOMPARE(runSweep(folder_.filePath("none.ncf").toStdString(), hopeless).error().kind,
                 ErrorKind::NotFound);
    }
};

QTEST_GUILESS_MAIN(SweepQueueTest)
#include "tst_sweep_queue.moc"
