// Two runs side by side: which may be compared, and what their difference is.

#include "experiment/evaluate_run.h"
#include "experiment/run_comparison.h"
#include "experiment/run_experiment.h"
#include "store/project.h"
#include "support/results.h"
#include "support/small_project.h"

#include <QTest>

#include <functional>

using namespace ncf;
using namespace ncf::test;

class TestComparedRuns : public QObject {
    Q_OBJECT

    const SmallProject small_;
    const std::filesystem::path project_ = small_.file();

    Result<RunRecord> run(const ExperimentConfig& config) {
        RunControl control;
        RunMonitor monitor;
        return runExperiment(project_, config, "", control, monitor);
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(small_.made()); }

    void onlyTheSameTestIsCompared_data() {
        using Change = std::function<void(ExperimentConfig&)>;
        QTest::addColumn<Change>("both");
        QTest::addColumn<Change>("one");
        QTest::addColumn<bool>("same");
        const Change none = [](ExperimentConfig&) {};
        const Change seed = [](ExperimentConfig& c) { c.seed = 7; };
        const Change full = [](ExperimentConfig& c) {
            c.evaluation.candidates = Candidates::FullCatalogue;
        };
        const Change ratio = [](ExperimentConfig& c) { c.split.kind = SplitKind::Ratio; };
        const Change supplied = [](ExperimentConfig& c) { c.split.kind = SplitKind::Supplied; };
        const Change ratings = [](ExperimentConfig& c) {
            c.training.loss = Loss::MeanSquaredError;
        };
        const Change negatives = [](ExperimentConfig& c) { c.split.negatives = 50; };
        const Change cutoff = [](ExperimentConfig& c) { c.evaluation.cutoff = 5; };
        const Change positives = [](ExperimentConfig& c) { c.split.positiveFrom = 4; };
        const Change model = [](ExperimentConfig& c) { c.model.tower = {4}; };
        QTest::newRow("another model") << none << model << true;
        QTest::newRow("another seed draws other negatives") << none << seed << false;
        QTest::newRow("the catalogue needs no seed") << full << seed << true;
        QTest::newRow("nor do supplied negatives") << supplied << seed << true;
        QTest::newRow("a random split needs it") << ratings << seed << true;
        QTest::newRow("a random split of ratings") << Change([=](ExperimentConfig& c) {
            ratio(c);
            ratings(c);
        }) << seed << false;
        QTest::newRow("another split") << none << ratio << false;
        QTest::newRow("other candidates") << none << full << false;
        QTest::newRow("other negatives") << none << negatives << false;
        QTest::newRow("which the catalogue does not have") << full << negatives << true;
        QTest::newRow("another cutoff") << none << cutoff << false;
        QTest::newRow("other positives") << none << positives << false;
        QTest::newRow("ratings and ranks") << none << ratings << false;
    }
    void onlyTheSameTestIsCompared() {
        QFETCH(std::function<void(ExperimentConfig&)>, both);
        QFETCH(std::function<void(ExperimentConfig&)>, one);
        QFETCH(bool, same);
        ExperimentConfig a;
        both(a);
        auto b = a;
        one(b);
        for (const auto& status : {sameTest(a, b), sameTest(b, a), sameTest(a, a)}) {
            QVERIFY(status || !status.error().remedy.empty());
        }
        QCOMPARE(bool(sameTest(a, b)), same);
        QCOMPARE(bool(sameTest(b, a)), same);
        QVERIFY(bool(sameTest(a, a)));
    }

    void runsAreComparedItemByItem() {
        const auto one = run(smallConfig(1));
        auto longer = smallConfig(6);
        longer.training.learningRate = 0.02;
        const auto two = run(longer);
        QVERIFY(one && two);
        auto project = Project::open(project_);
        QVERIFY(bool(project));
        const auto metrics = compareRuns(*project, *one, *two);
        QVERIFY2(bool(metrics), metrics ? "" : metrics.error().what.c_str());
        QCOMPARE(metrics->size(), std::size_t(2));
        QVERIFY(qAbs(metrics->at(0).test.difference - (*two->test.hitRate - *one->test.hitRate)) <
                1e-12);
        QVERIFY(qAbs(metrics->at(1).test.difference - (*two->test.ndcg - *one->test.ndcg)) < 1e-12);
        // A run of an older version: its results per user are added by evaluating it again.
        const auto stored = *project->outcome(one->id);
        auto bare = *one;
        bare.id = *project->beginRun(bare);
        QVERIFY(bool(project->addEpoch(bare.id, project->epochs(one->id)->front(),
                                       *project->weights(one->id))));
        QVERIFY(bool(project->finishRun(bare)));
        const auto lacking = compareRuns(*project, bare, *two);
        QVERIFY(!lacking);
        QCOMPARE(lacking.error().kind, ErrorKind::NotFound);
        auto other = smallConfig().evaluation;
        other.cutoff = 3;
        QVERIFY(bool(evaluateRun(project_, bare.id, other)));  // another protocol adds nothing
        QVERIFY(!project->outcome(bare.id));
        QVERIFY(bool(evaluateRun(project_, bare.id, smallConfig().evaluation)));
        QVERIFY(*project->outcome(bare.id) == stored);
        QVERIFY(bool(compareRuns(*project, bare, *two)));
    }

    void differencesAreToldInWords_data() {
        QTest::addColumn<QString>("metric");
        QTest::addColumn<PairedTest>("test");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("more hits") << "HR@10" << PairedTest{0.012, 0.004, 0.02, 0.003, 900}
                                   << "“A” hits 1.2 points more (95 %: 0.4 to 2.0, p = 0.003): a "
                                      "real difference.";
        QTest::newRow("fewer hits") << "HR@10" << PairedTest{-0.001, -0.009, 0.007, 0.81, 900}
                                    << "“A” hits 0.1 points less (95 %: −0.7 to 0.9, p = 0.81): "
                                       "within noise.";
        QTest::newRow("ndcg") << "NDCG@5" << PairedTest{0.0123, 0.01, 0.0146, 0.0001, 900}
                              << "“A” has NDCG@5 0.0123 higher (95 %: 0.0100 to 0.0146, p < "
                                 "0.001): a real difference.";
        QTest::newRow("rmse") << "RMSE" << PairedTest{-0.02, -0.03, -0.01, 0.001, 900}
                              << "“A” has RMSE 0.0200 lower (better) (95 %: 0.0100 to 0.0300, p = "
                                 "0.001): a real difference.";
    }
    void differencesAreToldInWords() {
        QFETCH(QString, metric);
        QFETCH(PairedTest, test);
        QFETCH(QString, sentence);
        QCOMPARE(QString::fromStdString(ComparedMetric{metric.toStdString(), test}.sentence("A")),
                 sentence);
    }
};

QTEST_GUILESS_MAIN(TestComparedRuns)
#include "tst_compared_runs.moc"
