#include "evaluation/list_quality.h"

#include <QTest>

#include <cmath>

using namespace ncf;

namespace {

// Items 0 and 1 have the same audience, users 0 and 1; item 2 has user 2 alone; item 3 nobody.
InteractionSet trainingSet() {
    const std::vector<Interaction> rows = {
        {0, 0}, {0, 1}, {1, 0}, {1, 1}, {2, 2},
    };
    return {4, rows};
}

constexpr std::size_t kItems = 4;

}  // namespace

class TestListQuality : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsMeasuredOfNoLists() {
        const auto train = trainingSet();
        const ListQualityMeter meter(train, kItems);
        QCOMPARE(meter.measure({}).lists, std::size_t{0});
        const std::vector<RecommendedItems> empty = {{0, {}}};
        const auto quality = meter.measure(empty);
        QCOMPARE(quality.lists, std::size_t{0});
        QCOMPARE(quality.novelty, 0.0);
        QCOMPARE(quality.gini, 0.0);
    }

    void coverageAndConcentration() {
        const auto train = trainingSet();
        const ListQualityMeter meter(train, kItems);
        const std::vector<RecommendedItems> everything = {{0, {0, 1}}, {1, {2, 3}}};
        QCOMPARE(meter.measure(everything).coverage, 1.0);
        QVERIFY(std::abs(meter.measure(everything).gini) < 1e-12);
        const std::vector<RecommendedItems> one = {{0, {2}}, {1, {2}}, {2, {2}}};
        QCOMPARE(meter.measure(one).coverage, 0.25);
        QCOMPARE(meter.measure(one).distinctItems, std::size_t{1});
        // All places for one of n items: (n − 1) / n.
        QCOMPARE(meter.measure(one).gini, 0.75);
    }

    void noveltyIsSelfInformation() {
        const auto train = trainingSet();
        const ListQualityMeter meter(train, kItems);
        // Two of four users know item 0: one bit; one knows item 2: two bits, as for item 3.
        const std::vector<RecommendedItems> known = {{2, {0}}};
        QCOMPARE(meter.measure(known).novelty, 1.0);
        const std::vector<RecommendedItems> mixed = {{0, {2, 3}}, {2, {0, 1}}};
        QCOMPARE(meter.measure(mixed).novelty, 1.5);
    }

    void diversityIsDistanceOfAudiences() {
        const auto train = trainingSet();
        const ListQualityMeter meter(train, kItems);
        const std::vector<RecommendedItems> alike = {{2, {0, 1}}};
        QCOMPARE(meter.measure(alike).diversity, 0.0);
        const std::vector<RecommendedItems> apart = {{2, {0, 2}}, {1, {2, 3}}};
        QCOMPARE(meter.measure(apart).diversity, 1.0);
        // One of three pairs is alike.
        const std::vector<RecommendedItems> three = {{3, {0, 1, 2}}};
        QCOMPARE(meter.measure(three).diversity, 1 - 1.0 / 3);
    }

    void biasComparesListsWithHistories() {
        const auto train = trainingSet();
        const ListQualityMeter meter(train, kItems);
        // User 2 chose an item with one interaction and gets one with two.
        const std::vector<RecommendedItems> mainstream = {{2, {0}}};
        const auto quality = meter.measure(mainstream);
        QCOMPARE(quality.listPopularity, 2.0);
        QCOMPARE(quality.historyPopularity, 1.0);
        QCOMPARE(quality.popularityBias, 1.0);
        const std::vector<RecommendedItems> niche = {{0, {2}}};
        QCOMPARE(meter.measure(niche).popularityBias, -0.5);
    }

    // With more users than are looked at, two items of the same audience are still alike.
    void manyUsersAreSampled() {
        constexpr int kUsers = 20'001;
        std::vector<Interaction> rows;
        for (int user = 0; user < kUsers; ++user) {
            rows.push_back({user, user % 2 == 0 ? 0 : 2});
            rows.push_back({user, user % 2 == 0 ? 1 : 3});
        }
        const InteractionSet train(kUsers, rows);
        const ListQualityMeter meter(train, kItems);
        const std::vector<RecommendedItems> alike = {{1, {0, 1}}};
        QVERIFY(meter.measure(alike).diversity < 1e-9);
        const std::vector<RecommendedItems> apart = {{1, {0, 2}}};
        QCOMPARE(meter.measure(apart).diversity, 1.0);
    }
};

QTEST_APPLESS_MAIN(TestListQuality)
#include "tst_list_quality.moc"
