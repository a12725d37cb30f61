// Runs of methods without a network: popularity, item neighbours and implicit ALS.

#include "experiment/around_item.h"
#include "experiment/embeddings.h"
#include "experiment/evaluate_run.h"
#include "experiment/loaded_run.h"
#include "experiment/presets.h"
#include "experiment/run_comparison.h"
#include "experiment/run_experiment.h"
#include "experiment/what_if.h"
#include "store/project.h"
#include "support/results.h"
#include "support/small_project.h"

#include <QTest>

#include <thread>

using namespace ncf;
using namespace ncf::test;

class TestBaselines : public QObject {
    Q_OBJECT

    const SmallProject small_;
    const std::filesystem::path project_ = small_.file();

    Result<RunRecord> run(const ExperimentConfig& config) {
        RunControl control;
        RunMonitor monitor;
        return runExperiment(project_, config, "", control, monitor);
    }

    static ExperimentConfig smallAls() {
        auto config = findPreset("ials")->config;
        config.implicitAls.factors = 4;
        config.implicitAls.iterations = 5;
        config.split.negatives = 10;
        config.recommendations = 5;
        return config;
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(small_.made()); }

    void methodsAreReadAndChecked() {
        const auto old = experimentFromJson(R"({"model": {"gmfFactors": 16}})");
        QVERIFY(old && old->method == Method::Neural);
        const auto read = experimentFromJson(
            R"({"method": "item-neighbours", "itemNeighbours": {"neighbours": 7}})");
        QVERIFY(read && read->method == Method::ItemNeighbours);
        QCOMPARE(read->itemNeighbours.neighbours, 7);
        QCOMPARE(modelName(*read), std::string("Item neighbours"));
        auto config = *read;
        config.itemNeighbours.neighbours = -1;
        QVERIFY(!config.validate());
        config = *read;
        config.training.loss = Loss::MeanSquaredError;
        QVERIFY(!config.validate());
        QVERIFY(config.validate().error().what.find("Item neighbours") != std::string::npos);
    }

    void implicitAlsIsReadAndChecked() {
        const auto read =
            experimentFromJson(R"({"method": "ials", "implicitAls": {"factors": 7}})");
        QVERIFY(read && read->method == Method::ImplicitAls);
        QCOMPARE(read->implicitAls.factors, 7);
        QCOMPARE(read->epochs(), read->implicitAls.iterations);
        QVERIFY(bool(read->validate()));
        auto config = *read;
        config.implicitAls.regularisation = 0;
        QVERIFY(!config.validate());
        config = *read;
        config.training.loss = Loss::MeanSquaredError;
        QVERIFY(!config.validate());
    }

    void baselinesRunLikeModels_data() {
        QTest::addColumn<QString>("preset");
        QTest::newRow("popularity") << "popularity";
        QTest::newRow("item neighbours") << "item-neighbours";
    }
    void baselinesRunLikeModels() {
        QFETCH(QString, preset);
        auto config = findPreset(preset.toStdString())->config;
        config.split.negatives = 10;
        config.recommendations = 5;
        const auto made = run(config);
        QVERIFY2(bool(made), made ? "" : made.error().what.c_str());
        auto project = Project::open(project_);
        QVERIFY(bool(project));
        const auto record = project->run(made->id);
        QCOMPARE(record->status, RunStatus::Finished);
        QCOMPARE(record->model, modelName(config));
        QCOMPARE(record->parameters, std::uint64_t(0));
        QCOMPARE(record->bestEpoch, 1);
        QVERIFY(record->test.hitRate && record->validation.ndcg && record->popularity.hitRate);
        QCOMPARE(record->test == record->popularity, config.method == Method::Popularity);
        const auto epochs = project->epochs(made->id);
        QCOMPARE(epochs->size(), std::size_t(1));
        QVERIFY(std::isnan(epochs->front().trainLoss));
        QVERIFY(epochs->front().validation == record->validation);
        QVERIFY(!project->weights(made->id));

        // The stored list is what the run gives again, brought back to life.
        auto data = loadProjectData(*project);
        QVERIFY(bool(data));
        auto loaded = LoadedRun::load(*project, made->id, *data);
        QVERIFY2(bool(loaded), loaded ? "" : loaded.error().what.c_str());
        QVERIFY(loaded->model() == nullptr);
        const auto list = project->recommendations(made->id, 3);
        QCOMPARE(list->size(), std::size_t(5));
        std::vector<float> scores(loaded->split().items);
        loaded->scorer().scoreCatalogue(std::vector<UserIndex>{3}, scores);
        const auto& known = loaded->split().train;
        float least = list->back().score;
        for (std::size_t item = 0; item < scores.size(); ++item) {
            const auto found =
                std::ranges::find(*list, static_cast<ItemIndex>(item), &RecommendationRow::item);
            if (found != list->end()) {
                QCOMPARE(found->score, loaded->readable(scores[item]));
            } else {
                QVERIFY(known.contains(3, static_cast<ItemIndex>(item)) || scores[item] <= least);
            }
        }
        const auto again = evaluateRun(project_, made->id, config.evaluation);
        QVERIFY(again && again->hitRate == made->test.hitRate && again->ndcg == made->test.ndcg);

        // Compared with a model, item by item.
        const auto model = run(smallConfig());
        QVERIFY(bool(model));
        const auto metrics = compareRuns(*project, *made, *model);
        QVERIFY2(bool(metrics), metrics ? "" : metrics.error().what.c_str());
        QVERIFY(qAbs(metrics->at(0).test.difference -
                     (*model->test.hitRate - *made->test.hitRate)) < 1e-12);
        RunControl control;
        RunMonitor monitor;
        QVERIFY(!resumeExperiment(project_, made->id, control, monitor));
    }

