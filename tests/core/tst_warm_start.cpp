// That a training which starts warm takes over what another run learnt about its users and items,
// row by row, starts the others as ever, and says so where it cannot.

#include "experiment/run_experiment.h"
#include "experiment/run_parts.h"
#include "experiment/warm_source.h"
#include "model/gmf_columns.h"
#include "model/warm_start.h"
#include "model/weights_file.h"
#include "store/project.h"
#include "support/results.h"
#include "support/small_project.h"
#include "training/implicit_als.h"
#include "training/trainer.h"

#include <QTest>

#include <optional>
#include <thread>

using namespace ncf;
using namespace ncf::test;

namespace {

constexpr std::int64_t kUsers = 40;  // of the project
constexpr std::int64_t kItems = 30;
constexpr std::int64_t kKnownUsers = 25;  // of the run on an earlier state of its data
constexpr std::int64_t kKnownItems = 22;

ExperimentConfig configOf(const QString& kind) {
    ExperimentConfig config = smallConfig(4);
    config.model.biases = kind.contains(QLatin1String("biases"));
    config.model.dotProduct = kind.contains(QLatin1String("dot product"));
    config.model.mlp = !kind.startsWith(QLatin1String("GMF"));
    config.model.gmf = !kind.startsWith(QLatin1String("MLP"));
    config.refit = kind.endsWith(QLatin1String("refit"));
    if (kind.startsWith(QLatin1String("implicit ALS"))) {
        config.method = Method::ImplicitAls;
        config.implicitAls.factors = 8;
        config.implicitAls.iterations = 4;
    }
    return config;
}

NcfModel modelOf(const ExperimentConfig& config, std::int64_t users, std::int64_t items,
                 std::uint64_t seed) {
    return config.method == Method::ImplicitAls
               ? factorModel(config.implicitAls, users, items, seed)
               : NcfModel(config.model, users, items, seed);
}

// Weights that no initialisation gives, but for the constants of the biases' columns.
NcfModel learnt(const ExperimentConfig& config, std::int64_t users = kKnownUsers,
                std::int64_t items = kKnownItems) {
    auto model = modelOf(config, users, items, 99);
    const torch::NoGradGuard noGrad;
    for (const auto& [name, tensor] : weightsOf(model)) {
        torch::Tensor(tensor).mul_(3);
    }
    if (config.method == Method::Neural && config.model.biases && config.model.gmf) {
        const auto width = gmfWidth(config.model);
        model->gmfUser.narrow(1, width - 1, 1).fill_(1);
        model->gmfItem.narrow(1, 0, 1).fill_(1);
    }
    return model;
}

bool same(const torch::Tensor& one, const torch::Tensor& other) {
    return torch::equal(one, other);
}

}  // namespace

class WarmStartTest : public QObject {
    Q_OBJECT

private:
    Project project() { return std::move(*Project::open(path_)); }

    Result<RunRecord> runOf(const ExperimentConfig& config) {
        RunControl control;
        RunMonitor monitor;
        return runExperiment(path_, config, "run", control, monitor);
    }

    // A run as one of an earlier state of the data would be in the project; 0 after an error.
    std::uint64_t earlierRun(const ExperimentConfig& config, const NcfModel& model,
                             RunStatus status = RunStatus::Finished) {
        auto stored = project();
        RunRecord record;
        record.name = "earlier";
        record.config = toJson(config);
        const auto id = stored.beginRun(record);
        if (!id || !stored.addEpoch(*id, {1, 0.5, {}, 1, 1}, weightsToBytes(model))) {
            return 0;
        }
        record.id = *id;
        record.status = status;
        record.epochs = record.bestEpoch = 1;
        return stored.finishRun(record) ? static_cast<std::uint64_t>(*id) : 0;
    }

    Split splitOf(const ExperimentConfig& config) {
        return std::move(*makeSplit(*project().loadDataset(), config.split, false, config.seed));
    }

    void compareRuns(std::int64_t one, std::int64_t two) {
        const auto stored = project();
        const auto a = stored.run(one);
        const auto b = stored.run(two);
        REQUIRE_OK(a);
        REQUIRE_OK(b);
        QCOMPARE(statusName(b->status), statusName(a->status));
        QCOMPARE(b->bestEpoch, a->bestEpoch);
        QVERIFY(b->validation == a->validation);
        QVERIFY(b->test == a->test);
        QVERIFY(*stored.weights(one) == *stored.weights(two));
    }

