#include "support/small_data.h"

#include <QTest>

using namespace ncf;
using namespace ncf::test;

namespace {

template <class T>
std::vector<T> list(std::span<const T> values) {
    return {values.begin(), values.end()};
}

}  // namespace

class TestDataset : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void groupsByUserInTimeOrder() {
        const auto data = makeDataset(
            2, 3, {{1, 0, 3, 30}, {0, 2, 5, 20}, {1, 1, 4, 10}, {0, 1, 1, 20}}, {true, true});
        QCOMPARE(list(data.itemsOf(0)), (std::vector<ItemIndex>{2, 1}));  // equal times: file order
        QCOMPARE(list(data.itemsOf(1)), (std::vector<ItemIndex>{1, 0}));
        QCOMPARE(list(data.ratingsOf(1)), (std::vector<float>{4, 3}));
        QCOMPARE(list(data.timestampsOf(1)), (std::vector<std::int64_t>{10, 30}));
    }

    void keepsFileOrderWithoutTimestamps() {
        const auto data = makeDataset(1, 3, {{0, 2, 1, 9}, {0, 0, 1, 5}, {0, 1, 1, 1}});
        QCOMPARE(list(data.itemsOf(0)), (std::vector<ItemIndex>{2, 0, 1}));
    }

    // Every user has the same rows: item 0 four times and item 1 once between them.
    void repeatedPairsFollowTheirRule_data() {
        QTest::addColumn<int>("rule");
        QTest::addColumn<bool>("ratings");
        QTest::addColumn<bool>("times");
        QTest::addColumn<float>("rating");  // of item 0
        QTest::addColumn<qint64>("time");   // of item 0
        QTest::addColumn<bool>("first");    // whether item 0 comes before item 1
        const auto row = [](const char* name, RepeatedPairs rule, bool ratings, bool times,
                            float rating, qint64 time, bool first) {
            QTest::newRow(name) << static_cast<int>(rule) << ratings << times << rating << time
                                << first;
        };
        row("latest in time, of equal ones the later in the file", RepeatedPairs::Latest, true,
            true, 2, 50, false);
        row("the last without times", RepeatedPairs::Latest, true, false, 4, 0, false);
        row("earliest in time, of equal ones the earlier in the file", RepeatedPairs::First, true,
            true, 3, 5, true);
        row("the first without times", RepeatedPairs::First, true, false, 1, 0, true);
        row("mean", RepeatedPairs::Mean, true, true, 2.5, 50, false);
        row("mean without times", RepeatedPairs::Mean, true, false, 2.5, 0, false);
        row("sum", RepeatedPairs::Sum, true, true, 10, 50, false);
        row("mean without ratings", RepeatedPairs::Mean, false, true, 1, 50, false);
        row("sum without ratings", RepeatedPairs::Sum, false, true, 1, 50, false);
    }
    void repeatedPairsFollowTheirRule() {
        QFETCH(int, rule);
        QFETCH(bool, ratings);
        QFETCH(bool, times);
        constexpr int kUsers = 3000;  // so that several threads work on them
        std::vector<Interaction> rows;
        const auto add = [&](ItemIndex item, float rating, std::int64_t time) {
            for (UserIndex user = 0; user < kUsers; ++user) {
                rows.push_back({user, item, ratings ? rating : 1, times ? time : 0});
            }
        };
        add(0, 1, 50);
        add(1, 5, 20);
        add(0, 2, 50);
        add(0, 3, 5);
        add(0, 4, 5);
        const Dataset data(numberedIds("u", kUsers), numberedIds("i", 2), rows, {ratings, times},
                           static_cast<RepeatedPairs>(rule));
        QCOMPARE(data.duplicates(), std::size_t(3 * kUsers));
        QCOMPARE(data.interactionCount(), std::size_t(2 * kUsers));
        QFETCH(bool, first);
        const std::size_t at = first ? 0 : 1;
        for (UserIndex user = 0; user < kUsers; ++user) {
            QCOMPARE(data.itemsOf(user)[at], 0);
            QTEST(data.ratingsOf(user)[at], "rating");
            QTEST(qint64(data.timestampsOf(user)[at]), "time");
            QCOMPARE(data.ratingsOf(user)[1 - at], ratings ? 5.0f : 1.0f);
        }
    }

    void whatIsNotRatedIsNeitherMeantNorSummed() {
        const std::vector<Interaction> rows = {{0, 0, 4, 10},
                                               {0, 0, kUnrated, 30},
                                               {0, 0, 1, 20},
                                               {0, 1, kUnrated, 5},
                                               {0, 1, kUnrated, 6}};
        for (const auto& [rule, rating] :
             {std::pair(RepeatedPairs::Mean, 2.5f), std::pair(RepeatedPairs::Sum, 5.0f)}) {
            const Dataset data(numberedIds("u", 1), numberedIds("i", 2), rows, {true, true}, rule);
            QCOMPARE(list(data.itemsOf(0)), (std::vector<ItemIndex>{1, 0}));
            QVERIFY(!isRated(data.ratingsOf(0)[0]));
            QCOMPARE(data.ratingsOf(0)[1], rating);
            QCOMPARE(list(data.timestampsOf(0)), (std::vector<std::int64_t>{6, 30}));
        }
        // The latest is the latest, rated or not.
        const auto latest = makeDataset(1, 2, rows, {true, true});
        QVERIFY(!isRated(latest.ratingsOf(0)[1]));
    }

    void noTimeComesBeforeAllTimes() {
        const std::vector<Interaction> rows = {{0, 0, 1, -7},
                                               {0, 1, 2, kNoTime},
                                               {0, 2, 3, kNoTime},
                                               {0, 0, 4, kNoTime},
                                               {0, 2, 5, -9}};
        const auto latest = makeDataset(1, 3, rows, {true, true});
        QCOMPARE(list(latest.itemsOf(0)), (std::vector<ItemIndex>{1, 2, 0}));
        QCOMPARE(list(latest.ratingsOf(0)), (std::vector<float>{2, 5, 1}));
        const Dataset first(numberedIds("u", 1), numberedIds("i", 3), rows, {true, true},
                            RepeatedPairs::First);
        QCOMPARE(list(first.itemsOf(0)), (std::vector<ItemIndex>{1, 2, 0}));
        QCOMPARE(list(first.ratingsOf(0)), (std::vector<float>{2, 3, 4}));
    }

    void usersWithoutInteractionsAreEmpty() {
        const auto data = makeDataset(3, 1, {{1, 0, 1, 0}});
        QVERIFY(data.itemsOf(0).empty());
        QVERIFY(data.itemsOf(2).empty());
        QCOMPARE(data.itemPopularity(), std::vector<std::uint32_t>{1});
    }

    void emptyIsHarmless() {
        const auto data = makeDataset(0, 0, {});
        QCOMPARE(data.interactionCount(), std::size_t(0));
        QCOMPARE(data.ratingRange(), std::make_pair(1.0f, 1.0f));
    }

    void ratingRangeSpansAll() {
        const auto data =
            makeDataset(1, 3, {{0, 0, 0.5, 0}, {0, 1, 5, 0}, {0, 2, 3, 0}}, {true, false});
        QCOMPARE(data.ratingRange(), std::make_pair(0.5f, 5.0f));
        const auto gaps = makeDataset(
            1, 4, {{0, 0, kUnrated, 0}, {0, 1, 5, 0}, {0, 2, 3, 0}, {0, 3, kUnrated, 0}},
            {true, false});
        QCOMPARE(gaps.ratingRange(), std::make_pair(3.0f, 5.0f));
        const auto unrated = makeDataset(1, 1, {{0, 0, kUnrated, 0}}, {true, false});
        QCOMPARE(unrated.ratingRange(), std::make_pair(1.0f, 1.0f));
    }
};

QTEST_APPLESS_MAIN(TestDataset)
#include "tst_dataset.moc"
