// That a run with pre-training is what one gets by training each branch, fusing them and training
// the network, and that it can be left at any moment of it.

#include "experiment/run_experiment.h"
#include "experiment/run_parts.h"
#include "model/fuse_branches.h"
#include "model/weights_file.h"
#include "store/project.h"
#include "support/results.h"
#include "support/small_project.h"
#include "training/calibrate.h"
#include "training/implicit_als.h"
#include "training/trainer.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <optional>
#include <thread>

using namespace ncf;
using namespace ncf::test;

namespace {

ExperimentConfig pretrainedConfig() {
    ExperimentConfig config = smallConfig(6);
    config.training.pretrainingEpochs = 5;
    config.training.pretrainingTradeOff = 0.3;
    config.training.patience = 2;
    config.training.schedule = Schedule::Cosine;
    config.training.averagedEpochs = 0.5;
    config.training.learningRate = 0.01;
    return config;
}

struct Trained {
    NcfModel model{nullptr};
    int epochs = 0;
};

// Without `epochs` the best epoch by validation, otherwise the last of so many.
Trained trainByHand(const ExperimentConfig& config, const Split& split, NcfModel model,
                    int epochs = 0) {
    Trainer trainer(model, split, config.training, config.evaluation, std::nullopt, config.seed);
    RunControl control;
    std::string best;
    const TrainingObserver observer{[](const auto&) {},
                                    [&](const auto&, bool isBest) {
                                        if (isBest) {
                                            best = weightsToBytes(model);
                                        }
                                        return Status();
                                    }};
    if (epochs > 0) {
        return trainer.run(control, observer, epochs) ? Trained{model, epochs} : Trained();
    }
    const auto outcome = trainer.run(control, observer);
    return outcome && weightsFromBytes(best, model) ? Trained{model, outcome->bestEpoch}
                                                    : Trained();
}

NcfModel initialModel(const ExperimentConfig& config, const Split& split) {
    return NcfModel(config.model, static_cast<std::int64_t>(split.users),
                    static_cast<std::int64_t>(split.items), config.seed);
}

// The GMF branch as a dot product by implicit ALS, in iterations.
Trained solveByHand(const ExperimentConfig& config, const Split& split, int iterations) {
    ImplicitAlsConfig als = config.implicitAls;
    als.factors = config.model.gmfFactors;
    const auto model = factorModel(als, static_cast<std::int64_t>(split.users),
                                   static_cast<std::int64_t>(split.items), config.seed);
    ImplicitAls solver(model, split.train, als, 1);
    RunControl control;
    WorkClock clock(0);
    Trained best;
    double ndcg = -1;
    for (int i = 1; i <= (iterations > 0 ? iterations : als.iterations); ++i) {
        if (!solver.iterate(clock, control)) {
            return {};
        }
        NcfScorer scorer(model, std::nullopt, 1);
        const double quality =
            iterations > 0 ? i
                           : *evaluateHeldOut(scorer, split.validation, split, config).metrics.ndcg;
        if (quality > ndcg) {
            ndcg = quality;
            best.epochs = i;
            best.model = factorModel(als, static_cast<std::int64_t>(split.users),
                                     static_cast<std::int64_t>(split.items), config.seed);
            if (!weightsFromBytes(weightsToBytes(model), best.model)) {
                return {};
            }
        }
    }
    calibrate(best.model, split.train, config.training.negativesPerPositive, config.seed);
    return best;
}

struct Epochs {
    int gmf = 0, mlp = 0, network = 0;
};

// The whole of it; `epochs` says for how long, or is told.
NcfModel pretrainByHand(const ExperimentConfig& config, const Split& split, Epochs& epochs) {
    auto alone = config;
    alone.training.epochs = config.training.pretrainingEpochs;
    if (alone.training.optimiser == Optimiser::Sgd) {
        alone.training.optimiser = Optimiser::Adam;
        alone.training.learningRate = 0.001;
    }
    auto gmfConfig = alone;
    gmfConfig.model.mlp = false;
    auto mlpConfig = alone;
    mlpConfig.model.gmf = false;
    const auto gmf =
        config.model.dotProduct && !config.model.biases
            ? solveByHand(config, split, epochs.gmf)
            : trainByHand(gmfConfig, split, initialModel(gmfConfig, split), epochs.gmf);
    const auto mlp = trainByHand(mlpConfig, split, initialModel(mlpConfig, split), epochs.mlp);
    auto network = initialModel(config, split);
    fuseBranches(network, gmf.model, mlp.model, config.training.pretrainingTradeOff);
    const auto trained = trainByHand(config, split, network, epochs.network);
    epochs = {gmf.epochs, mlp.epochs, trained.epochs};
    return trained.model;
}

}  // namespace

