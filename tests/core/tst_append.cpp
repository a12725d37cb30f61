// Ratings that join a project: the data that results, and the runs that were made before.

#include "data/merge.h"
#include "experiment/append.h"
#include "experiment/evaluate_run.h"
#include "experiment/explain.h"
#include "experiment/loaded_run.h"
#include "experiment/run_comparison.h"
#include "experiment/run_experiment.h"
#include "experiment/run_sweep.h"
#include "experiment/stored_format.h"
#include "experiment/sweep_queue.h"
#include "support/real_data.h"
#include "support/results.h"
#include "support/sample_project.h"
#include "support/small_project.h"

#include <QTest>
#include <SQLiteCpp/SQLiteCpp.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <thread>

using namespace ncf;
using namespace ncf::test;

namespace {

// All that a project stores of its data, in one text.
std::string storedData(const std::filesystem::path& file) {
    SQLite::Database db(file.string());
    std::string text;
    for (const char* sql :
         {"SELECT id || ' ' || key || ' ' || interactions FROM user ORDER BY id",
          "SELECT id || ' ' || key || ' ' || popularity FROM item ORDER BY id",
          "SELECT user || ' ' || hex(items) || ' ' || coalesce(hex(ratings), '-') || ' ' || "
          "coalesce(hex(timestamps), '-') FROM history ORDER BY user",
          "SELECT users || ' ' || items || ' ' || interactions || ' ' || has_ratings || ' ' || "
          "has_timestamps FROM dataset"}) {
        SQLite::Statement query(db, sql);
        while (query.executeStep()) {
            text += query.getColumn(0).getString() + "\n";
        }
    }
    return text;
}

// Rows with users, items and times that repeat, with a header.
QByteArrayList madeUpRows(bool ratings, bool times) {
    Random random(11);
    QByteArrayList rows;
    for (int row = 0; row < 3000; ++row) {
        // The ids that there are grow, so that some are new in the second half.
        const auto user = random.below(20 + static_cast<std::uint32_t>(row) / 60);
        const auto item = random.below(30 + static_cast<std::uint32_t>(row) / 50);
        QByteArray line = "u" + QByteArray::number(user) + ",i" + QByteArray::number(item);
        if (ratings) {
            line += "," + QByteArray::number(1 + random.below(5));
        }
        if (times) {
            line += "," + QByteArray::number(1'600'000'000 + random.below(50));
        }
        rows.push_back(line + "\n");
    }
    return rows;
}

}  // namespace

class AppendTest : public QObject {
    Q_OBJECT

private:
    std::filesystem::path path(const QString& name) const {
        return folder_->filePath(name).toStdString();
    }
    std::filesystem::path write(const QString& name, const QByteArray& content) const {
        return writeFile(folder_->filePath(name), content);
    }
    // Imports all in one go and in two, and compares what is stored.
    void compareWithOneGo(const QByteArray& header, const QByteArrayList& rows, int part) {
        const auto all = write("all.csv", header + rows.join());
        const auto first = write("first.csv", header + rows.mid(0, part).join());
        const auto second = write("second.csv", header + rows.mid(part).join());
        const auto one = path("one.ncf");
        const auto two = path("two.ncf");
        REQUIRE_OK(importRatings(all, one, {}));
        REQUIRE_OK(importRatings(first, two, {}));
        const auto report = appendRatings(second, two);
        REQUIRE_OK(report);
        QCOMPARE(report->state, 2);
        QVERIFY(report->changed);
        const auto info = Project::open(two)->datasetInfo()->value();
        QCOMPARE(report->interactions, info.interactions);
        QCOMPARE(report->newUsers, info.users - info.states[0].users);
        QCOMPARE(report->newItems, info.items - info.states[0].items);
        QCOMPARE(report->newInteractions, info.interactions - info.states[0].interactions);
        QVERIFY(storedData(one) == storedData(two));
    }
    // What is said of the file; the project stays as it was.
    Error refusal(const std::filesystem::path& project, const std::filesystem::path& file) {
        const auto before = storedData(project);
        const auto report = appendRatings(file, project);
        const bool same = storedData(project) == before;
        [&] { QVERIFY(!report); }();
        [&] { QVERIFY(same); }();
        return report ? Error{} : report.error();
    }
    std::filesystem::path small() const {
        const auto file = path("small.ncf");
        const auto csv = write("small.csv", smallRatings());
        [&] { REQUIRE_OK(importRatings(csv, file, {})); }();
        return file;
    }
    // New interactions of old users, and new users and items.
    std::filesystem::path more(const QString& name = "more.csv", int from = 0) const {
        QByteArray csv = "user,film,rating,timestamp\n";
        for (int user = from; user < from + 50; ++user) {
            for (int film = 0; film < 3; ++film) {
                csv += "u" + QByteArray::number(user) + ",f" +
                       QByteArray::number((user * 7 + film * 5) % 36) + "," +
                       QByteArray::number(1 + (user + film) % 5) + "," +
                       QByteArray::number(1700000000 + film) + "\n";
            }
        }
        return write(name, csv);
    }
    static Result<RunRecord> train(const std::filesystem::path& project, int epochs = 3) {
        RunControl control;
        RunMonitor monitor;
        return runExperiment(project, smallConfig(epochs), "run", control, monitor);
    }

