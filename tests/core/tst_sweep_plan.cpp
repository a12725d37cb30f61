#include "experiment/field_access.h"
#include "experiment/sweep_axis.h"
#include "experiment/sweep_plan.h"
#include "support/results.h"
#include "support/small_project.h"

#include <QTest>

#include <cmath>
#include <set>

using namespace ncf;
using namespace ncf::test;

namespace {

SweepPlan planOf(std::vector<std::pair<std::string, std::string>> axes) {
    SweepPlan plan;
    plan.base = smallConfig();
    for (const auto& [setting, text] : axes) {
        const auto axis = parseAxis(setting, text);
        [&] { REQUIRE_OK(axis); }();
        plan.axes.push_back(*axis);
    }
    return plan;
}

QString joined(const std::vector<std::string>& texts) {
    QStringList list;
    for (const auto& text : texts) {
        list << QString::fromStdString(text);
    }
    return list.join(' ');
}

}  // namespace

class SweepPlanTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everySettingIsReachedByName() {
        ExperimentConfig config = smallConfig();
        for (const auto& field : namedFields()) {
            const std::string before = fieldText(config, field.name);
            QVERIFY2(!before.empty() || field.kind == FieldKind::Text, field.name.c_str());
            REQUIRE_OK(setFields(config, {{field.name, before}}));
            QVERIFY(!field.help.empty());
            auto other = config;
            QVERIFY(!setFields(other, {{field.name, "1;2"}}) || field.kind == FieldKind::Text);
        }
        QVERIFY(config == smallConfig());
        QVERIFY(!setFields(config, {{"learning", "1"}}));
        REQUIRE_OK(setFields(config, {{"tower", "7,3"}, {"seed", "18446744073709551615"}}));
        QCOMPARE(config.model.tower, (std::vector<int>{7, 3}));
        QCOMPARE(config.seed, 0xffffffffffffffffULL);
    }

    void widthsSwitchTheBranches() {
        ExperimentConfig config = smallConfig();
        REQUIRE_OK(setFields(config, {{"gmf-factors", "0"}}));
        QVERIFY(!config.model.gmf);
        QCOMPARE(config.model.gmfFactors, 4);
        REQUIRE_OK(setFields(config, {{"gmf-factors", "16"}}));
        QVERIFY(config.model.gmf);
        REQUIRE_OK(setFields(config, {{"mlp-user-dim", "0"}, {"mlp-item-dim", "0"}}));
        QVERIFY(!config.model.mlp);
        QCOMPARE(config.model.mlpUserDim, 4);
    }

    void axesAreReadAndWritten_data() {
        QTest::addColumn<QString>("setting");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("grid");
        const auto row = [](const char* name, const char* setting, const char* typed,
                            const char* written, const char* grid) {
            QTest::newRow(name) << QString(setting) << QString(typed) << QString(written)
                                << QString(grid);
        };
        row("list", "learning-rate", " 1e-4, 0.002 ", "0.0001,0.002", "0.0001 0.002");
        row("twice the same", "dropout", "0.1,0.10,0", "0.1,0.1,0", "0.1 0");
        row("off", "gmf-factors", "0, 8", "0,8", "0 8");
        row("choices", "activation", "relu,tanh", "relu,tanh", "relu tanh");
        row("widths", "tower", "64, 32 / 16", "64,32/16", "64,32 16");
        row("range", "dropout", "0..0.3", "0..0.3", "0 0.1 0.2 0.3");
        row("steps", "dropout", "0..0.5:3", "0..0.5:3", "0 0.25 0.5");
        row("log", "gmf-factors", "8 .. 64 : log", "8..64:log", "8 16 32 64");
        row("log of decimals", "learning-rate", "0.001..0.1:log:3", "0.001..0.1:log:3",
            "0.001 0.01 0.1");
        row("four digits", "learning-rate", "0.001..0.01:log", "0.001..0.01:log",
            "0.001 0.002154 0.004642 0.01");
        row("narrow", "patience", "1..2:5", "1..2:5", "1 2");
        row("the ends stay", "dropout", "0.123456..0.2:2", "0.123456..0.2:2", "0.123456 0.2");
    }
    void axesAreReadAndWritten() {
        QFETCH(QString, setting);
        QFETCH(QString, typed);
        const auto axis = parseAxis(setting.toStdString(), typed.toStdString());
        REQUIRE_OK(axis);
        QTEST(QString::fromStdString(axisText(*axis)), "written");
        QTEST(joined(gridValues(*axis)), "grid");
        QVERIFY(*parseAxis(setting.toStdString(), axisText(*axis)) == *axis);
    }

    void wrongAxesAreExplained_data() {
        QTest::addColumn<QString>("setting");
        QTest::addColumn<QString>("typed");
        const auto row = [](const char* name, const char* setting, const char* typed) {
            QTest::newRow(name) << QString(setting) << QString(typed);
        };
        row("unknown setting", "learning", "1,2");
        row("nothing", "learning-rate", " ");
        row("an empty value", "learning-rate", "0.1,,0.2");
        row("no number", "learning-rate", "fast");
        row("a fraction for a count", "epochs", "1.5");
        row("unknown choice", "activation", "relu,swish");
        row("range of words", "activation", "relu..tanh");
        row("range downwards", "dropout", "0.3..0.1");
        row("range of one", "dropout", "0.3..0.3");
        row("log from zero", "dropout", "0..0.3:log");
        row("fraction in a whole range", "gmf-factors", "8..16.5");
        row("open range", "dropout", "0..");
        row("too many steps", "dropout", "0..0.3:101");
        row("too few steps", "dropout", "0..0.3:1");
        row("more behind", "dropout", "0..0.3:log:3:4");
        row("infinite", "dropout", "0..inf");
        row("what is measured", "cutoff", "5,10");
        row("what is held out", "split", "ratio,leave-one-out");
    }
    void wrongAxesAreExplained() {
        QFETCH(QString, setting);
        QFETCH(QString, typed);
        const auto axis = parseAxis(setting.toStdString(), typed.toStdString());
        QVERIFY(!axis);
        QVERIFY(!axis.error().message().empty());
    }

    void aGridHasEveryCombination() {
        const auto plan = planOf({{"learning-rate", "0.001,0.002"}, {"gmf-factors", "4,8,16"}});
        const auto all = trials(plan);
        REQUIRE_OK(all);
        QCOMPARE(all->size(), std::size_t(6));
        QCOMPARE(joined((*all)[1].values), QString("0.001 8"));
        QCOMPARE((*all)[4].config.model.gmfFactors, 8);
        QCOMPARE((*all)[4].config.training.learningRate, 0.002);
        QCOMPARE((*all)[4].config.model.tower, plan.base.model.tower);
        QCOMPARE((*all)[5].index, 5);
    }

    void aLargeGridIsThinned() {
        auto plan = planOf({{"learning-rate", "0.001..0.01:50"}, {"gmf-factors", "1..40:40"}});
        plan.trials = 30;
        const auto all = trials(plan);
        REQUIRE_OK(all);
        QCOMPARE(all->size(), std::size_t(30));
        std::set<std::vector<std::string>> different;
        for (const auto& trial : *all) {
            different.insert(trial.values);
        }
        QCOMPARE(different.size(), std::size_t(30));
        QCOMPARE(joined((*trials(plan))[17].values), joined((*all)[17].values));
        auto other = plan;
        other.base.seed = 43;
        QVERIFY((*trials(other))[17].values != (*all)[17].values);
        plan.axes.push_back(*parseAxis("batch-size", "1..100:100"));
        plan.axes.push_back(*parseAxis("epochs", "1..100:100"));
        QVERIFY(!trials(plan));
    }

    void drawsStayWithinTheirRanges() {
        auto plan = planOf({{"learning-rate", "0.0001..0.1:log"},
                            {"gmf-factors", "8..64:log"},
                            {"activation", "relu,tanh"}});
        plan.order = SweepOrder::Random;
        plan.trials = 400;
        const auto all = trials(plan);
        REQUIRE_OK(all);
        QCOMPARE(all->size(), std::size_t(400));
        int lowerHalf = 0;
        std::set<int> widths;
        for (const auto& trial : *all) {
            const double rate = trial.config.training.learningRate;
            QVERIFY(rate >= 0.0001 && rate <= 0.1);
            lowerHalf += rate < std::sqrt(0.0001 * 0.1) ? 1 : 0;
            widths.insert(trial.config.model.gmfFactors);
        }
        QVERIFY2(lowerHalf > 150 && lowerHalf < 250, qPrintable(QString::number(lowerHalf)));
        QCOMPARE(*widths.begin(), 8);
        QVERIFY(*widths.rbegin() <= 64 && *widths.rbegin() > 55);
        QVERIFY((*trials(plan))[399].values == (*all)[399].values);
    }

    void fewCombinationsAreDrawnOnce() {
        auto plan = planOf({{"activation", "relu,tanh"}, {"dropout", "0,0.1"}});
        plan.order = SweepOrder::Random;
        plan.trials = 50;
        QCOMPARE(trials(plan)->size(), std::size_t(4));
    }

    void impossibleCombinationsAreKeptWithTheirReason() {
        const auto plan = planOf({{"gmf-factors", "0,8"}, {"mlp-item-dim", "0,8"}});
        const auto all = trials(plan);
        REQUIRE_OK(all);
        // The MLP branch needs both of its embeddings.
        QVERIFY((*all)[1].problem.empty());
        QVERIFY(!(*all)[0].problem.empty());
        QVERIFY(!(*all)[2].problem.empty());
        QVERIFY(!trials(planOf({{"dropout", "7,8"}})));
    }

    void wrongPlansAreRefused() {
        QVERIFY(!SweepPlan().validate());
        const auto good = planOf({{"dropout", "0,0.1"}});
        REQUIRE_OK(good.validate());
        auto plan = planOf({{"dropout", "0,0.1"}, {"dropout", "0.2"}});
        QVERIFY(!plan.validate());
        plan = good;
        plan.trials = 0;
        QVERIFY(!plan.validate());
        plan.trials = 1001;
        QVERIFY(!plan.validate());
        plan = good;
        plan.halving = Halving{3, 2};
        REQUIRE_OK(plan.validate());
        plan.halving = Halving{3, plan.base.training.epochs};
        QVERIFY(!plan.validate());
        plan.halving = Halving{1, 1};
        QVERIFY(!plan.validate());
        plan = planOf({{"epochs", "2,4"}});
        REQUIRE_OK(plan.validate());
        plan.halving = Halving{3, 1};
        QVERIFY(!plan.validate());
    }

    void onlyWhatTheMethodUsesVaries() {
        SweepPlan plan = planOf({{"neighbours", "10,20"}, {"shrinkage", "0..100"}});
        const auto idle = plan.validate();
        QVERIFY(!idle && idle.error().what.find("neighbours") != std::string::npos);
        plan.base.method = Method::ItemNeighbours;
        REQUIRE_OK(plan.validate());
        QCOMPARE(plannedEpochs(plan, *trials(plan)), std::int64_t(8));  // one of each trial
        plan.halving = Halving{3, 2};
        QVERIFY(!plan.validate());
        plan = planOf({{"method", "neural,item-neighbours"}, {"neighbours", "10,20"}});
        REQUIRE_OK(plan.validate());
    }

    void rungsNarrowAndLengthen() {
        SweepPlan plan = planOf({{"dropout", "0,0.1"}});
        plan.base.training.epochs = 20;
        QCOMPARE(rungs(plan, 12), (std::vector<Rung>{{12, 20}}));
        plan.halving = Halving{3, 2};
        QCOMPARE(rungs(plan, 27), (std::vector<Rung>{{27, 2}, {9, 6}, {3, 18}, {1, 20}}));
        QCOMPARE(rungs(plan, 2), (std::vector<Rung>{{2, 2}, {1, 6}}));
        QCOMPARE(rungs(plan, 1), (std::vector<Rung>{{1, 2}}));
        plan.base.training.epochs = 6;
        QCOMPARE(rungs(plan, 27), (std::vector<Rung>{{27, 2}, {9, 6}}));

        const auto all = *trials(plan);
        plan.base.recommendations = 5;
        const auto first = rungConfig(plan, all[0], 0, 2);
        QCOMPARE(first.training.epochs, 2);
        QCOMPARE(first.recommendations, 0);
        const auto last = rungConfig(plan, all[0], 1, 2);
        QCOMPARE(last.training.epochs, 6);
        QCOMPARE(last.recommendations, 5);
        QCOMPARE(plannedEpochs(plan, all), std::int64_t(2 * 2 + 6));
        plan.halving.reset();
        QVERIFY(rungConfig(plan, all[1], 0, 1) == all[1].config);
    }

    void jsonLosesNothing() {
        SweepPlan plan = planOf({{"learning-rate", "0.0001..0.1:log:7"}, {"tower", "64,32/16"}});
        plan.name = "it's a “name”";
        plan.axes[0].range->low = 0.1 + 0.2;
        plan.axes[0].range->high = 1e300;
        plan.order = SweepOrder::Random;
        plan.trials = 13;
        plan.base.seed = 0xfedcba9876543210ULL;
        const auto back = sweepFromJson(toJson(plan));
        REQUIRE_OK(back);
        QVERIFY(*back == plan);
        plan.halving = Halving{4, 5};
        QVERIFY(*sweepFromJson(toJson(plan)) == plan);
        for (const char* text : {"", "[]", "{}", R"({"name": 3})", R"({"name": "", "order": "grid",
             "trials": 3, "axes": [{"setting": 7}], "base": {}})"}) {
            QVERIFY(!sweepFromJson(text));
        }
    }

    void namesTellWhatVaries() {
        SweepPlan plan = planOf({{"learning-rate", "0.001,0.002"}, {"dropout", "0"}});
        const auto all = *trials(plan);
        QCOMPARE(trialName(plan, all[1], all[1].config),
                 std::string("sweep · 2: learning-rate 0.002, dropout 0"));
        QCOMPARE(sweepName(plan), std::string("sweep of learning-rate, dropout"));
        plan.name = "rates";
        plan.halving = Halving{2, 1};
        QCOMPARE(trialName(plan, all[0], rungConfig(plan, all[0], 0, 2)),
                 std::string("rates · 1: learning-rate 0.001, dropout 0 · 1 epoch"));
    }

    void commandLineNamesThePlan() {
        SweepPlan plan = planOf({{"learning-rate", "0.001,0.002"}, {"tower", "8,4/4"}});
        plan.base = {};
        plan.base.training.batchSize = 64;
        QCOMPARE(commandLine(plan, "my films.ncf"),
                 std::string("sweep 'my films.ncf' --vary learning-rate=0.001,0.002 "
                             "--vary tower=8,4/4 --split leave-one-out --batch-size 64"));
        plan.order = SweepOrder::Random;
        plan.trials = 12;
        plan.halving = Halving{3, 4};
        plan.name = "a b";
        plan.base = {};
        QCOMPARE(
            commandLine(plan, "f.ncf"),
            std::string(
                "sweep f.ncf --vary learning-rate=0.001,0.002 --vary tower=8,4/4 "
                "--random 12 --halving 3 --first-epochs 4 --name 'a b' --split leave-one-out"));
    }
};

QTEST_APPLESS_MAIN(SweepPlanTest)
#include "tst_sweep_plan.moc"
