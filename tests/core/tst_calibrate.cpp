// That scores which only rank become logits, with the ranking as it was.

#include "data/negative_sampler.h"
#include "data/split.h"
#include "model/ncf_scorer.h"
#include "support/small_data.h"
#include "training/calibrate.h"
#include "training/implicit_als.h"

#include <QTest>
#include <torch/torch.h>

#include <cmath>

using namespace ncf;
using namespace ncf::test;

class CalibrateTest : public QObject {
    Q_OBJECT

private:
    static InteractionSet trainOf(const Dataset& data) {
        return makeSplit(data, {}, false, 1)->train;
    }

    static NcfModel solved(const InteractionSet& train, std::size_t items) {
        ImplicitAlsConfig config;
        config.factors = 6;
        auto model = factorModel(config, static_cast<std::int64_t>(train.userCount()),
                                 static_cast<std::int64_t>(items), 1);
        ImplicitAls als(model, train, config, 1);
        RunControl control;
        WorkClock clock(0);
        for (int i = 0; i < 5; ++i) {
            if (!als.iterate(clock, control)) {
                return NcfModel(nullptr);
            }
        }
        return model;
    }

    static std::vector<float> scoresOf(const NcfModel& model, const Samples& samples) {
        std::vector<float> scores(samples.size());
        NcfScorer(model, std::nullopt, 1).scorePairs(samples.user, samples.item, scores);
        return scores;
    }

private Q_SLOTS:
    // At the least loss the errors and their products with the scores sum up to nothing.
    void findsTheLeastLoss() {
        const auto data = twoCamps();
        const auto train = trainOf(data);
        const auto model = solved(train, data.itemCount());
        QVERIFY(!model.is_empty());
        NegativeSampler sampler(train, data.itemCount(), 3, 7);
        sampler.startEpoch(1);
        Samples samples;
        sampler.beginBatch(sampler.samplesPerEpoch(), samples);
        sampler.fill(samples);
        const auto before = scoresOf(model, samples);
        calibrate(model, train, 3, 7);
        const auto after = scoresOf(model, samples);
        double errors = 0;
        double products = 0;
        for (std::size_t i = 0; i < samples.size(); ++i) {
            const double error =
                static_cast<double>(probability(after[i])) - static_cast<double>(samples.label[i]);
            errors += error;
            products += error * before[i];
        }
        const auto count = static_cast<double>(samples.size());
        QVERIFY2(std::abs(errors) < 1e-4 * count, std::to_string(errors / count).c_str());
        QVERIFY2(std::abs(products) < 1e-4 * count, std::to_string(products / count).c_str());
        QVERIFY(model->outputWeight.eq(1).all().item<bool>());
        for (std::size_t i = 1; i < samples.size(); ++i) {
            if (before[i] > before[i - 1] + 1e-4f) {
                QVERIFY(after[i] > after[i - 1]);
            }
        }
    }

    void leavesAloneWhatTellsNothing() {
        const auto data = twoCamps();
        const auto train = trainOf(data);
        const auto model = solved(train, data.itemCount());
        {
            const torch::NoGradGuard noGrad;
            model->gmfItem.zero_();
        }
        calibrate(model, train, 3, 7);
        QVERIFY(model->gmfItem.eq(0).all().item<bool>());
        QCOMPARE(model->outputBias.item<float>(), 0.0f);
    }
};

QTEST_GUILESS_MAIN(CalibrateTest)
#include "tst_calibrate.moc"
