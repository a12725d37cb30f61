#include "support/small_data.h"
#include "training/trainer.h"
#include "training/validation.h"
#include "training/weight_average.h"

#include <QTest>

#include <thread>

using namespace ncf;
using namespace ncf::test;

namespace {

struct Setup {
    Dataset data = twoCamps();
    Split split;
    ModelConfig shape;
    TrainingConfig training;

    explicit Setup(Loss loss = Loss::BinaryCrossEntropy) {
        training.loss = loss;
        SplitConfig config;
        config.negatives = 15;
        if (loss == Loss::MeanSquaredError) {
            config.kind = SplitKind::Ratio;
        }
        split = *makeSplit(data, config, training.explicitFeedback(), 1);
        shape.gmfFactors = 4;
        shape.mlpUserDim = shape.mlpItemDim = 8;
        shape.tower = {8, 4};
        shape.embeddingStd = 0.1;
        training.batchSize = 64;
        training.learningRate = 0.01;
        training.epochs = 15;
    }

    std::optional<RatingScale> scale() const {
        return training.explicitFeedback() ? std::optional(RatingScale{1, 5}) : std::nullopt;
    }
};

struct Outcome {
    Result<TrainingOutcome> result;
    std::vector<EpochRecord> epochs;
    std::vector<bool> best;
};

EvaluationConfig top3() {
    EvaluationConfig config;
    config.cutoff = 3;
    return config;
}

Outcome train(const Setup& setup, RunControl& control,
              std::function<void(const StepReport&)> onStep = {}) {
    NcfModel model(setup.shape, static_cast<std::int64_t>(setup.split.users),
                   static_cast<std::int64_t>(setup.split.items), 1);
    Trainer trainer(model, setup.split, setup.training, top3(), setup.scale(), 1);
    std::vector<EpochRecord> epochs;
    std::vector<bool> best;
    auto result = trainer.run(control, {[&](const StepReport& step) {
                                            if (onStep) {
                                                onStep(step);
                                            }
                                        },
                                        [&](const EpochRecord& epoch, bool isBest) {
                                            epochs.push_back(epoch);
                                            best.push_back(isBest);
                                            return Status();
                                        }});
    return {result, epochs, best};
}

}  // namespace