class PretrainingTest : public QObject {
    Q_OBJECT

private:
    Result<RunRecord> runOf(const ExperimentConfig& config, RunMonitor& monitor) {
        RunControl control;
        return runExperiment(path_, config, "run", control, monitor);
    }
    Result<RunRecord> runOf(const ExperimentConfig& config) {
        RunMonitor monitor;
        return runOf(config, monitor);
    }
    // Does something in the first epoch of a phase that has more of them than it can see.
    Result<RunRecord> interruptedIn(ExperimentConfig& config, RunPhase phase, bool refit,
                                    void (RunControl::*how)()) {
        RunControl control;
        RunMonitor monitor;
        std::jthread other([&] {
            const auto there = [&](const RunSnapshot& s) {
                return s.phase == RunPhase::Finished ||
                       (s.phase == phase && s.refit == refit && s.samplesDone > 0);
            };
            while (!there(monitor.snapshot())) {
                std::this_thread::yield();
            }
            (control.*how)();
        });
        return runExperiment(path_, config, "run", control, monitor);
    }

    Project project() { return std::move(*Project::open(path_)); }

    std::optional<SmallProject> project_;  // each test has its own
    std::filesystem::path path_;

private Q_SLOTS:
    void init() {
        project_.emplace();
        QVERIFY(project_->made());
        path_ = project_->file();
    }

    void isWhatOneDoesByHand_data() {
        QTest::addColumn<Optimiser>("optimiser");
        QTest::addColumn<bool>("dotProduct");
        QTest::addColumn<bool>("biases");
        QTest::addColumn<bool>("refit");
        QTest::newRow("Adam") << Optimiser::Adam << false << false << false;
        QTest::newRow("lazy Adam, dot product") << Optimiser::LazyAdam << true << true << false;
        QTest::newRow("SGD") << Optimiser::Sgd << false << false << false;
        QTest::newRow("refit") << Optimiser::Adam << false << false << true;
        QTest::newRow("implicit ALS") << Optimiser::Sgd << true << false << false;
        QTest::newRow("implicit ALS, refit") << Optimiser::Sgd << true << false << true;
    }
    void isWhatOneDoesByHand() {
        QFETCH(Optimiser, optimiser);
        QFETCH(bool, dotProduct);
        QFETCH(bool, biases);
        QFETCH(bool, refit);
        auto config = pretrainedConfig();
        config.training.optimiser = optimiser;
        config.model.dotProduct = dotProduct;
        config.model.biases = biases;
        config.refit = refit;
        RunMonitor monitor;
        const auto run = runOf(config, monitor);
        REQUIRE_OK(run);
        QCOMPARE(statusName(run->status), statusName(RunStatus::Finished));

        auto split = makeSplit(*project().loadDataset(), config.split, false, config.seed);
        REQUIRE_OK(split);
        Epochs epochs;
        auto byHand = pretrainByHand(config, *split, epochs);
        QCOMPARE(run->bestEpoch, epochs.network);
        if (refit) {
            joinValidation(*split);
            byHand = pretrainByHand(config, *split, epochs);
        }
        QVERIFY(*project().weights(run->id) == weightsToBytes(byHand));
        // Only the network's epochs are the run's, and only their loss is in the curve.
        const auto stored = project().epochs(run->id);
        REQUIRE_OK(stored);
        QCOMPARE(static_cast<int>(stored->size()), run->epochs);
        const auto losses = monitor.lossSince(0);
        QVERIFY(losses.front().step < 1);
        QCOMPARE(losses.back().step, static_cast<float>(run->epochs));
        QVERIFY(std::is_sorted(losses.begin(), losses.end(),
                               [](const auto& a, const auto& b) { return a.step < b.step; }));
    }

