// Project files that were damaged or made to do harm: every answer is right or an error, and none
// takes the program down.

#include "data/merge.h"
#include "store/project.h"
#include "support/results.h"
#include "support/sample_project.h"

#include <QTemporaryDir>
#include <QTest>
#include <SQLiteCpp/SQLiteCpp.h>

#include <fstream>

using namespace ncf;
using namespace ncf::test;

namespace {

constexpr int kUsers = 60;
constexpr int kItems = 40;

std::string readBytes(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void writeBytes(const std::filesystem::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary | std::ios::trunc)
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

// Calls everything that reads, and says whether every answer keeps its promises.
bool readEverything(Project& project, bool& anyError) {
    bool sound = true;
    const auto note = [&](const auto& result) {
        anyError = anyError || !result;
        return bool(result);
    };
    (void)note(project.datasetInfo());
    const auto catalogue = project.loadCatalogue();
    (void)note(catalogue);
    if (const auto dataset = project.loadDataset(); note(dataset)) {
        for (std::size_t user = 0; user < dataset->userCount(); ++user) {
            for (const auto item : dataset->itemsOf(static_cast<UserIndex>(user))) {
                sound = sound && item >= 0 && std::size_t(item) < dataset->itemCount();
            }
        }
        if (const auto& test = dataset->suppliedTest()) {
            sound = sound && test->item.size() == dataset->userCount() &&
                    test->negatives.size() == dataset->userCount();
        }
        (void)dataset->itemPopularity();
        sound = sound && (!catalogue || catalogue->empty() ||
                          catalogue->items.size() == dataset->itemCount());
        for (std::size_t at = 0; catalogue && at < catalogue->items.size(); ++at) {
            const auto& properties = catalogue->items[at].properties;
            sound = sound &&
                    (properties.empty() || properties.size() == catalogue->propertyNames.size());
        }
    }
    if (const auto users = project.users("user 1", "", 1000); note(users)) {
        sound = sound && users->size() <= 1000;
    }
    (void)note(project.findUser("user 7"));
    for (UserIndex user = 0; user < kUsers; user += 7) {
        (void)note(project.history(user));
        (void)note(project.recommendations(1, user));
    }
    (void)note(project.loadDataset(1));
    (void)note(project.itemPopularity(1));
    (void)note(project.runs());
    (void)note(project.run(1));
    (void)note(project.epochs(1));
    (void)note(project.weights(1));
    (void)note(project.sweeps());
    (void)note(project.sweep(1));
    (void)note(project.sweepRuns(1));
    if (const auto outcome = project.outcome(1); note(outcome)) {
        sound = sound && std::max(outcome->ranks.size(), outcome->squaredErrors.size()) ==
                             outcome->users.size();
    }
    (void)note(project.forEachRecommendation(
        1, [](const UserRow&, const RecommendationRow&) { return Status(); }));
    return sound;
}

}  // namespace

class ProjectDamageTest : public QObject {
    Q_OBJECT

private:
    std::filesystem::path path() const {
        return std::filesystem::path(folder_.path().toStdString()) / "p.ncf";
    }
    void restore() const {
        for (const char* suffix : {"", "-wal", "-shm"}) {
            std::filesystem::remove(path().string() + suffix);
        }
        writeBytes(path(), valid_);
    }
    void change(const std::string& sql) const {
        SQLite::Database db(path().string(), SQLite::OPEN_READWRITE);
        db.exec(sql);
    }

    // Brings the data to its second state, with a run on the first.
    void addToTheData() const {
        auto project = Project::open(path());
        REQUIRE_OK(project);
        auto run = *project->run(1);
        run.status = RunStatus::Interrupted;
        REQUIRE_OK(project->finishRun(run));
        IdMap users;
        IdMap items;
        users.insert(sampleUser(3));
        users.insert("new");
        items.insert("item 5");
        items.insert("new");
        const Dataset added(std::move(users), std::move(items),
                            {{0, 1, 3, 600'000}, {1, 0, 4, 600'000}}, {true, true});
        DataState state;
        state.number = 2;
        REQUIRE_OK(project->appendDataset(
            merged(*project->loadDataset(), added, RepeatedPairs::Latest), std::nullopt, state));
    }

