// Exported models: every shape of network in both formats, what the check of a written file
// notices, and that no half of an export stays.

#include "experiment/export_model.h"
#include "experiment/run_experiment.h"
#include "model/ncf_model.h"
#include "support/results.h"
#include "support/small_project.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <torch/torch.h>

#include <cstring>
#include <limits>

using namespace ncf;
using namespace ncf::test;

namespace {

Result<LoadedRun> load(const std::filesystem::path& file, std::int64_t runId) {
    auto project = Project::open(file);
    if (!project) {
        return project.error();
    }
    auto data = loadProjectData(*project);
    return data ? LoadedRun::load(*project, runId, *data) : data.error();
}

Result<LoadedRun> train(const std::filesystem::path& file, const ExperimentConfig& config) {
    RunControl control;
    RunMonitor monitor;
    const auto run = runExperiment(file, config, "run", control, monitor);
    return run ? load(file, run->id) : run.error();
}

ExperimentConfig shape(bool gmf, bool mlp, Activation activation = Activation::Relu) {
    auto config = smallConfig(1);
    config.model.gmf = gmf;
    config.model.mlp = mlp;
    config.model.activation = activation;
    config.model.embeddingStd = 0.5;  // far from 0, so that a wrong activation shows
    return config;
}

ExperimentConfig ratings(ExperimentConfig config) {
    config.training.loss = Loss::MeanSquaredError;
    return config;
}

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace

class ExportModelTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::filesystem::path project_;

    QString path(const QString& name) const { return folder_.filePath(name); }

    // An empty folder of its own for one test's files.
    QString emptyFolder(const QString& name) const {
        QDir(path(name)).removeRecursively();
        QDir().mkpath(path(name));
        return path(name);
    }

    static QStringList filesIn(const QString& folder) {
        return QDir(folder).entryList(QDir::Files | QDir::Hidden, QDir::Name);
    }

private Q_SLOTS:
    void initTestCase() {
        project_ = path("small.ncf").toStdString();
        REQUIRE_OK(importRatings(writeFile(path("small.csv"), smallRatings()), project_, {}));
    }

    void everyShapeGivesTheProgramsScores_data() {
        QTest::addColumn<ExperimentConfig>("config");
        QTest::newRow("GMF") << shape(true, false);
        QTest::newRow("MLP") << shape(false, true);
        QTest::newRow("NeuMF") << shape(true, true);
        QTest::newRow("leaky ReLU") << shape(true, true, Activation::LeakyRelu);
        QTest::newRow("tanh") << shape(false, true, Activation::Tanh);
        QTest::newRow("sigmoid") << shape(false, true, Activation::Sigmoid);
        QTest::newRow("GMF, ratings") << ratings(shape(true, false));
        QTest::newRow("NeuMF, ratings") << ratings(shape(true, true, Activation::LeakyRelu));
        auto one = shape(false, true);
        one.model.tower = {3};
        one.model.mlpUserDim = 1;
        one.model.mlpItemDim = 5;
        one.model.dropout = 0.3;
        QTest::newRow("one layer, dropout") << one;
        for (const Loss loss : {Loss::BayesianPersonalisedRanking, Loss::SampledSoftmax}) {
            auto compared = shape(true, true);
            compared.training.loss = loss;
            QTest::addRow("NeuMF, comparison %d", static_cast<int>(loss)) << compared;
        }
        auto biased = shape(true, false);
        biased.model.biases = biased.model.dotProduct = true;
        QTest::newRow("GMF, dot product and biases") << biased;
        biased.model.mlp = true;
        biased.model.dotProduct = false;
        QTest::newRow("NeuMF, biases") << biased;
    }
    void everyShapeGivesTheProgramsScores() {
        QFETCH(ExperimentConfig, config);
        auto run = train(project_, config);
        REQUIRE_OK(run);
        for (const auto& [format, name] : {std::pair{ModelFormat::TorchScript, "model.pt"},
                                           std::pair{ModelFormat::Onnx, "model.onnx"}}) {
            const QString folder = emptyFolder("shapes");
            const auto file = std::filesystem::path(folder.toStdString()) / name;
            const auto done = exportModel(*run, format, file, project_);
            REQUIRE_OK(done);
            QVERIFY(done->largestDifference <= 1e-5);
            QCOMPARE(done->pairs, std::size_t(512));
            QCOMPARE(filesIn(folder),
                     QStringList({"model.items.csv", QString(name), "model.users.csv"}));
            QCOMPARE(QFileInfo(QString::fromStdString(done->files[0].string())).fileName(),
                     QString(name));
            // It is a file of this run and of no other.
            REQUIRE_OK(checkModel(*run, format, file));
            auto other = config;
            other.seed = 7;
            auto otherRun = train(project_, other);
            REQUIRE_OK(otherRun);
            QVERIFY(!checkModel(*otherRun, format, file));
        }
    }

