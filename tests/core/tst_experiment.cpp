#include "experiment/around_item.h"
#include "experiment/embeddings.h"
#include "experiment/evaluate_run.h"
#include "experiment/experiment_config.h"
#include "experiment/loaded_run.h"
#include "experiment/presets.h"
#include "experiment/run_comparison.h"
#include "experiment/run_experiment.h"
#include "experiment/settings.h"
#include "experiment/what_if.h"
#include "store/project.h"
#include "support/results.h"
#include "support/small_project.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <functional>
#include <thread>

using namespace ncf;
using namespace ncf::test;

class TestExperiment : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::filesystem::path project_;

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
    void initTestCase() {
        project_ = folder_.filePath("small.ncf").toStdString();
        const auto ratings = writeFile(folder_.filePath("small.csv"), smallRatings());
        QVERIFY(bool(importRatings(ratings, project_, {})));
    }

    void jsonLosesNothing() {
        for (const auto& preset : presets()) {
            const auto back = experimentFromJson(toJson(preset.config));
            QVERIFY2(back && *back == preset.config, preset.key.c_str());
        }
        ExperimentConfig odd;
        odd.seed = 0xffffffffffffffffULL;
        odd.training.learningRate = 0.1 + 0.2;
        odd.model.tower = {};
        odd.model.dotProduct = odd.model.biases = true;
        odd.training.device = "cuda:1";
        const auto back = experimentFromJson(toJson(odd));
        QVERIFY(back && *back == odd);
    }

    void jsonIsChecked_data() {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("names");
        QTest::newRow("not JSON") << "{"
                                  << "not a JSON object";
        QTest::newRow("a list") << "[]"
                                << "not a JSON object";
        QTest::newRow("unknown section") << R"({"trainin": {}})"
                                         << "trainin";
        QTest::newRow("unknown setting") << R"({"training": {"epoch": 3}})"
                                         << "training.epoch";
        QTest::newRow("a section that is none") << R"({"model": 3})"
                                                << "model";
        QTest::newRow("text for a number") << R"({"training": {"epochs": "3"}})"
                                           << "training.epochs";
        QTest::newRow("fraction for a count") << R"({"training": {"epochs": 3.5}})"
                                              << "training.epochs";
        QTest::newRow("huge") << R"({"training": {"epochs": 99999999999}})"
                              << "training.epochs";
        QTest::newRow("negative seed") << R"({"seed": -1})"
                                       << "seed";
        QTest::newRow("unknown choice") << R"({"training": {"loss": "hinge"}})"
                                        << "training.loss";
        QTest::newRow("bad tower") << R"({"model": {"tower": [8, "4"]}})"
                                   << "model.tower";
    }
    void jsonIsChecked() {
        QFETCH(QString, json);
        QFETCH(QString, names);
        const auto config = experimentFromJson(json.toStdString());
        QVERIFY(!config);
        QVERIFY2(QString::fromStdString(config.error().what).contains(names),
                 config.error().what.c_str());
        QVERIFY(!config.error().remedy.empty());
    }

    void presetsAreComplete() {
        QCOMPARE(presets().size(), std::size_t(11));
        for (const auto& preset : presets()) {
            QVERIFY2(bool(preset.config.validate()), preset.key.c_str());
            QCOMPARE(findPreset(preset.key), &preset);
        }
        QVERIFY(!findPreset("no such preset"));
        QCOMPARE(findPreset("neumf-8")->config.model.tower, (std::vector<int>{32, 16, 8}));
        QCOMPARE(findPreset("neumf-8")->config.model.mlpUserDim, 32);  // 64 concatenated
    }

    void commandLineNamesWhatDiffers() {
        ExperimentConfig config;
        QCOMPARE(commandLine(config, "films.ncf"), std::string("train films.ncf"));
        config.model.mlp = false;
        config.training.learningRate = 0.01;
        QCOMPARE(commandLine(config, "my films.ncf"),
                 std::string("train 'my films.ncf' --mlp-user-dim 0 --mlp-item-dim 0 "
                             "--learning-rate 0.01"));
        QCOMPARE(commandLine({}, "-it's.ncf"), std::string("train './-it'\\''s.ncf'"));
    }

    void sameSeedSameNumbers() {
        const auto one = run(smallConfig());
        const auto two = run(smallConfig());
        QVERIFY(one && two);
        QVERIFY(one->test == two->test);
        QVERIFY(one->validation == two->validation);
        auto other = smallConfig();
        other.seed = 43;
        QVERIFY(!(run(other)->validation == one->validation));
        // The stored weights are those of the best epoch: evaluated again they give the same.
        const auto again = evaluateRun(project_, one->id, smallConfig().evaluation);
        QVERIFY(again && again->hitRate == one->test.hitRate && again->ndcg == one->test.ndcg);
    }

    void everyPresetRuns() {
        for (const auto& preset : presets()) {
            auto config = preset.config;
            config.training.epochs = 1;
            config.split.negatives = 5;
            const auto record = run(config);
            QVERIFY2(bool(record), preset.key.c_str());
            QCOMPARE(record->test.rmse.has_value(), config.training.explicitFeedback());
            QCOMPARE(record->test.hitRate.has_value(), !config.training.explicitFeedback());
        }
    }

    // A number that only ranks is shown as it is.
    void comparisonLossesGiveLogits() {
        for (const Loss loss : {Loss::BayesianPersonalisedRanking, Loss::SampledSoftmax}) {
            auto config = smallConfig(3);
            config.training.loss = loss;
            config.training.negativePopularity = 0.5;
            const auto record = run(config);
            REQUIRE_OK(record);
            auto project = Project::open(project_);
            const auto data = loadProjectData(*project);
            auto loaded = LoadedRun::load(*project, record->id, *data);
            REQUIRE_OK(loaded);
            std::vector<float> scores(loaded->split().items);
            loaded->scorer().scoreCatalogue(std::vector<UserIndex>{3}, scores);
            const auto list = project->recommendations(record->id, 3);
            QVERIFY(!list->empty());
            for (const auto& row : *list) {
                QCOMPARE(row.score, scores[static_cast<std::size_t>(row.item)]);
            }
            const auto measured = evaluateRun(project_, record->id, config.evaluation);
            QVERIFY(measured && measured->ndcg == record->test.ndcg);
        }
    }

    void everythingIsStored() {
        const auto record = run(smallConfig(2));
        QVERIFY(bool(record));
        auto project = Project::open(project_);
        QVERIFY(bool(project));
        const auto stored = project->run(record->id);
        QCOMPARE(stored->status, RunStatus::Finished);
        QVERIFY(*experimentFromJson(stored->config) == smallConfig(2));
        QCOMPARE(project->epochs(record->id)->size(), std::size_t(2));
        const auto list = project->recommendations(record->id, 0);
        QCOMPARE(list->size(), std::size_t(5));
        for (std::size_t i = 0; i < list->size(); ++i) {
            QVERIFY((*list)[i].score > 0 && (*list)[i].score < 1);
            QVERIFY(i == 0 || (*list)[i].score <= (*list)[i - 1].score);
        }
    }

    void settingsAreNamedAndCompared() {
        ExperimentConfig config;
        const auto& names = settingNames();
        const auto values = settingValues(config);
        QCOMPARE(values.size(), names.size());
        const auto at = [&](const std::string& key) {
            return static_cast<std::size_t>(std::ranges::find(names, key, &SettingName::key) -
                                            names.begin());
        };
        QCOMPARE(names[at("model.gmfFactors")].title, std::string("GMF factors"));
        QCOMPARE(names[at("training.learningRate")].title, std::string("Learning rate"));
        QCOMPARE(values[at("model.tower")], std::string("32,16,8"));
        QVERIFY(std::ranges::none_of(differingSettings({values, values}), std::identity()));
        // What a branch that is off would have been is no difference.
        config.model.mlp = false;
        auto other = config;
        other.model.tower = {5};
        other.model.mlpUserDim = 7;
        other.training.learningRate = 0.5;
        const auto differs = differingSettings({settingValues(config), {}, settingValues(other)});
        QCOMPARE(std::ranges::count(differs, true), 1);
        QVERIFY(differs[at("training.learningRate")]);
    }

    void whatStartsFromAlsUsesItsSettings() {
        const auto& best = findPreset("best")->config;
        QVERIFY(usesSection(best, "implicitAls"));
        QVERIFY(commandLine(best, "films.ncf").find("--als-unobserved 0.3") != std::string::npos);
        auto biased = best;
        biased.model.biases = true;
        QVERIFY(!usesSection(biased, "implicitAls"));
    }

    void whatAMethodDoesNotUseIsNoDifference() {
        ExperimentConfig popularity = findPreset("popularity")->config;
        popularity.training.learningRate = 0.5;
        popularity.model.tower = {};
        popularity.itemNeighbours.neighbours = -1;
        QVERIFY(bool(popularity.validate()));
        QCOMPARE(commandLine(popularity, "films.ncf"),
                 std::string("train films.ncf --method popularity"));
        ExperimentConfig neighbours = findPreset("item-neighbours")->config;
        neighbours.itemNeighbours.shrinkage = 12.5;
        QCOMPARE(commandLine(neighbours, "films.ncf"),
                 std::string("train films.ncf --method item-neighbours --shrinkage 12.5"));
        ExperimentConfig als = findPreset("ials")->config;
        als.refit = false;
        als.implicitAls.factors = 7;
        QVERIFY(commandLine(als, "films.ncf")
                    .starts_with("train films.ncf --method ials --als-factors 7"));
        als.itemNeighbours.neighbours = -1;
        als.training.threads = -1;
        QVERIFY(bool(als.validate()));
        const auto differs =
            differingSettings({settingValues(popularity), settingValues(neighbours),
                               settingValues(als), settingValues({})});
        QCOMPARE(std::ranges::count(differs, true), 1);
        const auto& names = settingNames();
        QCOMPARE(
            names[static_cast<std::size_t>(std::ranges::find(differs, true) - differs.begin())].key,
            std::string("method"));
    }

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

    void onlyTheSameTestIsCompared_data() {
        using Change = std::function<void(ExperimentConfig&)>;
        QTest::addColumn<Change>("both");
        QTest::addColumn<Change>("one");
        QTest::addColumn<bool>("same");
        const Change none = [](ExperimentConfig&) {};
        const Change seed = [](ExperimentConfig& c) { c.seed = 7; };
        const Change full = [](ExperimentConfig& c) {
            c.evaluation.candidates = Candidates::FullCatalogue;
        };
        const Change ratio = [](ExperimentConfig& c) { c.split.kind = SplitKind::Ratio; };
        const Change supplied = [](ExperimentConfig& c) { c.split.kind = SplitKind::Supplied; };
        const Change ratings = [](ExperimentConfig& c) {
            c.training.loss = Loss::MeanSquaredError;
        };
        const Change negatives = [](ExperimentConfig& c) { c.split.negatives = 50; };
        const Change cutoff = [](ExperimentConfig& c) { c.evaluation.cutoff = 5; };
        const Change positives = [](ExperimentConfig& c) { c.split.positiveFrom = 4; };
        const Change model = [](ExperimentConfig& c) { c.model.tower = {4}; };
        QTest::newRow("another model") << none << model << true;
        QTest::newRow("another seed draws other negatives") << none << seed << false;
        QTest::newRow("the catalogue needs no seed") << full << seed << true;
        QTest::newRow("nor do supplied negatives") << supplied << seed << true;
        QTest::newRow("a random split needs it") << ratings << seed << true;
        QTest::newRow("a random split of ratings") << Change([=](ExperimentConfig& c) {
            ratio(c);
            ratings(c);
        }) << seed << false;
        QTest::newRow("another split") << none << ratio << false;
        QTest::newRow("other candidates") << none << full << false;
        QTest::newRow("other negatives") << none << negatives << false;
        QTest::newRow("which the catalogue does not have") << full << negatives << true;
        QTest::newRow("another cutoff") << none << cutoff << false;
        QTest::newRow("other positives") << none << positives << false;
        QTest::newRow("ratings and ranks") << none << ratings << false;
    }
    void onlyTheSameTestIsCompared() {
        QFETCH(std::function<void(ExperimentConfig&)>, both);
        QFETCH(std::function<void(ExperimentConfig&)>, one);
        QFETCH(bool, same);
        ExperimentConfig a;
        both(a);
        auto b = a;
        one(b);
        for (const auto& status : {sameTest(a, b), sameTest(b, a), sameTest(a, a)}) {
            QVERIFY(status || !status.error().remedy.empty());
        }
        QCOMPARE(bool(sameTest(a, b)), same);
        QCOMPARE(bool(sameTest(b, a)), same);
        QVERIFY(bool(sameTest(a, a)));
    }

    void runsAreComparedItemByItem() {
        const auto one = run(smallConfig(1));
        auto longer = smallConfig(6);
        longer.training.learningRate = 0.02;
        const auto two = run(longer);
        QVERIFY(one && two);
        auto project = Project::open(project_);
        QVERIFY(bool(project));
        const auto metrics = compareRuns(*project, *one, *two);
        QVERIFY2(bool(metrics), metrics ? "" : metrics.error().what.c_str());
        QCOMPARE(metrics->size(), std::size_t(2));
        QVERIFY(qAbs(metrics->at(0).test.difference - (*two->test.hitRate - *one->test.hitRate)) <
                1e-12);
        QVERIFY(qAbs(metrics->at(1).test.difference - (*two->test.ndcg - *one->test.ndcg)) < 1e-12);
        // A run of an older version: its results per user are added by evaluating it again.
        const auto stored = *project->outcome(one->id);
        auto bare = *one;
        bare.id = *project->beginRun(bare);
        QVERIFY(bool(project->addEpoch(bare.id, project->epochs(one->id)->front(),
                                       *project->weights(one->id))));
        QVERIFY(bool(project->finishRun(bare)));
        const auto lacking = compareRuns(*project, bare, *two);
        QVERIFY(!lacking);
        QCOMPARE(lacking.error().kind, ErrorKind::NotFound);
        auto other = smallConfig().evaluation;
        other.cutoff = 3;
        QVERIFY(bool(evaluateRun(project_, bare.id, other)));  // another protocol adds nothing
        QVERIFY(!project->outcome(bare.id));
        QVERIFY(bool(evaluateRun(project_, bare.id, smallConfig().evaluation)));
        QVERIFY(*project->outcome(bare.id) == stored);
        QVERIFY(bool(compareRuns(*project, bare, *two)));
    }

    void differencesAreToldInWords_data() {
        QTest::addColumn<QString>("metric");
        QTest::addColumn<PairedTest>("test");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("more hits") << "HR@10" << PairedTest{0.012, 0.004, 0.02, 0.003, 900}
                                   << "“A” hits 1.2 points more (95 %: 0.4 to 2.0, p = 0.003): a "
                                      "real difference.";
        QTest::newRow("fewer hits") << "HR@10" << PairedTest{-0.001, -0.009, 0.007, 0.81, 900}
                                    << "“A” hits 0.1 points less (95 %: −0.7 to 0.9, p = 0.81): "
                                       "within noise.";
        QTest::newRow("ndcg") << "NDCG@5" << PairedTest{0.0123, 0.01, 0.0146, 0.0001, 900}
                              << "“A” has NDCG@5 0.0123 higher (95 %: 0.0100 to 0.0146, p < "
                                 "0.001): a real difference.";
        QTest::newRow("rmse") << "RMSE" << PairedTest{-0.02, -0.03, -0.01, 0.001, 900}
                              << "“A” has RMSE 0.0200 lower (better) (95 %: 0.0100 to 0.0300, p = "
                                 "0.001): a real difference.";
    }
    void differencesAreToldInWords() {
        QFETCH(QString, metric);
        QFETCH(PairedTest, test);
        QFETCH(QString, sentence);
        QCOMPARE(QString::fromStdString(ComparedMetric{metric.toStdString(), test}.sentence("A")),
                 sentence);
    }

    void aStopBeforeTheFirstEpochCancels() {
        RunControl control;
        control.stop();
        RunMonitor monitor;
        const auto record = runExperiment(project_, smallConfig(), "", control, monitor);
        QVERIFY(!record);
        QCOMPARE(record.error().kind, ErrorKind::Cancelled);
    }

    void whatCannotRunIsExplained_data() {
        QTest::addColumn<QString>("change");
        for (const char* change : {"supplied split", "device", "too many layers", "no epochs"}) {
            QTest::newRow(change) << QString(change);
        }
    }
    void whatCannotRunIsExplained() {
        QFETCH(QString, change);
        auto config = smallConfig();
        if (change == "supplied split") {
            config.split.kind = SplitKind::Supplied;
        } else if (change == "device") {
            config.training.optimiser = Optimiser::Adam;
            config.training.device = "toaster:9";
        } else if (change == "too many layers") {
            config.model.tower.assign(17, 8);
        } else {
            config.training.epochs = 0;
        }
        const auto record = run(config);
        QVERIFY(!record);
        QVERIFY(!record.error().remedy.empty());
    }

    void oneUserOrOneItemIsAnswered() {
        for (const QByteArray& csv : {QByteArray("user,item\nu,a\nu,b\nu,c\nu,d\n"),
                                      QByteArray("user,item\nu,a\nv,a\nw,a\n")}) {
            const auto project = folder_.filePath("one.ncf").toStdString();
            ImportOptions options;
            options.replace = true;
            QVERIFY(
                bool(importRatings(writeFile(folder_.filePath("one.csv"), csv), project, options)));
            RunControl control;
            RunMonitor monitor;
            const auto record = runExperiment(project, smallConfig(1), "", control, monitor);
            QVERIFY(record || !record.error().remedy.empty());
        }
    }

    void aSecondImportNeedsReplace() {
        const auto ratings = writeFile(folder_.filePath("second.csv"), "user,item\nu,a\nv,b\n");
        const auto refused = importRatings(ratings, project_, {});
        QVERIFY(!refused);
        QVERIFY(refused.error().what.find("small.csv") != std::string::npos);
        QVERIFY(!importRatings(folder_.filePath("none.csv").toStdString(),
                               folder_.filePath("new.ncf").toStdString(), {}));
        QVERIFY(!QFile::exists(folder_.filePath("new.ncf")));
    }
};

QTEST_APPLESS_MAIN(TestExperiment)
#include "tst_experiment.moc"
