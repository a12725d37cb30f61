#include "charts/decimate.h"
#include "charts/line_chart.h"
#include "pages/compare_button.h"
#include "pages/run_curves.h"
#include "session/session.h"
#include "session/training_run.h"
#include "support/sample_project.h"
#include "support/small_project.h"
#include "theme/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QMenu>
#include <QSignalSpy>
#include <QSlider>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace ncf;
using namespace ncf::test;

namespace {

// The names in a chart's legend, once it is drawn.
QStringList namesIn(const LineChart* chart) {
    QTest::qWait(20);
    QStringList names;
    for (auto* const entry : chart->findChildren<QCheckBox*>()) {
        names << entry->toolTip().section('\n', 0, 0);
    }
    return names;
}

// The points of the curve of that name, which must be in the chart.
const std::vector<CurvePoint>& points(const LineChart* chart, const QString& name) {
    for (int i = 0; i < chart->curveCount(); ++i) {
        if (chart->curveName(i) == name) {
            return chart->points(i);
        }
    }
    qFatal("no curve is named “%s”", qPrintable(name));
}

std::vector<LossPoint> noisyLoss(int count) {
    std::vector<LossPoint> loss;
    for (int i = 0; i < count; ++i) {
        loss.push_back({static_cast<float>(i) / 100, static_cast<float>(1 + std::sin(i) / 3)});
    }
    return loss;
}

std::vector<EpochRecord> someEpochs(int count) {
    std::vector<EpochRecord> epochs;
    for (int i = 1; i <= count; ++i) {
        epochs.push_back(sampleEpoch(i));
        epochs.back().validation.loss = 2.0 / i;
    }
    return epochs;
}

EpochRecord ratingsEpoch() {
    EpochRecord epoch;
    epoch.epoch = 1;
    epoch.trainLoss = 0.9;
    epoch.validation.rmse = 0.95;
    epoch.validation.mae = 0.75;
    return epoch;
}

}  // namespace

