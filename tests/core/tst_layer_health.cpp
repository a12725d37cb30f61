#include "support/training_batch.h"
#include "training/training_step.h"

#include <QTest>

using namespace ncf;
using namespace ncf::test;

class TestLayerHealth : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Plain gradient descent moves every weight by the rate times its gradient.
    void healthIsTheGradientsSize_data() {
        QTest::addColumn<int>("threads");
        QTest::newRow("1 thread") << 1;
        QTest::newRow("3 threads") << 3;
    }
    void healthIsTheGradientsSize() {
        QFETCH(int, threads);
        ModelConfig shape;
        shape.tower = {16, 8};
        NcfModel model(shape, kUsers, kItems, 5);
        {
            // Half of the first layer's units give 0 whatever comes in.
            const torch::NoGradGuard noGrad;
            model->denseParameters()[1].slice(0, 0, 8).fill_(-100);
            model->denseParameters()[1].slice(0, 8, 16).fill_(100);
        }
        TrainingConfig config;
        config.optimiser = Optimiser::Sgd;
        config.learningRate = 0.5;
        config.batchSize = 64;
        WorkerTeam team(threads);
        const auto step = makeFusedStep(model, config, std::nullopt, 1, team);
        std::vector<torch::Tensor> before;
        for (const auto& parameter : model->denseParameters()) {
            before.push_back(parameter.detach().clone());
        }
        const auto batch = makeBatch(64, false, false, 3);
        step->run(batch.user, batch.item, batch.label);
        const auto health = step->layerHealth();
        QCOMPARE(health.size(), 2u);
        for (std::size_t layer = 0; layer < health.size(); ++layer) {
            double squares = 0;
            for (const std::size_t at : {2 * layer, 2 * layer + 1}) {
                const auto moved = (model->denseParameters()[at].detach() - before[at]) / 0.5;
                squares += moved.pow(2).sum().item<double>();
            }
            QVERIFY(squares > 0);
            QVERIFY(std::abs(health[layer].gradientNorm / std::sqrt(squares) - 1) < 0.01);
        }
        QCOMPARE(*health[0].deadShare, 0.5);
        QVERIFY(*health[1].deadShare < 1);
    }

    void healthKnowsDeadUnitsOfReluAlone() {
        ModelConfig shape;
        shape.activation = Activation::Tanh;
        WorkerTeam team(1);
        TrainingConfig config;
        const auto batch = makeBatch(32, false, false, 3);
        const auto tanh =
            makeFusedStep(NcfModel(shape, kUsers, kItems, 5), config, std::nullopt, 1, team);
        tanh->run(batch.user, batch.item, batch.label);
        QCOMPARE(tanh->layerHealth().size(), 3u);
        QVERIFY(!tanh->layerHealth()[0].deadShare);
        shape.mlp = false;
        const auto gmf =
            makeFusedStep(NcfModel(shape, kUsers, kItems, 5), config, std::nullopt, 1, team);
        gmf->run(batch.user, batch.item, batch.label);
        QVERIFY(gmf->layerHealth().empty());
    }
};

QTEST_APPLESS_MAIN(TestLayerHealth)
#include "tst_layer_health.moc"