    // Suspended in the first epochs of the selection or of the refit.
    Result<RunRecord> suspendedRun(const ExperimentConfig& config, bool refit) {
        RunControl control;
        RunMonitor monitor;
        std::jthread other([&] {
            const auto there = [&](const RunSnapshot& s) {
                return s.phase == RunPhase::Finished ||
                       (s.refit == refit && s.phase == RunPhase::Training && s.samplesDone > 0);
            };
            while (!there(monitor.snapshot())) {
                std::this_thread::yield();
            }
            control.suspend();
        });
        return runExperiment(path_, config, "suspended", control, monitor);
    }

    Result<RunRecord> resumed(std::int64_t run) {
        RunControl control;
        RunMonitor monitor;
        return resumeExperiment(path_, run, control, monitor);
    }

    std::optional<SmallProject> project_;  // each test has its own
    std::filesystem::path path_;

private Q_SLOTS:
    void init() {
        project_.emplace();
        QVERIFY(project_->made());
        path_ = project_->file();
    }

    void knownRowsAreTakenOver_data() {
        QTest::addColumn<QString>("kind");
        for (const char* const kind :
             {"NeuMF", "GMF", "GMF, biases", "GMF, dot product, biases", "MLP", "implicit ALS"}) {
            QTest::newRow(kind) << QString::fromLatin1(kind);
        }
    }
    void knownRowsAreTakenOver() {
        QFETCH(QString, kind);
        const auto config = configOf(kind);
        const auto source = weightsOf(learnt(config));
        const auto fresh = weightsOf(modelOf(config, kUsers, kItems, 7));
        auto model = modelOf(config, kUsers, kItems, 7);
        REQUIRE_OK(startFrom(model, source));
        for (const auto& [name, tensor] : weightsOf(model)) {
            const auto& from = source.at(name);
            QVERIFY2(same(tensor.narrow(0, 0, from.size(0)), from), name.c_str());
            const auto left = tensor.size(0) - from.size(0);
            QCOMPARE(left, name.ends_with("_user")   ? kUsers - kKnownUsers
                           : name.ends_with("_item") ? kItems - kKnownItems
                                                     : 0);
            QVERIFY2(same(tensor.narrow(0, from.size(0), left),
                          fresh.at(name).narrow(0, from.size(0), left)),
                     name.c_str());
        }
        // Whoever is known already leaves nothing fresh.
        auto whole = modelOf(config, kKnownUsers, kKnownItems, 7);
        REQUIRE_OK(startFrom(whole, source));
        QVERIFY(weightsToBytes(whole) == weightsToBytes(learnt(config)));
    }

    void whatDoesNotFitChangesNothing_data() {
        QTest::addColumn<QString>("change");
        QTest::addColumn<QString>("says");
        QTest::newRow("more users") << "users"
                                    << "41 users, and the data has 40";
        QTest::newRow("more items") << "items"
                                    << "31 items, and the data has 30";
        QTest::newRow("wider") << "width"
                               << "gmf_item";
        QTest::newRow("a table is missing") << "missing"
                                            << "mlp_user";
        QTest::newRow("another layer") << "layer"
                                       << "tower_1_weight";
        QTest::newRow("another type") << "type"
                                      << "output_bias";
    }
    void whatDoesNotFitChangesNothing() {
        QFETCH(QString, change);
        QFETCH(QString, says);
        const auto config = configOf(QStringLiteral("NeuMF"));
        auto source = weightsOf(learnt(config));
        if (change == QLatin1String("users")) {
            source = weightsOf(learnt(config, kUsers + 1, kItems));
        } else if (change == QLatin1String("items")) {
            source = weightsOf(learnt(config, kUsers, kItems + 1));
        } else if (change == QLatin1String("width")) {
            source["gmf_item"] = torch::zeros({kKnownItems, 5});
        } else if (change == QLatin1String("missing")) {
            source.erase("mlp_user");
        } else if (change == QLatin1String("layer")) {
            source["tower_1_weight"] = torch::zeros({4, 9});
        } else {
            source["output_bias"] = torch::zeros({1}, torch::kInt64);
        }
        auto model = modelOf(config, kUsers, kItems, 7);
        const auto before = weightsToBytes(model);
        const auto status = startFrom(model, source);
        QVERIFY(!status);
        QVERIFY2(QString::fromStdString(status.error().what).contains(says),
                 status.error().what.c_str());
        QVERIFY(!status.error().remedy.empty());
        QVERIFY(weightsToBytes(model) == before);
    }

