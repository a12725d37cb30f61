#include "data/split.h"
#include "model/gmf_columns.h"
#include "model/ncf_model.h"
#include "recommendation/fold_in.h"
#include "recommendation/person_network.h"
#include "recommendation/top_n.h"
#include "recommendation/user_prior.h"
#include "support/results.h"
#include "support/small_data.h"
#include "training/trainer.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace ncf;
using namespace ncf::test;

namespace {

constexpr int kUsers = 60;
constexpr int kItems = 40;

ModelConfig smallShape(Activation activation = Activation::Relu) {
    ModelConfig shape;
    shape.gmfFactors = 4;
    shape.mlpUserDim = 5;
    shape.mlpItemDim = 6;
    shape.tower = {8, 4};
    shape.activation = activation;
    return shape;
}

Split campsSplit(bool ratings = false) {
    SplitConfig config;
    config.negatives = 10;
    return std::move(*makeSplit(twoCamps(kUsers, kItems), config, ratings, 1));
}

NcfModel trainedOn(const Split& split, const ModelConfig& shape, Loss loss) {
    NcfModel model(shape, kUsers, kItems, 1);
    TrainingConfig training;
    training.loss = loss;
    training.learningRate = 0.01;
    training.batchSize = 64;
    training.epochs = 12;
    training.patience = 0;
    std::optional<RatingScale> scale;
    if (training.explicitFeedback()) {
        scale = RatingScale{1, 5};
    }
    Trainer trainer(model, split, training, {}, scale, 1);
    RunControl control;
    TrainingObserver observer;
    observer.onStep = [](const StepReport&) {};
    observer.onEpoch = [](const EpochRecord&, bool) { return Status(); };
    [&] { REQUIRE_OK(trainer.run(control, observer)); }();
    model->eval();
    return model;
}

FoldInSettings ratingSettings() {
    FoldInSettings settings;
    settings.explicitFeedback = true;
    settings.ratingLow = 1;
    settings.ratingHigh = 5;
    return settings;
}

std::vector<Pick> likes(std::initializer_list<ItemIndex> items) {
    std::vector<Pick> picks;
    for (const ItemIndex item : items) {
        picks.push_back({item, 1});
    }
    return picks;
}

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

// Of a row of the GMF users' table, without its constant.
torch::Tensor ownNumbers(const ModelConfig& shape, const torch::Tensor& row) {
    const auto [first, count] = learntUserColumns(shape);
    return row.narrow(0, first, count);
}

// The trained embedding of a user.
PersonEmbedding trained(const NcfModel& model, UserIndex user) {
    PersonEmbedding person;
    for (const auto& table : personTables(model)) {
        const auto row = table[user].contiguous();
        person.insert(person.end(), row.data_ptr<float>(), row.data_ptr<float>() + row.numel());
    }
    return person;
}

// The objective of fold_in.h, by LibTorch: user 0's rows hold the person.
torch::Tensor objective(NcfModel model, const UserPrior& prior, const std::vector<Pick>& picks,
                        const FoldInSettings& settings) {
    auto label = torch::zeros({kItems});
    auto weight = torch::zeros({kItems});
    double liked = 0;
    for (const auto& pick : picks) {
        liked += pick.label > 0 ? 1 : 0;
        label[pick.item] = pick.label;
        weight[pick.item] = 1;
    }
    const auto items = torch::arange(kItems);
    const auto logits = model->forward(torch::zeros(kItems, torch::kInt64), items);
    torch::Tensor loss;
    if (settings.explicitFeedback) {
        const auto rating = settings.ratingLow +
                            (settings.ratingHigh - settings.ratingLow) * torch::sigmoid(logits);
        const double sigma = 0.2 * (settings.ratingHigh - settings.ratingLow);
        loss = (weight * (rating - label).square()).sum() / (2 * sigma * sigma);
    } else {
        const double unseen = kItems - static_cast<double>(picks.size());
        const auto all =
            torch::where(weight > 0, weight,
                         torch::full({kItems}, settings.negativesPerPositive * liked / unseen));
        loss = (all * (torch::softplus(logits) - label * logits)).sum();
    }
    std::vector<torch::Tensor> parts;
    if (model->gmfUser.defined()) {
        parts.push_back(ownNumbers(model->config(), model->gmfUser[0]));
    }
    if (model->mlpUser.defined()) {
        parts.push_back(model->mlpUser[0]);
    }
    const auto apart =
        torch::cat(parts).to(torch::kFloat64) - torch::tensor(prior.mean, torch::kFloat64);
    const auto width = apart.size(0);
    const auto precision = torch::tensor(prior.precision, torch::kFloat64).view({width, width});
    return loss.to(torch::kFloat64) +
           settings.priorStrength / 2 * apart.dot(torch::mv(precision, apart));
}

}  // namespace

