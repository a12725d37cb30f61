#include "evaluation/evaluator.h"
#include "evaluation/popularity.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace ncf;

namespace {

// Scores an item by a table, whoever the user is.
class TableScorer : public Scorer {
public:
    explicit TableScorer(std::vector<float> byItem) : byItem_(std::move(byItem)) {}
    void scorePairs(std::span<const UserIndex>, std::span<const ItemIndex> items,
                    std::span<float> scores) override {
        for (std::size_t i = 0; i < items.size(); ++i) {
            scores[i] = byItem_[static_cast<std::size_t>(items[i])];
        }
    }
    void scoreCatalogue(std::span<const UserIndex> users, std::span<float> scores) override {
        for (std::size_t i = 0; i < users.size() * byItem_.size(); ++i) {
            scores[i] = byItem_[i % byItem_.size()];
        }
    }

private:
    std::vector<float> byItem_;
};

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

}  // namespace

class TestEvaluator : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void qualityRanksWholeRuns() {
        Metrics ranking;
        ranking.hitRate = 0.9;
        QVERIFY(!quality(ranking));
        ranking.ndcg = 0.4;
        QCOMPARE(*quality(ranking), 0.4);
        Metrics low;
        low.rmse = 0.8;
        Metrics high;
        high.rmse = 1.2;
        QVERIFY(*quality(low) > *quality(high));
        high.rmse = std::nan("");
        QVERIFY(!quality(high));
        QVERIFY(!quality({}));
    }

    void tiesNeverHelp_data() {
        QTest::addColumn<float>("own");
        QTest::addColumn<QList<float>>("others");
        QTest::addColumn<int>("rank");
        QTest::newRow("best") << 3.0f << QList<float>{1, 2} << 0;
        QTest::newRow("middle") << 1.5f << QList<float>{1, 2} << 1;
        QTest::newRow("all equal") << 1.0f << QList<float>{1, 1, 1} << 3;
        QTest::newRow("own is not a number") << kNan << QList<float>{1, 2} << 2;
        QTest::newRow("others are not numbers") << 1.0f << QList<float>{kNan, 0} << 1;
        QTest::newRow("alone") << 1.0f << QList<float>{} << 0;
    }
    void tiesNeverHelp() {
        QFETCH(float, own);
        QFETCH(QList<float>, others);
        QFETCH(int, rank);
        QCOMPARE(rankAmong(own, {others.data(), static_cast<std::size_t>(others.size())}), rank);
    }

    void gains() {
        QCOMPARE(hitAt(9, 10), 1.0);
        QCOMPARE(hitAt(10, 10), 0.0);
        QCOMPARE(ndcgAt(0, 10), 1.0);
        QCOMPARE(ndcgAt(1, 10), 1 / std::log2(3.0));
        QCOMPARE(ndcgAt(10, 10), 0.0);
    }

    void ratingErrors() {
        const std::vector<float> predicted = {3, 4};
        const std::vector<float> actual = {5, 3};
        QCOMPARE(rootMeanSquaredError(predicted, actual), std::sqrt(2.5));
        QCOMPARE(meanAbsoluteError(predicted, actual), 1.5);
    }

    void sampledRanksEachAgainstItsOwn() {
        TableScorer scorer({5, 4, 3, 2, 1});
        const std::vector<HeldOut> heldOut = {{0, 0, 1, {1, 2}},   // first
                                              {1, 4, 1, {1, 2}},   // third of three
                                              {2, 2, 1, {1, 4}}};  // second
        EvaluationConfig config;
        config.cutoff = 2;
        const auto result = evaluateRanking(scorer, heldOut, {}, 5, config);
        QVERIFY(result.has_value());
        QCOMPARE(result->ranks, (std::vector<int>{0, 2, 1}));
        QCOMPARE(*result->metrics.hitRate, 2.0 / 3);
        QCOMPARE(*result->metrics.ndcg, (1 + 1 / std::log2(3.0)) / 3);
    }

    void catalogueLeavesTrainingOut() {
        TableScorer scorer({5, 4, 3, 2, 1});
        const std::vector<Interaction> known = {{0, 0, 1, 0}};
        const InteractionSet train(2, known);
        const std::vector<HeldOut> heldOut = {{0, 2, 1, {}}, {1, 2, 1, {}}};
        EvaluationConfig config;
        config.candidates = Candidates::FullCatalogue;
        const auto result = evaluateRanking(scorer, heldOut, train, 5, config);
        QCOMPARE(result->ranks, (std::vector<int>{1, 2}));
    }

    void manyBlocksAreOne() {
        // More pairs than one block holds.
        TableScorer scorer({2, 1, 3});
        const std::vector<HeldOut> heldOut(30000, HeldOut{0, 0, 1, {1, 2}});
        const auto result = evaluateRanking(scorer, heldOut, {}, 3, {});
        QCOMPARE(result->ranks.size(), heldOut.size());
        QCOMPARE(*result->metrics.hitRate, 1.0);
        QCOMPARE(result->ranks.back(), 1);
    }

    void popularityCountsTraining() {
        const std::vector<Interaction> rows = {{0, 1, 1, 0}, {1, 1, 1, 0}, {0, 2, 1, 0}};
        PopularityScorer scorer(InteractionSet(2, rows), 3);
        std::vector<float> scores(6);
        const std::vector<UserIndex> users = {0, 1};
        scorer.scoreCatalogue(users, scores);
        QCOMPARE(scores, (std::vector<float>{0, 2, 1, 0, 2, 1}));
    }

    void stopsWhenAsked() {
        TableScorer scorer({1, 2});
        std::stop_source stop;
        stop.request_stop();
        const std::vector<HeldOut> heldOut = {{0, 0, 1, {1}}};
        QVERIFY(!evaluateRanking(scorer, heldOut, {}, 2, {}, stop.get_token()));
        QVERIFY(!evaluateRatings(scorer, heldOut, stop.get_token()));
    }

    void protocolsHaveNames() {
        QCOMPARE(protocolName(SplitKind::LeaveOneOut, 99, Candidates::Sampled, false),
                 std::string("leave-one-out, 99 sampled negatives"));
        QCOMPARE(protocolName(SplitKind::Supplied, 99, Candidates::FullCatalogue, false),
                 std::string("supplied test set, full catalogue"));
        QCOMPARE(protocolName(SplitKind::Ratio, 99, Candidates::Sampled, true),
                 std::string("ratio split, rating error"));
    }
};

QTEST_APPLESS_MAIN(TestEvaluator)
#include "tst_evaluator.moc"