    // A run is what one gets by starting a model from the weights and training it; twice the same.
    void aRunStartsFromTheWeights_data() {
        QTest::addColumn<QString>("kind");
        for (const char* const kind :
             {"NeuMF", "GMF, biases", "NeuMF, refit", "implicit ALS", "implicit ALS, refit"}) {
            QTest::newRow(kind) << QString::fromLatin1(kind);
        }
    }
    void aRunStartsFromTheWeights() {
        QFETCH(QString, kind);
        auto config = configOf(kind);
        const auto source = learnt(config);
        config.warmStart = earlierRun(config, source);
        QVERIFY(config.warmStart > 0);
        const auto run = runOf(config);
        REQUIRE_OK(run);
        QCOMPARE(statusName(run->status), statusName(RunStatus::Finished));
        const auto again = runOf(config);
        REQUIRE_OK(again);
        compareRuns(run->id, again->id);

        auto split = splitOf(config);
        if (config.refit) {
            joinValidation(split);
        }
        auto model = modelOf(config, kUsers, kItems, config.seed);
        REQUIRE_OK(startFrom(model, weightsOf(source)));
        RunControl control;
        if (config.method == Method::ImplicitAls) {
            ImplicitAls als(model, split.train, config.implicitAls, 1);
            WorkClock clock(0);
            for (int i = 0; i < run->bestEpoch; ++i) {
                REQUIRE_OK(als.iterate(clock, control));
            }
        } else {
            Trainer trainer(model, split, config.training, config.evaluation, std::nullopt,
                            config.seed);
            const TrainingObserver observer{[](const auto&) {},
                                            [](const auto&, bool) { return Status(); }};
            REQUIRE_OK(trainer.run(control, observer, run->bestEpoch));
        }
        QVERIFY(*project().weights(run->id) == weightsToBytes(model));

        config.warmStart = 0;
        const auto cold = runOf(config);
        REQUIRE_OK(cold);
        QVERIFY(*project().weights(run->id) != *project().weights(cold->id));
    }

