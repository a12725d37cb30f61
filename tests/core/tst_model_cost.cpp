#include "model/model_cost.h"
#include "model/network_parts.h"

#include <QTest>

using namespace ncf;
using Kind = NetworkPart::Kind;

namespace {

ModelConfig shape(bool gmf, bool mlp) {
    ModelConfig config;
    config.gmf = gmf;
    config.gmfFactors = 8;
    config.mlp = mlp;
    config.mlpUserDim = 32;
    config.mlpItemDim = 16;
    config.tower = {24, 12};
    return config;
}

Workload load(int batchSize = 256) {
    return {.users = 1000, .items = 800, .batchSize = batchSize, .samplesPerUser = 5};
}

}  // namespace

class TestModelCost : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void partsFollowTheBranches() {
        QCOMPARE(networkParts(shape(true, true)).size(), 12u);
        QCOMPARE(networkParts(shape(true, false)).size(), 7u);
        QCOMPARE(networkParts(shape(false, true)).size(), 9u);
        const auto parts = networkParts(shape(false, true));
        QVERIFY(parts.front() == NetworkPart{Kind::UserId});
        QVERIFY((parts[5] == NetworkPart{Kind::Dense, 0}));
        QVERIFY((parts[6] == NetworkPart{Kind::Dense, 1}));
        QVERIFY(parts.back() == NetworkPart{Kind::Score});
    }

    void widthsAndParametersOfEachPart() {
        const auto config = shape(true, true);
        QCOMPARE(widthOf(config, {Kind::Concatenation}), 48);
        QCOMPARE(widthBelow(config, {Kind::Dense, 0}), 48);
        QCOMPARE(widthBelow(config, {Kind::Dense, 1}), 24);
        QCOMPARE(widthBelow(config, {Kind::Output}), 20);
        QCOMPARE(parametersOf(config, {Kind::GmfItem}, 1000, 800), 6400u);
        QCOMPARE(parametersOf(config, {Kind::MlpUser}, 1000, 800), 32000u);
        QCOMPARE(parametersOf(config, {Kind::Product}, 1000, 800), 0u);
        QCOMPARE(parametersOf(config, {Kind::Dense, 0}, 1000, 800), 49u * 24);
        QCOMPARE(parametersOf(config, {Kind::Output}, 1000, 800), 21u);
        QCOMPARE(parameterCount(config, 1000, 800),
                 1800u * 8 + 1000 * 32 + 800 * 16 + 49 * 24 + 25 * 12 + 21);
    }

    // Constants are no parameters: the biases' ones, and the output weights of a dot product.
    void onlyWhatIsLearntCounts() {
        auto config = shape(true, true);
        const auto plain = parameterCount(config, 1000, 800);
        config.biases = true;
        QCOMPARE(parameterCount(config, 1000, 800), plain + 1800);
        QCOMPARE(parametersOf(config, {Kind::GmfUser}, 1000, 800), 9000u);
        config.dotProduct = true;
        QCOMPARE(parameterCount(config, 1000, 800), plain + 1800 - 8);
        QCOMPARE(parametersOf(config, {Kind::Output}, 1000, 800), 13u);
        config.gmf = false;
        QCOMPARE(parameterCount(config, 1000, 800), parameterCount(shape(false, true), 1000, 800));
    }

    void problemsNameTheirPart() {
        auto config = shape(true, true);
        QVERIFY(partProblems(config).empty());
        config.gmfFactors = 0;
        config.tower[1] = 9000;
        const auto problems = partProblems(config);
        QCOMPARE(problems.size(), 3u);
        QVERIFY(problems[0].part == NetworkPart{Kind::GmfUser});
        QVERIFY(problems[1].part == NetworkPart{Kind::GmfItem});
        QVERIFY((problems[2].part == NetworkPart{Kind::Dense, 1}));
        QVERIFY(problems[2].error.what.find("layer 2 must be 1 to 8,192") != std::string::npos);
        QCOMPARE(config.validate().error().what, problems[0].error.what);
        config.gmf = false;
        QCOMPARE(partProblems(config).size(), 1u);
        config.mlp = false;
        QVERIFY(partProblems(config).empty());
    }

    void memoryHoldsWeightsMomentsAndBuffers() {
        auto config = shape(true, false);
        const auto cost = modelCost(config, load());
        QCOMPARE(cost.parameters, 1800u * 8 + 9);
        // Weights and two moments are the least; a batch touches at most all rows.
        QVERIFY(cost.trainingBytes > 12 * cost.parameters);
        QVERIFY(cost.trainingBytes < 12 * cost.parameters + 4 * (2 * 1800 * 8 + 256 + 9));
        auto averaged = load();
        averaged.averaged = true;
        QCOMPARE(modelCost(config, averaged).trainingBytes,
                 cost.trainingBytes + 4 * cost.parameters);
        QVERIFY(modelCost(config, load(4096)).trainingBytes > cost.trainingBytes);
    }

    void dropoutKeepsItsFactors() {
        auto config = shape(false, true);
        const auto plain = modelCost(config, load());
        config.dropout = 0.2;
        QCOMPARE(modelCost(config, load()).trainingBytes - plain.trainingBytes,
                 4u * 256 * (24 + 12));
    }

    void operationsGrowWithEveryWidth() {
        const auto config = shape(true, true);
        const double before = modelCost(config, load()).operationsPerSample;
        QVERIFY(before > 0);
        for (const auto part : networkParts(config)) {
            auto wider = config;
            switch (part.kind) {
                case Kind::GmfUser:
                    wider.gmfFactors *= 2;
                    break;
                case Kind::MlpUser:
                    wider.mlpUserDim *= 2;
                    break;
                case Kind::MlpItem:
                    wider.mlpItemDim *= 2;
                    break;
                case Kind::Dense:
                    wider.tower[part.layer] *= 2;
                    break;
                default:
                    continue;
            }
            QVERIFY(modelCost(wider, load()).operationsPerSample > before);
        }
    }

    // The two products of 512 × 512 are nearly all there is to compute: six operations per weight.
    void wideLayersAreAMatterOfMatrixProducts() {
        auto config = shape(false, true);
        config.tower = {512, 512, 512};
        auto deeper = config;
        deeper.tower.push_back(512);
        const double layer = modelCost(deeper, load(4096)).operationsPerSample -
                             modelCost(config, load(4096)).operationsPerSample;
        QVERIFY(layer > 6.0 * 512 * 512);
        QVERIFY(layer < 1.1 * 6.0 * 512 * 512);
    }

    // A user's half of the first layer is computed once for all the samples that share the user.
    void samplesOfOneUserShareTheirWork() {
        const auto config = shape(false, true);
        auto alone = load();
        alone.samplesPerUser = 1;
        QVERIFY(modelCost(config, load()).operationsPerSample <
                modelCost(config, alone).operationsPerSample);
    }
};

QTEST_APPLESS_MAIN(TestModelCost)
#include "tst_model_cost.moc"