    void aSingleBranchHasNone() {
        auto config = pretrainedConfig();
        config.model.mlp = false;
        const auto run = runOf(config);
        config.training.pretrainingEpochs = 0;
        const auto plain = runOf(config);
        REQUIRE_OK(run);
        REQUIRE_OK(plain);
        QVERIFY(*project().weights(run->id) == *project().weights(plain->id));
    }

    void stoppedBeforeTheNetwork() {
        auto config = pretrainedConfig();
        config.training.pretrainingEpochs = 5000;
        config.training.patience = 0;
        const auto run = interruptedIn(config, RunPhase::GmfAlone, false, &RunControl::stop);
        QVERIFY(!run);
        QCOMPARE(run.error().kind, ErrorKind::Cancelled);
        const auto runs = project().runs();
        REQUIRE_OK(runs);
        QCOMPARE(statusName(runs->front().status), statusName(RunStatus::Cancelled));
        QCOMPARE(runs->front().epochs, 0);
        QVERIFY(!project().checkpoint(runs->front().id));
    }

    void suspendedAndResumed_data() {
        QTest::addColumn<RunPhase>("phase");
        QTest::addColumn<bool>("refit");
        QTest::addColumn<bool>("als");
        QTest::newRow("GMF") << RunPhase::GmfAlone << false << false;
        QTest::newRow("MLP") << RunPhase::MlpAlone << false << false;
        QTest::newRow("network") << RunPhase::Training << false << false;
        QTest::newRow("GMF, refit") << RunPhase::GmfAlone << true << false;
        QTest::newRow("MLP, refit") << RunPhase::MlpAlone << true << false;
        QTest::newRow("network, refit") << RunPhase::Training << true << false;
        QTest::newRow("ALS") << RunPhase::GmfAlone << false << true;
        QTest::newRow("MLP after ALS") << RunPhase::MlpAlone << false << true;
    }
    void suspendedAndResumed() {
        QFETCH(RunPhase, phase);
        QFETCH(bool, refit);
        QFETCH(bool, als);
        auto config = pretrainedConfig();
        config.model.dotProduct = als;
        config.implicitAls.iterations = 500;
        config.training.patience = 0;
        config.training.pretrainingEpochs = 60;
        config.training.epochs = 60;
        config.training.learningRate = 0.0005;
        config.refit = refit;
        const auto whole = runOf(config);
        REQUIRE_OK(whole);
        const auto half = interruptedIn(config, phase, refit, &RunControl::suspend);
        REQUIRE_OK(half);
        if (half->status == RunStatus::Finished) {
            QSKIP("It was over before it could be suspended.");
        }
        QCOMPARE(statusName(half->status), statusName(RunStatus::Interrupted));
        QVERIFY(phase == RunPhase::Training || refit || half->epochs == 0);
        QVERIFY(project().run(half->id)->resumable);
        RunControl control;
        RunMonitor monitor;
        const auto resumed = resumeExperiment(path_, half->id, control, monitor);
        REQUIRE_OK(resumed);
        QCOMPARE(resumed->bestEpoch, whole->bestEpoch);
        QVERIFY(resumed->validation == whole->validation);
        QVERIFY(resumed->test == whole->test);
        QVERIFY(*project().weights(resumed->id) == *project().weights(whole->id));
        QVERIFY(resumed->seconds >= half->seconds);
    }

