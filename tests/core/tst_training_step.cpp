#include "model/gmf_columns.h"
#include "support/training_batch.h"
#include "training/training_step.h"

#include <QTest>

using namespace ncf;
using namespace ncf::test;

class TestTrainingStep : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fusedAgreesWithAutograd_data() {
        QTest::addColumn<bool>("gmf");
        QTest::addColumn<bool>("mlp");
        QTest::addColumn<int>("activation");
        QTest::addColumn<bool>("ratings");
        QTest::addColumn<Optimiser>("optimiser");
        QTest::addColumn<int>("threads");
        const struct {
            const char* name;
            bool gmf, mlp;
        } branches[] = {{"GMF", true, false}, {"MLP", false, true}, {"NeuMF", true, true}};
        const struct {
            const char* name;
            Optimiser value;
        } optimisers[] = {
            {"lazy Adam", Optimiser::LazyAdam}, {"Adam", Optimiser::Adam}, {"SGD", Optimiser::Sgd}};
        for (const auto& branch : branches) {
            for (int activation = 0; activation < (branch.mlp ? 4 : 1); ++activation) {
                for (const bool ratings : {false, true}) {
                    for (const auto& optimiser : optimisers) {
                        for (const int threads : {1, 2, 3}) {
                            QTest::addRow("%s activation %d %s %s threads %d", branch.name,
                                          activation, ratings ? "MSE" : "BCE", optimiser.name,
                                          threads)
                                << branch.gmf << branch.mlp << activation << ratings
                                << optimiser.value << threads;
                        }
                    }
                }
            }
        }
    }
    void fusedAgreesWithAutograd() {
        QFETCH(bool, gmf);
        QFETCH(bool, mlp);
        QFETCH(int, activation);
        QFETCH(bool, ratings);
        QFETCH(Optimiser, optimiser);
        QFETCH(int, threads);
        ModelConfig shape;
        shape.gmf = gmf;
        shape.mlp = mlp;
        shape.gmfFactors = 5;
        shape.mlpUserDim = 7;
        shape.mlpItemDim = 6;
        shape.tower = {9, 4};
        shape.activation = static_cast<Activation>(activation);
        shape.embeddingStd = 0.3;
        TrainingConfig config;
        config.loss = ratings ? Loss::MeanSquaredError : Loss::BinaryCrossEntropy;
        config.batchSize = 100;
        config.weightDecay = 0.01;
        config.learningRate = optimiser == Optimiser::Sgd ? 0.1 : 0.001;
        const auto scale = ratings ? std::optional(RatingScale{1, 5}) : std::nullopt;

        NcfModel start(shape, kUsers, kItems, 1);
        NcfModel reference(shape, kUsers, kItems, 1);
        NcfModel fused(shape, kUsers, kItems, 1);
        const bool lazy = optimiser == Optimiser::LazyAdam;
        config.optimiser = lazy ? Optimiser::Adam : optimiser;
        const auto autogradStep = makeAutogradStep(reference, config, scale);
        config.optimiser = optimiser;
        QVERIFY(fusedStepCovers(config));
        WorkerTeam team(threads);
        const auto fusedStep = makeFusedStep(fused, config, scale, 1, team);
        for (int step = 0; step < 5; ++step) {
            // Also a smaller batch, as at the end of an epoch, and one that leaves a thread idle.
            const int size = step == 3 ? 61 : 100;
            const auto batch =
                makeBatch(size, ratings, lazy, 100 + static_cast<std::uint64_t>(step));
            const double expected = autogradStep->run(batch.user, batch.item, batch.label);
            const double actual = fusedStep->run(batch.user, batch.item, batch.label);
            QVERIFY2(std::abs(expected - actual) < 1e-5 * std::max(1.0, expected),
                     qPrintable(QString("loss %1 and %2").arg(expected).arg(actual)));
        }
        fusedStep->settle();
        const double difference = relativeDifference(reference, fused, start);
        QVERIFY2(difference < 1e-4, qPrintable(QString::number(difference)));
    }

    void bfloat16IsForTheFusedStep() {
        TrainingConfig config;
        config.precision = Precision::BFloat16;
        QVERIFY(bool(config.validate()));
        config.device = "cuda";
        QVERIFY(!config.validate());
        config.device = "cpu";
        config.optimiser = Optimiser::Sgd;
        QVERIFY(bool(config.validate()));
        config.momentum = 0.9;
        QVERIFY(!config.validate());
        QVERIFY(!fusedStepCovers(config));
        QVERIFY(config.validate().error().what.find("bfloat16") != std::string::npos);
    }

    // Dot product and biases, for as long as rows that rest drift far: what is learnt agrees, and
    // the constants among the parameters stay exactly 1.
    void constantsNeverMove_data() {
        QTest::addColumn<bool>("dotProduct");
        QTest::addColumn<bool>("biases");
        QTest::addColumn<bool>("mlp");
        QTest::addColumn<Optimiser>("optimiser");
        QTest::addColumn<bool>("ratings");
        const struct {
            const char* name;
            Optimiser value;
        } optimisers[] = {
            {"lazy Adam", Optimiser::LazyAdam}, {"Adam", Optimiser::Adam}, {"SGD", Optimiser::Sgd}};
        const struct {
            const char* name;
            bool dotProduct, biases;
        } settings[] = {{"dot product", true, false},
                        {"biases", false, true},
                        {"dot product and biases", true, true}};
        for (const auto& setting : settings) {
            for (const bool mlp : {false, true}) {
                for (const auto& optimiser : optimisers) {
                    for (const bool ratings : {false, true}) {
                        QTest::addRow("%s %s %s %s", mlp ? "NeuMF" : "GMF", setting.name,
                                      optimiser.name, ratings ? "MSE" : "BCE")
                            << setting.dotProduct << setting.biases << mlp << optimiser.value
                            << ratings;
                    }
                }
            }
        }
    }
    void constantsNeverMove() {
        QFETCH(bool, dotProduct);
        QFETCH(bool, biases);
        QFETCH(bool, mlp);
        QFETCH(Optimiser, optimiser);
        QFETCH(bool, ratings);
        ModelConfig shape;
        shape.gmfFactors = 5;
        shape.dotProduct = dotProduct;
        shape.biases = biases;
        shape.mlp = mlp;
        shape.mlpUserDim = shape.mlpItemDim = 4;
        shape.tower = {6, 3};
        shape.embeddingStd = 0.3;
        const bool lazy = optimiser == Optimiser::LazyAdam;
        TrainingConfig config;
        config.loss = ratings ? Loss::MeanSquaredError : Loss::BinaryCrossEntropy;
        config.optimiser = lazy ? Optimiser::Adam : optimiser;
        config.learningRate = optimiser == Optimiser::Sgd ? 0.05 : 0.001;
        config.weightDecay = 0.01;
        config.batchSize = lazy ? 40 : 7;
        const auto scale = ratings ? std::optional(RatingScale{1, 5}) : std::nullopt;
        NcfModel start(shape, kUsers, kItems, 1);
        NcfModel reference(shape, kUsers, kItems, 1);
        NcfModel fused(shape, kUsers, kItems, 1);
        const auto autogradStep = makeAutogradStep(reference, config, scale);
        config.optimiser = optimiser;
        WorkerTeam team(2);
        const auto fusedStep = makeFusedStep(fused, config, scale, 1, team);
        for (int step = 0; step < 60; ++step) {
            const auto batch =
                makeBatch(config.batchSize, ratings, lazy, static_cast<std::uint64_t>(step));
            autogradStep->run(batch.user, batch.item, batch.label);
            fusedStep->run(batch.user, batch.item, batch.label);
        }
        fusedStep->settle();
        const double difference = relativeDifference(reference, fused, start);
        QVERIFY2(difference < 1e-4, qPrintable(QString::number(difference)));
        for (const auto& model : {reference, fused}) {
            const auto weights = model->outputWeight.detach().view({-1});
            if (biases) {
                QVERIFY(model->gmfUser.select(1, 6).eq(1).all().item<bool>());
                QVERIFY(model->gmfItem.select(1, 0).eq(1).all().item<bool>());
                QCOMPARE(weights[0].item<float>(), 1.0f);
                QCOMPARE(weights[6].item<float>(), 1.0f);
                QVERIFY(model->gmfUser.select(1, 0).ne(0).all().item<bool>());
                QVERIFY(model->gmfItem.select(1, 6).ne(0).all().item<bool>());
            }
            const auto [first, count] = gmfFactorColumns(shape);
            QCOMPARE(weights.narrow(0, first, count).eq(1).all().item<bool>(), dotProduct);
            QVERIFY(model->outputBias.item<float>() != 0);
        }
    }

    // With a weight decay that differs from row to row, and smoothed labels.
    void settingsOfRowsAndLabels_data() {
        QTest::addColumn<Optimiser>("optimiser");
        QTest::addColumn<bool>("decay");
        QTest::addColumn<double>("smoothing");
        const struct {
            const char* name;
            Optimiser value;
        } optimisers[] = {
            {"lazy Adam", Optimiser::LazyAdam}, {"Adam", Optimiser::Adam}, {"SGD", Optimiser::Sgd}};
        for (const auto& optimiser : optimisers) {
            QTest::addRow("%s, decay by row", optimiser.name) << optimiser.value << true << 0.0;
            QTest::addRow("%s, smoothing", optimiser.name) << optimiser.value << false << 0.2;
            QTest::addRow("%s, both", optimiser.name) << optimiser.value << true << 0.2;
        }
    }
    void settingsOfRowsAndLabels() {
        QFETCH(Optimiser, optimiser);
        QFETCH(bool, decay);
        QFETCH(double, smoothing);
        ModelConfig shape;
        shape.tower = {9, 4};
        shape.embeddingStd = 0.3;
        TrainingConfig config;
        config.batchSize = 100;
        config.weightDecay = 0.05;
        config.labelSmoothing = smoothing;
        config.learningRate = optimiser == Optimiser::Sgd ? 0.1 : 0.001;
        StepTables tables;
        for (int row = 0; decay && row < kUsers; ++row) {
            tables.userDecay.push_back(0.1F * static_cast<float>(row));
        }
        for (int row = 0; decay && row < kItems; ++row) {
            tables.itemDecay.push_back(5 / static_cast<float>(1 + row));
        }
        const bool lazy = optimiser == Optimiser::LazyAdam;
        NcfModel start(shape, kUsers, kItems, 1);
        NcfModel plain(shape, kUsers, kItems, 1);
        NcfModel reference(shape, kUsers, kItems, 1);
        NcfModel fused(shape, kUsers, kItems, 1);
        WorkerTeam team(2);
        config.optimiser = lazy ? Optimiser::Adam : optimiser;
        const auto autogradStep = makeAutogradStep(reference, config, {}, tables);
        config.optimiser = optimiser;
        const auto fusedStep = makeFusedStep(fused, config, {}, 1, team, tables);
        config.labelSmoothing = 0;
        const auto plainStep = makeFusedStep(plain, config, {}, 1, team);
        for (int step = 0; step < 5; ++step) {
            const auto batch = makeBatch(100, false, lazy, 100 + static_cast<std::uint64_t>(step));
            const double expected = autogradStep->run(batch.user, batch.item, batch.label);
            const double actual = fusedStep->run(batch.user, batch.item, batch.label);
            QVERIFY(std::abs(expected - actual) < 1e-5);
            plainStep->run(batch.user, batch.item, batch.label);
        }
        fusedStep->settle();
        plainStep->settle();
        QVERIFY(relativeDifference(reference, fused, start) < 1e-4);
        QVERIFY(relativeDifference(plain, fused, start) > 1e-3);
    }

    void sameThreadsSameBits() {
        ModelConfig shape;
        shape.dropout = 0.2;
        TrainingConfig config;
        config.batchSize = 97;
        WorkerTeam team(3);
        NcfModel a(shape, kUsers, kItems, 1);
        NcfModel b(shape, kUsers, kItems, 1);
        const auto stepA = makeFusedStep(a, config, {}, 5, team);
        const auto stepB = makeFusedStep(b, config, {}, 5, team);
        for (int step = 0; step < 50; ++step) {
            const auto batch = makeBatch(97, false, false, static_cast<std::uint64_t>(step));
            QCOMPARE(stepA->run(batch.user, batch.item, batch.label),
                     stepB->run(batch.user, batch.item, batch.label));
        }
        for (const auto& entry : a->named_parameters()) {
            QVERIFY(torch::equal(entry.value(), b->named_parameters()[entry.key()]));
        }
    }

    void dropoutStillLearns() {
        ModelConfig shape;
        shape.gmf = false;
        shape.mlpUserDim = shape.mlpItemDim = 8;
        shape.tower = {32, 16};
        shape.dropout = 0.3;
        shape.embeddingStd = 0.3;
        TrainingConfig config;
        config.batchSize = 100;
        config.learningRate = 0.01;
        NcfModel model(shape, kUsers, kItems, 1);
        WorkerTeam team(1);
        const auto step = makeFusedStep(model, config, {}, 1, team);
        const auto batch = makeBatch(100, false, false, 1);
        const double first = step->run(batch.user, batch.item, batch.label);
        double last = 0;
        for (int i = 0; i < 200; ++i) {
            last = step->run(batch.user, batch.item, batch.label);
        }
        QVERIFY2(last < 0.6 * first, qPrintable(QString("%1 → %2").arg(first).arg(last)));
    }
};

QTEST_APPLESS_MAIN(TestTrainingStep)
#include "tst_training_step.moc"
