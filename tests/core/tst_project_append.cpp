// Data that grows while runs stay on the state that they were made on. The test starts itself as
// the process that is killed: tst_project_append --child <file>.

#include "data/merge.h"
#include "store/project.h"
#include "support/older_project.h"
#include "support/results.h"
#include "support/sample_project.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <SQLiteCpp/SQLiteCpp.h>

#include <csignal>

using namespace ncf;
using namespace ncf::test;

namespace {

constexpr int kUsers = 60;
constexpr int kItems = 40;

Dataset first() {
    return sampleDataset(kUsers, kItems);
}

// The data after so many more files: each has new interactions of some old users, five new users
// and a new item.
Dataset after(int additions) {
    Dataset data = first();
    for (int addition = 1; addition <= additions; ++addition) {
        IdMap users;
        IdMap items;
        std::vector<Interaction> rows;
        const auto add = [&](const std::string& user, const std::string& item, int time) {
            rows.push_back({users.insert(user), items.insert(item), 4.5f, time});
        };
        for (int user = addition; user < kUsers; user += 7) {
            add(sampleUser(user), "item " + std::to_string(kItems - 1), 600'000 + addition);
            add(sampleUser(user), "item " + std::to_string(user % kItems), 700'000 + addition);
        }
        for (int user = 0; user < 5; ++user) {
            add("new " + std::to_string(5 * addition + user), "new " + std::to_string(addition),
                800'000);
        }
        data =
            merged(data, Dataset(std::move(users), std::move(items), std::move(rows), {true, true}),
                   RepeatedPairs::Latest);
    }
    return data;
}

DataState addition(int number) {
    DataState state;
    state.number = number;
    state.source = "more " + std::to_string(number) + ".csv";
    state.addedAt = 1'700'000'000 + number;
    state.report = R"({"rows":7})";
    return state;
}

// A finished run at the current state.
std::int64_t addRun(Project& project, const std::string& name) {
    auto run = sampleRun(name);
    const auto id = project.beginRun(run);
    if (!id) {
        return 0;
    }
    run.id = *id;
    run.status = RunStatus::Finished;
    const auto recommended = project.saveRecommendations(
        run.id, [](const auto& sink) { return recommendSomething(sink, kUsers, 5); });
    return recommended && project.finishRun(run) ? run.id : 0;
}

int runChild(const std::string& file) {
    auto project = Project::open(file);
    if (project) {
        (void)project->appendDataset(after(1), std::nullopt, addition(2),
                                     [](std::uint64_t done, std::uint64_t total) {
                                         if (done > total / 2) {
                                             ::raise(SIGKILL);
                                         }
                                     });
    }
    return 1;
}

}  // namespace

class ProjectAppendTest : public QObject {
    Q_OBJECT

private:
    std::filesystem::path path() const {
        return std::filesystem::path(folder_->path().toStdString()) / "p.ncf";
    }
    int count(const std::string& table) const {
        SQLite::Database db(path().string());
        return db.execAndGet("SELECT count(*) FROM " + table).getInt();
    }
    static void append(Project& project, int state) {
        REQUIRE_OK(project.appendDataset(after(state - 1), std::nullopt, addition(state)));
    }
    // What is there is the first state alone.
    void verifyNothingAdded() const {
        const auto project = Project::open(path());
        REQUIRE_OK(project);
        QCOMPARE((*project->datasetInfo())->state(), 1);
        QCOMPARE(difference(*project->loadDataset(), first()), std::string());
        QVERIFY(*project->itemPopularity() == first().itemPopularity());
        QCOMPARE(count("earlier_history"), 0);
        const auto runs = project->runs();
        REQUIRE_OK(runs);
        for (const auto& run : *runs) {
            QVERIFY(!run.onEarlierData());
        }
    }

    std::unique_ptr<QTemporaryDir> folder_;

private Q_SLOTS:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        auto project = Project::create(path());
        REQUIRE_OK(project);
        REQUIRE_OK(project->saveDataset(first(), sampleCatalogue(kItems), sampleInfo()));
    }

    void theDataIsAllOfIt() {
        auto project = Project::open(path());
        append(*project, 2);
        const Dataset all = after(1);
        QCOMPARE(difference(*project->loadDataset(), all), std::string());
        QVERIFY(*project->itemPopularity() == all.itemPopularity());
        const auto info = project->datasetInfo()->value();
        QCOMPARE(info.users, std::uint64_t(all.userCount()));
        QCOMPARE(info.items, std::uint64_t(all.itemCount()));
        QCOMPARE(info.interactions, std::uint64_t(all.interactionCount()));
        QCOMPARE(info.source, std::string("ratings.csv"));
        QCOMPARE(info.state(), 2);
        QCOMPARE(info.states[0].source, std::string("ratings.csv"));
        QCOMPARE(info.states[0].users, std::uint64_t(kUsers));
        QCOMPARE(info.states[0].addedAt, sampleInfo().importedAt);
        QCOMPARE(info.states[1].source, std::string("more 2.csv"));
        QCOMPARE(info.states[1].interactions, info.interactions);
        QCOMPARE(info.states[1].report, std::string(R"({"rows":7})"));
        // One user's row and history.
        const auto user = *project->findUser("new 7");
        QVERIFY(user.has_value());
        QCOMPARE(project->history(*user)->front().itemId, std::string("new 1"));
        QCOMPARE(project->users("user 1", "", 1)->front().interactions,
                 std::uint32_t(all.itemsOf(1).size()));
        // The titles stay, the new item has none.
        const auto catalogue = project->loadCatalogue();
        REQUIRE_OK(catalogue);
        QCOMPARE(catalogue->items.size(), all.itemCount());
        QCOMPARE(catalogue->items[3].title, sampleCatalogue(kItems).items[3].title);
        QVERIFY(catalogue->items.back().title.empty());
    }

    void aRunStaysOnItsState() {
        auto project = Project::open(path());
        const auto one = addRun(*project, "one");
        append(*project, 2);
        const auto two = addRun(*project, "two");
        append(*project, 3);
        append(*project, 4);
        const auto four = addRun(*project, "four");
        QVERIFY(one != 0 && two != 0 && four != 0);
        for (const auto& [run, state] :
             {std::pair{one, 1}, std::pair{two, 2}, std::pair{four, 4}}) {
            const auto record = project->run(run);
            REQUIRE_OK(record);
            QCOMPARE(record->dataState, state);
            QCOMPARE(record->latestState, 4);
            QCOMPARE(record->onEarlierData(), state < 4);
            const auto data = project->loadDataset(state);
            REQUIRE_OK(data);
            QCOMPARE(difference(*data, after(state - 1)), std::string());
            const auto popularity = after(state - 1).itemPopularity();
            QVERIFY(*project->itemPopularity(state) == popularity);
            const auto rows = project->recommendations(run, 7);
            REQUIRE_OK(rows);
            QCOMPARE(rows->size(), std::size_t(5));
            for (const auto& row : *rows) {
                QCOMPARE(row.popularity, popularity[static_cast<std::size_t>(row.item)]);
            }
            REQUIRE_OK(project->forEachRecommendation(
                run, [&](const UserRow&, const RecommendationRow& row) -> Status {
                    return row.popularity == popularity[static_cast<std::size_t>(row.item)]
                               ? Status()
                               : cancelled();
                }));
        }
        QCOMPARE(dataStateText(*project->run(two)), std::string("state 2 of 4"));
        // No run was made on this one, so nothing of it is kept.
        QCOMPARE(project->loadDataset(3).error().kind, ErrorKind::NotFound);
        QCOMPARE(project->itemPopularity(3).error().kind, ErrorKind::NotFound);
        QCOMPARE(project->loadDataset(5).error().kind, ErrorKind::NotFound);
        QCOMPARE(project->loadDataset(-1).error().kind, ErrorKind::NotFound);
    }

    void nothingIsKeptWithoutRuns() {
        auto project = Project::open(path());
        append(*project, 2);
        append(*project, 3);
        QCOMPARE(count("earlier_history"), 0);
        QCOMPARE(project->loadDataset(1).error().kind, ErrorKind::NotFound);
    }

    void whatNoRunNeedsGoes() {
        auto project = Project::open(path());
        const auto one = addRun(*project, "one");
        append(*project, 2);
        const auto two = addRun(*project, "two");
        append(*project, 3);
        const int all = count("earlier_history");
        REQUIRE_OK(project->removeRun(one));
        QCOMPARE(count("earlier_history"), all);  // it may come back
        REQUIRE_OK(project->loadDataset(1));
        REQUIRE_OK(project->purgeRemovedRuns());
        QCOMPARE(project->loadDataset(1).error().kind, ErrorKind::NotFound);
        QVERIFY(count("earlier_history") < all);
        QCOMPARE(difference(*project->loadDataset(2), after(1)), std::string());
        REQUIRE_OK(project->discardRun(two));
        QCOMPARE(count("earlier_history"), 0);
        QCOMPARE(project->loadDataset(2).error().kind, ErrorKind::NotFound);
        QCOMPARE(difference(*project->loadDataset(), after(2)), std::string());
    }

    void theOlderRunAloneKeepsWhatItNeeds() {
        auto project = Project::open(path());
        const auto one = addRun(*project, "one");
        append(*project, 2);
        const auto two = addRun(*project, "two");
        append(*project, 3);
        append(*project, 4);
        QVERIFY(one != 0);
        REQUIRE_OK(project->discardRun(two));
        QCOMPARE(difference(*project->loadDataset(1), first()), std::string());
        // Exactly the users whose history has changed since.
        int changed = 0;
        for (UserIndex user = 0; user < kUsers; ++user) {
            changed +=
                after(3).itemsOf(user).size() != first().itemsOf(user).size() ||
                        !std::ranges::equal(after(3).timestampsOf(user), first().timestampsOf(user))
                    ? 1
                    : 0;
        }
        QCOMPARE(count("earlier_history"), changed);
    }

    void newDataReplacesAllStates() {
        auto project = Project::open(path());
        QVERIFY(addRun(*project, "one") != 0);
        append(*project, 2);
        REQUIRE_OK(project->saveDataset(first(), {}, sampleInfo()));
        verifyNothingAdded();
        QCOMPARE(count("run_state"), 0);
    }

    void aRunInTrainingIsInTheWay() {
        auto project = Project::open(path());
        const auto id = project->beginRun(sampleRun("busy"));
        REQUIRE_OK(id);
        const auto status = project->appendDataset(after(1), std::nullopt, addition(2));
        QVERIFY(!status);
        QCOMPARE(status.error().what, std::string("“busy” is being trained."));
        QVERIFY(!status.error().remedy.empty());
        verifyNothingAdded();
        auto run = sampleRun("busy");
        run.id = *id;
        run.status = RunStatus::Finished;
        REQUIRE_OK(project->finishRun(run));
        append(*project, 2);
    }

    void twoAdditionsAtOnceAreNotMixed() {
        auto project = Project::open(path());
        append(*project, 2);
        const auto late = project->appendDataset(after(1), std::nullopt, addition(2));
        QVERIFY(!late);
        QCOMPARE(late.error().kind, ErrorKind::BadInput);
        // Nor data that does not begin with what is there.
        QVERIFY(!project->appendDataset(sampleDataset(200, 90), std::nullopt, addition(3)));
        QVERIFY(!project->appendDataset(first(), std::nullopt, addition(3)));
        QCOMPARE(difference(*project->loadDataset(), after(1)), std::string());
    }

    void aRunOfDataThatHasGrownIsRefused() {
        auto project = Project::open(path());
        auto run = sampleRun("prepared");
        run.dataState = 1;
        append(*project, 2);
        const auto id = project->beginRun(run);
        QVERIFY(!id);
        QVERIFY(!id.error().remedy.empty());
        QVERIFY(project->runs()->empty());
        run.dataState = 2;
        REQUIRE_OK(project->beginRun(run));
    }

    void cancelledLeavesAllAsItWas() {
        auto project = Project::open(path());
        QVERIFY(addRun(*project, "one") != 0);
        std::stop_source stop;
        const auto status = project->appendDataset(
            after(1), std::nullopt, addition(2),
            [&](std::uint64_t done, std::uint64_t total) {
                if (done > total / 2) {
                    stop.request_stop();
                }
            },
            stop.get_token());
        QVERIFY(!status);
        QCOMPARE(status.error().kind, ErrorKind::Cancelled);
        verifyNothingAdded();
    }

    void killedLeavesAllAsItWas() {
        {
            auto project = Project::open(path());
            QVERIFY(addRun(*project, "one") != 0);
        }
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(),
                    {QStringLiteral("--child"), QString::fromStdString(path().string())});
        QVERIFY(child.waitForFinished());
        QCOMPARE(child.exitStatus(), QProcess::CrashExit);
        verifyNothingAdded();
    }

    void titlesOfNewItems() {
        auto project = Project::open(path());
        auto catalogue = sampleCatalogue(kItems);
        catalogue.items.resize(after(1).itemCount());
        catalogue.items.back().title = "New";
        catalogue.propertyNames = {"director", "length"};
        catalogue.items[2].properties = {"Somebody", "90"};
        catalogue.items.back().properties = {"", "120"};
        REQUIRE_OK(project->appendDataset(after(1), catalogue, addition(2)));
        const auto stored = project->loadCatalogue();
        REQUIRE_OK(stored);
        QCOMPARE(stored->items.back().title, std::string("New"));
        QCOMPARE(stored->items[3].title, catalogue.items[3].title);
        QVERIFY(stored->propertyNames == catalogue.propertyNames);
        QVERIFY(stored->items[2].properties == catalogue.items[2].properties);
        QVERIFY(stored->items.back().properties == catalogue.items.back().properties);
        QVERIFY(stored->items[4].properties.empty());
        QVERIFY(!project->appendDataset(after(2), catalogue, addition(3)));  // of too few items
    }

    void propertiesComeBackAsTheyWere() {
        auto catalogue = sampleCatalogue(kItems);
        for (int i = 0; i < 120; ++i) {
            catalogue.propertyNames.push_back("property " + std::to_string(i));
        }
        catalogue.items[1].properties.resize(120);
        catalogue.items[1].properties[99] = "kept";
        catalogue.items[1].properties[100] = "one too many";
        auto project = Project::open(path());
        REQUIRE_OK(project->saveDataset(first(), catalogue, sampleInfo()));
        const auto stored = project->loadCatalogue();
        REQUIRE_OK(stored);
        QCOMPARE(stored->propertyNames.size(), Project::kMostProperties);
        QCOMPARE(stored->propertyNames[7], std::string("property 7"));
        QCOMPARE(stored->items[1].properties.size(), Project::kMostProperties);
        QCOMPARE(stored->items[1].properties[99], std::string("kept"));
        QVERIFY(stored->items[1].properties[0].empty());
    }

    void unratedInteractionsComeBack() {
        IdMap users;
        IdMap items;
        users.insert("u");
        items.insert("i");
        const Dataset unrated(std::move(users), std::move(items), {{0, 0, kUnrated, kNoTime}},
                              {true, true});
        auto project = Project::open(path());
        REQUIRE_OK(project->saveDataset(unrated, {}, sampleInfo()));
        const auto loaded = project->loadDataset();
        REQUIRE_OK(loaded);
        QVERIFY(!isRated(loaded->ratingsOf(0)[0]));
        QCOMPARE(loaded->timestampsOf(0)[0], kNoTime);
    }

    void anEarlierVersionGrows_data() {
        QTest::addColumn<int>("version");
        QTest::newRow("first") << 1;
        QTest::newRow("second") << 2;
    }
    void anEarlierVersionGrows() {
        QFETCH(int, version);
        std::int64_t run = 0;
        {
            auto project = Project::open(path());
            run = addRun(*project, "old");
            QVERIFY(run != 0);
        }
        makeVersion(path(), version);
        auto project = Project::open(path());
        REQUIRE_OK(project);
        QCOMPARE(project->run(run)->dataState, 1);
        QVERIFY(!project->run(run)->onEarlierData());
        QCOMPARE(project->datasetInfo()->value().states.front().source, std::string("ratings.csv"));
        append(*project, 2);
        QVERIFY(project->run(run)->onEarlierData());
        QCOMPARE(difference(*project->loadDataset(1), first()), std::string());
        QCOMPARE(difference(*project->loadDataset(), after(1)), std::string());
        REQUIRE_OK(Project::open(path()));
    }
};

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    if (argc == 3 && std::string(argv[1]) == "--child") {
        return runChild(argv[2]);
    }
    ProjectAppendTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_project_append.moc"