    QTemporaryDir folder_;
    std::string valid_;

private Q_SLOTS:
    void initTestCase() {
        {
            auto project = Project::create(path());
            REQUIRE_OK(project);
            auto dataset = sampleDataset(kUsers, kItems);
            dataset.setSuppliedTest(sampleSuppliedTest(dataset));
            auto catalogue = sampleCatalogue(kItems);
            catalogue.propertyNames = {"director", "length"};
            catalogue.items[3].properties = {"Somebody", "90"};
            REQUIRE_OK(project->saveDataset(dataset, catalogue, sampleInfo()));
            const auto id = project->beginRun(sampleRun("r"));
            REQUIRE_OK(id);
            REQUIRE_OK(
                project->addEpoch(*id, sampleEpoch(1), std::string(9000, 'w'), "checkpoint"));
            REQUIRE_OK(project->saveOutcome(*id, {{0, 3, 59}, {0, 39, 7}, {}}));
            REQUIRE_OK(project->setNotes(*id, "notes"));
            REQUIRE_OK(project->saveRecommendations(
                *id, [](const auto& sink) { return recommendSomething(sink, kUsers, 5); }));
            REQUIRE_OK(project->beginSweep({0, "s", "{}", 1'700'000'000, 0}));
            REQUIRE_OK(project->addSweepRun(1, {0, 0, *id}));
        }
        addToTheData();
        valid_ = readBytes(path());
        QVERIFY(valid_.size() > 20'000);
    }
    void init() { restore(); }

    void theValidFileIsFlawless() {
        auto project = Project::open(path());
        REQUIRE_OK(project);
        bool anyError = false;
        QVERIFY(readEverything(*project, anyError));
        QVERIFY(!anyError);
    }

    void randomDamageNeverCrashes_data() {
        QTest::addColumn<int>("bytes");
        QTest::newRow("one byte") << 1;
        QTest::newRow("ten bytes") << 10;
        QTest::newRow("hundreds") << 400;
    }
    void randomDamageNeverCrashes() {
        QFETCH(int, bytes);
        int noticed = 0;
        for (std::uint64_t seed = 0; seed < 150; ++seed) {
            restore();
            Random random(seed);
            std::string damaged = valid_;
            for (int i = 0; i < bytes; ++i) {
                // Half of the damage goes to the beginnings of pages, where the trees are kept.
                auto at = random.below(static_cast<std::uint32_t>(damaged.size()));
                if (i % 2 == 1) {
                    at = at / 4096 * 4096 + random.below(24);
                }
                damaged[at] = static_cast<char>(random.below(256));
            }
            writeBytes(path(), damaged);
            auto project = Project::open(path());
            bool anyError = !project;
            if (project) {
                QVERIFY2(readEverything(*project, anyError), qPrintable(QString::number(seed)));
                anyError = !project->removeRun(1) || anyError;
                anyError = !project->purgeRemovedRuns() || anyError;
                anyError =
                    !project->saveDataset(sampleDataset(20, 10), {}, sampleInfo()) || anyError;
            }
            noticed += anyError ? 1 : 0;
        }
        QVERIFY2(bytes < 100 || noticed > 140, qPrintable(QString::number(noticed)));
    }

    void everyTruncationIsAnError() {
        for (std::size_t size = 0; size < valid_.size(); size += 1531) {
            restore();
            writeBytes(path(), valid_.substr(0, size));
            auto project = Project::open(path());
            bool anyError = !project;
            if (project) {
                QVERIFY(readEverything(*project, anyError));
            }
            QVERIFY2(anyError, qPrintable(QString::number(size)));
        }
    }

    void aLogOfRubbishIsIgnored() {
        Random random(3);
        std::string log(40'000, '\0');
        for (char& byte : log) {
            byte = static_cast<char>(random.below(256));
        }
        writeBytes(path().string() + "-wal", log);
        auto project = Project::open(path());
        REQUIRE_OK(project);
        bool anyError = false;
        QVERIFY(readEverything(*project, anyError));
        QVERIFY(!anyError);
    }

    void contradictionsAreErrors_data() {
        QTest::addColumn<QString>("sql");
        const auto row = [](const char* name, const char* sql) {
            QTest::newRow(name) << QString::fromUtf8(sql);
        };
        row("half a number", "UPDATE history SET items = x'010203' WHERE user = 3");
        row("index too high",
            "UPDATE history SET items = x'28000000', ratings = x'0000803f', "
            "timestamps = x'0000000000000000' WHERE user = 3");
        row("index below zero",
            "UPDATE history SET items = x'ffffffff', ratings = x'0000803f', "
            "timestamps = x'0000000000000000' WHERE user = 3");
        row("ratings too short", "UPDATE history SET ratings = x'' WHERE user = 3");
        row("ratings missing", "UPDATE history SET ratings = NULL WHERE user = 3");
        row("rating is infinite",
            "UPDATE history SET items = x'01000000', "
            "ratings = x'0000807f', timestamps = x'0000000000000000' "
            "WHERE user = 3");
        row("rating is infinitely low",
            "UPDATE history SET items = x'01000000', "
            "ratings = x'000080ff', timestamps = x'0000000000000000' "
            "WHERE user = 3");
        row("a user's history missing", "DELETE FROM history WHERE user = 3");
        row("an item twice",
            "UPDATE history SET items = x'0100000001000000', "
            "ratings = x'0000803f0000803f', "
            "timestamps = x'00000000000000000000000000000000' WHERE user = 3");
        row("an item missing", "DELETE FROM item WHERE id = 5");
        row("user counted wrong", "UPDATE dataset SET users = 9223372036854775807");
        row("items below zero", "UPDATE dataset SET items = -1");
        row("too few interactions", "UPDATE dataset SET interactions = 0");
        row("a user's index moved",
            "PRAGMA foreign_keys = OFF; UPDATE user SET id = "
            "9000000000000000000 WHERE id = 59");
        row("test item too high", "UPDATE supplied_test SET item = 40");
        row("test negatives too high", "UPDATE supplied_test SET negatives = x'ffffff7f'");
        row("test of a stranger",
            "PRAGMA foreign_keys = OFF; INSERT INTO supplied_test "
            "VALUES (100000, 1, x'')");
        row("unknown status", "UPDATE run SET status = 'haunted'");
        row("run counts out of range", "UPDATE run SET epochs = 99999999999");
        row("recommended item unknown", "UPDATE recommendation SET item = 4000 WHERE user = 7");
        row("rank missing", "DELETE FROM recommendation WHERE user = 7 AND rank = 2");
        row("a trial below zero", "UPDATE sweep_run SET trial = -1");
        row("a rung out of range", "UPDATE sweep_run SET rung = 99999999999");
        row("outcome of a stranger", "UPDATE outcome SET users = x'00000000030000003c000000'");
        row("outcome out of order", "UPDATE outcome SET users = x'03000000000000003b000000'");
        row("outcome below zero", "UPDATE outcome SET ranks = x'00000000ffffffff00000000'");
        row("rank too high", "UPDATE outcome SET ranks = x'00000000ffffff7f00000000'");
        row("outcome too short", "UPDATE outcome SET ranks = x'00000000'");
        row("outcome of both kinds", "UPDATE outcome SET squared_errors = ranks");
        row("outcome of no kind", "UPDATE outcome SET ranks = NULL");
        row("squared error infinite",
            "UPDATE outcome SET ranks = NULL, squared_errors = x'0000807f0000000000000000'");
        row("unknown colour", "UPDATE mark SET colour = 8");
        row("half a baseline", "UPDATE mark SET baseline = 2");
        row("a state missing", "DELETE FROM data_state WHERE state = 1");
        row("a state too many", "INSERT INTO data_state VALUES (3, '', 0, 99, 99, 9999, '', NULL)");
        row("a state below zero", "UPDATE data_state SET users = -1 WHERE state = 1");
        row("data that became less", "UPDATE data_state SET users = 1000 WHERE state = 1");
        row("a run of a state to come", "UPDATE run_state SET state = 3");
        row("a run of no state", "DELETE FROM run_state");
        row("a run of state zero", "UPDATE run_state SET state = 0");
        row("an earlier popularity too short", "UPDATE data_state SET popularity = x'00000000'");
        row("an earlier popularity missing", "UPDATE data_state SET popularity = NULL");
        row("half an earlier number",
            "UPDATE earlier_history SET items = x'010203' WHERE state = 1");
        row("an earlier index too high",
            "UPDATE earlier_history SET items = x'28000000', ratings = x'0000803f', "
            "timestamps = x'0000000000000000'");
        row("earlier ratings missing", "UPDATE earlier_history SET ratings = NULL");
        row("an earlier rating infinite",
            "UPDATE earlier_history SET items = x'01000000', ratings = x'0000807f', "
            "timestamps = x'0000000000000000'");
        row("an earlier history missing", "DELETE FROM earlier_history");
        row("a property's name missing", "DELETE FROM property WHERE id = 0");
        row("a property too high", "UPDATE item_property SET property = 2 WHERE property = 1");
        row("a property below zero", "UPDATE item_property SET property = -1 WHERE property = 1");
        row("a property of a stranger",
            "PRAGMA foreign_keys = OFF; INSERT INTO item_property VALUES (70000, 0, 'x')");
        row("properties without end",
            "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) "
            "INSERT INTO property SELECT i, 'p' FROM n");
        row("recommended to nobody", "INSERT INTO recommendation VALUES (1, 70000, 1, 1, 1.0)");
    }
    void contradictionsAreErrors() {
        QFETCH(QString, sql);
        change(sql.toStdString());
        auto project = Project::open(path());
        REQUIRE_OK(project);
        bool anyError = false;
        QVERIFY(readEverything(*project, anyError));
        QVERIFY(anyError);
    }

    void aForeignSchemaIsRefused_data() {
        QTest::addColumn<QString>("sql");
        const auto row = [](const char* name, const char* sql) {
            QTest::newRow(name) << QString::fromUtf8(sql);
        };
        QTest::newRow("newer version")
            << QStringLiteral("PRAGMA user_version = %1").arg(Project::kSchemaVersion + 1);
        row("an older version's number", "PRAGMA user_version = 1");
        row("version zero", "PRAGMA user_version = 0");
        row("version below zero", "PRAGMA user_version = -7");
        row("another application", "PRAGMA application_id = 42");
        row("a trigger", "CREATE TRIGGER t AFTER INSERT ON epoch BEGIN DELETE FROM run; END");
        row("a view for a table",
            "DROP TABLE weights; CREATE VIEW weights AS SELECT 1 AS run, "
            "randomblob(100) AS data");
        row("an index with an expression", "CREATE INDEX i ON user (length(key))");
        row("a missing table", "DROP TABLE recommendation");
        row("one column more", "ALTER TABLE run ADD COLUMN extra TEXT");
        row("a virtual table", "CREATE VIRTUAL TABLE v USING fts5(x)");
        row("a forged trigger",
            "PRAGMA writable_schema = ON; INSERT INTO sqlite_schema VALUES ('trigger', 'sqlite_t', "
            "'run', 0, 'CREATE TRIGGER sqlite_t AFTER DELETE ON run BEGIN DELETE FROM user; END')");
        row("a schema of rubbish",
            "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE TABLE' "
            "WHERE name = 'run'");
    }
    void aForeignSchemaIsRefused() {
        QFETCH(QString, sql);
        change(sql.toStdString());
        const auto project = Project::open(path());
        QVERIFY(!project);
        QVERIFY(project.error().what.find("p.ncf") != std::string::npos);
        QVERIFY(!project.error().remedy.empty());
        const auto kind = project.error().kind;
        QVERIFY2(kind == ErrorKind::BadInput || kind == ErrorKind::Storage,
                 project.error().what.c_str());
    }

    void aNewerVersionSaysSo() {
        change("PRAGMA user_version = " + std::to_string(Project::kSchemaVersion + 1));
        const auto project = Project::open(path());
        QCOMPARE(project.error().kind, ErrorKind::BadInput);
        QVERIFY(project.error().what.find("newer") != std::string::npos);
    }

    void anotherEncodingIsRefused() {
        std::filesystem::remove(path());
        SQLite::Database db(path().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        db.exec("PRAGMA encoding = 'UTF-16'; PRAGMA application_id = " +
                std::to_string(Project::kApplicationId) + "; PRAGMA user_version = " +
                std::to_string(Project::kSchemaVersion) + "; CREATE TABLE x (y)");
        QVERIFY(!Project::open(path()));
    }

    void theStatisticsOfAnalyzeDoNoHarm() {
        change("ANALYZE");
        REQUIRE_OK(Project::open(path()));
    }

    void aLockedProjectSaysSo() {
        auto project = Project::open(path());
        REQUIRE_OK(project);
        SQLite::Database other(path().string(), SQLite::OPEN_READWRITE);
        other.exec("BEGIN IMMEDIATE");
        REQUIRE_OK(project->runs());  // readers go on
        const auto renamed = project->renameRun(1, "x");
        QVERIFY(!renamed);
        QCOMPARE(renamed.error().kind, ErrorKind::Storage);
        QVERIFY2(renamed.error().what.find("another program") != std::string::npos,
                 renamed.error().what.c_str());
        other.exec("ROLLBACK");
        REQUIRE_OK(project->renameRun(1, "x"));
    }
};

QTEST_GUILESS_MAIN(ProjectDamageTest)
#include "tst_project_damage.moc"
