#include "model/gmf_columns.h"
#include "recommendation/fold_in.h"
#include "recommendation/person_network.h"
#include "recommendation/top_n.h"
#include "recommendation/user_prior.h"
#include "support/camps_model.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace ncf;
using namespace ncf::test;

namespace {

// Of the ten best without the picks, how many are of the camp; items 0 and 1 are in both camps'
// histories.
int ofCamp(FoldIn& fold, const std::vector<Pick>& picks, int camp) {
    std::vector<ItemIndex> known;
    for (const auto& pick : picks) {
        known.push_back(pick.item);
    }
    std::ranges::sort(known);
    const auto best = selectTopN(fold.logits(*fold.fit(picks)), known, 10);
    return static_cast<int>(
        std::ranges::count_if(best, [&](const ScoredItem& each) { return each.item % 2 == camp; }));
}

}  // namespace

class TestFoldIn : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aNewPersonOfACampGetsItsItems() {
        const auto split = campsSplit();
        const auto model = trainedOn(split, smallShape(), Loss::BinaryCrossEntropy);
        FoldIn fold(model, split.train, {});
        QVERIFY(ofCamp(fold, likes({2, 6, 12}), 0) >= 8);
        QVERIFY(ofCamp(fold, likes({3, 7, 13}), 1) >= 8);
        // A part of the catalogue stands for the unseen items.
        FoldInSettings settings;
        settings.background = 12;
        FoldIn sampled(model, split.train, settings);
        QVERIFY(ofCamp(sampled, likes({2, 6, 12}), 0) >= 8);
    }

    // A bias is the person's own like the rest of the embedding, its constant is not.
    void aPersonHasABias_data() {
        QTest::addColumn<bool>("mlp");
        QTest::newRow("GMF") << false;
        QTest::newRow("NeuMF") << true;
    }
    void aPersonHasABias() {
        QFETCH(bool, mlp);
        auto shape = smallShape();
        shape.dotProduct = shape.biases = true;
        shape.mlp = mlp;
        const auto split = campsSplit();
        const auto model = trainedOn(split, shape, Loss::BinaryCrossEntropy);
        FoldIn fold(model, split.train, {});
        QCOMPARE(fold.average().size(), mlp ? 10u : 5u);
        NcfScorer scorer(model);
        const UserIndex user = 8;
        std::vector<float> scores(kItems);
        scorer.scoreCatalogue({&user, 1}, scores);
        const auto logits = fold.logits(trained(model, user));
        for (std::size_t item = 0; item < scores.size(); ++item) {
            QVERIFY(std::abs(scores[item] - logits[item]) < 1e-5f);
        }
        std::vector<Pick> history;
        for (const ItemIndex item : split.train.itemsOf(user)) {
            history.push_back({item, 1});
        }
        QVERIFY(ofCamp(fold, history, user % 2) >= 8);
        // Who likes more has the larger bias.
        const auto few = *fold.fit(likes({6}));
        const auto many = *fold.fit(likes({0, 1, 2, 3, 6, 7, 8, 9, 12, 13, 14, 15}));
        QVERIFY(many[0] > few[0]);
    }

    void whatIsDislikedFalls() {
        const auto split = campsSplit();
        const auto model = trainedOn(split, smallShape(), Loss::BinaryCrossEntropy);
        FoldIn fold(model, split.train, {});
        auto picks = likes({2, 6, 3});
        const auto before = fold.logits(*fold.fit(picks));
        picks.push_back({7, 0});
        picks.push_back({9, 0});
        const auto after = fold.logits(*fold.fit(picks));
        QVERIFY(after[7] < before[7]);
        QVERIFY(after[11] < before[11]);  // of the same camp
    }

    void ratingsPlaceAPerson() {
        const auto split = campsSplit(true);
        const auto model = trainedOn(split, smallShape(), Loss::MeanSquaredError);
        FoldIn fold(model, split.train, ratingSettings());
        const std::vector<Pick> picks = {{0, 5}, {6, 5}, {12, 4}, {1, 1}, {7, 1}};
        const auto before = fold.logits(fold.average());
        const auto after = fold.logits(*fold.fit(picks));
        const auto person = *fold.fit(picks);
        QVERIFY(fold.objective(picks, person).loss < fold.objective(picks, fold.average()).loss);
        QVERIFY(after[1] < before[1]);
        QVERIFY(after[0] > after[1]);
    }

    void theFitIsAMinimum() {
        // Smooth, so that there are no kinks to end at.
        const auto split = campsSplit();
        const auto model = trainedOn(split, smallShape(Activation::Tanh), Loss::BinaryCrossEntropy);
        FoldIn fold(model, split.train, {});
        const auto picks = likes({0, 6, 12, 3});
        const auto person = *fold.fit(picks, {}, FoldIn::Care::Thorough);
        const double loss = fold.objective(picks, person).loss;
        QVERIFY(loss < fold.objective(picks, fold.average()).loss);
        for (std::size_t at = 0; at < person.size(); ++at) {
            for (const float move : {-0.1f, 0.1f}) {
                auto other = person;
                other[at] += move;
                QVERIFY(fold.objective(picks, other).loss > loss);
            }
        }
    }

    void theSamePicksGiveTheSamePerson() {
        const auto split = campsSplit();
        const auto model = trainedOn(split, smallShape(), Loss::BinaryCrossEntropy);
        FoldIn fold(model, split.train, {});
        const auto picks = likes({0, 6, 12});
        const auto first = fold.fit(picks);
        fold.fit(likes({1, 3}));
        QVERIFY(first == fold.fit(picks));
        QVERIFY(first == FoldIn(model, split.train, {}).fit(picks));
        QVERIFY(first == fold.fit(likes({12, 0, 6})));
    }

    void theSamePicksMoveNobody() {
        const auto split = campsSplit();
        const auto model = trainedOn(split, smallShape(), Loss::BinaryCrossEntropy);
        FoldIn fold(model, split.train, {});
        const auto picks = likes({0, 6, 12});
        PersonEmbedding anybody = fold.average();
        anybody[1] += 0.2f;
        const auto moved = fold.refit(picks, anybody, picks);
        for (std::size_t at = 0; at < anybody.size(); ++at) {
            QVERIFY(std::abs((*moved)[at] - anybody[at]) < 1e-5f);
        }
    }

    void aStopEndsIt() {
        const auto split = campsSplit();
        NcfModel model(smallShape(), kUsers, kItems, 1);
        FoldIn fold(model, split.train, {});
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!fold.fit(likes({0, 6}), stop.get_token()));
    }

    void aPriorOfFewUsersHasAnInverse() {
        NcfModel model(smallShape(), 2, kItems, 1);
        const std::vector<Interaction> rows = {{0, 1, 1, 0}};
        const auto prior = userPrior(model, InteractionSet(2, rows));
        QCOMPARE(prior.mean.size(), std::size_t(9));
        QCOMPARE(prior.precision.size(), std::size_t(81));
        QVERIFY(std::ranges::all_of(prior.precision, [](double x) { return std::isfinite(x); }));
        // The user without interactions does not count.
        QCOMPARE(prior.mean[0], double(model->gmfUser[0][0].item<float>()));
    }
};

QTEST_GUILESS_MAIN(TestFoldIn)
#include "tst_fold_in.moc"
