#include "experiment/evaluate_run.h"
#include "experiment/experiment_config.h"
#include "experiment/loaded_run.h"
#include "experiment/presets.h"
#include "experiment/run_experiment.h"
#include "experiment/settings.h"
#include "store/project.h"
#include "support/results.h"
#include "support/small_project.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace ncf;
using namespace ncf::test;

class TestExperiment : public QObject {
    Q_OBJECT

    const SmallProject small_;
    const std::filesystem::path project_ = small_.file();
    const QTemporaryDir folder_;  // for projects of other data

    Result<RunRecord> run(const ExperimentConfig& config) {
        RunControl control;
        RunMonitor monitor;
        return runExperiment(project_, config, "", control, monitor);
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(small_.made()); }

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
        QCOMPARE(commandLine(config, "films.ncf"),
                 std::string("train films.ncf --split leave-one-out"));
        config.model.mlp = false;
        config.training.learningRate = 0.01;
        QCOMPARE(commandLine(config, "my films.ncf"),
                 std::string(
                     "train 'my films.ncf' --split leave-one-out --mlp-user-dim 0 --mlp-item-dim 0 "
                     "--learning-rate 0.01"));
        QCOMPARE(commandLine({}, "-it's.ncf"),
                 std::string("train './-it'\\''s.ncf' --split leave-one-out"));
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
                 std::string("train films.ncf --method popularity --split leave-one-out"));
        ExperimentConfig neighbours = findPreset("item-neighbours")->config;
        neighbours.itemNeighbours.shrinkage = 12.5;
        QCOMPARE(commandLine(neighbours, "films.ncf"),
                 std::string("train films.ncf --method item-neighbours --split leave-one-out "
                             "--shrinkage 12.5"));
        ExperimentConfig als = findPreset("ials")->config;
        als.refit = false;
        als.implicitAls.factors = 7;
        QVERIFY(commandLine(als, "films.ncf")
                    .starts_with("train films.ncf --method ials --split leave-one-out "
                                 "--als-factors 7"));
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

    void aSplitThatMisleadsIsNoted() {
        const auto project = folder_.filePath("sorted.ncf").toStdString();
        const auto csv = writeFile(folder_.filePath("sorted.csv"), sortedByItem());
        REQUIRE_OK(importRatings(csv, project, {}));
        const auto noteOf = [&](SplitKind kind) {
            auto config = smallConfig(1);
            config.split.kind = kind;
            RunControl control;
            RunMonitor monitor;
            const auto record = runExperiment(project, config, "", control, monitor);
            [&] { REQUIRE_OK(record); }();
            const auto stored = Project::open(project)->run(record->id);
            [&] { QCOMPARE(stored->note, record->note); }();
            return stored->note;
        };
        QVERIFY(noteOf(SplitKind::LeaveOneOut).find("nearly the same order") != std::string::npos);
        QCOMPARE(noteOf(SplitKind::Ratio), std::string());
        // Data of an older import says so itself.
        {
            auto older = Project::open(project);
            const auto dataset = older->loadDataset();
            REQUIRE_OK(older->saveDataset(*dataset, {}, {}));
        }
        QVERIFY(noteOf(SplitKind::LeaveOneOut).find("nearly the same order") != std::string::npos);
        const auto usual = run(smallConfig(1));
        REQUIRE_OK(usual);
        QCOMPARE(usual->note, std::string());
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