class TestTrainer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void learnsTheCamps_data() {
        QTest::addColumn<int>("optimiser");
        QTest::addColumn<double>("learningRate");
        QTest::newRow("lazy Adam") << int(Optimiser::LazyAdam) << 0.01;
        QTest::newRow("Adam") << int(Optimiser::Adam) << 0.01;
        QTest::newRow("SGD") << int(Optimiser::Sgd) << 1.0;
    }
    void learnsTheCamps() {
        QFETCH(int, optimiser);
        QFETCH(double, learningRate);
        Setup setup;
        setup.training.optimiser = static_cast<Optimiser>(optimiser);
        setup.training.learningRate = learningRate;
        setup.training.epochs = 30;
        setup.training.patience = 0;
        RunControl control;
        const auto outcome = train(setup, control);
        QVERIFY(bool(outcome.result));
        QCOMPARE(outcome.result->epochs, 30);
        // Some five of the fifteen negatives are from the own camp, so chance among the camp's is
        // about a half, and 3 of 16 without knowing the camp.
        const auto& best = outcome.epochs[static_cast<std::size_t>(outcome.result->bestEpoch - 1)];
        QVERIFY2(*best.validation.hitRate > 0.35,
                 qPrintable(QString::number(*best.validation.hitRate)));
        QVERIFY(outcome.epochs.back().trainLoss < 0.75 * outcome.epochs.front().trainLoss);
        QVERIFY(best.validation.loss.has_value());
    }

    void learnsByComparing_data() {
        QTest::addColumn<Loss>("loss");
        QTest::addColumn<double>("popularity");
        QTest::newRow("BPR") << Loss::BayesianPersonalisedRanking << 0.0;
        QTest::newRow("softmax") << Loss::SampledSoftmax << 0.0;
        QTest::newRow("softmax, popular negatives") << Loss::SampledSoftmax << 0.75;
    }
    void learnsByComparing() {
        QFETCH(Loss, loss);
        QFETCH(double, popularity);
        Setup setup(loss);
        setup.training.negativePopularity = popularity;
        setup.training.epochs = 30;
        setup.training.patience = 0;
        RunControl control;
        std::uint64_t done = 0;
        std::uint64_t perEpoch = 0;
        const auto outcome = train(setup, control, [&](const StepReport& step) {
            done = step.samplesDone;
            perEpoch = step.samplesPerEpoch;
        });
        QVERIFY(bool(outcome.result));
        QCOMPARE(done, perEpoch);
        const auto& best = outcome.epochs[static_cast<std::size_t>(outcome.result->bestEpoch - 1)];
        QVERIFY2(*best.validation.hitRate > 0.35,
                 qPrintable(QString::number(*best.validation.hitRate)));
        QVERIFY(outcome.epochs.back().trainLoss < 0.75 * outcome.epochs.front().trainLoss);
    }

    // Of a model that has learnt nothing yet, which finds all items alike.
    void lossesOfTrainingAndValidationCompare_data() {
        QTest::addColumn<Loss>("loss");
        QTest::addColumn<double>("expected");
        QTest::newRow("BCE") << Loss::BinaryCrossEntropy << std::log(2);
        QTest::newRow("BPR") << Loss::BayesianPersonalisedRanking << std::log(2);
        QTest::newRow("softmax") << Loss::SampledSoftmax << std::log(5);
    }
    void lossesOfTrainingAndValidationCompare() {
        QFETCH(Loss, loss);
        QFETCH(double, expected);
        Setup setup(loss);
        setup.training.learningRate = 1e-9;
        setup.training.epochs = 1;
        setup.shape.embeddingStd = 1e-6;
        RunControl control;
        const auto outcome = train(setup, control);
        QVERIFY(std::abs(outcome.epochs[0].trainLoss - expected) < 1e-4);
        QVERIFY(std::abs(*outcome.epochs[0].validation.loss - expected) < 1e-4);
    }

    // No prediction of smoothed labels has less loss than their entropy.
    void validationLossIsOfSmoothedLabels() {
        Setup setup;
        setup.training.labelSmoothing = 0.8;
        setup.training.epochs = 30;
        setup.training.patience = 0;
        RunControl control;
        const auto outcome = train(setup, control);
        const double entropy = -0.6 * std::log(0.6) - 0.4 * std::log(0.4);
        const auto& last = outcome.epochs.back();
        QVERIFY(last.trainLoss > entropy - 1e-6 && last.trainLoss < entropy + 0.01);
        QVERIFY2(*last.validation.loss > entropy && *last.validation.loss < entropy + 0.05,
                 qPrintable(QString::number(*last.validation.loss)));
    }

    // Batches of whole groups do not end at multiples of the batch size.
    void goesOnWithinAnEpoch_data() {
        QTest::addColumn<Loss>("loss");
        QTest::newRow("BCE") << Loss::BinaryCrossEntropy;
        QTest::newRow("softmax") << Loss::SampledSoftmax;
    }
    void goesOnWithinAnEpoch() {
        QFETCH(Loss, loss);
        Setup setup(loss);
        setup.training.epochs = 2;
        const auto makeTrainer = [&] {
            return Trainer(NcfModel(setup.shape, 60, 40, 1), setup.split, setup.training, top3(),
                           std::nullopt, 1);
        };
        std::vector<double> expected;
        const auto keep = [](std::vector<double>& into) {
            return [&into](const EpochRecord& epoch, bool) {
                into.push_back(epoch.trainLoss);
                into.push_back(*epoch.validation.loss);
                return Status();
            };
        };
        std::string bytes;
        auto first = makeTrainer();
        int steps = 0;
        RunControl control;
        QVERIFY(bool(first.run(control, {[&](const StepReport&) {
                                             if (++steps == 5) {
                                                 bytes = toBytes(first.checkpoint());
                                             }
                                         },
                                         keep(expected)})));
        auto checkpoint = *checkpointFromBytes(bytes);
        std::vector<double> actual;
        auto second = makeTrainer();
        QVERIFY(bool(second.goOnFrom(checkpoint)));
        QVERIFY(bool(second.run(control, {[](const StepReport&) {}, keep(actual)})));
        QCOMPARE(actual, expected);
        checkpoint.position.samplesDone += 5;
        QVERIFY(!makeTrainer().goOnFrom(checkpoint));
    }

    void learnsRatings() {
        Setup setup(Loss::MeanSquaredError);
        setup.training.epochs = 40;
        RunControl control;
        const auto outcome = train(setup, control);
        QVERIFY(bool(outcome.result));
        const auto& best = outcome.epochs[static_cast<std::size_t>(outcome.result->bestEpoch - 1)];
        // Predicting the mean alone has an RMSE of about 1.1; knowing the camps leaves about 0.5.
        QVERIFY2(*best.validation.rmse < 0.75, qPrintable(QString::number(*best.validation.rmse)));
        QVERIFY(!best.validation.hitRate);
        QCOMPARE(*best.validation.loss, *best.validation.rmse * *best.validation.rmse);
    }

    void sameSeedSameNumbers() {
        for (const int threads : {1, 2}) {
            Setup setup;
            setup.training.threads = threads;
            setup.training.epochs = 3;
            RunControl control;
            const auto one = train(setup, control);
            const auto two = train(setup, control);
            for (std::size_t i = 0; i < 3; ++i) {
                QCOMPARE(one.epochs[i].trainLoss, two.epochs[i].trainLoss);
                QVERIFY(one.epochs[i].validation == two.epochs[i].validation);
            }
        }
    }

    void pauseChangesNothing() {
        Setup setup;
        setup.training.epochs = 3;
        RunControl straight;
        const auto expected = train(setup, straight);
        RunControl control;
        int steps = 0;
        std::jthread resumer;
        const auto paused = train(setup, control, [&](const StepReport&) {
            if (++steps == 5) {
                control.pause();
                resumer = std::jthread([&] {
                    QTest::qSleep(50);
                    control.resume();
                });
            }
        });
        for (std::size_t i = 0; i < 3; ++i) {
            QCOMPARE(paused.epochs[i].trainLoss, expected.epochs[i].trainLoss);
            QVERIFY(paused.epochs[i].validation == expected.epochs[i].validation);
        }
    }

    void stopKeepsFinishedEpochs() {
        Setup setup;
        RunControl control;
        const auto outcome = train(setup, control, [&](const StepReport& step) {
            if (step.epoch == 3) {
                control.stop();
            }
        });
        QVERIFY(bool(outcome.result));
        QVERIFY(outcome.result->stopped);
        QCOMPARE(outcome.result->epochs, 2);
        QCOMPARE(outcome.epochs.size(), std::size_t(2));
    }

    void patienceEndsTraining() {
        Setup setup;
        setup.training.learningRate = 1e-9;  // nothing ever gets better than the first epoch
        setup.training.patience = 3;
        RunControl control;
        const auto outcome = train(setup, control);
        QVERIFY(bool(outcome.result));
        QVERIFY(!outcome.result->stopped);
        QVERIFY(outcome.result->epochs < 15);
        QCOMPARE(outcome.result->epochs - outcome.result->bestEpoch, 3);
        QVERIFY(outcome.best[static_cast<std::size_t>(outcome.result->bestEpoch - 1)]);
    }

    void divergenceIsSaid() {
        Setup setup(Loss::MeanSquaredError);
        setup.training.optimiser = Optimiser::Sgd;
        setup.training.learningRate = 100;
        setup.shape.activation = Activation::LeakyRelu;
        setup.shape.embeddingStd = 10;
        setup.training.loss = Loss::BinaryCrossEntropy;
        RunControl control;
        const auto outcome = train(setup, control);
        QVERIFY(!outcome.result);
        QVERIFY(outcome.result.error().remedy.find("learning rate") != std::string::npos);
    }

    void anObserverCanEndIt() {
        Setup setup;
        NcfModel model(setup.shape, 60, 40, 1);
        Trainer trainer(model, setup.split, setup.training, top3(), std::nullopt, 1);
        RunControl control;
        const auto result =
            trainer.run(control, {[](const StepReport&) {},
                                  [](const EpochRecord&, bool) {
                                      return Status(Error{ErrorKind::Storage, "disk full", ""});
                                  }});
        QVERIFY(!result);
        QCOMPARE(result.error().what, std::string("disk full"));
    }

    void averageOfWeights() {
        NcfModel model(ModelConfig{}, 3, 4, 1);
        const auto weight = model->outputWeight.detach();
        WeightAverage average(model, 100);
        weight.fill_(1);
        average.add();
        weight.fill_(4);
        average.add();
        average.swap();
        QVERIFY(torch::allclose(weight, torch::full_like(weight, 2.5)));
        average.swap();
        QVERIFY(torch::allclose(weight, torch::full_like(weight, 4)));

        WeightAverage forgetful(model, 1);
        for (int i = 0; i < 100; ++i) {
            weight.fill_(i < 50 ? 0 : 7);
            forgetful.add();
        }
        forgetful.swap();
        QVERIFY(torch::allclose(weight, torch::full_like(weight, 7)));
    }

    void schedules() {
        TrainingConfig config;
        config.learningRate = 0.8;
        config.epochs = 8;
        QCOMPARE(config.learningRateAt(7), 0.8);
        config.schedule = Schedule::Step;
        QCOMPARE(config.learningRateAt(1.9), 0.8);
        QCOMPARE(config.learningRateAt(2), 0.4);
        QCOMPARE(config.learningRateAt(7.9), 0.1);
        QCOMPARE(config.learningRateAt(8), 0.1);
        config.schedule = Schedule::Cosine;
        QCOMPARE(config.learningRateAt(0), 0.8);
        QCOMPARE(config.learningRateAt(4), 0.4);
        QVERIFY(config.learningRateAt(8) < 1e-12);
    }

    void notANumberIsNeverBetter() {
        TrainingConfig config;
        Metrics nothing;
        Metrics half;
        half.ndcg = 0.5;
        Metrics broken;
        broken.ndcg = std::nan("");
        QVERIFY(isBetter(half, nothing, config));
        QVERIFY(!isBetter(half, half, config));
        QVERIFY(!isBetter(broken, half, config));
        QVERIFY(!isBetter(broken, nothing, config));
        config.selection = Selection::Loss;
        half.loss = 1;
        Metrics lower = half;
        lower.loss = 0.5;
        QVERIFY(isBetter(lower, half, config));
    }
};

QTEST_APPLESS_MAIN(TestTrainer)
#include "tst_trainer.moc"
