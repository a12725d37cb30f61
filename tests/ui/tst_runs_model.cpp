#include "experiment/settings.h"
#include "models/runs_model.h"
#include "models/settings_diff_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QSortFilterProxyModel>
#include <QTest>

#include <algorithm>

using namespace ncf;

namespace {

constexpr auto kFatal = QAbstractItemModelTester::FailureReportingMode::QtTest;

QString cell(const QAbstractItemModel& model, int row, int column) {
    return model.index(row, column).data().toString();
}

ListedRun makeRun(std::int64_t id, std::optional<double> hitRate,
                  const ExperimentConfig& config = {}) {
    RunRecord run;
    run.id = id;
    run.name = "run " + std::to_string(id);
    run.status = RunStatus::Finished;
    run.protocol = "leave-one-out";
    run.test.hitRate = hitRate;
    return {run, settingValues(config)};
}

ExperimentConfig withRate(double rate) {
    ExperimentConfig config;
    config.training.learningRate = rate;
    return config;
}

int columnOf(const std::string& key) {
    const auto& names = settingNames();
    return RunsModel::FixedColumns +
           static_cast<int>(std::ranges::find(names, key, &SettingName::key) - names.begin());
}

}  // namespace

class TestRunsModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runsSortByNumbers() {
        RunsModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        model.setRuns({makeRun(3, 0.7), makeRun(2, std::nullopt), makeRun(1, 0.09)});
        QSortFilterProxyModel sorted;
        sorted.setSourceModel(&model);
        sorted.setSortRole(RunsModel::kSortRole);
        sorted.sort(RunsModel::TestHitRate, Qt::DescendingOrder);
        QCOMPARE(cell(sorted, 0, RunsModel::Name), QString("run 3"));
        QCOMPARE(cell(sorted, 1, RunsModel::Name), QString("run 1"));
        QCOMPARE(cell(sorted, 2, RunsModel::TestHitRate), QString());
        sorted.sort(RunsModel::Started, Qt::DescendingOrder);
        QCOMPARE(cell(sorted, 0, RunsModel::Name), QString("run 3"));
    }

    void settingsSortByNumbersToo() {
        RunsModel model;
        model.setRuns({makeRun(3, 0.7, withRate(0.01)), makeRun(2, 0.6, withRate(1e-5)),
                       makeRun(1, 0.5, withRate(0.002))});
        QSortFilterProxyModel sorted;
        sorted.setSourceModel(&model);
        sorted.setSortRole(RunsModel::kSortRole);
        const int rate = columnOf("training.learningRate");
        sorted.sort(rate, Qt::AscendingOrder);
        QCOMPARE(cell(sorted, 0, rate), QString("0.00001"));
        QCOMPARE(cell(sorted, 1, rate), QString("0.002"));
        QCOMPARE(cell(sorted, 2, rate), QString("0.01"));
    }

    void onlyDifferencesTellApart() {
        RunsModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        const int rate = columnOf("training.learningRate");
        const int batch = columnOf("training.batchSize");
        model.setRuns({makeRun(2, 0.7, withRate(0.01)), makeRun(1, 0.6, withRate(0.02))});
        QVERIFY(model.tellsApart(rate));
        QVERIFY(!model.tellsApart(batch));
        QVERIFY(model.tellsApart(RunsModel::TestHitRate));
        QVERIFY(!model.tellsApart(RunsModel::TestRmse));  // nothing was measured
        QVERIFY(!model.tellsApart(RunsModel::Notes));
        QCOMPARE(cell(model, 0, rate), QString("0.01"));
        QCOMPARE(model.headerData(rate, Qt::Horizontal, Qt::DisplayRole).toString(),
                 QString("Learning rate"));
        // A filter does not find what all of them have.
        QCOMPARE(model.index(0, rate).data(RunsModel::kFilterRole).toString(), QString("0.01"));
        QVERIFY(model.index(0, batch).data(RunsModel::kFilterRole).toString().isEmpty());
        model.setRuns({makeRun(1, 0.6, withRate(0.02))});
        QVERIFY(!model.tellsApart(rate));
    }

    void metricsStandBesideTheBaseline() {
        RunsModel model;
        auto baseline = makeRun(1, 0.5);
        baseline.record.marks.baseline = true;
        auto foreign = makeRun(3, 0.9);
        foreign.record.protocol = "full catalogue";
        model.setRuns({makeRun(4, 0.25), foreign, makeRun(2, 0.625), baseline});
        QCOMPARE(cell(model, 0, RunsModel::TestHitRate), QString("0.2500 (−0.2500)"));
        QCOMPARE(cell(model, 1, RunsModel::TestHitRate), QString("0.9000"));
        QCOMPARE(cell(model, 2, RunsModel::TestHitRate), QString("0.6250 (+0.1250)"));
        QCOMPARE(cell(model, 3, RunsModel::TestHitRate), QString("0.5000"));
        QCOMPARE(cell(model, 3, RunsModel::Name), QString("run 1 (baseline)"));
        QCOMPARE(model.index(3, RunsModel::Name).data(Qt::EditRole).toString(), QString("run 1"));
    }

    void namesAndNotesAreEdited() {
        RunsModel model;
        model.setRuns({makeRun(5, 0.5)});
        QSignalSpy renamed(&model, &RunsModel::renameRequested);
        QSignalSpy noted(&model, &RunsModel::notesRequested);
        QVERIFY(model.setData(model.index(0, RunsModel::Name), " better ", Qt::EditRole));
        QCOMPARE(renamed.first()[0].toLongLong(), 5);
        QCOMPARE(renamed.first()[1].toString(), QString("better"));
        QVERIFY(!model.setData(model.index(0, RunsModel::Name), "  ", Qt::EditRole));
        QVERIFY(model.setData(model.index(0, RunsModel::Notes), "wider", Qt::EditRole));
        QVERIFY(model.setData(model.index(0, RunsModel::Notes), "", Qt::EditRole));
        QCOMPARE(noted.count(), 2);
        QVERIFY(!model.setData(model.index(0, RunsModel::Status), "x", Qt::EditRole));
        QCOMPARE(model.rowOf(5), 0);
        QCOMPARE(model.rowOf(6), -1);
    }

    void sameRunsAreUpdatedInPlace() {
        RunsModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        model.setRuns({makeRun(2, std::nullopt), makeRun(1, 0.4)});
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.setRuns({makeRun(2, 0.6), makeRun(1, 0.4)});
        QCOMPARE(reset.count(), 0);
        QCOMPARE(cell(model, 0, RunsModel::TestHitRate), QString("0.6000"));
        model.setRuns({makeRun(1, 0.4)});
        QCOMPARE(reset.count(), 1);
        model.setRuns({});
        QCOMPARE(model.rowCount(), 0);
    }

    void anUnreadableConfigurationHasNoSettings() {
        RunsModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        auto odd = makeRun(2, 0.1);
        odd.settings.clear();
        model.setRuns({odd, makeRun(1, 0.4)});
        QVERIFY(!model.tellsApart(columnOf("seed")));
        QCOMPARE(cell(model, 0, columnOf("seed")), QString());
        QVERIFY(model.index(0, columnOf("seed")).data(RunsModel::kSortRole).isValid());
    }

    void differencesSideBySide() {
        SettingsDiffModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        QCOMPARE(model.rowCount(), 0);
        model.setRuns({makeRun(1, 0.1, withRate(0.01)), makeRun(2, 0.1, withRate(0.02))});
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.columnCount(), 3);
        QCOMPARE(cell(model, 0, 0), QString("Learning rate"));
        QCOMPARE(cell(model, 0, 2), QString("0.02"));
        QCOMPARE(model.headerData(1, Qt::Horizontal, Qt::DisplayRole).toString(), QString("run 1"));
        model.setAll(true);
        QCOMPARE(model.rowCount(), static_cast<int>(settingNames().size()));
        model.setAll(false);
        QCOMPARE(model.rowCount(), 1);
    }
};

QTEST_MAIN(TestRunsModel)
#include "tst_runs_model.moc"
