#include "training/step_tables.h"

#include <QTest>

#include <cmath>
#include <numeric>

using namespace ncf;

namespace {

// Item 3 is nobody's and user 3 has nothing.
InteractionSet smallTrain() {
    const std::vector<Interaction> rows = {{0, 0, 5, 0}, {0, 1, 3, 0}, {0, 2, 3, 0},
                                           {1, 0, 4, 0}, {1, 1, 4, 0}, {2, 0, 1, 0}};
    return {4, rows};
}

}  // namespace

class TestStepTables : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void emptyWhereNothingDiffers() {
        const auto train = smallTrain();
        TrainingConfig config;
        config.weightDecay = 0.1;
        const auto plain = stepTables(config, NegativeSampler(train, 4, 4, 1));
        QVERIFY(plain.itemCorrection.empty());
        QVERIFY(plain.userDecay.empty());
        QVERIFY(plain.itemDecay.empty());
        config.weightDecay = 0;
        config.decayExponent = 0.5;
        QVERIFY(stepTables(config, NegativeSampler(train, 4, 4, 1)).userDecay.empty());
        config.loss = Loss::SampledSoftmax;
        QVERIFY(stepTables(config, NegativeSampler(train, 4, 4, 1)).itemCorrection.empty());
    }

    void correctionIsOfTheSoftmaxAlone() {
        const auto train = smallTrain();
        const NegativeSampler sampler(train, 4, 4, 1, {1.0});
        TrainingConfig config;
        config.loss = Loss::SampledSoftmax;
        const auto correction = stepTables(config, sampler).itemCorrection;
        // 3, 2, 1 and, for none, 1 interactions of 7, over the quarter of all alike.
        const std::vector<double> relative = {12.0 / 7, 8.0 / 7, 4.0 / 7, 4.0 / 7};
        QCOMPARE(correction.size(), relative.size());
        for (std::size_t item = 0; item < relative.size(); ++item) {
            QVERIFY(std::abs(correction[item] - std::log(relative[item])) < 1e-6);
        }
        for (const Loss loss : {Loss::BinaryCrossEntropy, Loss::BayesianPersonalisedRanking}) {
            config.loss = loss;
            QVERIFY(stepTables(config, sampler).itemCorrection.empty());
        }
    }

    // A row's decay times its samples is its decay over an epoch.
    void decayOfAnEpochGrowsByTheExponent_data() {
        QTest::addColumn<double>("exponent");
        QTest::newRow("alike") << 0.0;
        QTest::newRow("by the root") << 0.5;
    }
    void decayOfAnEpochGrowsByTheExponent() {
        QFETCH(double, exponent);
        const auto train = smallTrain();
        const NegativeSampler sampler(train, 4, 4, 1);
        TrainingConfig config;
        config.weightDecay = 0.1;
        config.decayExponent = exponent;
        const auto tables = stepTables(config, sampler);
        const auto counts = sampler.expectedCounts();
        // 15, 10 and 5 samples: the mean is 10.
        QCOMPARE(counts.users, (std::vector<double>{15, 10, 5, 0}));
        QCOMPARE(tables.userDecay[1], 1.0F);
        const double all = std::accumulate(counts.items.begin(), counts.items.end(), 0.0);
        for (std::size_t row = 0; row < 3; ++row) {
            const double users = counts.users[row] / 10;
            QVERIFY(std::abs(tables.userDecay[row] * users - std::pow(users, exponent)) < 1e-6);
        }
        for (std::size_t row = 0; row < 4; ++row) {
            const double items = counts.items[row] / (all / 4);
            QVERIFY(std::abs(tables.itemDecay[row] * items - std::pow(items, exponent)) < 1e-6);
        }
        QCOMPARE(tables.userDecay[3], 1.0F);  // never in a batch
    }

    void ratingsHaveNoNegatives() {
        const auto train = smallTrain();
        TrainingConfig config;
        config.loss = Loss::MeanSquaredError;
        config.weightDecay = 0.1;
        config.decayExponent = 0;
        const auto tables = stepTables(config, NegativeSampler::ratingsOnly(train, 4, 1));
        QVERIFY(std::abs(tables.itemDecay[0] - 2.0 / 3) < 1e-6);
        QCOMPARE(tables.itemDecay[1], 1.0F);
        QCOMPARE(tables.itemDecay[2], 2.0F);
        QCOMPARE(tables.itemDecay[3], 1.0F);
    }
};

QTEST_APPLESS_MAIN(TestStepTables)
#include "tst_step_tables.moc"
