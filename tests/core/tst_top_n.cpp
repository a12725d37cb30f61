#include "base/random.h"
#include "evaluation/popularity.h"
#include "recommendation/top_n.h"

#include <QTest>

#include <algorithm>
#include <limits>

using namespace ncf;

class TestTopN : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agreesWithSorting() {
        Random random(11);
        for (int round = 0; round < 200; ++round) {
            const auto items = 1 + random.below(50);
            std::vector<float> scores(items);
            std::vector<ItemIndex> masked;
            std::vector<ScoredItem> expected;
            for (std::uint32_t item = 0; item < items; ++item) {
                scores[item] = static_cast<float>(random.below(6));  // many ties
                if (random.below(4) == 0) {
                    masked.push_back(static_cast<ItemIndex>(item));
                } else {
                    expected.push_back({static_cast<ItemIndex>(item), scores[item]});
                }
            }
            std::stable_sort(expected.begin(), expected.end(),
                             [](const auto& a, const auto& b) { return a.score > b.score; });
            const int n = static_cast<int>(random.below(12));
            expected.resize(std::min(expected.size(), static_cast<std::size_t>(n)));
            QVERIFY(selectTopN(scores, masked, n) == expected);
        }
    }

    void leavesOutWhatIsNotANumber() {
        const std::vector<float> scores = {std::numeric_limits<float>::quiet_NaN(), 1,
                                           -std::numeric_limits<float>::infinity()};
        const auto top = selectTopN(scores, {}, 5);
        QCOMPARE(top.size(), std::size_t(2));
        QCOMPARE(top[0].item, 1);
    }

    void everyUserWithTrainingGetsAList() {
        const std::vector<Interaction> rows = {{0, 1, 1, 0}, {2, 1, 1, 0}, {2, 0, 1, 0}};
        const InteractionSet train(3, rows);
        PopularityScorer scorer(train, 4);
        std::vector<UserTopN> lists;
        const auto status = recommendAll(scorer, train, 4, 2, [&](std::span<const UserTopN> block) {
            lists.insert(lists.end(), block.begin(), block.end());
            return Status();
        });
        QVERIFY(bool(status));
        QCOMPARE(lists.size(), std::size_t(2));
        QCOMPARE(lists[0].user, 0);
        QCOMPARE(lists[0].items[0].item, 0);
        QCOMPARE(lists[1].user, 2);
        QCOMPARE(lists[1].items[0].item, 2);  // 0 and 1 are known to the user
    }

    void refusalAndStopEndIt() {
        const std::vector<Interaction> rows = {{0, 0, 1, 0}};
        const InteractionSet train(1, rows);
        PopularityScorer scorer(train, 2);
        const auto refused = recommendAll(scorer, train, 2, 1, [](std::span<const UserTopN>) {
            return Status(Error{ErrorKind::Storage, "full", ""});
        });
        QCOMPARE(refused.error().what, std::string("full"));
        std::stop_source stop;
        stop.request_stop();
        const auto stopped = recommendAll(
            scorer, train, 2, 1, [](std::span<const UserTopN>) { return Status(); }, {},
            stop.get_token());
        QCOMPARE(stopped.error().kind, ErrorKind::Cancelled);
    }
};

QTEST_APPLESS_MAIN(TestTopN)
#include "tst_top_n.moc"
