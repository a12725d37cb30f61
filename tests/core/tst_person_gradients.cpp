#include "model/gmf_columns.h"
#include "recommendation/fold_in.h"
#include "recommendation/person_network.h"
#include "recommendation/user_prior.h"
#include "support/camps_model.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace ncf;
using namespace ncf::test;

namespace {

// Of a row of the GMF users' table, without its constant.
torch::Tensor ownNumbers(const ModelConfig& shape, const torch::Tensor& row) {
    const auto [first, count] = learntUserColumns(shape);
    return row.narrow(0, first, count);
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

class TestPersonGradients : public QObject {
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
};

QTEST_GUILESS_MAIN(TestPersonGradients)
#include "tst_person_gradients.moc"
