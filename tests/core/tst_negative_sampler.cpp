#include "data/negative_sampler.h"
#include "support/small_data.h"

#include <QTest>

#include <map>

using namespace ncf;

namespace {

InteractionSet smallTrain() {
    const std::vector<Interaction> rows = {{0, 0, 5, 0}, {0, 1, 3, 0}, {1, 2, 4, 0}, {2, 0, 1, 0},
                                           {2, 1, 1, 0}, {2, 2, 1, 0}, {2, 3, 1, 0}};
    return {3, rows};  // four items; user 2 knows them all
}

}  // namespace

class TestNegativeSampler : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyPositiveOnceWithItsNegatives() {
        const auto train = smallTrain();
        const NegativeSampler sampler(train, 4, 6, 1);
        EpochSamples samples;
        sampler.drawEpoch(1, samples);
        QCOMPARE(samples.size(), sampler.samplesPerEpoch());
        QCOMPARE(samples.size(), std::size_t(7 + 3 * 6));  // none for user 2
        std::map<std::pair<UserIndex, ItemIndex>, int> positives;
        for (std::size_t i = 0; i < samples.size(); ++i) {
            if (samples.label[i] == 1) {
                ++positives[{samples.user[i], samples.item[i]}];
            } else {
                QCOMPARE(samples.label[i], 0.0f);
                QVERIFY(!train.contains(samples.user[i], samples.item[i]));
            }
        }
        QCOMPARE(positives.size(), std::size_t(7));
        for (const auto& [pair, count] : positives) {
            QCOMPARE(count, 1);
        }
    }

    void epochsDifferAndRepeat() {
        const auto train = smallTrain();
        const NegativeSampler sampler(train, 4, 2, 7);
        EpochSamples first;
        EpochSamples second;
        EpochSamples again;
        sampler.drawEpoch(1, first);
        sampler.drawEpoch(2, second);
        sampler.drawEpoch(1, again);
        QVERIFY(first.user != second.user || first.item != second.item);
        QCOMPARE(again.user, first.user);
        QCOMPARE(again.item, first.item);
        QCOMPARE(again.label, first.label);
        EpochSamples otherSeed;
        NegativeSampler(train, 4, 2, 8).drawEpoch(1, otherSeed);
        QVERIFY(first.user != otherSeed.user || first.item != otherSeed.item);
    }

    void ratingsForExplicitFeedback() {
        const auto train = smallTrain();
        EpochSamples samples;
        NegativeSampler::ratingsOnly(train, 1).drawEpoch(1, samples);
        QCOMPARE(samples.size(), std::size_t(7));
        for (std::size_t i = 0; i < samples.size(); ++i) {
            if (samples.user[i] == 0) {
                QCOMPARE(samples.label[i], samples.item[i] == 0 ? 5.0f : 3.0f);
            }
        }
    }

    void negativesAreUniform() {
        const std::vector<Interaction> one = {{0, 0, 1, 0}};
        const InteractionSet train(1, one);
        EpochSamples samples;
        NegativeSampler(train, 5, 1000, 1).drawEpoch(1, samples);
        std::map<ItemIndex, int> counts;
        for (const ItemIndex item : samples.item) {
            ++counts[item];
        }
        QCOMPARE(counts[0], 1);
        for (ItemIndex item = 1; item < 5; ++item) {
            QVERIFY(std::abs(counts[item] - 250) < 80);
        }
    }
};

QTEST_APPLESS_MAIN(TestNegativeSampler)
#include "tst_negative_sampler.moc"
