#include "data/negative_sampler.h"
#include "support/small_data.h"

#include <QTest>

#include <cmath>
#include <map>
#include <numeric>

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
        const Samples samples = drawEpoch(NegativeSampler::ratingsOnly(train, 4, 1), 1);
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

    void negativesByPopularity_data() {
        QTest::addColumn<double>("exponent");
        QTest::newRow("square root") << 0.5;
        QTest::newRow("in proportion") << 1.0;
    }
    void negativesByPopularity() {
        QFETCH(double, exponent);
        // Item 0 is known to user 0, who draws; items 1 … 3 have 1, 4 and 9 interactions, item 4
        // none.
        std::vector<Interaction> rows = {{0, 0, 1, 0}};
        UserIndex user = 1;
        for (const auto& [item, count] : {std::pair(1, 1), std::pair(2, 4), std::pair(3, 9)}) {
            for (int i = 0; i < count; ++i) {
                rows.push_back({user++, item, 1, 0});
            }
        }
        const InteractionSet train(static_cast<std::size_t>(user), rows);
        const NegativeSampler sampler(train, 5, 1000, 1, {exponent});
        std::map<ItemIndex, int> counts;
        for (int epoch = 1; epoch <= 20; ++epoch) {
            const Samples samples = drawEpoch(sampler, epoch);
            for (std::size_t i = 0; i < samples.size(); ++i) {
                counts[samples.item[i]] += samples.user[i] == 0 && samples.label[i] == 0;
            }
        }
        const std::vector<double> weights = {0, 1, std::pow(4, exponent), std::pow(9, exponent), 1};
        const double all = std::accumulate(weights.begin(), weights.end(), 0.0);
        for (ItemIndex item = 0; item < 5; ++item) {
            const double expected = 20000 * weights[static_cast<std::size_t>(item)] / all;
            QVERIFY2(std::abs(counts[item] - expected) < 5 * std::sqrt(expected) + 1,
                     qPrintable(QString("%1: %2").arg(item).arg(counts[item])));
        }
        // Over the chance of 1/5; item 0 has one interaction, too.
        const auto logs = sampler.logChances();
        QCOMPARE(logs.size(), std::size_t(5));
        for (std::size_t item = 1; item < 5; ++item) {
            QVERIFY(std::abs(logs[item] - std::log(5 * weights[item] / (all + 1))) < 1e-6);
        }
        QVERIFY(NegativeSampler(train, 5, 1, 1).logChances().empty());
    }

    // User 0 knows everything but two items that hardly anybody does.
    void drawingEndsForWhoKnowsAllThatIsPopular() {
        constexpr int kMany = 600;
        std::vector<Interaction> rows;
        for (ItemIndex item = 0; item < kMany - 2; ++item) {
            rows.push_back({0, item, 1, 0});
        }
        for (UserIndex user = 1; user < 400; ++user) {
            rows.push_back({user, 7, 1, 0});
        }
        const InteractionSet train(400, rows);
        for (const double popularity : {0.0, 1.0}) {
            const NegativeSampler sampler(train, kMany, 3, 1, {popularity});
            const Samples samples = drawEpoch(sampler, 1);
            std::map<ItemIndex, int> counts;
            for (std::size_t i = 0; i < samples.size(); ++i) {
                if (samples.user[i] == 0 && samples.label[i] == 0) {
                    ++counts[samples.item[i]];
                }
            }
            QCOMPARE(counts.size(), std::size_t(2));
            QVERIFY(std::abs(counts[kMany - 2] - 3 * (kMany - 2) / 2) < 150);
            // Held out is one of the two, so that the other one is left …
            const auto negatives = sampler.negativesFor(0, kMany - 2, 0);
            QVERIFY(negatives == std::vector<ItemIndex>(3, kMany - 1));
        }
    }

    void heldOutItemsHaveNegativesToo() {
        const auto train = smallTrain();
        const NegativeSampler sampler(train, 4, 50, 1, {0.5});
        const auto negatives = sampler.negativesFor(1, 0, 9);
        QCOMPARE(negatives.size(), std::size_t(50));
        QVERIFY(std::all_of(negatives.begin(), negatives.end(),
                            [](ItemIndex item) { return item == 1 || item == 3; }));
        QVERIFY(negatives == sampler.negativesFor(1, 0, 9));
        QVERIFY(negatives != sampler.negativesFor(1, 0, 10));
        QVERIFY(sampler.negativesFor(2, 0, 9).empty());
    }

    void wholeGroupsAreNeverCut() {
        const auto train = smallTrain();
        NegativeSampler sampler(train, 4, 6, 1, {0, true});
        const Samples whole = drawEpoch(NegativeSampler(train, 4, 6, 1), 2);
        const Samples inBatches = drawEpoch(sampler, 2, 15);
        QCOMPARE(inBatches.item, whole.item);
        for (const std::size_t size : {1, 6, 7, 13, 14, 15, 1000}) {
            sampler.startEpoch(2);
            Samples batch;
            std::size_t done = 0;
            for (sampler.beginBatch(size, batch); batch.size() > 0;
                 sampler.beginBatch(size, batch)) {
                QVERIFY(batch.size() <= std::max<std::size_t>(size, 7));
                sampler.fill(batch);
                QCOMPARE(batch.label[0], 1.0F);
                done += batch.size();
                // As many groups as fit: the next one does not.
                if (done < whole.size()) {
                    QCOMPARE(whole.label[done], 1.0F);
                    const bool hasNegatives = done + 1 < whole.size() && whole.label[done + 1] == 0;
                    QVERIFY(batch.size() + (hasNegatives ? 7 : 1) > size);
                }
            }
            QCOMPARE(done, sampler.samplesPerEpoch());
        }
    }

    void expectedCountsAreMeans_data() {
        QTest::addColumn<double>("popularity");
        QTest::newRow("all alike") << 0.0;
        QTest::newRow("by popularity") << 1.0;
    }
    void expectedCountsAreMeans() {
        QFETCH(double, popularity);
        const auto train = smallTrain();
        const NegativeSampler sampler(train, 4, 6, 1, {popularity});
        SampleCounts sums{std::vector<double>(3), std::vector<double>(4)};
        constexpr int kEpochs = 2000;
        for (int epoch = 1; epoch <= kEpochs; ++epoch) {
            const Samples samples = drawEpoch(sampler, epoch);
            for (std::size_t i = 0; i < samples.size(); ++i) {
                sums.users[static_cast<std::size_t>(samples.user[i])] += 1.0 / kEpochs;
                sums.items[static_cast<std::size_t>(samples.item[i])] += 1.0 / kEpochs;
            }
        }
        const auto expected = sampler.expectedCounts();
        for (std::size_t user = 0; user < 3; ++user) {
            QVERIFY(std::abs(sums.users[user] - expected.users[user]) < 1e-6);
        }
        for (std::size_t item = 0; item < 4; ++item) {
            QVERIFY2(std::abs(sums.items[item] - expected.items[item]) < 0.2,
                     qPrintable(QString("%1 %2").arg(sums.items[item]).arg(expected.items[item])));
        }
        const auto ratings = NegativeSampler::ratingsOnly(train, 4, 1).expectedCounts();
        QCOMPARE(ratings.users, (std::vector<double>{2, 1, 4}));
        QCOMPARE(ratings.items, (std::vector<double>{2, 2, 2, 1}));
    }
};

QTEST_APPLESS_MAIN(TestNegativeSampler)
#include "tst_negative_sampler.moc"
