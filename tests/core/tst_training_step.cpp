#include "base/random.h"
#include "data/negative_sampler.h"
#include "model/bfloat16.h"
#include "model/gmf_columns.h"
#include "training/training_step.h"

#include <QTest>

using namespace ncf;

namespace {

constexpr int kUsers = 30;
constexpr int kItems = 20;

// `everyRow`: the batch holds every user and every item, so that lazy Adam is Adam.
Samples makeBatch(int size, bool ratings, bool everyRow, std::uint64_t seed) {
    Random random(seed);
    Samples batch;
    for (int i = 0; i < size; ++i) {
        batch.user.push_back(everyRow && i < kUsers ? i
                                                    : static_cast<UserIndex>(random.below(kUsers)));
        batch.item.push_back(everyRow && i < kItems ? i
                                                    : static_cast<ItemIndex>(random.below(kItems)));
        batch.label.push_back(static_cast<float>(ratings ? 1 + random.below(5) : random.below(2)));
    }
    return batch;
}

// The largest difference between the parameters of two models, relative to the largest move that
// the first one made since `start`.
double relativeDifference(NcfModel& a, NcfModel& b, NcfModel& start) {
    double worst = 0;
    for (const auto& entry : a->named_parameters()) {
        const auto other = b->named_parameters()[entry.key()];
        const auto from = start->named_parameters()[entry.key()];
        const double moved = (entry.value() - from).abs().max().item<double>();
        const double difference = (entry.value() - other).abs().max().item<double>();
        worst = std::max(worst, difference / std::max(moved, 1e-12));
    }
    return worst;
}

}  // namespace

class TestTrainingStep : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Plain gradient descent moves every weight by the rate times its gradient.
    void healthIsTheGradientsSize_data() {
        QTest::addColumn<int>("threads");
        QTest::newRow("1 thread") << 1;
        QTest::newRow("3 threads") << 3;
    }
    void healthIsTheGradientsSize() {
        QFETCH(int, threads);
        ModelConfig shape;
        shape.tower = {16, 8};
        NcfModel model(shape, kUsers, kItems, 5);
        {
            // Half of the first layer's units give 0 whatever comes in.
            const torch::NoGradGuard noGrad;
            model->denseParameters()[1].slice(0, 0, 8).fill_(-100);
            model->denseParameters()[1].slice(0, 8, 16).fill_(100);
        }
        TrainingConfig config;
        config.optimiser = Optimiser::Sgd;
        config.learningRate = 0.5;
        config.batchSize = 64;
        WorkerTeam team(threads);
        const auto step = makeFusedStep(model, config, std::nullopt, 1, team);
        std::vector<torch::Tensor> before;
        for (const auto& parameter : model->denseParameters()) {
            before.push_back(parameter.detach().clone());
        }
        const auto batch = makeBatch(64, false, false, 3);
        step->run(batch.user, batch.item, batch.label);
        const auto health = step->layerHealth();
        QCOMPARE(health.size(), 2u);
        for (std::size_t layer = 0; layer < health.size(); ++layer) {
            double squares = 0;
            for (const std::size_t at : {2 * layer, 2 * layer + 1}) {
                const auto moved = (model->denseParameters()[at].detach() - before[at]) / 0.5;
                squares += moved.pow(2).sum().item<double>();
            }
            QVERIFY(squares > 0);
            QVERIFY(std::abs(health[layer].gradientNorm / std::sqrt(squares) - 1) < 0.01);
        }
        QCOMPARE(*health[0].deadShare, 0.5);
        QVERIFY(*health[1].deadShare < 1);
    }

    void healthKnowsDeadUnitsOfReluAlone() {
        ModelConfig shape;
        shape.activation = Activation::Tanh;
        WorkerTeam team(1);
        TrainingConfig config;
        const auto batch = makeBatch(32, false, false, 3);
        const auto tanh =
            makeFusedStep(NcfModel(shape, kUsers, kItems, 5), config, std::nullopt, 1, team);
        tanh->run(batch.user, batch.item, batch.label);
        QCOMPARE(tanh->layerHealth().size(), 3u);
        QVERIFY(!tanh->layerHealth()[0].deadShare);
        shape.mlp = false;
        const auto gmf =
            makeFusedStep(NcfModel(shape, kUsers, kItems, 5), config, std::nullopt, 1, team);
        gmf->run(batch.user, batch.item, batch.label);
        QVERIFY(gmf->layerHealth().empty());
    }

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

    // Where gradients do not cancel and no unit of ReLU is about to change its mind, rounding the
    // factors to 8 bits changes a move in about its last ones.
    void bfloat16IsCloseToFloat32_data() {
        QTest::addColumn<int>("threads");
        QTest::newRow("1 thread") << 1;
        QTest::newRow("2 threads") << 2;
    }
    void bfloat16IsCloseToFloat32() {
        QFETCH(int, threads);
        if (!hasBFloat16()) {
            QSKIP("This processor does not multiply bfloat16.");
        }
        ModelConfig shape;
        shape.mlpUserDim = shape.mlpItemDim = 64;
        shape.tower = {64, 32};
        shape.activation = Activation::Tanh;
        shape.embeddingStd = 0.3;
        TrainingConfig config;
        config.batchSize = 500;
        config.optimiser = Optimiser::Sgd;
        config.learningRate = 1;
        NcfModel start(shape, kUsers, kItems, 1);
        NcfModel exact(shape, kUsers, kItems, 1);
        NcfModel rounded(shape, kUsers, kItems, 1);
        NcfModel again(shape, kUsers, kItems, 1);
        auto batch = makeBatch(500, false, false, 3);
        std::fill(batch.label.begin(), batch.label.end(), 1.0f);
        WorkerTeam team(threads);
        const auto step = [&](NcfModel& model) {
            makeFusedStep(model, config, {}, 1, team)->run(batch.user, batch.item, batch.label);
        };
        step(exact);
        config.precision = Precision::BFloat16;
        step(rounded);
        step(again);
        const double difference = relativeDifference(exact, rounded, start);
        QVERIFY2(difference > 1e-6 && difference < 0.02, qPrintable(QString::number(difference)));
        QCOMPARE(relativeDifference(rounded, again, start), 0.0);
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
