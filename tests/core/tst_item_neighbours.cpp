#include "evaluation/item_neighbours.h"
#include "support/small_data.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

using namespace ncf;
using namespace ncf::test;

namespace {

InteractionSet setOf(const std::vector<std::vector<ItemIndex>>& histories) {
    std::vector<Interaction> rows;
    for (std::size_t user = 0; user < histories.size(); ++user) {
        for (const ItemIndex item : histories[user]) {
            rows.push_back({static_cast<UserIndex>(user), item, 1, 0});
        }
    }
    return {histories.size(), rows};
}

// |users of i and j| by hand: 0-1: 2, 0-2: 2, 0-3: 1, 1-2: 1, 2-3: 1, 1-3: none; items 0 and 1 have
// three users each, 2 has two, 3 has one.
InteractionSet fourItems() {
    return setOf({{0, 1, 2}, {1, 0}, {0, 2, 3}, {1}});
}

std::vector<float> scoresOf(const InteractionSet& train, std::size_t items,
                            const ItemNeighboursConfig& config, UserIndex user) {
    auto scorer = ItemNeighboursScorer::make(train, items, config);
    std::vector<float> scores(items, -1);
    (*scorer)->scoreCatalogue(std::vector{user}, scores);
    return scores;
}

bool near(const std::vector<float>& scores, const std::vector<double>& expected) {
    for (std::size_t i = 0; i < expected.size(); ++i) {
        if (std::abs(scores[i] - expected[i]) > 1e-6) {
            return false;
        }
    }
    return scores.size() == expected.size();
}

// More than one thread's share of work.
InteractionSet manyUsers() {
    Random random(11);
    std::vector<std::vector<ItemIndex>> histories(200);
    for (auto& history : histories) {
        for (ItemIndex item = 0; item < 150; ++item) {
            if (random.below(static_cast<std::uint32_t>(3 + item / 4)) == 0) {
                history.push_back(item);
            }
        }
        random.shuffle(history);
    }
    return setOf(histories);
}

}  // namespace