class TestFoldIn : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void gradientsAreAutograds_data() {
        QTest::addColumn<int>("activation");
        QTest::addColumn<bool>("gmf");
        QTest::addColumn<bool>("mlp");
        QTest::addColumn<bool>("ratings");
        QTest::addColumn<bool>("biases");
        QTest::newRow("relu") << int(Activation::Relu) << true << true << false << false;
        QTest::newRow("leaky relu") << int(Activation::LeakyRelu) << true << true << false << false;
        QTest::newRow("tanh") << int(Activation::Tanh) << true << true << false << false;
        QTest::newRow("sigmoid") << int(Activation::Sigmoid) << true << true << false << false;
        QTest::newRow("gmf") << int(Activation::Relu) << true << false << false << false;
        QTest::newRow("mlp") << int(Activation::Relu) << false << true << false << false;
        QTest::newRow("ratings") << int(Activation::Relu) << true << true << true << false;
        QTest::newRow("gmf, biases") << int(Activation::Relu) << true << false << false << true;
        QTest::newRow("biases") << int(Activation::Relu) << true << true << false << true;
        QTest::newRow("ratings, biases") << int(Activation::Relu) << true << true << true << true;
    }
    void gradientsAreAutograds() {
        QFETCH(int, activation);
        QFETCH(bool, gmf);
        QFETCH(bool, mlp);
        QFETCH(bool, ratings);
        QFETCH(bool, biases);
        ModelConfig shape = smallShape(static_cast<Activation>(activation));
        shape.biases = biases;
        shape.gmf = gmf;
        shape.mlp = mlp;
        shape.embeddingStd = 0.7;
        NcfModel model(shape, kUsers, kItems, 3);
        if (biases) {
            const torch::NoGradGuard noGrad;
            model->gmfUser.select(1, 0).copy_(torch::linspace(-1, 2, kUsers));
            model->gmfItem.select(1, 5).copy_(torch::linspace(0.5, -1, kItems));
        }
        const auto split = campsSplit();
        auto settings = ratings ? ratingSettings() : FoldInSettings();
        settings.priorStrength = 0.3;
        FoldIn fold(model, split.train, settings);
        const auto prior = userPrior(model, split.train);
        const std::vector<Pick> picks = ratings
                                            ? std::vector<Pick>{{3, 4.5f}, {8, 1}, {20, 3}}
                                            : std::vector<Pick>{{3, 1}, {8, 0}, {20, 1}, {39, 1}};
        std::vector<double> expected;
        const auto loss = objective(model, prior, picks, settings);
        loss.backward();
        const auto expect = [&](const torch::Tensor& gradient) {
            const auto slope = gradient.to(torch::kFloat64).contiguous();
            expected.insert(expected.end(), slope.data_ptr<double>(),
                            slope.data_ptr<double>() + slope.numel());
        };
        if (gmf) {
            expect(ownNumbers(shape, model->gmfUser.grad()[0]));
        }
        if (mlp) {
            expect(model->mlpUser.grad()[0]);
        }
        const auto value = fold.objective(picks, trained(model, 0));
        const double reference = loss.item<double>();
        QVERIFY(std::abs(value.loss - reference) < 1e-4 * std::abs(reference));
        QCOMPARE(value.gradient.size(), expected.size());
        double largest = 0;
        for (const double each : expected) {
            largest = std::max(largest, std::abs(each));
        }
        QVERIFY(largest > 0);
        for (std::size_t at = 0; at < expected.size(); ++at) {
            QVERIFY2(std::abs(value.gradient[at] - expected[at]) < 1e-4 * largest,
                     qPrintable(QStringLiteral("%1 %2").arg(value.gradient[at]).arg(expected[at])));
        }
    }

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

    // The influence function against honest refits, where it should be good: GMF's loss is convex,
    // and with a strong prior a pick moves little.
    void firstOrderEffectsComeNearTheRefits() {
        const auto split = campsSplit();
        ModelConfig shape = smallShape();
        shape.mlp = false;
        const auto model = trainedOn(split, shape, Loss::BinaryCrossEntropy);
        FoldInSettings settings;
        settings.priorStrength = 30;
        FoldIn fold(model, split.train, settings);
        const auto picks = likes({2, 4, 6, 12, 16, 20, 24, 28, 7, 9});
        const auto person = *fold.fit(picks, {}, FoldIn::Care::Thorough);
        const auto now = fold.logits(person)[30];
        const auto effects = fold.removalEffects(picks, person, 30);
        QCOMPARE(effects.size(), picks.size());
        double together = 0, estimated = 0, honest = 0;
        for (std::size_t at = 0; at < picks.size(); ++at) {
            auto left = picks;
            left.erase(left.begin() + static_cast<std::ptrdiff_t>(at));
            const auto moved = fold.logits(*fold.refit(picks, person, left))[30];
            const auto change = double(moved) - double(now);
            const auto effect = double(effects[at]);
            together += change * effect;
            estimated += effect * effect;
            honest += change * change;
        }
        QVERIFY(honest > 0);
        const double cosine = together / std::sqrt(estimated * honest);
        QVERIFY2(cosine > 0.98, qPrintable(QString::number(cosine)));
        const double ratio = std::sqrt(estimated / honest);
        QVERIFY2(ratio > 0.8 && ratio < 1.25, qPrintable(QString::number(ratio)));
    }

    // Without a kink between them the move and the effect are two ways to the same number.
    void movesAndEffectsAgree() {
        const auto split = campsSplit();
        ModelConfig shape = smallShape();
        shape.mlp = false;
        const auto model = trainedOn(split, shape, Loss::BinaryCrossEntropy);
        FoldIn fold(model, split.train, {});
        const auto picks = likes({2, 4, 6, 12, 7});
        PersonEmbedding person = fold.average();
        person[0] += 0.1f;
        const auto now = fold.logits(person);
        QVERIFY(fold.withoutItems(picks, person, {}) == person);
        const std::vector<ItemIndex> pair = {4, 7};
        const auto both = fold.logits(fold.withoutItems(picks, person, pair));
        for (const ItemIndex item : {ItemIndex(9), ItemIndex(30), ItemIndex(4)}) {
            const auto at = static_cast<std::size_t>(item);
            const auto effects = fold.removalEffects(picks, person, item);
            for (std::size_t left = 0; left < picks.size(); ++left) {
                const auto moved =
                    fold.logits(fold.withoutItems(picks, person, {&picks[left].item, 1}));
                QVERIFY(std::abs(moved[at] - now[at] - effects[left]) < 1e-4f);
            }
            QVERIFY(both[at] != now[at]);
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