    std::unique_ptr<QTemporaryDir> folder_;

private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void likeImportingAllInOneGo_data() {
        QTest::addColumn<bool>("ratings");
        QTest::addColumn<bool>("times");
        QTest::addColumn<int>("part");
        QTest::newRow("both columns") << true << true << 1500;
        QTest::newRow("the first row alone") << true << true << 1;
        QTest::newRow("all but the last row") << true << true << 2999;
        QTest::newRow("without times") << true << false << 1500;
        QTest::newRow("without ratings") << false << true << 1500;
        QTest::newRow("pairs alone") << false << false << 1500;
    }
    void likeImportingAllInOneGo() {
        QFETCH(bool, ratings);
        QFETCH(bool, times);
        QFETCH(int, part);
        compareWithOneGo(QByteArray("user,item") + (ratings ? ",rating" : "") +
                             (times ? ",timestamp" : "") + "\n",
                         madeUpRows(ratings, times), part);
    }

    void likeImportingMovieLensInOneGo() {
        NCF_REQUIRE_REAL_DATA("ml-100k/u.data");
        QFile file(QString::fromStdString((realData() / "ml-100k/u.data").string()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QByteArrayList rows;
        while (!file.atEnd()) {
            rows.push_back(file.readLine());
        }
        QCOMPARE(rows.size(), 100'000);
        std::ranges::stable_sort(rows, {}, [](const QByteArray& row) {
            return row.trimmed().split('\t').last().toLongLong();
        });
        compareWithOneGo("", rows, 50'000);
    }

    void theSameRowsAddNothing() {
        const auto project = small();
        const auto before = storedData(project);
        const auto report = appendRatings(write("again.csv", smallRatings()), project);
        REQUIRE_OK(report);
        QVERIFY(!report->changed);
        QCOMPARE(report->state, 1);
        QCOMPARE(report->newInteractions, std::uint64_t(0));
        QCOMPARE(report->repeatedPairs, report->interactions);
        QVERIFY(storedData(project) == before);
    }

    void columnsGoByTheirNames() {
        const auto project = small();
        const auto file =
            write("turned.csv", "timestamp,note,film,user,rating\n1700000000,hello,f1,u0,2\n");
        const auto report = appendRatings(file, project);
        REQUIRE_OK(report);
        QCOMPARE(report->newUsers + report->newItems, std::uint64_t(0));
        const auto user = *Project::open(project)->findUser("u0");
        const auto last = Project::open(project)->history(*user)->front();
        QCOMPARE(last.itemId, std::string("f1"));
        QCOMPARE(last.rating, 2.0f);
        QCOMPARE(last.timestamp, std::int64_t(1700000000));
        const auto lacking =
            refusal(project, write("x.csv", "who,film,rating,timestamp\na,b,1,2\n"));
        QVERIFY2(lacking.what.find("“user”") != std::string::npos, lacking.what.c_str());
        QVERIFY(!lacking.remedy.empty());
    }

    void theFormatOfTheProjectDecides() {
        // Nothing in the second file tells that its third column is the user.
        ImportOptions options;
        options.ratings.table.separator = ";";
        options.ratings.table.header = false;
        options.ratings.columns = RatingColumns{2, 0, 1, std::nullopt};
        const auto project = path("p.ncf");
        REQUIRE_OK(importRatings(write("a.txt", "10;3;700\n11;4;701\n"), project, options));
        REQUIRE_OK(appendRatings(write("b.txt", "12;5;700\n"), project));
        const auto user = *Project::open(project)->findUser("700");
        QVERIFY(user.has_value());
        QCOMPARE(Project::open(project)->history(*user)->size(), std::size_t(2));
        QCOMPARE(Project::open(project)->history(*user)->front().itemId, std::string("12"));
    }

    void whatAFileLacks() {
        const auto project = small();
        const auto untimed = refusal(project, write("t.csv", "user,film,rating\nu0,f1,2\n"));
        QVERIFY2(untimed.what.find("times") != std::string::npos, untimed.what.c_str());
        const auto report =
            appendRatings(write("r.csv", "user,film,timestamp\nu0,f99,1700000000\n"), project);
        REQUIRE_OK(report);
        QCOMPARE(report->ratings.notices.size(), std::size_t(1));
        const auto user = *Project::open(project)->findUser("u0");
        QVERIFY(!isRated(Project::open(project)->history(*user)->front().rating));
    }

    void whatAFileHasTooMuch() {
        const auto project = path("pairs.ncf");
        REQUIRE_OK(importRatings(write("a.csv", "user,item\na,b\nc,d\n"), project, {}));
        const auto report = appendRatings(
            write("b.csv", "user,item,rating,timestamp\na,d,3,1700000000\n"), project);
        REQUIRE_OK(report);
        QCOMPARE(report->ratings.notices.size(), std::size_t(2));
        QVERIFY(!Project::open(project)->datasetInfo()->value().hasRatings);
    }

    void whatCannotGrow() {
        const auto missing = appendRatings(more(), path("none.ncf"));
        QCOMPARE(missing.error().kind, ErrorKind::NotFound);
        const auto empty = path("empty.ncf");
        REQUIRE_OK(Project::create(empty));
        QCOMPARE(appendRatings(more(), empty).error().kind, ErrorKind::NotFound);
        const auto project = small();
        QCOMPARE(appendRatings(path("no.csv"), project).error().kind, ErrorKind::NotFound);
        const auto set = [&](const std::string& sql) {
            SQLite::Database(project.string(), SQLite::OPEN_READWRITE).exec(sql);
        };
        set(R"(UPDATE dataset SET report = json_set(report, '$.format.repeated', 'mean'))");
        QVERIFY(refusal(project, more()).what.find("mean") != std::string::npos);
        set("UPDATE dataset SET report = '', has_supplied_test = 1");
        QVERIFY(!refusal(project, more()).remedy.empty());
    }

    void aTrainingIsInTheWay() {
        const auto project = small();
        auto open = Project::open(project);
        REQUIRE_OK(open->beginRun(sampleRun("busy")));
        const auto error = refusal(project, more());
        QVERIFY(error.what.find("“busy” is being trained") != std::string::npos);
    }

    void cancelledAtAnyTime() {
        const auto project = small();
        REQUIRE_OK(train(project));
        const auto before = storedData(project);
        int reports = 0;
        const auto file = more();
        REQUIRE_OK(appendRatings(file, small2(), {}, [&](auto, auto) { ++reports; }));
        QVERIFY(reports > 10);
        for (int stopAt = 1; stopAt < reports; stopAt += 1 + reports / 12) {
            std::stop_source stop;
            int at = 0;
            const auto report = appendRatings(
                file, project, {},
                [&](std::uint64_t, std::uint64_t) {
                    if (++at == stopAt) {
                        stop.request_stop();
                    }
                },
                stop.get_token());
            QVERIFY2(!report, qPrintable(QString::number(stopAt)));
            QCOMPARE(report.error().kind, ErrorKind::Cancelled);
            QVERIFY(storedData(project) == before);
            QVERIFY(!Project::open(project)->runs()->front().onEarlierData());
        }
    }

    void titlesOfNewItems() {
        const auto project = small();
        const auto titles = write("titles.csv", "film,title\nf1,One\nf35,Thirty-five (1999)\n");
        AppendOptions options;
        options.titles = titles;
        const auto report = appendRatings(more(), project, options);
        REQUIRE_OK(report);
        QCOMPARE(report->titles->matched, std::uint64_t(2));
        const auto again = write("titles2.csv", "film,title\nf1,Another\nf34,Thirty-four\n");
        options.titles = again;
        REQUIRE_OK(appendRatings(more("even more.csv", 60), project, options));
        const auto open = Project::open(project);
        const auto data = loadProjectData(*open);
        REQUIRE_OK(data);
        const auto titleOf = [&](const char* id) {
            return (*data)->infoOf((*data)->dataset.items().find(id)).title;
        };
        QCOMPARE(titleOf("f1"), std::string("One"));
        QCOMPARE(titleOf("f34"), std::string("Thirty-four"));
        QVERIFY(titleOf("f35").starts_with("Thirty-five"));
    }

    void cataloguesAreJoinedByTheirProperties() {
        ItemCatalogue base;
        base.propertyNames = {"a", "b"};
        base.items = {{"X", 1, "", {"1", "2"}}, {"", 0, "", {}}};
        ItemCatalogue added;
        added.propertyNames = {"c", "b"};
        added.items = {{"no", 0, "", {"9", "9"}}, {"Y", 2, "g", {"3", "4"}}, {"", 0, "", {}}};
        const auto both = merged(base, added);
        QVERIFY((both.propertyNames == std::vector<std::string>{"a", "b", "c"}));
        QCOMPARE(both.items.size(), std::size_t(3));
        QCOMPARE(both.items[0].title, std::string("X"));
        QVERIFY((both.items[0].properties == std::vector<std::string>{"1", "2", ""}));
        QCOMPARE(both.items[1].year, 2);
        QVERIFY((both.items[1].properties == std::vector<std::string>{"", "4", "3"}));
        QVERIFY(both.items[2].properties.empty());
    }

    void runsBeforeKeepTheirNumbers() {
        const auto file = small();
        const auto made = train(file);
        REQUIRE_OK(made);
        auto project = Project::open(file);
        const auto rows = *project->recommendations(made->id, 3);
        const auto places = [&](int user, int item) -> Result<Explanation> {
            const auto record = project->run(made->id);
            auto data = loadProjectData(*project, record->dataState);
            if (!data) {
                return data.error();
            }
            auto run = LoadedRun::load(*project, made->id, *data);
            return run ? explain(*run, user, item) : run.error();
        };
        const auto explained = places(3, rows[0].item);
        REQUIRE_OK(explained);
        const auto validation = [&] {
            return evaluateRun(file, made->id, smallConfig().evaluation, HeldOutPart::Validation);
        };
        const auto validated = validation();
        REQUIRE_OK(validated);
        const auto report = appendRatings(more(), file);
        REQUIRE_OK(report);
        QCOMPARE(report->earlierRuns, std::uint64_t(1));
        QVERIFY(report->newUsers > 0 && report->newItems > 0);

        const auto record = project->run(made->id);
        REQUIRE_OK(record);
        QVERIFY(record->onEarlierData());
        QCOMPARE(dataStateText(*record), std::string("state 1 of 2"));
        const auto tested = evaluateRun(file, made->id, smallConfig().evaluation);
        REQUIRE_OK(tested);
        QVERIFY(*tested == made->test);
        const auto validatedAgain = validation();
        REQUIRE_OK(validatedAgain);
        QVERIFY(*validatedAgain == *validated);
        const auto after = *project->recommendations(made->id, 3);
        QCOMPARE(after.size(), rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            QCOMPARE(after[i].itemId, rows[i].itemId);
            QCOMPARE(after[i].score, rows[i].score);
            QCOMPARE(after[i].popularity, rows[i].popularity);
        }
        const auto explainedAgain = places(3, rows[0].item);
        REQUIRE_OK(explainedAgain);
        QCOMPARE(explainedAgain->summary, explained->summary);

        // Whom and what it does not know.
        const auto newUser = places(47, rows[0].item);
        QCOMPARE(newUser.error().kind, ErrorKind::NotFound);
        QVERIFY(newUser.error().what.find("state 1 of 2") != std::string::npos);
        const auto newest = static_cast<int>(project->datasetInfo()->value().items) - 1;
        QCOMPARE(places(3, newest).error().kind, ErrorKind::NotFound);
        QVERIFY(!LoadedRun::load(*project, made->id, *loadProjectData(*project)));

        // A new run is of the new state, and is not compared with the old one.
        const auto next = train(file);
        REQUIRE_OK(next);
        QCOMPARE(project->run(next->id)->dataState, 2);
        QVERIFY(!project->run(next->id)->onEarlierData());
        const auto compared =
            compareRuns(*project, *project->run(made->id), *project->run(next->id));
        QVERIFY(!compared);
        QVERIFY(compared.error().what.find("states of the data") != std::string::npos);
    }

    void anInterruptedRunGoesOnWithItsData() {
        const auto file = small();
        constexpr int kEpochs = 40;
        const auto whole = train(file, kEpochs);
        REQUIRE_OK(whole);
        RunControl control;
        RunMonitor monitor;
        std::jthread suspender([&] {
            while (monitor.snapshot().epochRecords.size() < 3 &&
                   monitor.snapshot().phase != RunPhase::Finished) {
                std::this_thread::yield();
            }
            control.suspend();
        });
        const auto half = runExperiment(file, smallConfig(kEpochs), "half", control, monitor);
        REQUIRE_OK(half);
        QCOMPARE(statusName(half->status), statusName(RunStatus::Interrupted));
        REQUIRE_OK(appendRatings(more(), file));
        RunControl again;
        RunMonitor watched;
        const auto ended = resumeExperiment(file, half->id, again, watched);
        REQUIRE_OK(ended);
        QVERIFY(ended->test == whole->test);
        QVERIFY(ended->validation == whole->validation);
        const auto project = Project::open(file);
        QVERIFY(*project->weights(half->id) == *project->weights(whole->id));
        QCOMPARE(project->run(half->id)->dataState, 1);
    }

    void aSweepEndsWhereTheDataGrows() {
        const auto file = small();
        SweepPlan plan;
        plan.base = smallConfig(2);
        plan.axes = {{"learning-rate", {}, ValueRange{0.001, 0.01, false, 4}}};
        plan.order = SweepOrder::Random;
        plan.trials = 200;
        auto all = trials(plan);
        REQUIRE_OK(all);
        SweepQueue queue(plan, std::move(*all));
        const auto added = more();
        bool done = false;
        std::jthread adder([&](const std::stop_token& stop) {
            // Once the sweep has begun; refused while a trial is trained, so between two of them.
            while (!stop.stop_requested() && Project::open(file)->runs()->empty()) {
            }
            while (!stop.stop_requested() && !(done = bool(appendRatings(added, file)))) {
            }
        });
        const auto swept = runSweep(file, queue);
        adder.request_stop();
        adder.join();
        if (!done) {
            QSKIP("No gap between two trials was met");
        }
        QVERIFY(!swept);
        QVERIFY2(swept.error().what.find("Rows were added") != std::string::npos,
                 swept.error().what.c_str());
        const auto runs = Project::open(file)->runs();
        REQUIRE_OK(runs);
        for (const auto& run : *runs) {
            QCOMPARE(run.dataState, 1);
        }
    }

    void formatsComeBack() {
        ReadReport report;
        report.format.separator = ";";
        report.format.header = true;
        report.format.encoding = "windows-1252";
        report.format.comment = "#";
        report.numberFormat = NumberFormat{NumberFormat::Kind::DecimalComma};
        report.timeFormat = TimeFormat{TimeFormat::Kind::DayFirst};
        report.unrated = -1;
        report.columns = {3, 0, std::nullopt, 1};
        report.repeated = RepeatedPairs::Sum;
        const auto format = storedFormat(
            nlohmann::ordered_json{{"format", storedFormatJson(report, {"a", "b", "c", "d"})}}
                .dump());
        QCOMPARE(*format.table.separator, std::string(";"));
        QCOMPARE(*format.table.header, true);
        QCOMPARE(*format.table.encoding, std::string("windows-1252"));
        QCOMPARE(*format.table.comment, std::string("#"));
        QVERIFY(format.table.layout == Layout::Table);
        QCOMPARE(numberFormatKey(*format.numberFormat), std::string("decimal-comma"));
        QCOMPARE(timeFormatKey(*format.timeFormat), std::string("day-first"));
        QCOMPARE(*format.unrated, -1.0);
        QVERIFY(format.repeated == RepeatedPairs::Sum);
        QVERIFY(format.columns.has_value());
        QCOMPARE(format.columns->user->number, 3);
        QCOMPARE(format.columns->user->name, std::string("d"));
        QCOMPARE(format.columns->item->name, std::string("a"));
        QVERIFY(!format.columns->rating);
        QCOMPARE(format.columns->timestamp->number, 1);
    }

    void whateverIsStoredIsRead_data() {
        QTest::addColumn<QByteArray>("report");
        int number = 0;
        for (const char* report :
             {"", "{", "[]", "7", "{}", R"({"format": 3})", R"({"format": {}})",
              R"({"format": {"separator": "x", "header": 1, "encoding": "?", "columns": []}})",
              R"({"format": {"columns": {"user": 1, "item": {"number": 1}}}})",
              R"({"format": {"columns": {"user": {"number": 0}, "item": {"number": 1}}}})",
              R"({"format": {"columns": {"user": {"number": 1e99}, "item": {"number": 1}}}})",
              R"({"format": {"columns": {"user": {"number": 18446744073709551615},
                  "item": {"number": 2}}}})",
              R"({"format": {"columns": {"user": {"number": "1"}, "item": {"number": 2}},
                  "repeated": []}})"}) {
            QTest::addRow("%d", ++number) << QByteArray(report);
        }
    }
    void whateverIsStoredIsRead() {
        QFETCH(QByteArray, report);
        const auto format = storedFormat(report.toStdString());
        QVERIFY(!format.table.separator && !format.table.header && !format.table.encoding);
        QVERIFY(!format.columns);
        QVERIFY(format.repeated == RepeatedPairs::Latest);
    }

private:
    std::filesystem::path small2() const {
        const auto file = path("small2.ncf");
        const auto csv = write("small2.csv", smallRatings());
        [&] { REQUIRE_OK(importRatings(csv, file, {})); }();
        return file;
    }
};

QTEST_GUILESS_MAIN(AppendTest)
#include "tst_append.moc"
