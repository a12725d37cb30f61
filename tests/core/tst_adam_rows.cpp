#include "support/training_batch.h"
#include "training/training_step.h"

#include <QTest>

using namespace ncf;
using namespace ncf::test;

class TestAdamRows : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Rows that are long outside the batches go on moving, and their moments fade.
    void adamMovesTheOtherRowsToo_data() {
        QTest::addColumn<int>("threads");
        QTest::addColumn<double>("weightDecay");
        QTest::newRow("one thread") << 1 << 0.0;
        QTest::newRow("three threads") << 3 << 0.0;
        QTest::newRow("weight decay") << 2 << 0.01;
    }
    void adamMovesTheOtherRowsToo() {
        QFETCH(int, threads);
        ModelConfig shape;
        shape.gmfFactors = 4;
        shape.mlpUserDim = shape.mlpItemDim = 4;
        shape.tower = {6};
        shape.embeddingStd = 0.3;
        TrainingConfig config;
        config.optimiser = Optimiser::Adam;
        config.batchSize = 4;
        QFETCH(double, weightDecay);
        config.weightDecay = weightDecay;
        NcfModel start(shape, kUsers, kItems, 1);
        NcfModel reference(shape, kUsers, kItems, 1);
        NcfModel fused(shape, kUsers, kItems, 1);
        const auto autogradStep = makeAutogradStep(reference, config, {});
        WorkerTeam team(threads);
        const auto fusedStep = makeFusedStep(fused, config, {}, 1, team);
        for (int step = 0; step < 200; ++step) {
            const auto batch = makeBatch(4, false, false, static_cast<std::uint64_t>(step));
            const double rate = step < 100 ? 0.001 : 0.0005;
            autogradStep->setLearningRate(rate);
            fusedStep->setLearningRate(rate);
            autogradStep->run(batch.user, batch.item, batch.label);
            fusedStep->run(batch.user, batch.item, batch.label);
            if (step % 70 == 69) {
                fusedStep->settle();
            }
        }
        fusedStep->settle();
        const double difference = relativeDifference(reference, fused, start);
        QVERIFY2(difference < 1e-4, qPrintable(QString::number(difference)));
    }

    // With a step behind them all, so that there is momentum to move by.
    void otherRowsMoveUnlessLazy_data() {
        QTest::addColumn<Optimiser>("optimiser");
        QTest::newRow("lazy Adam") << Optimiser::LazyAdam;
        QTest::newRow("Adam") << Optimiser::Adam;
        QTest::newRow("SGD") << Optimiser::Sgd;
    }
    void otherRowsMoveUnlessLazy() {
        QFETCH(Optimiser, optimiser);
        ModelConfig shape;
        shape.tower = {8};
        shape.embeddingStd = 0.3;
        NcfModel model(shape, kUsers, kItems, 1);
        TrainingConfig config;
        config.optimiser = optimiser;
        config.batchSize = 100;
        WorkerTeam team(1);
        const auto step = makeFusedStep(model, config, {}, 1, team);
        const auto first = makeBatch(100, false, true, 1);
        step->run(first.user, first.item, first.label);
        step->settle();
        const auto before = model->mlpUser.detach().clone();
        const std::vector<UserIndex> users = {3, 7};
        const std::vector<ItemIndex> items = {1, 1};
        const std::vector<float> labels = {1, 0};
        step->run(users, items, labels);
        step->settle();
        const auto moved = (model->mlpUser.detach() != before).any(1);
        for (int user = 0; user < kUsers; ++user) {
            QCOMPARE(moved[user].item<bool>(),
                     optimiser == Optimiser::Adam || user == 3 || user == 7);
        }
    }

    void learningRateCanChange_data() {
        QTest::addColumn<Optimiser>("optimiser");
        QTest::newRow("lazy Adam") << Optimiser::LazyAdam;
        QTest::newRow("Adam") << Optimiser::Adam;
        QTest::newRow("SGD") << Optimiser::Sgd;
    }
    void learningRateCanChange() {
        QFETCH(Optimiser, optimiser);
        TrainingConfig config;
        config.optimiser = optimiser;
        config.batchSize = 50;
        NcfModel model(ModelConfig{}, kUsers, kItems, 1);
        WorkerTeam team(1);
        const auto step = fusedStepCovers(config) ? makeFusedStep(model, config, {}, 1, team)
                                                  : makeAutogradStep(model, config, {});
        const auto batch = makeBatch(50, false, false, 1);
        const auto moved = [&](double rate) {
            const auto before = model->mlpUser.detach().clone();
            step->setLearningRate(rate);
            step->run(batch.user, batch.item, batch.label);
            return (model->mlpUser.detach() - before).abs().max().item<double>();
        };
        QVERIFY(moved(0.01) > 0);
        QCOMPARE(moved(0), 0.0);
        QVERIFY(moved(0.01) > 0);
    }
};

QTEST_APPLESS_MAIN(TestAdamRows)
#include "tst_adam_rows.moc"
