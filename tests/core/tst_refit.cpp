// That a refit trains on the training and the validation items together, for as many epochs as
// validation chose, and that what it gives is what is tested, kept and loaded.

#include "experiment/evaluate_run.h"
#include "experiment/loaded_run.h"
#include "experiment/run_experiment.h"
#include "experiment/run_parts.h"
#include "model/weights_file.h"
#include "store/project.h"
#include "support/results.h"
#include "support/small_project.h"
#include "training/trainer.h"

#include <QTest>

#include <optional>
#include <thread>

using namespace ncf;
using namespace ncf::test;

namespace {

ExperimentConfig refitConfig(Method method = Method::Neural) {
    ExperimentConfig config = smallConfig(12);
    config.method = method;
    config.training.patience = 3;
    config.training.schedule = Schedule::Cosine;
    config.implicitAls.factors = 8;
    config.refit = true;
    return config;
}

}  // namespace

class RefitTest : public QObject {
    Q_OBJECT

private:
    Result<RunRecord> runOf(const ExperimentConfig& config) {
        RunControl control;
        RunMonitor monitor;
        return runExperiment(path_, config, "run", control, monitor);
    }

    Split joinedSplit(const ExperimentConfig& config) {
        auto project = Project::open(path_);
        auto split = makeSplit(*project->loadDataset(), config.split, false, config.seed);
        joinValidation(*split);
        return std::move(*split);
    }

    std::optional<SmallProject> project_;  // each test has its own
    std::filesystem::path path_;

private Q_SLOTS:
    void init() {
        project_.emplace();
        QVERIFY(project_->made());
        path_ = project_->file();
    }

    void trainsOnBothForTheBestEpochs() {
        const auto config = refitConfig();
        const auto run = runOf(config);
        REQUIRE_OK(run);
        QCOMPARE(statusName(run->status), statusName(RunStatus::Finished));
        // The selection is that of a run without a refit.
        auto plain = config;
        plain.refit = false;
        const auto chosen = runOf(plain);
        REQUIRE_OK(chosen);
        QCOMPARE(run->bestEpoch, chosen->bestEpoch);
        QCOMPARE(run->epochs, chosen->epochs);
        QVERIFY(run->validation == chosen->validation);

        const Split split = joinedSplit(config);
        NcfModel model(config.model, static_cast<std::int64_t>(split.users),
                       static_cast<std::int64_t>(split.items), config.seed);
        Trainer trainer(model, split, config.training, config.evaluation, std::nullopt,
                        config.seed);
        RunControl control;
        const TrainingObserver observer{[](const auto&) {},
                                        [](const auto&, bool) { return Status(); }};
        REQUIRE_OK(trainer.run(control, observer, run->bestEpoch));
        auto project = Project::open(path_);
        REQUIRE_OK(project);
        QVERIFY(*project->weights(run->id) == weightsToBytes(model));
        QVERIFY(*project->weights(run->id) != *project->weights(chosen->id));
        NcfScorer scorer(model, std::nullopt, 1);
        QVERIFY(evaluateHeldOut(scorer, split.test, split, config).metrics == run->test);
    }

    void everyMethodKnowsTheValidationItems_data() {
        QTest::addColumn<int>("method");
        QTest::newRow("neural") << static_cast<int>(Method::Neural);
        QTest::newRow("popularity") << static_cast<int>(Method::Popularity);
        QTest::newRow("item neighbours") << static_cast<int>(Method::ItemNeighbours);
        QTest::newRow("implicit ALS") << static_cast<int>(Method::ImplicitAls);
    }
    void everyMethodKnowsTheValidationItems() {
        QFETCH(int, method);
        const auto config = refitConfig(static_cast<Method>(method));
        const auto run = runOf(config);
        REQUIRE_OK(run);
        auto project = Project::open(path_);
        REQUIRE_OK(project);
        auto data = loadProjectData(*project);
        REQUIRE_OK(data);
        auto loaded = LoadedRun::load(*project, run->id, *data);
        REQUIRE_OK(loaded);
        QVERIFY(loaded->split().validation.empty());
        const auto split = makeSplit((*data)->dataset, config.split, false, config.seed);
        REQUIRE_OK(split);
        QCOMPARE(loaded->split().train.size(), split->train.size() + split->validation.size());
        for (const auto& held : split->validation) {
            QVERIFY(loaded->split().train.contains(held.user, held.item));
            const auto list = project->recommendations(run->id, held.user);
            REQUIRE_OK(list);
            for (const auto& row : *list) {
                QVERIFY(row.item != held.item);
            }
        }
        QVERIFY(evaluateHeldOut(loaded->scorer(), split->test, loaded->split(), config).metrics ==
                run->test);
        const auto validated =
            evaluateRun(path_, run->id, config.evaluation, HeldOutPart::Validation);
        QVERIFY(!validated);
        QVERIFY(validated.error().what.find("validation items") != std::string::npos);
        REQUIRE_OK(evaluateRun(path_, run->id, config.evaluation, HeldOutPart::Test));
    }

    // A stop keeps what validation chose, with the split that it was chosen on.
    void stoppedInTheRefit() {
        auto config = refitConfig();
        config.training.patience = 0;
        config.training.epochs = 400;
        RunControl control;
        RunMonitor monitor;
        std::jthread stopper([&] {
            while (!monitor.snapshot().refit) {
                std::this_thread::yield();
            }
            control.stop();
        });
        const auto run = runExperiment(path_, config, "run", control, monitor);
        stopper.join();
        REQUIRE_OK(run);
        if (run->status == RunStatus::Finished) {
            QSKIP("The refit was over before it could be stopped.");
        }
        QCOMPARE(statusName(run->status), statusName(RunStatus::Stopped));
        config.refit = false;
        const auto plain = runOf(config);
        REQUIRE_OK(plain);
        QVERIFY(run->test == plain->test);
        auto project = Project::open(path_);
        REQUIRE_OK(project);
        QVERIFY(*project->weights(run->id) == *project->weights(plain->id));
        auto data = loadProjectData(*project);
        REQUIRE_OK(data);
        const auto loaded = LoadedRun::load(*project, run->id, *data);
        REQUIRE_OK(loaded);
        QVERIFY(!loaded->split().validation.empty());
    }
};

QTEST_GUILESS_MAIN(RefitTest)
#include "tst_refit.moc"