    void resumedEndsWithTheSameNumbers_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<bool>("inRefit");
        QTest::newRow("network") << "NeuMF" << false;
        QTest::newRow("network, refit to come") << "NeuMF, refit" << false;
        QTest::newRow("network, in the refit") << "NeuMF, refit" << true;
        QTest::newRow("implicit ALS, refit to come") << "implicit ALS, refit" << false;
        QTest::newRow("implicit ALS, in the refit") << "implicit ALS, refit" << true;
    }
    void resumedEndsWithTheSameNumbers() {
        QFETCH(QString, kind);
        QFETCH(bool, inRefit);
        auto config = configOf(kind);
        config.training.epochs = config.implicitAls.iterations = 300;
        config.implicitAls.factors = 64;
        const auto source = earlierRun(config, learnt(config));
        config.warmStart = source;
        const auto half = suspendedRun(config, inRefit);
        REQUIRE_OK(half);
        if (half->status == RunStatus::Finished) {
            QSKIP("The run was over before it could be suspended.");
        }
        QCOMPARE(statusName(half->status), statusName(RunStatus::Interrupted));
        const auto whole = runOf(config);
        REQUIRE_OK(whole);
        // Without the run that it started from it can go on, unless a training is to start anew.
        REQUIRE_OK(project().removeRun(static_cast<std::int64_t>(source)));
        if (config.refit && !inRefit) {
            const auto refused = resumed(half->id);
            QVERIFY(!refused);
            QVERIFY(refused.error().what.find("run " + std::to_string(source)) !=
                    std::string::npos);
            QVERIFY(project().run(half->id)->resumable);
            REQUIRE_OK(project().restoreRun(static_cast<std::int64_t>(source)));
        }
        REQUIRE_OK(resumed(half->id));
        compareRuns(whole->id, half->id);
    }

    void anotherShapeIsNamed_data() {
        QTest::addColumn<QString>("change");
        QTest::addColumn<QString>("says");
        QTest::newRow("factors") << "factors"
                                 << "GMF factors 8 instead of 4";
        QTest::newRow("layers") << "tower"
                                << "Tower 16,8,4 instead of 8,4";
        QTest::newRow("branch") << "branch"
                                << "MLP user dim 0 instead of 4";
        QTest::newRow("activation") << "activation"
                                    << "Activation tanh instead of relu";
        QTest::newRow("biases") << "biases"
                                << "Biases yes instead of no";
        QTest::newRow("method") << "method"
                                << "“Implicit ALS” cannot start from run";
    }
    void anotherShapeIsNamed() {
        QFETCH(QString, change);
        QFETCH(QString, says);
        auto config = configOf(QStringLiteral("NeuMF"));
        const auto source = earlierRun(config, learnt(config));
        config.warmStart = source;
        if (change == QLatin1String("factors")) {
            config.model.gmfFactors = 8;
        } else if (change == QLatin1String("tower")) {
            config.model.tower = {16, 8, 4};
        } else if (change == QLatin1String("branch")) {
            config.model.mlp = false;
        } else if (change == QLatin1String("activation")) {
            config.model.activation = Activation::Tanh;
        } else if (change == QLatin1String("biases")) {
            config.model.biases = true;
        } else {
            config.method = Method::ImplicitAls;
        }
        const auto run = runOf(config);
        QVERIFY(!run);
        QCOMPARE(run.error().kind, ErrorKind::BadInput);
        QVERIFY2(QString::fromStdString(run.error().what).contains(says), run.error().what.c_str());
        QVERIFY(run.error().what.find("run " + std::to_string(source)) != std::string::npos);
        QVERIFY(!run.error().remedy.empty());
        QCOMPARE(project().runs()->size(), std::size_t(1));  // nothing was begun
        // What is no shape may differ.
        config = configOf(QStringLiteral("NeuMF"));
        config.warmStart = source;
        config.model.dropout = 0.1;
        config.model.embeddingStd = 0.1;
        config.training.learningRate = 0.01;
        REQUIRE_OK(runOf(config));
    }

    void whatCannotBeStartedFromIsExplained() {
        auto config = configOf(QStringLiteral("NeuMF"));
        config.warmStart = 77;
        QCOMPARE(runOf(config).error().kind, ErrorKind::NotFound);
        QVERIFY(runOf(config).error().what.find("run 77") != std::string::npos);
        config.warmStart = ~std::uint64_t(0);
        QCOMPARE(runOf(config).error().kind, ErrorKind::NotFound);

        config.warmStart = earlierRun(config, learnt(config), RunStatus::Interrupted);
        QVERIFY(runOf(config).error().what.find("not come to an end") != std::string::npos);
        config.warmStart = earlierRun(config, learnt(config, kUsers + 1, kItems));
        QVERIFY(runOf(config).error().what.find("41 users") != std::string::npos);

        auto stored = project();
        RunRecord record;
        record.config = toJson(config);
        const auto empty = stored.beginRun(record);
        REQUIRE_OK(empty);
        record.id = *empty;
        record.status = RunStatus::Failed;
        REQUIRE_OK(stored.finishRun(record));
        config.warmStart = static_cast<std::uint64_t>(*empty);
        QVERIFY(runOf(config).error().what.find("no weights") != std::string::npos);
    }

    void whatCannotStartWarmIsRefused() {
        auto config = configOf(QStringLiteral("NeuMF"));
        config.warmStart = 1;
        REQUIRE_OK(config.validate());
        config.training.pretrainingEpochs = 3;
        QVERIFY(config.validate().error().what.find("pre-training") != std::string::npos);
        config.model.mlp = false;  // a single branch has none
        REQUIRE_OK(config.validate());
        for (const Method baseline : {Method::Popularity, Method::ItemNeighbours}) {
            config.method = baseline;
            QVERIFY(config.validate().error().what.find("warm") != std::string::npos);
        }
    }

    void theSettingsOfARunAreTakenOver() {
        auto config = configOf(QStringLiteral("GMF, biases"));
        config.training.learningRate = 0.02;
        config.training.rateChanges = "1.5=0.001";
        config.seed = 5;
        RunRecord record;
        record.id = 12;
        record.config = toJson(config);
        const auto warm = warmConfig(record);
        REQUIRE_OK(warm);
        config.training.rateChanges.clear();
        config.warmStart = 12;
        QVERIFY(*warm == config);
        QVERIFY(*experimentFromJson(toJson(*warm)) == config);
        // Its command names every setting that is used.
        const auto command = commandLine(*warm, "films.ncf");
        for (const char* const part :
             {" --warm-start 12", " --gmf-factors 4", " --patience 0", " --method neural"}) {
            QVERIFY2(command.find(part) != std::string::npos, command.c_str());
        }
        QVERIFY(command.find("--als-factors") == std::string::npos);
        QVERIFY(command.find("--rate-changes") == std::string::npos);
    }
};

QTEST_GUILESS_MAIN(WarmStartTest)
#include "tst_warm_start.moc"
