#include "data/item_catalogue.h"
#include "data/statistics.h"
#include "data/supplied_split.h"
#include "support/real_data.h"
#include "support/small_data.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace ncf;
using namespace ncf::test;

class TestItemCatalogue : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    std::filesystem::path write(const QString& name, const QByteArray& content) {
        const auto path = std::filesystem::path(folder_.filePath(name).toStdString());
        std::ofstream(path, std::ios::binary).write(content.data(), content.size());
        return path;
    }

    static const ItemInfo& info(const TitlesFile& file, const IdMap& items, const char* id) {
        return file.catalogue.items[static_cast<std::size_t>(items.find(id))];
    }

private Q_SLOTS:
    void joinsOnTheId() {
        const auto items = numberedIds("i", 3);
        const auto file = readTitles(
            write("titles.csv",
                  "item,title,year,genres\ni2,\"Good, Bad\",1966,Western\nx,Nobody,2000,\ni0,Heat "
                  "(1995),,Crime|Drama\n,none,1,\n"),
            items);
        QVERIFY(bool(file));
        QCOMPARE(file->report.matched, std::uint64_t(2));
        QCOMPARE(file->report.unmatched, std::uint64_t(1));
        QCOMPARE(file->report.rejected, std::uint64_t(1));
        QCOMPARE(info(*file, items, "i2").title, std::string("Good, Bad"));
        QCOMPARE(info(*file, items, "i2").year, 1966);
        QCOMPARE(info(*file, items, "i0").year, 1995);
        QCOMPARE(info(*file, items, "i0").genres, std::string("Crime|Drama"));
        QVERIFY(info(*file, items, "i1").title.empty());
    }

    void idsAreBroughtTogether() {
        IdMap items;
        for (const char* id : {"1", "2", "3", "04", "4", "019852663X"}) {
            items.insert(id);
        }
        const auto file =
            readTitles(write("forms.csv",
                             "item,title\n0001,One by form\n1,One\n2.0,Two\n003,Three\n"
                             "3.0,Third\n4.0,Which\n0-19-852663-x,Book\n"),
                       items);
        QVERIFY(bool(file));
        QCOMPARE(info(*file, items, "1").title, std::string("One"));
        QCOMPARE(info(*file, items, "2").title, std::string("Two"));
        QCOMPARE(info(*file, items, "3").title, std::string("Three"));
        QVERIFY(info(*file, items, "4").title.empty());
        QVERIFY(info(*file, items, "04").title.empty());
        QCOMPARE(info(*file, items, "019852663X").title, std::string("Book"));
        QCOMPARE(file->report.matched, std::uint64_t(4));
        QCOMPARE(file->report.matchedByForm, std::uint64_t(3));
        QCOMPARE(file->report.repeated, std::uint64_t(2));
        QCOMPARE(file->report.unmatched, std::uint64_t(1));
        QCOMPARE(file->report.rows, std::uint64_t(7));
    }

    void theFirstTitleOfAnItemStays() {
        const auto items = numberedIds("i", 2);
        const auto file = readTitles(
            write("again.csv",
                  "item,title,year\ni0,,1990\ni0,First,1991\ni0,Second,1992\ni1,Other,\n"),
            items);
        QVERIFY(bool(file));
        QCOMPARE(info(*file, items, "i0").title, std::string("First"));
        QCOMPARE(info(*file, items, "i0").year, 1991);
        QCOMPARE(file->report.matched, std::uint64_t(2));
        QCOMPARE(file->report.repeated, std::uint64_t(1));
        QCOMPARE(file->report.rejected, std::uint64_t(1));
        QCOMPARE(file->report.rejectedRows.front().line, std::uint64_t(2));
        QCOMPARE(file->report.rejectedRows.front().reason, std::string("the title is empty"));
    }

    void titlesOfOtherItemsAreRefused() {
        const auto file =
            readTitles(write("other.csv", "item,title\na,A\nb,B\n"), numberedIds("i", 2));
        QVERIFY(!file);
        QCOMPARE(file.error().what, std::string("other.csv names none of the 2 items: its ids are "
                                                "like a, those of the ratings like i0."));
        QVERIFY(!file.error().remedy.empty());
        QVERIFY(!readTitles(folder_.filePath("other.csv").toStdString(), IdMap()));
    }

    void fileWithoutTitles() {
        IdMap items;
        items.insert("1");
        items.insert("2");
        const auto file =
            readTitles(write("untitled.csv", "item,year,price\n1,1990,5\n2,1991,6\n"), items);
        QVERIFY(!file);
        QCOMPARE(file.error().what, std::string("untitled.csv has no title column."));
    }

    void movieLensTitles() {
        NCF_REQUIRE_REAL_DATA("ml-1m/movies.dat");
        auto ratings = readRatings(realData() / "ml-1m/interactions.csv");
        QVERIFY(bool(ratings));
        const auto& items = ratings->dataset.items();
        auto file = readTitles(realData() / "ml-1m/movies.dat", items);
        QVERIFY(bool(file));
        QCOMPARE(file->report.matched, std::uint64_t(3706));
        QCOMPARE(file->report.matchedByForm, std::uint64_t(0));
        QVERIFY(file->catalogue.propertyNames.empty());
        QCOMPARE(info(*file, items, "1").title, std::string("Toy Story (1995)"));
        QCOMPARE(info(*file, items, "1").genres, std::string("Animation|Children's|Comedy"));
        int accents = 0;
        for (const auto& item : file->catalogue.items) {
            accents += QString::fromStdString(item.title).contains(QStringLiteral("é")) ? 1 : 0;
        }
        QVERIFY2(accents > 20, qPrintable(QString::number(accents)));
    }

    void movieLens100kTitles() {
        NCF_REQUIRE_REAL_DATA("ml-100k/u.item");
        const auto ratings = readRatings(realData() / "ml-100k/u.data");
        QVERIFY(bool(ratings));
        const auto& items = ratings->dataset.items();
        const auto file = readTitles(realData() / "ml-100k/u.item", items);
        QVERIFY(bool(file));
        QCOMPARE(file->report.matched, std::uint64_t(1682));
        QCOMPARE(info(*file, items, "2").title, std::string("GoldenEye (1995)"));
        QCOMPARE(info(*file, items, "2").genres, std::string("Action|Adventure|Thriller"));
        QCOMPARE(info(*file, items, "2").year, 1995);
        QCOMPARE(file->catalogue.propertyNames.size(), std::size_t(3));
    }

    void paperSplit() {
        NCF_REQUIRE_REAL_DATA("ml-1m/ml-1m.train.rating");
        const auto files = suppliedSplitFiles(realData() / "ml-1m/ml-1m.test.negative");
        QVERIFY(files.has_value());
        const auto file = readSuppliedSplit(*files);
        QVERIFY2(bool(file), file ? "" : file.error().what.c_str());
        QCOMPARE(file->dataset.userCount(), std::size_t(6040));
        QCOMPARE(file->dataset.itemCount(), std::size_t(3706));
        QCOMPARE(file->dataset.interactionCount(), std::size_t(1000209));
        const auto& test = *file->dataset.suppliedTest();
        int shortLists = 0;
        for (std::size_t user = 0; user < 6040; ++user) {
            QVERIFY(test.item[user] >= 0);
            shortLists += test.negatives[user].size() == 98 ? 1 : 0;
        }
        QCOMPARE(shortLists, 156);
    }

    void suppliedSplitNeedsItsThreeFiles() {
        const auto train = write("x.train.rating", "0\t1\n");
        const auto files = suppliedSplitFiles(train);
        QVERIFY(files.has_value());
        const auto file = readSuppliedSplit(*files);
        QVERIFY(!file);
        QVERIFY(file.error().remedy.find(".test.negative") != std::string::npos);
        QVERIFY(!suppliedSplitFiles("ratings.csv"));
    }

    void statisticsCount() {
        const auto data =
            makeDataset(3, 4, {{0, 0, 5, 100}, {0, 1, 3, 200}, {1, 0, 4, 50}}, {true, true});
        const auto s = computeStatistics(data);
        QCOMPARE(s.interactions, std::size_t(3));
        QCOMPARE(s.density, 3.0 / 12);
        QCOMPARE(s.maxPerUser, 2u);
        QCOMPARE(s.minPerUser, 0u);
        QCOMPARE(s.maxPerItem, 2u);
        QCOMPARE(s.meanRating, 4.0);
        QCOMPARE(s.ratingHistogram.size(), std::size_t(3));
        QCOMPARE(s.firstTimestamp, std::int64_t(50));
        QCOMPARE(s.lastTimestamp, std::int64_t(200));
        QCOMPARE(s.topTenthShare, 2.0 / 3);
        QCOMPARE(computeStatistics(makeDataset(0, 0, {})).interactions, std::size_t(0));
    }

    void statisticsLeaveOutWhatIsNotThere() {
        const auto s = computeStatistics(makeDataset(3, 2,
                                                     {{0, 0, kUnrated, kNoTime},
                                                      {0, 1, 3, 200},
                                                      {1, 0, 4, -50},
                                                      {1, 1, kUnrated, kNoTime},
                                                      {2, 1, kUnrated, kNoTime}},
                                                     {true, true}));
        QCOMPARE(s.interactions, std::size_t(5));
        QCOMPARE(s.rated, std::uint64_t(2));
        QCOMPARE(s.meanRating, 3.5);
        QCOMPARE(s.ratingHistogram,
                 (std::vector<std::pair<float, std::uint64_t>>{{3.0f, 1}, {4.0f, 1}}));
        QCOMPARE(s.firstTimestamp, std::int64_t(-50));
        QCOMPARE(s.lastTimestamp, std::int64_t(200));
        const auto none =
            computeStatistics(makeDataset(1, 1, {{0, 0, kUnrated, kNoTime}}, {true, true}));
        QCOMPARE(none.meanRating, 0.0);
        QVERIFY(none.ratingHistogram.empty());
        QCOMPARE(none.firstTimestamp, std::int64_t(0));
        QCOMPARE(none.lastTimestamp, std::int64_t(0));
    }

    void statisticsTellTies() {
        constexpr std::int64_t kDay = 86'400;
        const auto statistics = [](std::vector<Interaction> rows, bool times = true) {
            return computeStatistics(makeDataset(4, 4, std::move(rows), {false, times}));
        };
        // User 0: the last two of three at once; user 1: the first two; user 2: one only; user 3:
        // two without a time.
        const auto some = statistics({{0, 0, 1, 5},
                                      {0, 1, 1, 9},
                                      {0, 2, 1, 9},
                                      {1, 0, 1, 3},
                                      {1, 1, 1, 3},
                                      {1, 2, 1, 4},
                                      {2, 3, 1, 9},
                                      {3, 0, 1, kNoTime},
                                      {3, 1, 1, kNoTime}});
        QCOMPARE(some.tiedShare, 6.0 / 9);
        QCOMPARE(some.usersWithSeveral, std::size_t(3));
        QCOMPARE(some.usersWithTiedLast, std::size_t(2));
        QVERIFY(!some.timesAreEqual && !some.timesAreDays);
        QCOMPARE(some.largestUserShare(), 3.0 / 9);
        QCOMPARE(some.largestItemShare(), 3.0 / 9);
        const auto days = statistics({{0, 0, 1, -2 * kDay}, {0, 1, 1, kNoTime}, {1, 1, 1, kDay}});
        QVERIFY(days.timesAreDays && !days.timesAreEqual);
        const auto equal = statistics({{0, 0, 1, 77}, {1, 1, 1, 77}});
        QVERIFY(equal.timesAreEqual && !equal.timesAreDays);
        const auto none = statistics({{0, 0, 1, 0}, {0, 1, 1, 0}}, false);
        QVERIFY(!none.timesAreEqual && !none.timesAreDays);
        QCOMPARE(none.usersWithTiedLast, std::size_t(0));
        const auto one = statistics({{0, 0, 1, 0}});
        QVERIFY(!one.timesAreEqual && !one.timesAreDays);
    }

    void statisticsTellAnOrderThatAllShare() {
        constexpr int kUsers = 50;
        constexpr int kItems = 40;
        Random random(1);
        std::vector<Interaction> rows;
        for (UserIndex user = 0; user < kUsers; ++user) {
            for (ItemIndex item = 0; item < kItems; ++item) {
                if (random.below(2) == 0) {
                    rows.push_back({user, item, 1, static_cast<std::int64_t>(item)});
                }
            }
        }
        const auto orderOf = [&](Dataset::Columns columns) {
            return computeStatistics(makeDataset(kUsers, kItems, rows, columns));
        };
        QVERIFY(orderOf({}).commonOrder > 0.9);
        QVERIFY(orderOf({}).orderIsCommon());
        QCOMPARE(orderOf({false, true}).commonOrder, 0.0);  // times tell the order
        random.shuffle(rows);
        QVERIFY(std::abs(orderOf({}).commonOrder) < 0.2);
        rows.resize(10);
        QCOMPARE(orderOf({}).commonOrder, 0.0);  // too few to tell
    }
};

QTEST_APPLESS_MAIN(TestItemCatalogue)
#include "tst_item_catalogue.moc"
