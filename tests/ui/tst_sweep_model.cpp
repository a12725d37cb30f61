#include "models/sweep_model.h"
#include "pages/sweep_lines.h"

#include <QAbstractItemModelTester>
#include <QFont>
#include <QSignalSpy>
#include <QSortFilterProxyModel>
#include <QTest>

using namespace ncf;

namespace {

constexpr auto kFatal = QAbstractItemModelTester::FailureReportingMode::QtTest;

SweepPlan planOf(std::vector<std::pair<std::string, std::string>> axes) {
    SweepPlan plan;
    for (const auto& [setting, text] : axes) {
        plan.axes.push_back(*parseAxis(setting, text));
    }
    return plan;
}

SweepSnapshot snapshotOf(const SweepState& state) {
    SweepSnapshot snapshot;
    snapshot.trials = state.trials();
    snapshot.rungs = state.rungs();
    return snapshot;
}

RunRecord runOf(std::int64_t id, double ndcg) {
    RunRecord run;
    run.id = id;
    run.status = RunStatus::Finished;
    run.validation.ndcg = ndcg;
    run.validation.hitRate = 0.7;
    run.epochs = 5;
    run.bestEpoch = 3;
    return run;
}

QStringList row(const QAbstractItemModel& model, int row) {
    QStringList cells;
    for (int column = 0; column < model.columnCount(); ++column) {
        cells << model.index(row, column).data().toString();
    }
    return cells;
}

QStringList firstColumn(const QAbstractItemModel& model) {
    QStringList cells;
    for (int i = 0; i < model.rowCount(); ++i) {
        cells << model.index(i, 0).data().toString();
    }
    return cells;
}

}  // namespace

class TestSweepModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsTrialsAndResults() {
        SweepModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        QCOMPARE(model.rowCount(), 0);
        const auto plan = planOf({{"learning-rate", "0.001,0.002"}, {"dropout", "0,7"}});
        const auto all = *trials(plan);
        SweepState state(plan, all);
        model.setSweep(plan, all, snapshotOf(state));
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(model.headerData(1, Qt::Horizontal, Qt::DisplayRole).toString(),
                 QString("learning-rate"));
        QCOMPARE(model.headerData(4, Qt::Horizontal, Qt::DisplayRole).toString(),
                 QString("NDCG@10"));
        QCOMPARE(row(model, 2), (QStringList{"3", "0.002", "0", "waiting", "", "", "", ""}));
        QCOMPARE(row(model, 1)[3], QString("cannot run"));
        QVERIFY(!model.index(1, 0).data(Qt::ToolTipRole).toString().isEmpty());
        QCOMPARE(model.bestRow(), -1);

        state.end(2, runOf(9, 0.51239));
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.update(snapshotOf(state));
        QCOMPARE(row(model, 2),
                 (QStringList{"3", "0.002", "0", "finished", "0.5124", "0.7000", "3 of 5", "9"}));
        QCOMPARE(model.bestRow(), 2);
        QVERIFY(model.index(2, 0).data(Qt::FontRole).value<QFont>().bold());
        QVERIFY(!model.index(0, 0).data(Qt::FontRole).isValid());
        QCOMPARE(reset.count(), 0);
        QVERIFY(changed.count() > 0);
        changed.clear();
        model.update(snapshotOf(state));
        QCOMPARE(changed.count(), 0);
    }

    void sortsByQueueNumbersAndResults() {
        SweepModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        const auto plan = planOf({{"gmf-factors", "8,16,128"}});
        const auto all = *trials(plan);
        SweepState state(plan, all);
        model.setSweep(plan, all, snapshotOf(state));
        QSortFilterProxyModel sorted;
        sorted.setSourceModel(&model);
        sorted.setSortRole(SweepModel::kSortRole);
        sorted.sort(0);
        QCOMPARE(firstColumn(sorted), (QStringList{"1", "2", "3"}));
        state.move(2, -1);
        model.update(snapshotOf(state));
        QCOMPARE(firstColumn(sorted), (QStringList{"1", "3", "2"}));
        sorted.sort(1, Qt::DescendingOrder);
        QCOMPARE(firstColumn(sorted), (QStringList{"3", "2", "1"}));
        state.end(0, runOf(1, 0.5));
        state.end(1, runOf(2, 0.09));
        model.update(snapshotOf(state));
        sorted.sort(3, Qt::DescendingOrder);
        QCOMPARE(firstColumn(sorted), (QStringList{"1", "2", "3"}));
    }

    void ratingsShowTheirErrors() {
        SweepModel model;
        auto plan = planOf({{"dropout", "0,0.1"}});
        plan.base.training.loss = Loss::MeanSquaredError;
        model.setSweep(plan, *trials(plan), {});
        QCOMPARE(model.headerData(3, Qt::Horizontal, Qt::DisplayRole).toString(), QString("RMSE"));
    }

    void linesHaveNumbersOrPlaces() {
        const auto plan = planOf({{"learning-rate", "0.001,0.1"},
                                  {"activation", "tanh,relu"},
                                  {"dropout", "0..0.3"},
                                  {"tower", "8,4/4"}});
        const auto all = *trials(plan);
        SweepState state(plan, all);
        state.end(5, runOf(1, 0.4));
        state.end(31, runOf(2, 0.6));
        const auto axes = sweepAxes(plan, state.trials());
        QCOMPARE(axes.size(), std::size_t(5));
        QVERIFY(axes[0].logarithmic);
        QVERIFY(!axes[1].logarithmic && !axes[2].logarithmic);
        QCOMPARE(axes[1].ticks[1].second, QString("relu"));
        QCOMPARE(axes[2].ticks.size(), std::size_t(4));
        QCOMPARE(axes[3].ticks[0].second, QString("8,4"));
        QCOMPARE(axes[4].name, QString("NDCG@10"));
        const auto lines = sweepLines(plan, all, state.trials());
        QCOMPARE(lines.size(), std::size_t(2));
        const auto& last = lines[0].id == 31 ? lines[0] : lines[1];
        QCOMPARE(last.values, (std::vector<double>{0.1, 1, 0.3, 1, 0.6}));
    }
};

QTEST_MAIN(TestSweepModel)
#include "tst_sweep_model.moc"
