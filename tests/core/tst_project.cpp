#include "store/project.h"
#include "support/results.h"
#include "support/sample_project.h"

#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <fstream>
#include <sys/resource.h>
#include <unistd.h>

using namespace ncf;
using namespace ncf::test;

namespace {

constexpr int kUsers = 60;
constexpr int kItems = 40;

std::vector<std::string> idsOf(const std::vector<UserRow>& rows) {
    std::vector<std::string> ids;
    for (const auto& row : rows) {
        ids.push_back(row.id);
    }
    return ids;
}

Dataset datasetWithUsers(const std::vector<std::string>& ids) {
    IdMap users;
    IdMap items;
    items.insert("only");
    std::vector<Interaction> rows;
    for (const auto& id : ids) {
        rows.push_back({users.insert(id), 0, 1, 0});
    }
    return {users, items, rows, {}};
}

}  // namespace

class ProjectTest : public QObject {
    Q_OBJECT

private:
    std::filesystem::path path(const char* name = "p.ncf") const {
        return std::filesystem::path(folder_->path().toStdString()) / name;
    }
    // A new project with the sample data.
    Project filled() const {
        auto project = Project::create(path());
        [&] { REQUIRE_OK(project); }();
        const auto saved = project->saveDataset(sampleDataset(kUsers, kItems),
                                                sampleCatalogue(kItems), sampleInfo());
        [&] { REQUIRE_OK(saved); }();
        return std::move(project.value());
    }
    static std::string fileBytes(const std::filesystem::path& file) {
        std::ifstream stream(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }

    std::unique_ptr<QTemporaryDir> folder_;

private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void createdProjectIsEmptyAndAlone() {
        {
            auto project = Project::create(path());
            REQUIRE_OK(project);
            QCOMPARE(project->file(), path());
            QVERIFY(!project->datasetInfo()->has_value());
            QVERIFY(project->runs()->empty());
            QVERIFY(project->users("", "", 10)->empty());
            QVERIFY(!project->findUser("x")->has_value());
            QVERIFY(project->loadCatalogue()->empty());
            QVERIFY(project->itemPopularity()->empty());
            QCOMPARE(project->loadDataset().error().kind, ErrorKind::NotFound);
            QCOMPARE(project->history(0).error().kind, ErrorKind::NotFound);
        }
        int files = 0;
        for ([[maybe_unused]] const auto& entry :
             std::filesystem::directory_iterator(path().parent_path())) {
            ++files;
        }
        QCOMPARE(files, 1);
    }

    void createNeverReplacesAFile() {
        std::ofstream(path()) << "precious";
        const auto project = Project::create(path());
        QVERIFY(!project);
        QVERIFY(project.error().what.find("p.ncf") != std::string::npos);
        QCOMPARE(fileBytes(path()), std::string("precious"));
    }

    void createInAMissingFolderFails() {
        const auto project = Project::create(path("no/such/folder.ncf"));
        QVERIFY(!project);
        QCOMPARE(project.error().kind, ErrorKind::Storage);
    }

    void createIgnoresTheLogOfADeletedProject() {
        // The log of a project that was deleted without its companions holds whole pages.
        auto old = filled();
        QVERIFY(std::filesystem::exists(path("p.ncf-wal")));
        std::filesystem::copy_file(path("p.ncf-wal"), path("new.ncf-wal"));
        const auto project = Project::create(path("new.ncf"));
        REQUIRE_OK(project);
        QVERIFY(!project->datasetInfo()->has_value());
    }

    void opensUnderNamesThatSqliteTreatsSpecially_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("memory") << ":memory:";
        QTest::newRow("uri") << "file:x.ncf?mode=ro";
        QTest::newRow("percent") << "a%20b #1.ncf";
        QTest::newRow("utf-8") << "Bücher ☃.ncf";
    }
    void opensUnderNamesThatSqliteTreatsSpecially() {
        QFETCH(QString, name);
        const auto before = std::filesystem::current_path();
        std::filesystem::current_path(folder_->path().toStdString());
        const auto project = Project::create(name.toStdString());
        const bool exists = std::filesystem::exists(name.toStdString());
        std::filesystem::current_path(before);
        REQUIRE_OK(project);
        QVERIFY(exists);
    }

