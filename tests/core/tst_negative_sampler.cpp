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

// A whole epoch, drawn in batches of `batch`, each filled in `parts`.
Samples drawEpoch(NegativeSampler sampler, int epoch, std::size_t batch = 1000000, int parts = 1) {
    Samples all;
    Samples part;
    sampler.startEpoch(epoch);
    for (sampler.beginBatch(batch, part); part.size() > 0; sampler.beginBatch(batch, part)) {
        for (int at = parts - 1; at >= 0; --at) {
            sampler.fill(part, at, parts);
        }
        all.user.insert(all.user.end(), part.user.begin(), part.user.end());
        all.item.insert(all.item.end(), part.item.begin(), part.item.end());
        all.label.insert(all.label.end(), part.label.begin(), part.label.end());
    }
    return all;
}

}  // namespace

class TestNegativeSampler : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyPositiveOnceWithItsNegatives() {
        const auto train = smallTrain();
        const NegativeSampler sampler(train, 4, 6, 1);
        const Samples samples = drawEpoch(sampler, 1);
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
        const Samples first = drawEpoch(sampler, 1);
        const Samples second = drawEpoch(sampler, 2);
        const Samples again = drawEpoch(sampler, 1);
        QVERIFY(first.user != second.user || first.item != second.item);
        QCOMPARE(again.user, first.user);
        QCOMPARE(again.item, first.item);
        QCOMPARE(again.label, first.label);
        const Samples otherSeed = drawEpoch(NegativeSampler(train, 4, 2, 8), 1);
        QVERIFY(first.user != otherSeed.user || first.item != otherSeed.item);
    }

    void batchesOnlyCutTheEpoch() {
        const auto train = smallTrain();
        const NegativeSampler sampler(train, 4, 6, 1);
        const Samples whole = drawEpoch(sampler, 3);
        const Samples inParts = drawEpoch(sampler, 3, 4);
        QCOMPARE(inParts.user, whole.user);
        QCOMPARE(inParts.item, whole.item);
        QCOMPARE(inParts.label, whole.label);
    }

    void partsOnlyDivideTheWork() {
        const auto train = smallTrain();
        const NegativeSampler sampler(train, 4, 6, 1);
        const Samples whole = drawEpoch(sampler, 3, 10);
        const Samples inParts = drawEpoch(sampler, 3, 10, 3);
        QCOMPARE(inParts.user, whole.user);
        QCOMPARE(inParts.item, whole.item);
        QCOMPARE(inParts.label, whole.label);
    }

    void negativesFollowTheirPositive() {
        const auto train = smallTrain();
        const Samples samples = drawEpoch(NegativeSampler(train, 4, 2, 1), 1);
        for (std::size_t i = 1; i < samples.size(); ++i) {
            QVERIFY(samples.label[i] == 1 || samples.user[i] == samples.user[i - 1]);
        }
        QCOMPARE(samples.label[0], 1.0f);
    }

    void knownPairsAreExact() {
        const auto train = smallTrain();
        const KnownPairs known(train);
        for (UserIndex user = 0; user < 3; ++user) {
            for (ItemIndex item = 0; item < 4; ++item) {
                QCOMPARE(known.contains(user, item), train.contains(user, item));
            }
        }
    }

    void ratingsForExplicitFeedback() {
        const auto train = smallTrain();
        const Samples samples = drawEpoch(NegativeSampler::ratingsOnly(train, 1), 1);
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
        const Samples samples = drawEpoch(NegativeSampler(train, 5, 1000, 1), 1);
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
