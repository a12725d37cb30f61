#include "data/split.h"
#include "data/split_advice.h"
#include "support/small_data.h"

#include <QTest>

#include <set>

using namespace ncf;
using namespace ncf::test;

namespace {

const HeldOut* heldOutOf(const std::vector<HeldOut>& list, UserIndex user) {
    for (const auto& held : list) {
        if (held.user == user) {
            return &held;
        }
    }
    return nullptr;
}

// Every interaction is in exactly one part.
void compareParts(const Dataset& data, const Split& split) {
    QCOMPARE(split.train.size() + split.validation.size() + split.test.size(),
             data.interactionCount());
    std::set<std::pair<UserIndex, ItemIndex>> seen;
    for (const auto* part : {&split.validation, &split.test}) {
        for (const auto& held : *part) {
            QVERIFY(seen.insert({held.user, held.item}).second);
            QVERIFY(!split.train.contains(held.user, held.item));
        }
    }
}

}  // namespace

class TestSplit : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void leaveOneOutTakesTheLastTwo() {
        const auto data = makeDataset(4, 10,
                                      {{0, 3, 1, 40},
                                       {0, 1, 1, 10},
                                       {0, 2, 1, 30},  // three: train 1, validation 2, test 3
                                       {1, 5, 1, 2},
                                       {1, 6, 1, 1},   // two: only a test item
                                       {2, 7, 1, 1}},  // one: training alone; user 3: nothing
                                      {false, true});
        const auto split = makeSplit(data, {}, false, 1);
        QVERIFY(bool(split));
        QCOMPARE(heldOutOf(split->test, 0)->item, 3);
        QCOMPARE(heldOutOf(split->validation, 0)->item, 2);
        QCOMPARE(heldOutOf(split->test, 1)->item, 5);
        QVERIFY(!heldOutOf(split->validation, 1));
        QVERIFY(!heldOutOf(split->test, 2));
        QVERIFY(split->train.contains(2, 7));
        compareParts(data, *split);
    }

    void negativesAreUnknownAndDifferent() {
        const auto data = twoCamps();
        SplitConfig config;
        config.negatives = 20;
        const auto split = makeSplit(data, config, false, 9);
        QVERIFY(bool(split));
        bool testItemAmongValidationNegatives = false;
        for (const auto& held : split->validation) {
            const std::set<ItemIndex> different(held.negatives.begin(), held.negatives.end());
            QCOMPARE(different.size(), std::size_t(20));
            QVERIFY(!different.contains(held.item));
            for (const ItemIndex item : held.negatives) {
                QVERIFY(!split->train.contains(held.user, item));
            }
            testItemAmongValidationNegatives |=
                different.contains(heldOutOf(split->test, held.user)->item);
        }
        // Validation knows nothing of the test items, so some of them must turn up.
        QVERIFY(testItemAmongValidationNegatives);
        for (const auto& held : split->test) {
            for (const ItemIndex item : held.negatives) {
                QVERIFY(!split->train.contains(held.user, item));
                QVERIFY(item != heldOutOf(split->validation, held.user)->item);
            }
        }
    }

    void negativesRunOutGracefully() {
        // Five items, four of them known at the time of the test: one negative is left.
        const auto data = makeDataset(1, 5, {{0, 0}, {0, 1}, {0, 2}, {0, 3}});
        const auto split = makeSplit(data, {}, false, 1);
        QVERIFY(bool(split));
        QCOMPARE(split->test[0].negatives, std::vector<ItemIndex>{4});
    }

    void seedDecidesNegatives() {
        const auto data = twoCamps();
        const auto one = makeSplit(data, {}, false, 1);
        const auto again = makeSplit(data, {}, false, 1);
        SplitConfig few;
        few.negatives = 5;
        const auto a = makeSplit(data, few, false, 1);
        const auto b = makeSplit(data, few, false, 2);
        QVERIFY(one->test[3].negatives == again->test[3].negatives);
        QVERIFY(a->test[3].negatives != b->test[3].negatives);
    }

    void ratioHoldsOutTheShares() {
        const auto data = twoCamps(100, 40, 10);  // 1,100 interactions
        SplitConfig config;
        config.kind = SplitKind::Ratio;
        config.testShare = 0.2;
        config.validationShare = 0.1;
        const auto split = makeSplit(data, config, true, 3);
        QVERIFY(bool(split));
        QCOMPARE(split->test.size(), std::size_t(220));
        QCOMPARE(split->validation.size(), std::size_t(110));
        QVERIFY(split->test[0].negatives.empty());
        compareParts(data, *split);
        for (int user = 0; user < 100; ++user) {
            QVERIFY(!split->train.itemsOf(user).empty());
        }
    }

    void thresholdLeavesLowRatingsOut() {
        const auto data = makeDataset(1, 5, {{0, 0, 5}, {0, 1, 2}, {0, 2, 4}, {0, 3, 4}, {0, 4, 1}},
                                      {true, false});
        SplitConfig config;
        config.positiveFrom = 4;
        const auto split = makeSplit(data, config, false, 1);
        QVERIFY(bool(split));
        QCOMPARE(split->test[0].item, 3);
        QCOMPARE(split->validation[0].item, 2);
        QCOMPARE(split->train.size(), std::size_t(1));
        // What the user disliked is known, not a candidate.
        QVERIFY(split->test[0].negatives.empty());
    }

    void suppliedIsUsedAsItIs() {
        auto data = makeDataset(
            2, 6,
            {{0, 0, 1, 1}, {0, 1, 1, 2}, {0, 2, 1, 3}, {1, 3, 1, 1}, {1, 4, 1, 2}, {1, 5, 1, 3}},
            {false, true});
        data.setSuppliedTest({{0, IdMap::kNone}, {{4, 5}, {}}});
        SplitConfig config;
        config.kind = SplitKind::Supplied;
        const auto split = makeSplit(data, config, false, 1);
        QVERIFY(bool(split));
        QCOMPARE(split->test.size(), std::size_t(1));
        QCOMPARE(split->test[0].item, 0);
        QCOMPARE(split->test[0].negatives, (std::vector<ItemIndex>{4, 5}));
        QCOMPARE(heldOutOf(split->validation, 0)->item, 2);
        QCOMPARE(heldOutOf(split->validation, 1)->item, 5);
    }

    // Without times the order of a supplied file means nothing.
    void suppliedWithoutTimesValidatesAnyItem() {
        std::vector<Interaction> rows;
        for (int user = 0; user < 500; ++user) {
            for (int item = 0; item < 5; ++item) {
                rows.push_back({user, item});
            }
        }
        auto data = makeDataset(500, 20, rows);
        data.setSuppliedTest(
            {std::vector<ItemIndex>(500, 4), std::vector<std::vector<ItemIndex>>(500, {10, 11})});
        SplitConfig config;
        config.kind = SplitKind::Supplied;
        const auto split = makeSplit(data, config, false, 1);
        QVERIFY(bool(split));
        compareParts(data, *split);
        std::vector<int> counts(5, 0);
        for (const auto& held : split->validation) {
            ++counts[static_cast<std::size_t>(held.item)];
        }
        QCOMPARE(counts[4], 0);  // in the test set
        for (int item = 0; item < 4; ++item) {
            QVERIFY(counts[static_cast<std::size_t>(item)] > 90);  // 125 are expected
        }
        const auto same = makeSplit(data, config, false, 1);
        const auto other = makeSplit(data, config, false, 2);
        const auto itemsOf = [](const Split& made) {
            std::vector<ItemIndex> items;
            for (const auto& held : made.validation) {
                items.push_back(held.item);
            }
            return items;
        };
        QCOMPARE(itemsOf(*same), itemsOf(*split));
        QVERIFY(itemsOf(*other) != itemsOf(*split));
    }

    void whatIsNotRatedIsNoRating() {
        // Of each user's eight items the odd ones are not rated.
        std::vector<Interaction> rows;
        for (int user = 0; user < 40; ++user) {
            for (int item = 0; item < 8; ++item) {
                rows.push_back(
                    {user, item, item % 2 == 0 ? 1.0f + static_cast<float>(item) / 2 : kUnrated});
            }
        }
        auto data = makeDataset(40, 20, rows, {true, false});
        data.setSuppliedTest(
            {std::vector<ItemIndex>(40, 7), std::vector<std::vector<ItemIndex>>(40)});
        for (const auto kind : {SplitKind::LeaveOneOut, SplitKind::Ratio, SplitKind::Supplied}) {
            SplitConfig config;
            config.kind = kind;
            config.negatives = 5;
            const auto learnt = makeSplit(data, config, true, 1);
            QCOMPARE(bool(learnt), kind != SplitKind::Supplied);  // its test items are not rated
            if (learnt) {
                QCOMPARE(learnt->train.size() + learnt->validation.size() + learnt->test.size(),
                         std::size_t(160));
                for (UserIndex user = 0; user < 40; ++user) {
                    for (const float rating : learnt->train.ratingsOf(user)) {
                        QVERIFY(isRated(rating));
                    }
                }
                for (const auto* part : {&learnt->validation, &learnt->test}) {
                    for (const auto& held : *part) {
                        QVERIFY(isRated(held.rating));
                    }
                }
            }
            // As interactions they count, unless the rating is asked for.
            const auto all = makeSplit(data, config, false, 1);
            QVERIFY(bool(all));
            compareParts(data, *all);
            config.positiveFrom = 2;
            const auto liked = makeSplit(data, config, false, 1);
            QVERIFY(bool(liked));
            for (const ItemIndex item : liked->train.itemsOf(7)) {
                QVERIFY(item == 2 || item == 4 || item == 6);
            }
            for (const auto& held : liked->validation) {
                QVERIFY(held.item == 2 || held.item == 4 || held.item == 6);
            }
            for (const auto& held : liked->test) {
                QCOMPARE(held.item == 7, kind == SplitKind::Supplied);
            }
        }
    }

    void anotherSplitIsAdvisedWhereTheLastIsNotKnown() {
        DatasetStatistics s;
        QCOMPARE(adviseSplit(s), SplitAdvice());
        s.usersWithSeveral = 1000;
        s.usersWithTiedLast = 900;  // as on data with seconds, where many rate several at once
        QCOMPARE(adviseSplit(s), SplitAdvice());
        s.timesAreDays = true;
        QCOMPARE(adviseSplit(s).kind, SplitKind::Ratio);
        QVERIFY(adviseSplit(s).reason.find("whole days: which interaction is the last of 900 of "
                                           "1,000 users") != std::string::npos);
        s.timesAreEqual = true;
        QVERIFY(adviseSplit(s).reason.starts_with("All interactions have the same time"));
        s.usersWithTiedLast = 99;
        QCOMPARE(adviseSplit(s), SplitAdvice());
        s.usersWithSeveral = s.usersWithTiedLast = 0;
        QCOMPARE(adviseSplit(s), SplitAdvice());
        s = {};
        s.commonOrder = 0.93;
        QCOMPARE(adviseSplit(s).kind, SplitKind::Ratio);
        QVERIFY(adviseSplit(s).reason.find("0.93") != std::string::npos);
    }

    void dislikesAreNoPositives() {
        const auto from = [](std::vector<std::pair<float, std::uint64_t>> bars) {
            DatasetStatistics s;
            s.ratingHistogram = std::move(bars);
            return adviseSplit(s).positiveFrom;
        };
        QCOMPARE(from({{0, 10}, {1, 20}}), 1.0);
        QCOMPARE(from({{-1, 10}, {1, 20}}), 1.0);
        QCOMPARE(from({{-10, 1}, {-9.5f, 0}, {0, 3}, {0.1f, 0}, {0.2f, 4}, {10, 2}}), 0.2);
        QCOMPARE(from({{1, 10}, {5, 20}}), 0.0);
        QCOMPARE(from({{0, 10}, {5, 3}, {10, 20}}), 0.0);  // 0 may mean "not rated" here
        QCOMPARE(from({}), 0.0);
    }

    void validationJoinsTraining() {
        const auto data = makeDataset(2, 6, {{0, 0}, {0, 3}, {0, 2}, {1, 3}, {1, 4}, {1, 5}});
        auto split = makeSplit(data, {}, false, 1);
        QVERIFY(bool(split));
        const auto test = split->test;
        joinValidation(*split);
        QVERIFY(split->validation.empty());
        QCOMPARE(split->test.size(), test.size());
        const auto items = split->train.itemsOf(0);
        QCOMPARE((std::vector<ItemIndex>(items.begin(), items.end())),
                 (std::vector<ItemIndex>{0, 3}));
        QVERIFY(split->train.contains(1, 4));
        QVERIFY(!split->train.contains(1, 5));
        QCOMPARE(split->train.size(), std::size_t(4));
    }

    void refusesWhatCannotBeSplit_data() {
        QTest::addColumn<double>("testShare");
        QTest::addColumn<int>("negatives");
        QTest::newRow("share of 0") << 0.0 << 99;
        QTest::newRow("share of 1") << 1.0 << 99;
        QTest::newRow("nothing left for training") << 0.95 << 99;
        QTest::newRow("not a number") << std::nan("") << 99;
        QTest::newRow("no negatives") << 0.2 << 0;
    }
    void refusesWhatCannotBeSplit() {
        QFETCH(double, testShare);
        QFETCH(int, negatives);
        SplitConfig config;
        config.kind = SplitKind::Ratio;
        config.testShare = testShare;
        config.negatives = negatives;
        const auto split = makeSplit(twoCamps(), config, false, 1);
        QVERIFY(!split);
        QVERIFY(!split.error().remedy.empty());
    }

    void oneInteractionEachIsRefused() {
        const auto split = makeSplit(makeDataset(2, 2, {{0, 0}, {1, 1}}), {}, false, 1);
        QVERIFY(!split);
        SplitConfig supplied;
        supplied.kind = SplitKind::Supplied;
        QVERIFY(!makeSplit(twoCamps(), supplied, false, 1));
    }
};

QTEST_APPLESS_MAIN(TestSplit)
#include "tst_split.moc"
