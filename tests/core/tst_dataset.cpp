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

    void lastOfDuplicatesWins() {
        const auto data = makeDataset(
            2, 2, {{0, 0, 1, 50}, {0, 1, 2, 10}, {0, 0, 5, 5}, {1, 0, 3, 1}}, {true, true});
        QCOMPARE(data.duplicates(), std::size_t(1));
        QCOMPARE(data.interactionCount(), std::size_t(3));
        QCOMPARE(list(data.itemsOf(0)), (std::vector<ItemIndex>{0, 1}));
        QCOMPARE(list(data.ratingsOf(0)), (std::vector<float>{5, 2}));
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
    }
};

QTEST_APPLESS_MAIN(TestDataset)
#include "tst_dataset.moc"
