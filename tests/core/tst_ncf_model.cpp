#include "base/random.h"
#include "model/gmf_columns.h"
#include "model/ncf_model.h"
#include "model/ncf_scorer.h"
#include "model/weights_file.h"

#include <QTest>

#include <cmath>

using namespace ncf;

namespace {

ModelConfig shape(bool gmf, bool mlp) {
    ModelConfig config;
    config.gmf = gmf;
    config.mlp = mlp;
    config.gmfFactors = 3;
    config.mlpUserDim = 5;
    config.mlpItemDim = 4;
    config.tower = {6, 3};
    config.embeddingStd = 0.5;
    return config;
}

torch::Tensor ids(std::vector<std::int64_t> values) {
    return torch::tensor(values);
}

}  // namespace

class TestNcfModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void logitsByHand() {
        // One factor, one layer: logit = wg·p·q + wh·relu(a·u + b·v + c) + bias.
        ModelConfig config;
        config.gmfFactors = config.mlpUserDim = config.mlpItemDim = 1;
        config.tower = {1};
        NcfModel model(config, 1, 1, 1);
        const torch::NoGradGuard noGrad;
        model->gmfUser.fill_(2);
        model->gmfItem.fill_(3);
        model->mlpUser.fill_(0.5);
        model->mlpItem.fill_(-1);
        model->towerWeight[0].copy_(torch::tensor({{4.0f, 1.0f}}));
        model->towerBias[0].fill_(0.25);
        model->outputWeight.copy_(torch::tensor({{0.1f, 10.0f}}));
        model->outputBias.fill_(-1);
        QCOMPARE(model->forward(ids({0}), ids({0})).item<float>(), 0.1f * 6 + 10 * 1.25f - 1);
        model->towerWeight[0].copy_(torch::tensor({{-4.0f, 1.0f}}));  // now the ReLU is off
        QCOMPARE(model->forward(ids({0}), ids({0})).item<float>(), 0.1f * 6 - 1);
    }

    // logit = Σ w·p·q + b_u + b_i + the tower's part + bias, where w is 1 for a dot product.
    void dotProductAndBiasesByHand_data() {
        QTest::addColumn<bool>("dotProduct");
        QTest::addColumn<bool>("biases");
        QTest::addColumn<bool>("mlp");
        for (int row = 0; row < 8; ++row) {
            QTest::addRow("%d", row) << bool(row & 1) << bool(row & 2) << bool(row & 4);
        }
    }
    void dotProductAndBiasesByHand() {
        QFETCH(bool, dotProduct);
        QFETCH(bool, biases);
        QFETCH(bool, mlp);
        auto plain = shape(true, mlp);
        auto config = plain;
        config.dotProduct = dotProduct;
        config.biases = biases;
        NcfModel model(config, 7, 11, 1);
        NcfModel network(plain, 7, 11, 1);
        const auto [first, count] = gmfFactorColumns(config);
        const torch::NoGradGuard noGrad;
        // Biases start from 0, and the rest as without them.
        QVERIFY(torch::equal(model->gmfUser.narrow(1, first, count), network->gmfUser));
        QVERIFY(torch::equal(model->gmfItem.narrow(1, first, count), network->gmfItem));
        if (dotProduct) {
            network->outputWeight.narrow(1, 0, 3).fill_(1);
        }
        const auto user = ids({0, 3, 6, 6});
        const auto item = ids({10, 2, 0, 5});
        const auto logits = [&] { return model->forward(user, item); };
        QVERIFY(torch::allclose(logits(), network->forward(user, item)));
        auto expected = network->forward(user, item);
        if (biases) {
            model->gmfUser.select(1, 0).copy_(torch::arange(7) * 0.5f - 1);
            model->gmfItem.select(1, 4).copy_(torch::arange(11) * 0.25f - 2);
            expected += user * 0.5f - 1 + item * 0.25f - 2;
        }
        QVERIFY(torch::allclose(logits(), expected, 1e-5, 1e-5));
        NcfScorer scorer(model);
        const std::vector<UserIndex> users = {0, 3, 6, 6};
        const std::vector<ItemIndex> items = {10, 2, 0, 5};
        std::vector<float> scores(4);
        scorer.scorePairs(users, items, scores);
        QVERIFY(torch::allclose(torch::tensor(scores), expected, 1e-5, 1e-5));
        const std::uint64_t fixed = (dotProduct ? 3 : 0) + (biases ? 7 + 11 + 2 : 0);
        std::uint64_t all = 0;
        for (const auto& parameter : model->parameters()) {
            all += static_cast<std::uint64_t>(parameter.numel());
        }
        QCOMPARE(parameterCount(config, 7, 11), all - fixed);
    }

    void parametersAreCounted_data() {
        QTest::addColumn<bool>("gmf");
        QTest::addColumn<bool>("mlp");
        QTest::newRow("GMF") << true << false;
        QTest::newRow("MLP") << false << true;
        QTest::newRow("NeuMF") << true << true;
    }
    void parametersAreCounted() {
        QFETCH(bool, gmf);
        QFETCH(bool, mlp);
        const auto config = shape(gmf, mlp);
        NcfModel model(config, 7, 11, 1);
        std::int64_t count = 0;
        for (const auto& parameter : model->parameters()) {
            count += parameter.numel();
        }
        QCOMPARE(static_cast<std::uint64_t>(count), parameterCount(config, 7, 11));
        QCOMPARE(modelName(config), std::string(QTest::currentDataTag()));
    }

    void startsFromTheSeed() {
        NcfModel a(shape(true, true), 50, 60, 5);
        NcfModel b(shape(true, true), 50, 60, 5);
        NcfModel c(shape(true, true), 50, 60, 6);
        QVERIFY(torch::equal(a->mlpUser, b->mlpUser));
        QVERIFY(!torch::equal(a->mlpUser, c->mlpUser));
        QVERIFY(std::abs(a->mlpUser.std().item<double>() - 0.5) < 0.1);
        const double bound = std::sqrt(6.0 / (9 + 6));
        QVERIFY(a->towerWeight[0].abs().max().item<double>() <= bound);
        QCOMPARE(a->towerBias[0].abs().sum().item<double>(), 0.0);
    }

    void dropoutOnlyWhileTraining() {
        auto config = shape(false, true);
        config.tower = {64};
        config.dropout = 0.5;
        config.activation = Activation::Sigmoid;  // no output is 0 by itself
        NcfModel model(config, 3, 3, 1);
        const auto user = ids({0, 1, 2});
        model->eval();
        QVERIFY(torch::equal(model->forward(user, user), model->forward(user, user)));
        model->train();
        QVERIFY(!torch::equal(model->forward(user, user), model->forward(user, user)));
    }

    void scorerAgreesWithForward_data() {
        QTest::addColumn<bool>("gmf");
        QTest::addColumn<bool>("mlp");
        QTest::addColumn<int>("activation");
        for (int activation = 0; activation < 4; ++activation) {
            QTest::addRow("NeuMF %d", activation) << true << true << activation;
            QTest::addRow("MLP %d", activation) << false << true << activation;
        }
        QTest::newRow("GMF") << true << false << 0;
    }
    void scorerAgreesWithForward() {
        QFETCH(bool, gmf);
        QFETCH(bool, mlp);
        QFETCH(int, activation);
        auto config = shape(gmf, mlp);
        config.activation = static_cast<Activation>(activation);
        config.dropout = 0.4;  // must not matter
        NcfModel model(config, 4, 6, 3);
        model->eval();
        NcfScorer scorer(model);
        NcfScorer ratings(model, RatingScale{1, 5});
        const std::vector<UserIndex> users = {3, 1};
        std::vector<float> all(12);
        scorer.scoreCatalogue(users, all);
        for (std::size_t row = 0; row < users.size(); ++row) {
            const auto expected = model->forward(torch::full({6}, users[row], torch::kInt64),
                                                 torch::arange(6, torch::kInt64));
            std::vector<float> pairs(6);
            std::vector<float> rated(6);
            const std::vector<UserIndex> user(6, users[row]);
            const std::vector<ItemIndex> items = {0, 1, 2, 3, 4, 5};
            scorer.scorePairs(user, items, pairs);
            ratings.scorePairs(user, items, rated);
            for (int item = 0; item < 6; ++item) {
                const auto at = static_cast<std::size_t>(item);
                const float logit = expected[item].item<float>();
                QVERIFY(std::abs(all[row * 6 + at] - logit) < 1e-5);
                QVERIFY(std::abs(pairs[at] - logit) < 1e-5);
                QVERIFY(std::abs(rated[at] - (1 + 4 * probability(logit))) < 1e-5);
            }
        }
    }

    void weightsComeBack() {
        NcfModel model(shape(true, true), 7, 9, 1);
        const auto bytes = weightsToBytes(model);
        NcfModel other(shape(true, true), 7, 9, 2);
        QVERIFY(bool(weightsFromBytes(bytes, other)));
        for (const auto& entry : model->named_parameters()) {
            QVERIFY2(torch::equal(entry.value(), other->named_parameters()[entry.key()]),
                     entry.key().c_str());
        }
        NcfModel smaller(shape(true, true), 7, 8, 2);
        const auto before = smaller->gmfUser.clone();
        QVERIFY(!weightsFromBytes(bytes, smaller));
        QVERIFY(torch::equal(before, smaller->gmfUser));
        NcfModel gmfOnly(shape(true, false), 7, 9, 2);
        QVERIFY(bool(weightsFromBytes(bytes, gmfOnly)) == false);  // the output layer is wider
    }

    void damagedWeightsAreRefused() {
        NcfModel model(shape(true, true), 3, 3, 1);
        const auto bytes = weightsToBytes(model);
        NcfModel other(shape(true, true), 3, 3, 2);
        for (const std::size_t length :
             {std::size_t(0), std::size_t(7), std::size_t(8), std::size_t(40), bytes.size() - 1}) {
            QVERIFY(!weightsFromBytes(bytes.substr(0, length), other));
        }
        // Whatever the bytes are, there is an answer and no crash.
        Random random(17);
        for (int round = 0; round < 500; ++round) {
            auto broken = bytes;
            for (int hit = 0; hit < 3; ++hit) {
                broken[random.below(static_cast<std::uint32_t>(std::min<std::size_t>(
                    broken.size(), 900)))] = static_cast<char>(random.below(256));
            }
            const auto status = weightsFromBytes(broken, other);
            QVERIFY(status || !status.error().what.empty());
        }
    }

    void impossibleShapesAreRefused_data() {
        QTest::addColumn<QString>("change");
        for (const auto* change : {"no branch", "no factors", "empty tower", "layer of 0",
                                   "huge layer", "dropout of 1", "no spread"}) {
            QTest::newRow(change) << QString(change);
        }
    }
    void impossibleShapesAreRefused() {
        QFETCH(QString, change);
        ModelConfig config;
        QVERIFY(bool(config.validate()));
        if (change == "no branch") {
            config.gmf = config.mlp = false;
        } else if (change == "no factors") {
            config.gmfFactors = 0;
        } else if (change == "empty tower") {
            config.tower.clear();
        } else if (change == "layer of 0") {
            config.tower[1] = 0;
        } else if (change == "huge layer") {
            config.tower[1] = 1 << 20;
        } else if (change == "dropout of 1") {
            config.dropout = 1;
        } else {
            config.embeddingStd = 0;
        }
        const auto status = config.validate();
        QVERIFY(!status);
        QVERIFY(!status.error().remedy.empty());
    }
};

QTEST_APPLESS_MAIN(TestNcfModel)
#include "tst_ncf_model.moc"