    // A rate that is set while a branch is trained is neither used nor recorded.
    void theRateIsTheNetworks() {
        const auto config = pretrainedConfig();
        const auto plain = runOf(config);
        REQUIRE_OK(plain);
        RunControl control;
        RunMonitor monitor;
        control.setLearningRate(0.5);
        const auto run = runExperiment(path_, config, "run", control, monitor);
        REQUIRE_OK(run);
        QVERIFY(project().run(run->id)->config == project().run(plain->id)->config);
        QVERIFY(*project().weights(run->id) == *project().weights(plain->id));
    }

    void aStageThatCannotBeIsRefused_data() {
        QTest::addColumn<int>("pretrainingEpochs");
        QTest::addColumn<RunStage::Part>("part");
        QTest::addColumn<int>("gmfEpochs");
        QTest::addColumn<int>("mlpEpochs");
        using Part = RunStage::Part;
        QTest::newRow("no pre-training") << 0 << Part::GmfAlone << 0 << 0;
        QTest::newRow("no best epoch of GMF") << 5 << Part::MlpAlone << 0 << 0;
        QTest::newRow("too many epochs") << 5 << Part::MlpAlone << 6 << 0;
        QTest::newRow("no best epoch of MLP") << 5 << Part::Network << 5 << 0;
        QTest::newRow("negative") << 5 << Part::GmfAlone << -1 << 0;
        QTest::newRow("no tensors") << 5 << Part::MlpAlone << 3 << 5;
    }
    void aStageThatCannotBeIsRefused() {
        QFETCH(int, pretrainingEpochs);
        QFETCH(RunStage::Part, part);
        QFETCH(int, gmfEpochs);
        QFETCH(int, mlpEpochs);
        auto config = pretrainedConfig();
        config.training.pretrainingEpochs = pretrainingEpochs;
        auto open = project();
        RunRecord record;
        record.config = toJson(config);
        const auto id = open.beginRun(record);
        REQUIRE_OK(id);
        Checkpoint checkpoint;
        checkpoint.position.stage = {part, false, gmfEpochs, mlpEpochs, 0};
        REQUIRE_OK(open.saveCheckpoint(*id, toBytes(checkpoint)));
        record.id = *id;
        record.status = RunStatus::Interrupted;
        REQUIRE_OK(open.finishRun(record));
        RunControl control;
        RunMonitor monitor;
        const auto resumed = resumeExperiment(path_, *id, control, monitor);
        QVERIFY(!resumed);
        QCOMPARE(resumed.error().kind, ErrorKind::BadInput);
    }

    void stagesAreStored() {
        Checkpoint checkpoint;
        checkpoint.position.epoch = 4;
        checkpoint.position.stage = {RunStage::Part::MlpAlone, true, 3, 7, 12.5};
        const auto bytes = toBytes(checkpoint);
        const auto read = checkpointFromBytes(bytes);
        REQUIRE_OK(read);
        QVERIFY(read->position == checkpoint.position);
        // As it was before there were stages, and as it never was.
        auto file = *tensorFileFromBytes(bytes);
        auto json =
            QJsonDocument::fromJson(QByteArray::fromStdString(file.words["position"])).object();
        const auto with = [&](const QJsonObject& position) {
            file.words["position"] = QJsonDocument(position).toJson().toStdString();
            return checkpointFromBytes(toBytes(file));
        };
        auto odd = json;
        odd[QStringLiteral("part")] = QStringLiteral("tail");
        QVERIFY(!with(odd));
        for (const char* const name :
             {"part", "refit", "gmfEpochs", "mlpEpochs", "secondsBefore"}) {
            QVERIFY(json.contains(QLatin1String(name)));
            json.remove(QLatin1String(name));
        }
        const auto old = with(json);
        REQUIRE_OK(old);
        QCOMPARE(old->position.epoch, 4);
        QVERIFY(old->position.stage == RunStage());
    }
};

QTEST_GUILESS_MAIN(PretrainingTest)
#include "tst_pretraining.moc"
