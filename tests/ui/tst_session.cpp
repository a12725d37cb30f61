#include "pages/resume_offer.h"
#include "session/session.h"
#include "session/training_run.h"
#include "support/small_project.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace ncf;
using namespace ncf::test;

class TestSession : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    int made_ = 0;

    // A new project with the small data, open in the session.
    std::filesystem::path openSmall(Session& session) {
        const auto ratings = writeFile(folder_.filePath("small.csv"), smallRatings());
        const auto project = folder_.filePath(QString("p%1.ncf").arg(++made_)).toStdString();
        QSignalSpy changed(&session, &Session::projectChanged);
        session.importRatings(ratings, project, {});
        if (changed.isEmpty() && !changed.wait(20000)) {
            qFatal("the small project does not open");
        }
        return project;
    }

private Q_SLOTS:
    void importOpensTheProject() {
        Session session;
        QSignalSpy finished(&session, &Session::importFinished);
        openSmall(session);
        QCOMPARE(finished.count(), 1);
        QVERIFY(session.datasetInfo().has_value());
        QCOMPARE(session.datasetInfo()->users, std::uint64_t(40));
        QCOMPARE(session.datasetInfo()->items, std::uint64_t(30));
        QVERIFY(!session.importing());
    }

    void wrongFilesFailWithARemedy() {
        Session session;
        QSignalSpy failed(&session, &Session::failed);
        session.importRatings(folder_.filePath("none.csv").toStdString(),
                              folder_.filePath("none.ncf").toStdString(), {});
        QVERIFY(failed.wait(10000));
        QVERIFY(!failed.first()[1].toString().isEmpty());
        QVERIFY(!QFile::exists(folder_.filePath("none.ncf")));
        const auto text = writeFile(folder_.filePath("text.ncf"), "not a project");
        session.openProject(text);
        QVERIFY(failed.wait(10000));
        QVERIFY(!session.hasProject());
    }

    void answersComeInOrderAndOnlyToTheLiving() {
        Session session;
        openSmall(session);
        std::vector<int> order;
        {
            QObject gone;
            session.query(
                &gone, [](Project&) { return 0; }, [&](int) { order.push_back(-1); });
        }
        for (int i = 1; i <= 5; ++i) {
            session.query(
                this, [i](Project&) { return i; }, [&](int value) { order.push_back(value); });
        }
        QTRY_COMPARE(order.size(), std::size_t(5));
        QCOMPARE(order, (std::vector<int>{1, 2, 3, 4, 5}));
    }

    void answersOfAnotherProjectAreDropped() {
        Session session;
        const auto project = openSmall(session);
        bool answered = false;
        session.query(
            this,
            [](Project&) {
                QTest::qSleep(50);
                return 0;
            },
            [&](int) { answered = true; });
        QSignalSpy changed(&session, &Session::projectChanged);
        session.openProject(project);
        // Both the old answer and the new project are on their way; only what was asked for the
        // open project may arrive, and the old answer came before it was replaced or not at all.
        QVERIFY(changed.wait(10000));
        const bool before = answered;
        QTest::qWait(100);
        QCOMPARE(answered, before);
    }

    void trainsLikeTheCommandLine() {
        Session session;
        const auto project = openSmall(session);
        auto* const training = session.training();
        QSignalSpy finished(training, &TrainingRun::finished);
        QSignalSpy ticked(training, &TrainingRun::ticked);
        training->start(project, smallConfig(), "from the window");
        QVERIFY(training->active());
        training->start(project, smallConfig(), "second click");  // nothing happens
        QVERIFY(finished.wait(30000));
        QCOMPARE(training->state(), TrainingRun::State::Idle);
        QVERIFY(ticked.count() > 0);
        QCOMPARE(training->snapshot().epochRecords.size(), std::size_t(3));

        RunControl control;
        RunMonitor monitor;
        const auto direct = runExperiment(project, smallConfig(), "direct", control, monitor);
        QVERIFY(bool(direct));
        auto opened = Project::open(project);
        QVERIFY(bool(opened));
        const auto runs = opened->runs();
        QCOMPARE(runs->size(), std::size_t(2));
        QVERIFY((*runs)[0].test == (*runs)[1].test);
        QVERIFY((*runs)[0].validation == (*runs)[1].validation);
        QVERIFY((*runs)[0].test.hitRate.has_value());
    }

    void pausesResumesAndStops() {
        Session session;
        const auto project = openSmall(session);
        auto* const training = session.training();
        QSignalSpy states(training, &TrainingRun::stateChanged);
        training->start(project, smallConfig(100000), "long");
        QTRY_VERIFY_WITH_TIMEOUT(!training->snapshot().epochRecords.empty(), 20000);
        training->pause();
        QCOMPARE(training->state(), TrainingRun::State::Paused);
        QTest::qWait(200);
        const auto epochs = training->snapshot().epochRecords.size();
        const auto samples = training->snapshot().samplesDone;
        QTest::qWait(300);
        QCOMPARE(training->snapshot().epochRecords.size(), epochs);
        QCOMPARE(training->snapshot().samplesDone, samples);
        training->resume();
        QTRY_VERIFY_WITH_TIMEOUT(training->snapshot().epochRecords.size() > epochs, 20000);
        QSignalSpy finished(training, &TrainingRun::finished);
        training->stop();
        QCOMPARE(training->state(), TrainingRun::State::Stopping);
        QVERIFY(finished.wait(20000));
        const auto record = finished.first()[0].value<RunRecord>();
        QCOMPARE(record.status, RunStatus::Stopped);
        QVERIFY(record.bestEpoch > 0);
    }

    void suspendsOffersAndGoesOn() {
        Session session;
        const auto project = openSmall(session);
        ResumeOffer offer(&session);
        auto* const training = session.training();
        QSignalSpy suspended(training, &TrainingRun::suspended);
        training->start(project, smallConfig(40), "half");
        training->pause();  // before its first step, so that it cannot have ended
        QTRY_VERIFY_WITH_TIMEOUT(training->snapshot().runId != 0, 20000);
        training->suspend();
        QVERIFY(suspended.wait(20000));
        const auto half = suspended.first()[0].value<RunRecord>();
        QCOMPARE(half.status, RunStatus::Interrupted);
        QTRY_VERIFY(!offer.isHidden());

        QSignalSpy finished(training, &TrainingRun::finished);
        QSignalSpy taken(&offer, &ResumeOffer::goingOn);
        Q_EMIT offer.actionTriggered();
        QCOMPARE(taken.count(), 1);
        QVERIFY(offer.isHidden());
        QVERIFY(finished.wait(30000));
        const auto whole = finished.first()[0].value<RunRecord>();
        QCOMPARE(whole.id, half.id);
        QCOMPARE(whole.epochs, 40);
        QCOMPARE(training->snapshot().epochRecords.size(), std::size_t(40));
    }

    void discardsWhatIsTrained() {
        Session session;
        const auto project = openSmall(session);
        auto* const training = session.training();
        QSignalSpy cancelled(training, &TrainingRun::cancelled);
        training->start(project, smallConfig(100000), "gone");
        QTRY_VERIFY_WITH_TIMEOUT(!training->snapshot().epochRecords.empty(), 20000);
        training->discard();
        QVERIFY(cancelled.wait(20000));
        QVERIFY(Project::open(project)->runs()->empty());
    }

    void endsWhileTraining() {
        auto session = std::make_unique<Session>();
        const auto project = openSmall(*session);
        session->training()->start(project, smallConfig(100000), "abandoned");
        QTRY_VERIFY_WITH_TIMEOUT(!session->training()->snapshot().epochRecords.empty(), 20000);
        session.reset();  // joins; the run was stopped, its best epoch kept
        auto opened = Project::open(project);
        QVERIFY(bool(opened));
        QCOMPARE(opened->runs()->front().status, RunStatus::Stopped);
    }

    void importIsCancelled() {
        Session session;
        QByteArray csv = "user,item\n";
        for (int i = 0; i < 400000; ++i) {
            csv += QByteArray::number(i % 5000) + "," + QByteArray::number(i % 7919) + "\n";
        }
        const auto project = folder_.filePath("cancelled.ncf");
        QSignalSpy cancelled(&session, &Session::importCancelled);
        QSignalSpy failed(&session, &Session::failed);
        QSignalSpy progress(&session, &Session::importProgress);
        session.importRatings(writeFile(folder_.filePath("large.csv"), csv), project.toStdString(),
                              {});
        QVERIFY(progress.wait(20000));
        session.importRatings("other.csv", "other.ncf", {});  // refused: one at a time
        QCOMPARE(failed.count(), 1);
        session.cancelImport();
        QVERIFY(cancelled.wait(20000));
        QVERIFY(!QFile::exists(project));
    }
};

QTEST_MAIN(TestSession)
#include "tst_session.moc"
