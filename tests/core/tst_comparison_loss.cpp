#include "base/random.h"
#include "data/negative_sampler.h"
#include "training/comparison_loss.h"
#include "training/training_step.h"

#include <QTest>

#include <cmath>

using namespace ncf;

namespace {

constexpr int kUsers = 30;
constexpr int kItems = 20;

// Groups of up to so many negatives, some without any. `everyRow`: each user and each item is in
// it, so that lazy Adam is Adam.
Samples makeGroups(int groups, int negatives, bool everyRow, std::uint64_t seed) {
    Random random(seed);
    Samples batch;
    const auto add = [&](UserIndex user, float label) {
        const auto at = static_cast<ItemIndex>(batch.item.size());
        batch.user.push_back(user);
        batch.item.push_back(
            everyRow && at < kItems ? at : static_cast<ItemIndex>(random.below(kItems)));
        batch.label.push_back(label);
    };
    for (int group = 0; group < groups; ++group) {
        const auto user =
            everyRow && group < kUsers ? group : static_cast<UserIndex>(random.below(kUsers));
        add(user, 1);
        const int count = group % 5 == 4 ? 0 : negatives - group % 2;
        for (int i = 0; i < count; ++i) {
            add(user, 0);
        }
    }
    return batch;
}

StepTables corrections() {
    StepTables tables;
    for (int item = 0; item < kItems; ++item) {
        tables.itemCorrection.push_back(0.1F * static_cast<float>(item - kItems / 2));
    }
    return tables;
}

double sumOf(Loss loss, std::vector<float> logits, const std::vector<float>& labels) {
    return comparisonGradients(loss, logits, labels, 1);
}

void addLosses() {
    QTest::addColumn<Loss>("loss");
    QTest::newRow("BPR") << Loss::BayesianPersonalisedRanking;
    QTest::newRow("softmax") << Loss::SampledSoftmax;
}

}  // namespace

