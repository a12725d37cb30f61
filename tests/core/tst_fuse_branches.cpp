// That a network fused of two branches says what they say together.

#include "model/fuse_branches.h"
#include "model/gmf_columns.h"

#include <QTest>

using namespace ncf;

namespace {

constexpr std::int64_t kUsers = 7, kItems = 11;

NcfModel modelOf(ModelConfig config, bool gmf, bool mlp, std::uint64_t seed) {
    config.gmf = gmf;
    config.mlp = mlp;
    NcfModel model(config, kUsers, kItems, seed);
    model->eval();
    const torch::NoGradGuard noGrad;
    // As if it had learnt: nothing that training moves stays 0.
    model->outputBias.fill_(0.1 * static_cast<double>(seed));
    for (auto& bias : model->towerBias) {
        bias.fill_(0.05);
    }
    if (gmf && config.biases) {
        const auto factors = gmfFactorColumns(config);
        model->gmfUser.select(1, 0).copy_(torch::linspace(-1, 1, kUsers));
        model->gmfItem.select(1, factors.first + factors.count)
            .copy_(torch::linspace(2, -2, kItems));
    }
    return model;
}

}  // namespace

class FuseBranchesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theLogitIsTheWeightedSum_data() {
        QTest::addColumn<bool>("dotProduct");
        QTest::addColumn<bool>("biases");
        QTest::addColumn<double>("alpha");
        for (const double alpha : {0.0, 0.3, 1.0}) {
            for (int row = 0; row < 4; ++row) {
                QTest::addRow("%d, %g", row, alpha) << bool(row & 1) << bool(row & 2) << alpha;
            }
        }
    }
    void theLogitIsTheWeightedSum() {
        QFETCH(bool, dotProduct);
        QFETCH(bool, biases);
        QFETCH(double, alpha);
        ModelConfig config;
        config.gmfFactors = 3;
        config.mlpUserDim = 5;
        config.mlpItemDim = 4;
        config.tower = {6, 2};
        config.embeddingStd = 0.5;
        config.dotProduct = dotProduct;
        config.biases = biases;
        const auto gmf = modelOf(config, true, false, 1);
        const auto mlp = modelOf(config, false, true, 2);
        auto network = modelOf(config, true, true, 3);
        fuseBranches(network, gmf, mlp, alpha);

        const torch::NoGradGuard noGrad;
        const auto pair = torch::arange(kUsers * kItems);
        const auto user = torch::div(pair, kItems, "floor");
        const auto item = pair % kItems;
        const auto logits = [&](const NcfModel& model) {
            return NcfModel(model)->forward(user, item);
        };
        const auto expected = logits(gmf) * alpha + logits(mlp) * (1 - alpha);
        QVERIFY(expected.std().item<float>() > 0.01F);
        QVERIFY(torch::allclose(logits(network), expected, 1e-5, 1e-6));
        // What a training never moves is as it was.
        const auto ones = [](const torch::Tensor& t) { return (t == 1).all().item<bool>(); };
        const auto factors = gmfFactorColumns(config);
        if (biases) {
            QVERIFY(ones(network->gmfUser.select(1, factors.first + factors.count)));
            QVERIFY(ones(network->gmfItem.select(1, 0)));
            QVERIFY(ones(network->outputWeight.select(1, 0)));
            QVERIFY(ones(network->outputWeight.select(1, factors.first + factors.count)));
        }
        if (dotProduct) {
            QVERIFY(ones(network->outputWeight.narrow(1, 0, gmfWidth(config))));
        }
        // And the branches are still their own.
        QVERIFY(!network->gmfUser.is_same(gmf->gmfUser));
        network->gmfUser.fill_(0);
        QVERIFY(gmf->gmfUser.std().item<float>() > 0.1F);
    }
};

QTEST_GUILESS_MAIN(FuseBranchesTest)
#include "tst_fuse_branches.moc"
