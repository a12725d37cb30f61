// Importing beyond the reading: checking without storing, alarms, and what is kept of them.

#include "experiment/import.h"
#include "experiment/stored_advice.h"
#include "support/real_data.h"
#include "support/results.h"
#include "support/small_project.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace ncf;
using namespace ncf::test;

class ImportTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;

    std::filesystem::path path(const char* name) const {
        return folder_->filePath(QString::fromUtf8(name)).toStdString();
    }
    std::filesystem::path write(const char* name, const QByteArray& content) const {
        return writeFile(folder_->filePath(QString::fromUtf8(name)), content);
    }
    DatasetInfo infoOf(const char* name) const {
        const auto project = Project::open(path(name));
        [&] { REQUIRE_OK(project); }();
        return project->datasetInfo()->value();
    }

private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void aCheckFindsWhatAnImportFinds() {
        const auto file = write("sorted.csv", sortedByItem() + "u1\nu2\n");
        const auto titles = write("titles.csv", "movieId,title,genres\ni1,One,Drama\n");
        ImportOptions options;
        options.titles = titles;
        std::uint64_t done = 0;
        std::uint64_t total = 0;
        const auto checked = checkRatings(
            file, options, [&](std::uint64_t d, std::uint64_t t) { done = d, total = t; });
        REQUIRE_OK(checked);
        QCOMPARE(done, total);
        QVERIFY(total > 0);
        QCOMPARE(QDir(folder_->path()).entryList(QDir::Files).size(), 2);
        const auto imported = importRatings(file, path("p.ncf"), options);
        REQUIRE_OK(imported);
        QCOMPARE(checked->ratings.rows, imported->ratings.rows);
        QCOMPARE(checked->ratings.rejected, std::uint64_t(2));
        QCOMPARE(imported->ratings.rejected, std::uint64_t(2));
        QCOMPARE(checked->titles->matched, imported->titles->matched);
        QCOMPARE(checked->statistics.interactions, imported->statistics.interactions);
        QCOMPARE(checked->alarms.size(), std::size_t(1));
        QCOMPARE(checked->alarms.size(), imported->alarms.size());
        QCOMPARE(checked->alarms[0].text, imported->alarms[0].text);
    }

    void aCheckFailsAndStopsLikeAnImport() {
        const auto missing = checkRatings(path("none.csv"), {});
        QVERIFY(!missing);
        QCOMPARE(missing.error().what,
                 importRatings(path("none.csv"), path("p.ncf"), {}).error().what);
        std::stop_source stop;
        stop.request_stop();
        const auto stopped = checkRatings(write("s.csv", sortedByItem()), {}, {}, stop.get_token());
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().kind, ErrorKind::Cancelled);
    }

    void strictRefusesAlarms() {
        const auto file = write("sorted.csv", sortedByItem());
        ImportOptions options;
        options.strict = true;
        const auto refused = importRatings(file, path("p.ncf"), options);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::BadInput);
        QVERIFY(refused.error().what.find("sorted.csv") != std::string::npos);
        QVERIFY(refused.error().what.find("nearly the same order") != std::string::npos);
        QVERIFY(!refused.error().remedy.empty());
        QVERIFY(!std::filesystem::exists(path("p.ncf")));
        QCOMPARE(checkRatings(file, options).error().what, refused.error().what);
        // Data that is there stays.
        REQUIRE_OK(importRatings(write("good.csv", smallRatings()), path("p.ncf"), options));
        options.replace = true;
        QVERIFY(!importRatings(file, path("p.ncf"), options));
        QCOMPARE(infoOf("p.ncf").source, std::string("good.csv"));
    }

    void alarmsAndAdviceAreKept() {
        const auto report = importRatings(write("sorted.csv", sortedByItem()), path("p.ncf"), {});
        REQUIRE_OK(report);
        const auto info = infoOf("p.ncf");
        const auto json = QJsonDocument::fromJson(QByteArray::fromStdString(info.report)).object();
        QCOMPARE(json[u"alarms"].toArray().size(), 1);
        QCOMPARE(json[u"alarms"][0].toString().toStdString(), report->alarms[0].text);
        const auto advice = storedAdvice(info);
        QVERIFY(advice && *advice == adviseSplit(report->statistics));
        QCOMPARE(advice->kind, SplitKind::Ratio);
        REQUIRE_OK(importRatings(write("good.csv", smallRatings()), path("good.ncf"), {}));
        QCOMPARE(*storedAdvice(infoOf("good.ncf")), SplitAdvice());
    }

    void olderDataIsLookedAt() {
        REQUIRE_OK(importRatings(write("sorted.csv", sortedByItem()), path("new.ncf"), {}));
        const auto known = storedAdvice(infoOf("new.ncf"));
        const auto made = Project::open(path("new.ncf"));
        REQUIRE_OK(made);
        const auto dataset = made->loadDataset();
        REQUIRE_OK(dataset);
        auto older = Project::create(path("old.ncf"));
        REQUIRE_OK(older);
        QCOMPARE(splitAdvice(*older).error().kind, ErrorKind::NotFound);
        for (const char* report : {R"({"rows":3})", "", "[]", R"({"leaveOneOutMisleads":7})"}) {
            DatasetInfo info;
            info.report = report;
            QVERIFY(!storedAdvice(info));
            REQUIRE_OK(older->saveDataset(*dataset, {}, info));
            const auto advice = splitAdvice(*older);
            REQUIRE_OK(advice);
            QCOMPARE(*advice, *known);
        }
    }

    void theSplitSuitsTheData() {
        ExperimentConfig config;
        DatasetInfo info;
        const SplitAdvice fine;
        const SplitAdvice other{SplitKind::Ratio, "because"};
        QCOMPARE(suitableSplit(config, info, fine), SplitKind::LeaveOneOut);
        QCOMPARE(suitableSplit(config, info, other), SplitKind::Ratio);
        info.hasSuppliedTest = true;
        QCOMPARE(suitableSplit(config, info, other), SplitKind::Supplied);
        config.training.loss = Loss::MeanSquaredError;
        QCOMPARE(suitableSplit(config, info, fine), SplitKind::LeaveOneOut);
        QCOMPARE(whyMisleading(config, fine), std::string());
        QCOMPARE(whyMisleading(config, other), std::string("because"));
        config.split.kind = SplitKind::Ratio;
        QCOMPARE(suitableSplit(config, info, fine), SplitKind::Ratio);
        QCOMPARE(whyMisleading(config, other), std::string());
    }

    void movieLensRaisesNoneButTheKnown_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("alarms");
        QTest::newRow("100K") << "ml-100k/u.data" << 0;
        QTest::newRow("1M in the order of time") << "ml-1m/time-ordered.csv" << 0;
        QTest::newRow("1M, supplied split") << "ml-1m/ml-1m.train.rating" << 0;
        QTest::newRow("1M in the order of the items") << "ml-1m/interactions.csv" << 1;
    }
    void movieLensRaisesNoneButTheKnown() {
        QFETCH(QString, file);
        QFETCH(int, alarms);
        NCF_REQUIRE_REAL_DATA("ml-100k/u.data");
        NCF_REQUIRE_REAL_DATA("ml-1m/interactions.csv");
        const auto report = checkRatings(realData() / file.toStdString(), {});
        REQUIRE_OK(report);
        for (const auto& alarm : report->alarms) {
            QCOMPARE(int(alarm.kind), int(Alarm::Kind::CommonOrder));
        }
        QCOMPARE(int(report->alarms.size()), alarms);
    }
};

QTEST_GUILESS_MAIN(ImportTest)
#include "tst_import.moc"