class TestComparisonLoss : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void valuesByHand() {
        const std::vector<float> labels = {1, 0, 0, 1, 1, 0};
        const std::vector<float> logits = {2, 1, -1, 5, 0, 0};
        const auto softplus = [](double x) { return std::log1p(std::exp(x)); };
        const double pairs = (softplus(-1) + softplus(-3)) / 2 + std::log(2);
        QVERIFY(std::abs(sumOf(Loss::BayesianPersonalisedRanking, logits, labels) - pairs) < 1e-6);
        const double shares = std::log(1 + std::exp(-1) + std::exp(-3)) + std::log(2);
        QVERIFY(std::abs(sumOf(Loss::SampledSoftmax, logits, labels) - shares) < 1e-6);
        QCOMPARE(lossCount(Loss::SampledSoftmax, labels), std::size_t(3));
        QCOMPARE(lossCount(Loss::BinaryCrossEntropy, labels), std::size_t(6));
    }

    void gradientsAreTheDerivatives_data() { addLosses(); }
    void gradientsAreTheDerivatives() {
        QFETCH(Loss, loss);
        const auto batch = makeGroups(7, 4, false, 1);
        Random random(2);
        std::vector<float> logits;
        for (std::size_t i = 0; i < batch.label.size(); ++i) {
            logits.push_back(static_cast<float>(2 * random.normal()));
        }
        auto gradients = logits;
        comparisonGradients(loss, gradients, batch.label, 0.5F);
        constexpr float kStep = 0.01F;
        for (std::size_t i = 0; i < logits.size(); ++i) {
            auto higher = logits;
            auto lower = logits;
            higher[i] += kStep;
            lower[i] -= kStep;
            const double slope =
                (sumOf(loss, higher, batch.label) - sumOf(loss, lower, batch.label)) /
                static_cast<double>(higher[i] - lower[i]);
            QVERIFY2(std::abs(gradients[i] - 0.5 * slope) < 1e-4,
                     qPrintable(QString("%1: %2, %3").arg(i).arg(gradients[i]).arg(slope / 2)));
        }
    }

    void positiveAloneCostsNothing_data() { addLosses(); }
    void positiveAloneCostsNothing() {
        QFETCH(Loss, loss);
        std::vector<float> logits = {3, -4};
        const std::vector<float> labels = {1, 1};
        QCOMPARE(comparisonGradients(loss, logits, labels, 1), 0.0);
        QCOMPARE(logits[0], 0.0F);
        QCOMPARE(logits[1], 0.0F);
    }

    void largeLogitsStayNumbers_data() { addLosses(); }
    void largeLogitsStayNumbers() {
        QFETCH(Loss, loss);
        const std::vector<float> labels = {1, 0, 0};
        std::vector<float> behind = {-1e6F, 1e6F, 1e6F};
        const double far = comparisonGradients(loss, behind, labels, 1);
        QVERIFY(std::abs(far - 2e6) < 1);
        QCOMPARE(behind[0], -1.0F);
        QCOMPARE(behind[1], 0.5F);
        std::vector<float> ahead = {1e6F, -1e6F, -1e6F};
        QCOMPARE(comparisonGradients(loss, ahead, labels, 1), 0.0);
        QCOMPARE(ahead[0], 0.0F);
        // Where a sigmoid in floats is 1 already there is still a gradient.
        std::vector<float> saturated = {30, 0, 0};
        comparisonGradients(loss, saturated, labels, 1);
        QVERIFY(saturated[0] < 0 && saturated[0] > -1e-12F);
        QVERIFY(saturated[1] > 0);
    }

    void fusedAgreesWithAutograd_data() {
        QTest::addColumn<Loss>("loss");
        QTest::addColumn<bool>("gmf");
        QTest::addColumn<bool>("mlp");
        QTest::addColumn<Optimiser>("optimiser");
        QTest::addColumn<bool>("corrected");
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
        const struct {
            const char* name;
            Loss loss;
            bool corrected;
        } losses[] = {{"BPR", Loss::BayesianPersonalisedRanking, false},
                      {"softmax", Loss::SampledSoftmax, false},
                      {"corrected softmax", Loss::SampledSoftmax, true}};
        for (const auto& loss : losses) {
            for (const auto& branch : branches) {
                for (const auto& optimiser : optimisers) {
                    for (const int threads : {1, 2, 3}) {
                        QTest::addRow("%s %s %s threads %d", loss.name, branch.name, optimiser.name,
                                      threads)
                            << loss.loss << branch.gmf << branch.mlp << optimiser.value
                            << loss.corrected << threads;
                    }
                }
            }
        }
    }
    void fusedAgreesWithAutograd() {
        QFETCH(Loss, loss);
        QFETCH(bool, gmf);
        QFETCH(bool, mlp);
        QFETCH(Optimiser, optimiser);
        QFETCH(bool, corrected);
        QFETCH(int, threads);
        ModelConfig shape;
        shape.gmf = gmf;
        shape.mlp = mlp;
        shape.gmfFactors = 5;
        shape.mlpUserDim = 7;
        shape.mlpItemDim = 6;
        shape.tower = {9, 4};
        // Of a unit that is linear where the samples are, comparing cancels the bias, and Adam
        // would make steps of what rounding leaves of its gradient.
        shape.activation = Activation::Tanh;
        shape.embeddingStd = 0.3;
        TrainingConfig config;
        config.loss = loss;
        config.batchSize = 160;
        config.negativesPerPositive = 4;
        config.weightDecay = 0.01;
        config.learningRate = optimiser == Optimiser::Sgd ? 0.1 : 0.001;
        const auto tables = corrected ? corrections() : StepTables();
        NcfModel start(shape, kUsers, kItems, 1);
        NcfModel reference(shape, kUsers, kItems, 1);
        NcfModel fused(shape, kUsers, kItems, 1);
        const bool lazy = optimiser == Optimiser::LazyAdam;
        config.optimiser = lazy ? Optimiser::Adam : optimiser;
        const auto autogradStep = makeAutogradStep(reference, config, {}, tables);
        config.optimiser = optimiser;
        QVERIFY(fusedStepCovers(config));
        WorkerTeam team(threads);
        const auto fusedStep = makeFusedStep(fused, config, {}, 1, team, tables);
        double expected = 0;
        for (int step = 0; step < 6; ++step) {
            // Also fewer groups than threads, and so many samples that slices end within groups.
            const int groups = step == 3 && !lazy ? 1 : 31 + step;
            const auto batch = makeGroups(groups, 4, lazy, 100 + static_cast<std::uint64_t>(step));
            expected = autogradStep->run(batch.user, batch.item, batch.label);
            const double actual = fusedStep->run(batch.user, batch.item, batch.label);
            QVERIFY2(std::abs(expected - actual) < 1e-5 * std::max(1.0, expected),
                     qPrintable(QString("loss %1 and %2").arg(expected).arg(actual)));
        }
        QVERIFY(expected > 0);
        fusedStep->settle();
        for (const auto& entry : reference->named_parameters()) {
            const auto other = fused->named_parameters()[entry.key()];
            const auto from = start->named_parameters()[entry.key()];
            const double moved = (entry.value() - from).abs().max().item<double>();
            const double difference = (entry.value() - other).abs().max().item<double>();
            QVERIFY2(difference <= 1e-4 * moved,
                     qPrintable(QString("%1: %2 of %3")
                                    .arg(QString::fromStdString(entry.key()))
                                    .arg(difference)
                                    .arg(moved)));
            QCOMPARE(moved > 0, entry.key() != "output_bias");
        }
    }

    void aUsersBiasCancels_data() { addLosses(); }
    void aUsersBiasCancels() {
        QFETCH(Loss, loss);
        ModelConfig shape;
        shape.gmfFactors = 5;
        shape.biases = shape.dotProduct = true;
        shape.mlp = false;
        shape.embeddingStd = 0.3;
        TrainingConfig config;
        config.loss = loss;
        config.batchSize = 200;
        config.weightDecay = 0.01;
        NcfModel reference(shape, kUsers, kItems, 1);
        NcfModel fused(shape, kUsers, kItems, 1);
        const auto autogradStep = makeAutogradStep(reference, config, {});
        WorkerTeam team(2);
        const auto fusedStep = makeFusedStep(fused, config, {}, 1, team);
        for (int step = 0; step < 20; ++step) {
            const auto batch = makeGroups(30, 4, false, 100 + static_cast<std::uint64_t>(step));
            autogradStep->run(batch.user, batch.item, batch.label);
            fusedStep->run(batch.user, batch.item, batch.label);
        }
        fusedStep->settle();
        for (const auto& model : {reference, fused}) {
            QVERIFY(model->gmfUser.select(1, 0).eq(0).all().item<bool>());
            QVERIFY(model->gmfItem.select(1, 6).ne(0).all().item<bool>());
        }
        QVERIFY(torch::allclose(fused->gmfUser, reference->gmfUser, 1e-4, 1e-5));
        QVERIFY(torch::allclose(fused->gmfItem, reference->gmfItem, 1e-4, 1e-5));
    }

    void lossIsTheMeanOverThePositives_data() { addLosses(); }
    void lossIsTheMeanOverThePositives() {
        QFETCH(Loss, loss);
        ModelConfig shape;
        shape.mlp = false;
        shape.embeddingStd = 1e-12;  // all logits alike
        TrainingConfig config;
        config.loss = loss;
        config.negativesPerPositive = 3;
        NcfModel model(shape, kUsers, kItems, 1);
        WorkerTeam team(2);
        const auto step = makeFusedStep(model, config, {}, 1, team);
        const std::vector<UserIndex> users = {0, 0, 0, 0, 1, 2, 2, 2, 2};
        const std::vector<ItemIndex> items = {0, 1, 2, 3, 4, 5, 6, 7, 8};
        const std::vector<float> labels = {1, 0, 0, 0, 1, 1, 0, 0, 0};
        const double each = loss == Loss::SampledSoftmax ? std::log(4) : std::log(2);
        QVERIFY(std::abs(step->run(users, items, labels) - 2 * each / 3) < 1e-6);
    }

    // The batch size may be less than a positive with its negatives.
    void groupsMayExceedTheBatchSize_data() { addLosses(); }
    void groupsMayExceedTheBatchSize() {
        QFETCH(Loss, loss);
        TrainingConfig config;
        config.loss = loss;
        config.batchSize = 2;
        config.negativesPerPositive = 12;
        QCOMPARE(mostSamples(config), std::int64_t(13));
        for (const int threads : {1, 2, 5}) {
            NcfModel reference(ModelConfig{}, kUsers, kItems, 1);
            NcfModel fused(ModelConfig{}, kUsers, kItems, 1);
            WorkerTeam team(threads);
            const auto fusedStep = makeFusedStep(fused, config, {}, 1, team);
            const auto autogradStep = makeAutogradStep(reference, config, {});
            const auto batch = makeGroups(1, 12, false, 3);
            QCOMPARE(batch.user.size(), std::size_t(13));
            const double expected = autogradStep->run(batch.user, batch.item, batch.label);
            const double actual = fusedStep->run(batch.user, batch.item, batch.label);
            QVERIFY(std::abs(expected - actual) < 1e-6);
        }
    }

    void sameThreadsSameBits() {
        TrainingConfig config;
        config.loss = Loss::SampledSoftmax;
        WorkerTeam team(3);
        NcfModel a(ModelConfig{}, kUsers, kItems, 1);
        NcfModel b(ModelConfig{}, kUsers, kItems, 1);
        const auto stepA = makeFusedStep(a, config, {}, 5, team);
        const auto stepB = makeFusedStep(b, config, {}, 5, team);
        for (int step = 0; step < 50; ++step) {
            const auto batch = makeGroups(40, 4, false, static_cast<std::uint64_t>(step));
            QCOMPARE(stepA->run(batch.user, batch.item, batch.label),
                     stepB->run(batch.user, batch.item, batch.label));
        }
    }
};

QTEST_APPLESS_MAIN(TestComparisonLoss)
#include "tst_comparison_loss.moc"