    void openRefusesWhatIsNoProject_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("user,item,rating\n1,2,3\n");
        QTest::newRow("zeros") << QByteArray(8192, '\0');
        QTest::newRow("header only") << QByteArray("SQLite format 3\0", 16);
    }
    void openRefusesWhatIsNoProject() {
        QFETCH(QByteArray, content);
        std::ofstream(path(), std::ios::binary) << content.toStdString();
        const auto project = Project::open(path());
        QVERIFY(!project);
        QCOMPARE(project.error().kind, ErrorKind::BadInput);
        QVERIFY(project.error().what.find("p.ncf") != std::string::npos);
        QCOMPARE(fileBytes(path()), content.toStdString());
    }

    void openRefusesMissingFilesAndFolders() {
        QCOMPARE(Project::open(path("none.ncf")).error().kind, ErrorKind::NotFound);
        QVERIFY(!std::filesystem::exists(path("none.ncf")));
        QCOMPARE(Project::open(folder_->path().toStdString()).error().kind, ErrorKind::BadInput);
        QCOMPARE(Project::open("").error().kind, ErrorKind::NotFound);
    }

    void datasetRoundTrip_data() {
        QTest::addColumn<bool>("ratings");
        QTest::addColumn<bool>("timestamps");
        QTest::addColumn<bool>("supplied");
        QTest::addColumn<bool>("titles");
        QTest::newRow("all") << true << true << true << true;
        QTest::newRow("pairs") << false << false << false << false;
        QTest::newRow("ratings") << true << false << false << true;
        QTest::newRow("timestamps") << false << true << true << false;
    }
    void datasetRoundTrip() {
        QFETCH(bool, ratings);
        QFETCH(bool, timestamps);
        QFETCH(bool, supplied);
        QFETCH(bool, titles);
        auto dataset = sampleDataset(kUsers, kItems, {ratings, timestamps});
        if (supplied) {
            dataset.setSuppliedTest(sampleSuppliedTest(dataset));
        }
        const auto catalogue = titles ? sampleCatalogue(kItems) : ItemCatalogue();
        std::uint64_t lastDone = 0;
        {
            auto project = Project::create(path());
            REQUIRE_OK(project);
            const auto saved =
                project->saveDataset(dataset, catalogue, sampleInfo(),
                                     [&](std::uint64_t done, std::uint64_t) { lastDone = done; });
            REQUIRE_OK(saved);
        }
        QCOMPARE(lastDone, std::uint64_t(kUsers));
        auto project = Project::open(path());
        REQUIRE_OK(project);
        const auto loaded = project->loadDataset();
        REQUIRE_OK(loaded);
        QCOMPARE(difference(*loaded, dataset), std::string());
        const auto info = project->datasetInfo()->value();
        QCOMPARE(info.source, std::string("ratings.csv"));
        QCOMPARE(info.importedAt, std::int64_t(1'600'000'000));
        QCOMPARE(info.report, sampleInfo().report);
        QCOMPARE(info.users, std::uint64_t(kUsers));
        QCOMPARE(info.items, std::uint64_t(kItems));
        QCOMPARE(info.interactions, std::uint64_t(dataset.interactionCount()));
        QCOMPARE(info.hasRatings, ratings);
        QCOMPARE(info.hasTimestamps, timestamps);
        QCOMPARE(info.hasSuppliedTest, supplied);
        QCOMPARE(info.hasTitles, titles);
        const auto popularity = project->itemPopularity();
        REQUIRE_OK(popularity);
        QVERIFY(*popularity == dataset.itemPopularity());
        const auto loadedCatalogue = project->loadCatalogue();
        REQUIRE_OK(loadedCatalogue);
        QCOMPARE(loadedCatalogue->items.size(), catalogue.items.size());
        for (std::size_t i = 0; i < catalogue.items.size(); ++i) {
            QCOMPARE(loadedCatalogue->items[i].title, catalogue.items[i].title);
            QCOMPARE(loadedCatalogue->items[i].year, catalogue.items[i].year);
            QCOMPARE(loadedCatalogue->items[i].genres, catalogue.items[i].genres);
        }
    }

    void historyIsLatestFirst() {
        const auto project = filled();
        const auto dataset = sampleDataset(kUsers, kItems);
        for (UserIndex user = 0; user < kUsers; ++user) {
            const auto rows = project.history(user);
            REQUIRE_OK(rows);
            const auto items = dataset.itemsOf(user);
            QCOMPARE(rows->size(), items.size());
            for (std::size_t i = 0; i < items.size(); ++i) {
                const auto& row = (*rows)[items.size() - 1 - i];
                QCOMPARE(row.item, items[i]);
                QCOMPARE(row.itemId, dataset.items().id(items[i]));
                QCOMPARE(row.info.year, sampleCatalogue(kItems).items[std::size_t(items[i])].year);
                QCOMPARE(row.rating, dataset.ratingsOf(user)[i]);
                QCOMPARE(row.timestamp, dataset.timestampsOf(user)[i]);
            }
        }
        QCOMPARE(project.history(-1).error().kind, ErrorKind::NotFound);
        QCOMPARE(project.history(kUsers).error().kind, ErrorKind::NotFound);
    }

    void whatIsNotThereStaysSo() {
        IdMap users;
        IdMap items;
        users.insert("u");
        for (const char* id : {"a", "b", "c"}) {
            items.insert(id);
        }
        const std::vector<Interaction> rows = {
            {0, 0, kUnrated, kNoTime}, {0, 1, kUnrated, -3}, {0, 2, 4, 7}};
        auto project = Project::create(path());
        REQUIRE_OK(project);
        REQUIRE_OK(
            project->saveDataset(Dataset(users, items, rows, {true, true}), {}, sampleInfo()));
        const auto loaded = project->loadDataset();
        REQUIRE_OK(loaded);
        const auto history = project->history(0);
        REQUIRE_OK(history);
        for (std::size_t at = 0; at < rows.size(); ++at) {
            const auto& told = (*history)[rows.size() - 1 - at];
            QCOMPARE(loaded->itemsOf(0)[at], rows[at].item);
            QCOMPARE(loaded->timestampsOf(0)[at], rows[at].timestamp);
            QCOMPARE(told.timestamp, rows[at].timestamp);
            QCOMPARE(isRated(loaded->ratingsOf(0)[at]), isRated(rows[at].rating));
            QCOMPARE(isRated(told.rating), isRated(rows[at].rating));
        }
        QCOMPARE(loaded->ratingsOf(0)[2], 4.0f);
    }

    void usersArePagedByTheBytesOfTheirIds() {
        // Wildcards, quotes, bytes of several lengths, a zero byte and the highest byte.
        std::vector<std::string> ids = {"%",
                                        "%a",
                                        "_",
                                        "_b",
                                        "a",
                                        "A",
                                        "a%b",
                                        "a_b",
                                        "axb",
                                        "é",
                                        "'",
                                        "\"",
                                        "10",
                                        "9",
                                        "1",
                                        "\\",
                                        "a\\",
                                        "☃",
                                        "\xff",
                                        "\xff\xff",
                                        "a\xff",
                                        " ",
                                        "a\n",
                                        "日本",
                                        std::string("a\0b", 3),
                                        "--",
                                        ";drop table user"};
        auto project = Project::create(path());
        REQUIRE_OK(project);
        REQUIRE_OK(project->saveDataset(datasetWithUsers(ids), {}, sampleInfo()));
        std::sort(ids.begin(), ids.end());
        for (const int limit : {1, 2, 5, 1000}) {
            for (const std::string prefix :
                 {"", "a", "%", "_", "a%", "a_", "\xff", "1", "z", "\\"}) {
                std::vector<std::string> wanted;
                std::copy_if(ids.begin(), ids.end(), std::back_inserter(wanted),
                             [&](const auto& id) { return id.starts_with(prefix); });
                std::vector<std::string> found;
                std::string after;
                while (true) {
                    const auto page = project->users(prefix, after, limit);
                    REQUIRE_OK(page);
                    QVERIFY(page->size() <= std::size_t(limit));
                    if (page->empty()) {
                        break;
                    }
                    const auto pageIds = idsOf(*page);
                    found.insert(found.end(), pageIds.begin(), pageIds.end());
                    after = found.back();
                }
                QCOMPARE(found, wanted);
            }
        }
        for (const auto& id : ids) {
            const auto index = project->findUser(id);
            REQUIRE_OK(index);
            QVERIFY(index->has_value());
            QCOMPARE(project->users(id, "", 1)->front().user, **index);
        }
        QVERIFY(!project->findUser("")->has_value());
        QVERIFY(!project->findUser("a%")->has_value());
        QVERIFY(project->users("", "", 0)->empty());
        QVERIFY(project->users("", "", -5)->empty());
        QVERIFY(project->users("a", "b", 10)->empty());
    }

    void aCancelledSaveLeavesTheOldData() {
        auto project = filled();
        const auto run = project.beginRun(sampleRun("kept"));
        REQUIRE_OK(run);
        std::stop_source stop;
        const auto saved = project.saveDataset(
            sampleDataset(500, 300), {}, sampleInfo(),
            [&](std::uint64_t done, std::uint64_t) {
                if (done > 250) {
                    stop.request_stop();
                }
            },
            stop.get_token());
        QVERIFY(!saved);
        QCOMPARE(saved.error().kind, ErrorKind::Cancelled);
        QCOMPARE(difference(*project.loadDataset(), sampleDataset(kUsers, kItems)), std::string());
        QCOMPARE(project.runs()->size(), std::size_t(1));
    }

    void titlesOfOtherDataAreRefused() {
        auto project = filled();
        QVERIFY(!project.saveDataset(sampleDataset(5, 7), sampleCatalogue(8), sampleInfo()));
        QCOMPARE(project.datasetInfo()->value().users, std::uint64_t(kUsers));
    }

    void replacingTheDataDeletesTheRunsButNotTheirNumbers() {
        auto project = filled();
        const auto first = project.beginRun(sampleRun("old"));
        REQUIRE_OK(first);
        REQUIRE_OK(project.addEpoch(*first, sampleEpoch(1), std::string("weights"), "checkpoint"));
        REQUIRE_OK(project.saveDataset(sampleDataset(5, 7), {}, sampleInfo()));
        QVERIFY(project.runs()->empty());
        QCOMPARE(project.weights(*first).error().kind, ErrorKind::NotFound);
        QCOMPARE(project.loadDataset()->userCount(), std::size_t(5));
        QVERIFY(*project.beginRun(sampleRun("new")) > *first);
    }

    void aFullDiskLeavesWhatWasThere() {
        // A limit on the size of files refuses writes as a full disk does.
        ::signal(SIGXFSZ, SIG_IGN);
        auto project = filled();
        const auto id = *project.beginRun(sampleRun("r"));
        REQUIRE_OK(project.addEpoch(id, sampleEpoch(1), std::string("small"), "checkpoint"));
        rlimit before{};
        ::getrlimit(RLIMIT_FSIZE, &before);
        const auto limited = [&](auto work, rlim_t bytes = 400'000) {
            rlimit tight = before;
            tight.rlim_cur = bytes;
            ::setrlimit(RLIMIT_FSIZE, &tight);
            auto result = work();
            ::setrlimit(RLIMIT_FSIZE, &before);
            return result;
        };
        const auto data = limited(
            [&] { return project.saveDataset(sampleDataset(40'000, 300), {}, sampleInfo()); });
        QVERIFY(!data);
        QCOMPARE(data.error().kind, ErrorKind::Storage);
        QVERIFY2(data.error().what.find("could not be written") != std::string::npos,
                 data.error().what.c_str());
        const auto epoch = limited([&] {
            return project.addEpoch(id, sampleEpoch(2), std::string(1'000'000, 'w'), "checkpoint");
        });
        QVERIFY(!epoch);
        QCOMPARE(project.epochs(id)->size(), std::size_t(1));
        QCOMPARE(*project.weights(id), std::string("small"));
        QCOMPARE(difference(*project.loadDataset(), sampleDataset(kUsers, kItems)), std::string());
        // With room again it goes on.
        REQUIRE_OK(project.addEpoch(id, sampleEpoch(2), std::string(1'000'000, 'w'), "checkpoint"));
        const auto created = limited([&] { return Project::create(path("new.ncf")); }, 8'192);
        QVERIFY(!created);
        for (const auto& entry : std::filesystem::directory_iterator(path().parent_path())) {
            QVERIFY2(entry.path().filename().string().starts_with("p.ncf"), entry.path().c_str());
        }
    }

    void aReadOnlyProjectSaysSo() {
        { filled(); }
        const bool root = ::geteuid() == 0;
        std::filesystem::permissions(path(), std::filesystem::perms(0444));
        std::filesystem::permissions(folder_->path().toStdString(), std::filesystem::perms(0755));
        constexpr uid_t kNobody = 65534;
        if (root && ::seteuid(kNobody) != 0) {
            QSKIP("cannot give up the rights of root");
        }
        const auto project = Project::open(path());
        if (root) {
            QCOMPARE(::seteuid(0), 0);
        }
        QVERIFY(!project);
        QCOMPARE(project.error().kind, ErrorKind::Storage);
        QVERIFY2(project.error().what.find("may not be changed") != std::string::npos,
                 project.error().what.c_str());
    }
};

QTEST_GUILESS_MAIN(ProjectTest)
#include "tst_project.moc"