    void idMapsNameEveryIndex() {
        auto run = train(project_, shape(true, false));
        REQUIRE_OK(run);
        const QString folder = emptyFolder("maps");
        REQUIRE_OK(exportModel(*run, ModelFormat::TorchScript,
                               (folder + "/my.model.pt").toStdString(), project_));
        const auto users = contentOf(folder + "/my.model.users.csv").split('\n');
        QCOMPARE(users.size(), 40 + 2);
        QCOMPARE(users[0], QByteArray("index,id"));
        QCOMPARE(users[1], QByteArray("0,u0"));
        QCOMPARE(users[40], QByteArray("39,u39"));
        const auto items = contentOf(folder + "/my.model.items.csv").split('\n');
        QCOMPARE(items.size(), 30 + 2);
        QCOMPARE(items[0], QByteArray("index,id,title"));
        QCOMPARE(items[1], QByteArray("0,f0,"));
    }

    void damageIsNoticed_data() {
        QTest::addColumn<ModelFormat>("format");
        QTest::newRow("TorchScript") << ModelFormat::TorchScript;
        QTest::newRow("ONNX") << ModelFormat::Onnx;
    }
    void damageIsNoticed() {
        QFETCH(ModelFormat, format);
        auto run = train(project_, shape(true, true));
        REQUIRE_OK(run);
        const QString file = emptyFolder("damage") + "/model";
        REQUIRE_OK(exportModel(*run, format, file.toStdString(), project_));
        const QByteArray whole = contentOf(file);
        const auto noticed = [&](const QByteArray& content) {
            return !checkModel(*run, format, writeFile(file, content));
        };
        QVERIFY(!noticed(whole));
        QVERIFY(noticed({}));
        QVERIFY(noticed("no model"));
        QVERIFY(noticed(whole.left(whole.size() / 2)));
        // A changed weight. The bias of the output layer meets every score.
        const auto bias = (*run->model())->outputBias.item<float>();
        QByteArray bytes(reinterpret_cast<const char*>(&bias), sizeof bias);
        QByteArray changed = whole;
        const auto at = changed.lastIndexOf(bytes);
        QVERIFY(at > 0);
        const float wrong = bias + 0.001f;
        std::memcpy(changed.data() + at, &wrong, sizeof wrong);
        QVERIFY(noticed(changed));
        // Any byte may be wrong: it is noticed or does no harm, but nothing crashes.
        for (qsizetype place = 0; place < whole.size(); place += 97) {
            changed = whole;
            changed[place] = static_cast<char>(changed[place] ^ 0x55);
            noticed(changed);
        }
    }

    void aModelThatIsNotAsItShouldBeIsNotKept() {
        auto run = train(project_, shape(true, false));
        REQUIRE_OK(run);
        // The last parameter of this shape is the output layer's weight.
        auto project = Project::open(project_);
        REQUIRE_OK(project);
        auto weights = project->weights(run->record().id);
        REQUIRE_OK(weights);
        const float nan = std::numeric_limits<float>::quiet_NaN();
        std::memcpy(weights->data() + weights->size() - sizeof nan, &nan, sizeof nan);
        auto record = run->record();
        const auto id = project->beginRun(record);
        REQUIRE_OK(id);
        EpochRecord epoch;
        epoch.epoch = 1;
        REQUIRE_OK(project->addEpoch(*id, epoch, *weights));
        record.id = *id;
        REQUIRE_OK(project->finishRun(record));
        auto broken = load(project_, *id);
        REQUIRE_OK(broken);
        const QString folder = emptyFolder("broken");
        for (const auto format : {ModelFormat::TorchScript, ModelFormat::Onnx}) {
            writeFile(folder + "/model.bin", "old");
            const auto done =
                exportModel(*broken, format, (folder + "/model.bin").toStdString(), project_);
            QVERIFY(!done);
            QVERIFY2(done.error().what.find("nan") != std::string::npos, done.error().what.c_str());
            QCOMPARE(filesIn(folder), QStringList("model.bin"));
            QCOMPARE(contentOf(folder + "/model.bin"), QByteArray("old"));
        }
    }