class TestRunCurves : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::apply(*qApp, Theme::Mode::Light); }

    void everyEpochIsShown() {
        RunCurves curves;
        curves.show();
        curves.begin(false, 10);
        curves.setEpochs(someEpochs(3), 2, 0.4);
        QCOMPARE(points(curves.lossChart(), "training per epoch").back().y, 1.0 / 3);
        QCOMPARE(points(curves.lossChart(), "validation per epoch").front().y, 2.0);
        QCOMPARE(points(curves.metricChart(), "HR@10").back().y, 0.1 * 3);
        QCOMPARE(points(curves.metricChart(), "NDCG@10").size(), std::size_t(3));
        QCOMPARE(points(curves.metricChart(), "HR@10 of popularity").back().y, 0.4);
        curves.begin(true, 10);
        QVERIFY(points(curves.lossChart(), "training per epoch").empty());
        curves.setEpochs({ratingsEpoch()}, 1, std::nullopt);
        QCOMPARE(points(curves.metricChart(), "RMSE").back().y, 0.95);
        QCOMPARE(points(curves.metricChart(), "MAE").back().y, 0.75);
        QCOMPARE(namesIn(curves.metricChart()).size(), 2);  // no popularity
    }

    // However it was moved, the slider gives what it would have given from the start.
    void smoothingWorksOnAllPoints() {
        const auto loss = noisyLoss(5000);
        RunCurves moved;
        moved.begin(false, 10);
        moved.addLoss({loss.begin(), loss.begin() + 3000});
        moved.smoothing()->setValue(50);
        moved.smoothing()->setValue(20);
        moved.addLoss({loss.begin() + 3000, loss.end()});
        RunCurves still;
        still.smoothing()->setValue(20);
        still.begin(false, 10);
        still.addLoss(loss);
        const auto& a = points(moved.lossChart(), "smoothed");
        const auto& b = points(still.lossChart(), "smoothed");
        QCOMPARE(a.size(), loss.size());
        QCOMPARE(b.size(), loss.size());
        for (std::size_t i = 0; i < a.size(); ++i) {
            QCOMPARE(a[i].y, b[i].y);
        }
        moved.smoothing()->setValue(0);
        const auto& none = points(moved.lossChart(), "smoothed");
        const auto& raw = points(moved.lossChart(), "each step");
        for (std::size_t i = 0; i < raw.size(); ++i) {
            QVERIFY(std::abs(none[i].y - raw[i].y) < 1e-12);
        }
    }

    void ghostsAreNamedAndKeepTheirPlace() {
        RunCurves curves;
        curves.show();
        curves.begin(false, 10);
        GhostRuns ghosts;
        ghosts[1] = GhostRun{7, "narrow", 5, someEpochs(4)};
        ghosts[2] = GhostRun{8, "wide", 10, someEpochs(2)};
        curves.setGhosts(ghosts);
        QCOMPARE(namesIn(curves.metricChart()), (QStringList{"narrow", "wide"}));
        QCOMPARE(namesIn(curves.lossChart()), (QStringList{"narrow", "wide"}));
        QCOMPARE(points(curves.metricChart(), "narrow: HR@5").size(), std::size_t(4));
        QCOMPARE(points(curves.metricChart(), "wide: NDCG@10").size(), std::size_t(2));
        curves.begin(false, 10);  // the next training has them too
        QCOMPARE(points(curves.lossChart(), "narrow: training").size(), std::size_t(4));
        ghosts[1].reset();
        curves.setGhosts(ghosts);
        QCOMPARE(namesIn(curves.metricChart()), QStringList{"wide"});
    }

    void ghostsThatMeasureSomethingElseStayAway() {
        RunCurves curves;
        curves.show();
        GhostRuns ghosts;
        ghosts[0] = GhostRun{7, "ratings", 10, {ratingsEpoch()}};
        curves.setGhosts(ghosts);
        QCOMPARE(namesIn(curves.metricChart()), QStringList{"ratings"});
        curves.begin(false, 10);
        QVERIFY(namesIn(curves.metricChart()).isEmpty());
        curves.begin(true, 10);
        QCOMPARE(namesIn(curves.metricChart()), QStringList{"ratings"});
    }

    // The one result of a baseline is drawn along the epochs of the others.
    void aBaselineIsALevel() {
        RunCurves curves;
        curves.show();
        curves.begin(false, 10);
        auto result = sampleEpoch(1);
        result.trainLoss = std::nan("");
        GhostRuns ghosts;
        ghosts[0] = GhostRun{7, "popular", 10, {result}};
        curves.setGhosts(ghosts);
        QCOMPARE(points(curves.metricChart(), "popular: HR@10").back().x, 2.0);
        curves.setEpochs(someEpochs(4), 2, 0.4);
        const auto& level = points(curves.metricChart(), "popular: HR@10");
        QCOMPARE(level.size(), std::size_t(2));
        QCOMPARE(level.back().x, 4.0);
        QCOMPARE(level.back().y, *result.validation.hitRate);
        QVERIFY(points(curves.lossChart(), "popular: training").empty());
        // Trained itself, it is one along those of an earlier run.
        ghosts[0] = GhostRun{8, "long", 10, someEpochs(6)};
        curves.begin(false, 10, false);
        curves.setEpochs({result}, 1, 0.4);
        curves.setGhosts(ghosts);
        QCOMPARE(points(curves.metricChart(), "HR@10").back().x, 6.0);
        QCOMPARE(points(curves.metricChart(), "HR@10 of popularity").back().y, 0.4);
    }

    void runsOfTheProjectCanBeChosen() {
        QTemporaryDir folder;
        Session session;
        CompareButton compare(&session);
        QVERIFY(!compare.isEnabled());
        const auto ratings = writeFile(folder.filePath("small.csv"), smallRatings());
        const auto file = folder.filePath("small.ncf").toStdString();
        QSignalSpy opened(&session, &Session::projectChanged);
        session.importRatings(ratings, file, {});
        QVERIFY(opened.wait(20000));
        {
            auto project = Project::open(file);
            QVERIFY(bool(project));
            for (int i = 0; i < 5; ++i) {
                auto run = sampleRun("run & " + std::to_string(i));
                run.id = *project->beginRun(run);
                if (i < 4) {
                    QVERIFY(bool(project->addEpoch(run.id, sampleEpoch(1), std::nullopt)));
                    run.epochs = run.bestEpoch = 1;
                }
                run.status = i < 4 ? RunStatus::Finished : RunStatus::Failed;
                QVERIFY(bool(project->finishRun(run)));
            }
        }
        Q_EMIT session.runsChanged();
        QTRY_VERIFY(compare.isEnabled());
        GhostRuns ghosts;
        connect(&compare, &CompareButton::ghostsChanged, this,
                [&](const GhostRuns& changed) { ghosts = changed; });
        const auto choose = [&](int index) {
            Q_EMIT compare.menu()->aboutToShow();
            const auto actions = compare.menu()->actions();
            QCOMPARE(actions.size(), 4);  // the one that failed has no epoch to show
            QVERIFY(actions[index]->isEnabled());
            actions[index]->trigger();
        };
        for (int i = 0; i < 3; ++i) {
            choose(i);
            QTRY_VERIFY(ghosts[static_cast<std::size_t>(i)].has_value());
        }
        QCOMPARE(ghosts[0]->epochs.size(), std::size_t(1));
        QVERIFY(ghosts[0]->name.contains("run & 3"));  // newest first
        Q_EMIT compare.menu()->aboutToShow();
        QVERIFY(!compare.menu()->actions()[3]->isEnabled());  // three are the most
        choose(1);
        QVERIFY(ghosts[0] && !ghosts[1] && ghosts[2]);
        const auto gone = ghosts[0]->id;
        bool deleted = false;
        session.query(
            this, [gone](Project& project) { return project.discardRun(gone); },
            [&](const Status& status) { deleted = bool(status); });
        QTRY_VERIFY(deleted);
        Q_EMIT session.runsChanged();
        QTRY_VERIFY(!ghosts[0]);
        session.openProject(file);
        QTRY_VERIFY(!ghosts[2]);
    }
};

QTEST_MAIN(TestRunCurves)
#include "tst_run_curves.moc"