class TestItemNeighbours : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void similaritiesAreCosines() {
        const auto train = fourItems();
        QVERIFY(near(scoresOf(train, 4, {0, 0}, 1),
                     {2 / 3.0, 2 / 3.0, 2 / std::sqrt(6) + 1 / std::sqrt(6), 1 / std::sqrt(3)}));
        QVERIFY(near(scoresOf(train, 4, {0, 0}, 3), {2 / 3.0, 0, 1 / std::sqrt(6), 0}));
    }

    void onlyTheNearestCount() {
        // Nearest: of 0 it is 2, of 1 and 2 it is 0, of 3 it is 2.
        const auto train = fourItems();
        QVERIFY(near(scoresOf(train, 4, {1, 0}, 1), {0, 2 / 3.0, 2 / std::sqrt(6), 0}));
        QVERIFY(near(scoresOf(train, 4, {1, 0}, 2),
                     {2 / std::sqrt(6), 2 / 3.0, 2 / std::sqrt(6), 1 / std::sqrt(2)}));
        QCOMPARE(scoresOf(train, 4, {3, 0}, 1), scoresOf(train, 4, {0, 0}, 1));
    }

    void ofEquallySimilarItemsTheFirstIsNearer() {
        // Items 1 and 2 are as similar to 0 as each other.
        const auto train = setOf({{2, 1, 0}, {1}, {2}});
        QVERIFY(near(scoresOf(train, 3, {1, 0}, 1), {1 / std::sqrt(2), 0, 0}));
        QVERIFY(near(scoresOf(train, 3, {1, 0}, 2), {0, 0, 0}));
    }

    void shrinkageWeakensWhatFewShare() {
        const auto scores = scoresOf(fourItems(), 4, {0, 10}, 1);
        QVERIFY(
            near(scores, {2 / 13.0, 2 / 13.0, 3 / (std::sqrt(6) + 10), 1 / (std::sqrt(3) + 10)}));
        // Of item 3 the nearest was 2 (1/√2 against 1/√3 of 0), and is so still.
        QVERIFY(near(
            scoresOf(fourItems(), 4, {1, 10}, 0),
            {2 / (std::sqrt(6) + 10), 2 / 13.0, 2 / (std::sqrt(6) + 10), 1 / (std::sqrt(2) + 10)}));
    }

    void whoHasNothingGetsNothing() {
        const auto train = setOf({{0, 1}, {}});
        QVERIFY(near(scoresOf(train, 3, {0, 0}, 1), {0, 0, 0}));
        QVERIFY(near(scoresOf(train, 3, {0, 0}, 0), {1, 1, 0}));
    }

    void pairsAndCatalogueAgreeToTheLastDigit() {
        const auto train = manyUsers();
        constexpr std::size_t kItems = 150;
        auto scorer = ItemNeighboursScorer::make(train, kItems, {20, 5});
        std::vector<UserIndex> everybody(train.userCount());
        std::iota(everybody.begin(), everybody.end(), 0);
        std::vector<float> catalogue(everybody.size() * kItems);
        (*scorer)->scoreCatalogue(everybody, catalogue);
        std::vector<UserIndex> users;
        std::vector<ItemIndex> items;
        Random random(3);
        for (int i = 0; i < 3000; ++i) {
            // Some with the same user as before, some not.
            users.push_back(i % 3 == 0 || i == 0 ? static_cast<UserIndex>(random.below(200))
                                                 : users.back());
            items.push_back(static_cast<ItemIndex>(random.below(kItems)));
        }
        std::vector<float> scores(users.size());
        (*scorer)->scorePairs(users, items, scores);
        float sum = 0;
        for (std::size_t i = 0; i < users.size(); ++i) {
            QCOMPARE(scores[i], catalogue[static_cast<std::size_t>(users[i]) * kItems +
                                          static_cast<std::size_t>(items[i])]);
            sum += scores[i];
        }
        QVERIFY(sum > 0);
    }

    // The definition, item by item and pair by pair, in one thread.
    void threadsChangeNothing() {
        const auto train = manyUsers();
        constexpr std::size_t kItems = 150;
        constexpr int kNearest = 10;
        std::vector<std::vector<bool>> has(kItems, std::vector<bool>(train.userCount()));
        for (std::size_t user = 0; user < train.userCount(); ++user) {
            for (const ItemIndex item : train.itemsOf(static_cast<UserIndex>(user))) {
                has[static_cast<std::size_t>(item)][user] = true;
            }
        }
        const auto shared = [&](std::size_t a, std::size_t b) {
            int count = 0;
            for (std::size_t user = 0; user < train.userCount(); ++user) {
                count += has[a][user] && has[b][user];
            }
            return count;
        };
        auto scorer = ItemNeighboursScorer::make(train, kItems, {kNearest, 2});
        std::vector<float> scores(kItems);
        (*scorer)->scoreCatalogue(std::vector<UserIndex>{7}, scores);
        for (std::size_t item = 0; item < kItems; ++item) {
            std::vector<std::pair<float, int>> similar;  // with the index negated
            for (std::size_t other = 0; other < kItems; ++other) {
                if (const int both = shared(item, other); other != item && both > 0) {
                    const double length =
                        std::sqrt(1.0 * shared(item, item) * shared(other, other));
                    similar.emplace_back(static_cast<float>(both / (length + 2)),
                                         -static_cast<int>(other));
                }
            }
            std::sort(similar.rbegin(), similar.rend());
            similar.resize(std::min<std::size_t>(similar.size(), kNearest));
            double expected = 0;
            for (const auto& [similarity, negated] : similar) {
                expected += train.contains(7, -negated) ? similarity : 0;
            }
            QVERIFY(std::abs(scores[item] - expected) < 1e-5);
        }
    }

    void itCanBeWatchedAndStopped() {
        const auto train = manyUsers();
        std::vector<std::uint64_t> seen;
        QVERIFY(bool(ItemNeighboursScorer::make(train, 150, {},
                                                [&](std::uint64_t done, std::uint64_t total) {
                                                    QCOMPARE(total, std::uint64_t(150));
                                                    seen.push_back(done);
                                                })));
        QVERIFY(std::is_sorted(seen.begin(), seen.end()));
        std::stop_source stop;
        stop.request_stop();
        const auto stopped = ItemNeighboursScorer::make(train, 150, {}, {}, stop.get_token());
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().kind, ErrorKind::Cancelled);
    }

    void settingsAreChecked() {
        QVERIFY(bool(ItemNeighboursConfig{}.validate()));
        for (const ItemNeighboursConfig bad :
             {ItemNeighboursConfig{-1, 0}, ItemNeighboursConfig{100001, 0},
              ItemNeighboursConfig{10, -0.5}, ItemNeighboursConfig{10, std::nan("")}}) {
            const auto status = bad.validate();
            QVERIFY(!status && !status.error().remedy.empty());
        }
    }
};

QTEST_APPLESS_MAIN(TestItemNeighbours)
#include "tst_item_neighbours.moc"