    void nothingHalfWrittenStays() {
        auto run = train(project_, shape(true, true));
        REQUIRE_OK(run);
        const QString folder = emptyFolder("halves");
        const auto file = (folder + "/model.onnx").toStdString();
        const auto kindOf = [&](const std::filesystem::path& target, std::stop_token stop = {}) {
            const auto done = exportModel(*run, ModelFormat::Onnx, target, project_, stop);
            return done ? std::optional<ErrorKind>() : done.error().kind;
        };
        std::stop_source stopped;
        stopped.request_stop();
        QVERIFY(kindOf(file, stopped.get_token()) == ErrorKind::Cancelled);
        QVERIFY(filesIn(folder).isEmpty());
        // A folder stands where the item map would.
        QDir().mkpath(folder + "/model.items.csv");
        QVERIFY(kindOf(file) == ErrorKind::BadInput);
        QVERIFY(filesIn(folder).isEmpty());
        QVERIFY(kindOf("/no/such/folder/model.onnx") == ErrorKind::Storage);
        // The project and its maps.
        QVERIFY(kindOf(project_) == ErrorKind::BadInput);
        REQUIRE_OK(Project::open(project_));
    }

    void aRunWithoutANetworkIsRefused() {
        auto config = smallConfig(1);
        config.method = Method::Popularity;
        auto run = train(project_, config);
        REQUIRE_OK(run);
        const auto done =
            exportModel(*run, ModelFormat::TorchScript, path("none.pt").toStdString(), project_);
        QVERIFY(!done);
        QVERIFY(done.error().what.find("no network") != std::string::npos);
        QVERIFY(!QFile::exists(path("none.pt")));
    }

    void pytorchRecommendsTheSame() {
        const QString python = "/usr/bin/python3";
        if (QProcess::execute(python, {"-c", "import torch"}) != 0) {
            QSKIP("needs PyTorch for /usr/bin/python3 (python3-torch)");
        }
        const QString folder = emptyFolder("python");
        const auto file = std::filesystem::path((folder + "/demo.ncf").toStdString());
        const std::filesystem::path demo = NCF_SOURCE_DIR "/resources/demo/ratings.csv";
        REQUIRE_OK(importRatings(demo, file, {}));
        auto config = smallConfig(1);
        config.recommendations = 20;
        auto run = train(file, config);
        REQUIRE_OK(run);
        const auto script = std::filesystem::path((folder + "/model.pt").toStdString());
        REQUIRE_OK(exportModel(*run, ModelFormat::TorchScript, script, file));
        const auto onnx = std::filesystem::path((folder + "/model.onnx").toStdString());
        REQUIRE_OK(exportModel(*run, ModelFormat::Onnx, onnx, file));

        const auto project = Project::open(file);
        REQUIRE_OK(project);
        const auto& dataset = run->data().dataset;
        QJsonArray expected;
        for (UserIndex user = 0; user < 50; ++user) {
            QJsonArray known;
            for (const ItemIndex item : run->split().train.itemsOf(user)) {
                known.append(QString::fromStdString(dataset.items().id(item)));
            }
            QJsonArray top;
            const auto rows = project->recommendations(run->record().id, user);
            REQUIRE_OK(rows);
            QCOMPARE(rows->size(), std::size_t(20));
            for (const auto& row : *rows) {
                top.append(QString::fromStdString(row.itemId));
            }
            expected.append(QJsonObject{{"user", QString::fromStdString(dataset.users().id(user))},
                                        {"known", known},
                                        {"top", top}});
        }
        writeFile(folder + "/expected.json", QJsonDocument(expected).toJson());
        QProcess check;
        check.setProcessChannelMode(QProcess::MergedChannels);
        check.start(python, {NCF_SOURCE_DIR "/tests/core/check_exports.py",
                             QString::fromStdString(script.string()),
                             QString::fromStdString(onnx.string()), folder + "/expected.json"});
        QVERIFY(check.waitForFinished(-1));
        const auto said = check.readAll();
        QVERIFY2(check.exitStatus() == QProcess::NormalExit && check.exitCode() == 0,
                 said.constData());
        qInfo("%s", said.trimmed().constData());
    }
};

QTEST_GUILESS_MAIN(ExportModelTest)
#include "tst_export_model.moc"