    void baselinesCanBeStopped() {
        RunControl control;
        control.stop();
        RunMonitor monitor;
        const auto config = findPreset("item-neighbours")->config;
        const auto stopped = runExperiment(project_, config, "", control, monitor);
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().kind, ErrorKind::Cancelled);
    }

    void implicitAlsIsTrained() {
        const auto config = smallAls();
        const auto made = run(config);
        REQUIRE_OK(made);
        auto project = Project::open(project_);
        REQUIRE_OK(project);
        const auto record = project->run(made->id);
        QCOMPARE(record->status, RunStatus::Finished);
        QCOMPARE(record->model, std::string("Implicit ALS"));
        QCOMPARE(record->parameters, std::uint64_t(4 * (40 + 30)));
        QVERIFY(*record->test.hitRate > *record->popularity.hitRate);
        const auto epochs = project->epochs(made->id);
        QCOMPARE(epochs->size(), std::size_t(5));
        for (std::size_t i = 0; i < epochs->size(); ++i) {
            const auto& epoch = epochs->at(i);
            QVERIFY(*epoch.validation.ndcg <= *record->validation.ndcg);
            QVERIFY(i == 0 || epoch.trainLoss <= epochs->at(i - 1).trainLoss * (1 + 1e-6));
        }
        QVERIFY(epochs->at(static_cast<std::size_t>(record->bestEpoch) - 1).validation ==
                record->validation);
        const auto again = run(config);
        REQUIRE_OK(again);
        QVERIFY(again->test == made->test);
        QVERIFY(*project->weights(again->id) == *project->weights(made->id));
    }

    void implicitAlsIsLoadedFromItsWeights() {
        const auto config = smallAls();
        const auto made = run(config);
        REQUIRE_OK(made);
        auto project = Project::open(project_);
        const auto data = loadProjectData(*project);
        auto loaded = LoadedRun::load(*project, made->id, *data);
        REQUIRE_OK(loaded);
        const auto users = userEmbeddings(*loaded);
        REQUIRE_OK(users);
        QCOMPARE(users->count, loaded->split().users);
        QCOMPARE(users->width, std::size_t(4));
        const auto list = project->recommendations(made->id, 3);
        QCOMPARE(list->size(), std::size_t(5));
        std::vector<float> scores(loaded->split().items);
        loaded->scorer().scoreCatalogue(std::vector<UserIndex>{3}, scores);
        for (const auto& row : *list) {
            QCOMPARE(row.score, scores[static_cast<std::size_t>(row.item)]);
            QCOMPARE(row.score, loaded->readable(row.score));
        }
        const auto similar = similarItems(*loaded, 0, 3);
        REQUIRE_OK(similar);
        QCOMPARE(similar->size(), std::size_t(3));
        const auto measured = evaluateRun(project_, made->id, config.evaluation);
        QVERIFY(measured && measured->hitRate == made->test.hitRate &&
                measured->ndcg == made->test.ndcg);
        // The network that a person is fitted into is not there.
        QVERIFY(!whatIfRemoved(*loaded, 3, {}, 5, {}));

        auto other = config;
        other.implicitAls.factors = 5;
        REQUIRE_OK(project->setRunConfig(made->id, toJson(other)));
        const auto foreign = LoadedRun::load(*project, made->id, *data);
        QVERIFY(!foreign);
        QVERIFY(foreign.error().what.find("another shape") != std::string::npos);
    }

    void implicitAlsCanBeStopped() {
        auto config = smallAls();
        config.implicitAls.iterations = 1000;
        RunControl control;
        RunMonitor monitor;
        std::jthread stopper([&] {
            while (monitor.snapshot().epochRecords.empty()) {
                std::this_thread::yield();
            }
            control.stop();
        });
        const auto stopped = runExperiment(project_, config, "", control, monitor);
        REQUIRE_OK(stopped);
        QCOMPARE(stopped->status, RunStatus::Stopped);
        QVERIFY(stopped->test.hitRate && stopped->epochs < 1000 && stopped->bestEpoch > 0);

        RunControl atOnce;
        atOnce.stop();
        RunMonitor unseen;
        const auto cancelled = runExperiment(project_, config, "", atOnce, unseen);
        QVERIFY(!cancelled);
        QCOMPARE(cancelled.error().kind, ErrorKind::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestBaselines)
#include "tst_baselines.moc"
