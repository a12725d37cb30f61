#include "models/filtered_list.h"
#include "models/item_lists.h"
#include "models/preview_model.h"
#include "models/rejected_rows_model.h"
#include "models/ticked_history_model.h"
#include "models/users_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace ncf;

namespace {

constexpr auto kFatal = QAbstractItemModelTester::FailureReportingMode::QtTest;

QString cell(const QAbstractItemModel& model, int row, int column) {
    return model.index(row, column).data().toString();
}

}  // namespace

class TestModels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void preview() {
        PreviewModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        TableGuess table;
        table.columnNames = {"a", "b"};
        table.rows = {{"1", "2"}, {"short"}, {"too", "long", "row"}};
        model.setTable(table);
        QCOMPARE(model.columnCount(), 2);
        QCOMPARE(cell(model, 1, 1), QString());
        QCOMPARE(cell(model, 2, 1), QString("long"));
        QCOMPARE(model.headerData(0, Qt::Horizontal).toString(), QString("a"));
        // With what is known of the columns the header says it, and the rows stay where they are.
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        ColumnProfile column;
        column.type = ColumnProfile::Type::Integer;
        column.values = 3;
        column.distinct = 2;
        column.examples = {"<b>", "2"};
        model.setTable(table, {column, column}, 3);
        QCOMPARE(reset.count(), 0);
        QCOMPARE(model.headerData(1, Qt::Horizontal).toString(),
                 QString("b\nwhole numbers\n2 different"));
        QVERIFY(model.headerData(1, Qt::Horizontal, Qt::ToolTipRole)
                    .toString()
                    .contains("&lt;b&gt;, 2"));
        model.setTable({});
        QCOMPARE(model.rowCount(), 0);
    }

    void rejectedRows() {
        RejectedRowsModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        model.setRows({{7, "the rating is not a number", "a,b,c"}});
        QCOMPARE(cell(model, 0, 0), QString("7"));
        QCOMPARE(cell(model, 0, 2), QString("a,b,c"));
    }

    void usersComeByPages() {
        struct Request {
            std::string after;
            quint64 number;
        };
        std::vector<Request> requests;
        UsersModel model([&](const std::string& after, quint64 number) {
            requests.push_back({after, number});
        });
        const QAbstractItemModelTester tester(&model, kFatal);
        QVERIFY(!model.canFetchMore({}));  // nobody is wanted yet
        model.restart();
        QCOMPARE(requests.size(), std::size_t(1));
        QCOMPARE(requests[0].after, std::string());
        QVERIFY(!model.canFetchMore({}));  // one is on its way

        std::vector<UserRow> page;
        for (int i = 0; i < UsersModel::kPageSize; ++i) {
            page.push_back({i, "u" + std::to_string(1000 + i), 3});
        }
        QSignalSpy first(&model, &UsersModel::firstPageArrived);
        model.addPage(requests[0].number, page);
        QCOMPARE(first.count(), 1);
        QCOMPARE(model.rowCount(), UsersModel::kPageSize);
        if (requests.size() == 1) {  // the tester may have fetched on its own already
            QVERIFY(model.canFetchMore({}));
            model.fetchMore({});
        }
        QCOMPARE(requests[1].after, std::string("u1199"));
        model.addPage(requests[0].number, page);  // an answer nobody waits for
        QCOMPARE(model.rowCount(), UsersModel::kPageSize);
        model.addPage(requests[1].number, {{999, "u9", 1}});
        QCOMPARE(model.rowCount(), UsersModel::kPageSize + 1);
        QVERIFY(!model.canFetchMore({}));  // a short page was the last
        model.restart();
        model.addPage(requests[1].number, page);  // of the users before
        QCOMPARE(model.rowCount(), 0);
        model.addPage(requests[2].number, {});
        QVERIFY(!model.canFetchMore({}));
        QVERIFY(!model.user(0));
        model.restart();
        model.clear();
        model.addPage(requests[3].number, page);
        QCOMPARE(model.rowCount(), 0);
        QVERIFY(!model.canFetchMore({}));
    }

    void history() {
        HistoryModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        model.setRows(
            {{0, "i1", {"Heat", 1995, "Crime|Drama", {}}, 4.5f, 978300760}, {1, "i2", {}, 10, 0}});
        QCOMPARE(cell(model, 0, HistoryModel::Title), QString("Heat"));
        QCOMPARE(cell(model, 0, HistoryModel::Genres), QString("Crime, Drama"));
        QCOMPARE(cell(model, 1, HistoryModel::Title), QString("i2"));
        QCOMPARE(cell(model, 1, HistoryModel::Date), QString());
        // Numbers sort as numbers: 4.5 before 10.
        QCOMPARE(model.index(0, HistoryModel::Rating).data(kItemSortRole).toDouble(), 4.5);
        QCOMPARE(model.index(1, HistoryModel::Rating).data(kItemSortRole).toDouble(), 10.0);
        model.setRows({{0, "i1", {}, kUnrated, kNoTime}, {1, "i2", {}, -1, -5}});
        QCOMPARE(cell(model, 0, HistoryModel::Rating), QString("–"));
        QCOMPARE(cell(model, 0, HistoryModel::Date), QString("–"));
        // What is not there sorts before all that is.
        for (const int column : {HistoryModel::Rating, HistoryModel::Date}) {
            QVERIFY(model.index(0, column).data(kItemSortRole).toDouble() <
                    model.index(1, column).data(kItemSortRole).toDouble());
        }
        TickedHistoryModel ticked;
        ticked.setRows({{0, "i1", {}, kUnrated, 0}, {1, "i2", {}, 2.5f, 0}}, {});
        QCOMPARE(cell(ticked, 0, TickedHistoryModel::Rating), QString("–"));
        QCOMPARE(cell(ticked, 1, TickedHistoryModel::Rating), QString("2.5"));
        const auto badge = [&](int row) {
            return model.index(row, HistoryModel::Title).data(kItemBadgeRole).toString();
        };
        model.setRows({{0, "i1", {}, 4, 0}, {1, "i2", {}, 10, 0}});
        model.setHeldOut({1});
        QCOMPARE(badge(0), QString());
        QCOMPARE(badge(1), QString("held out"));
        QCOMPARE(model.index(1, HistoryModel::Title).data(Qt::AccessibleTextRole).toString(),
                 QString("i2, held out"));
        model.setRows({{1, "i2", {}, 1, 0}});  // of another user
        QCOMPARE(badge(0), QString());
    }

    void popularityRanks() {
        const PopularityRanks ranks({5, 1234, 7, 7, 0});
        QCOMPARE(ranks.of(1234), 1);
        QCOMPARE(ranks.of(7), 2);
        QCOMPARE(ranks.of(5), 4);
        QCOMPARE(ranks.of(0), 5);
        QCOMPARE(PopularityRanks().of(7), 0);
    }

    void recommendations() {
        RecommendationsModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        constexpr auto kScore = RecommendationsModel::Score;
        model.setRows(
            {{1, 0, "i1", {"Heat", 1995, "", {}}, 0.8f, 1234}, {2, 1, "i2", {}, 0.4f, 5}});
        QCOMPARE(cell(model, 0, RecommendationsModel::Rank), QString("1"));
        QCOMPARE(model.index(1, kScore).data(RecommendationsModel::kShareRole).toDouble(), 0.5);
        const auto popularity = model.index(1, RecommendationsModel::Popularity);
        QCOMPARE(popularity.data().toString(), QString());
        QVERIFY(popularity.data(Qt::ToolTipRole).toString().startsWith("5 "));
        model.setPopularity(
            std::make_shared<PopularityRanks>(std::vector<std::uint32_t>{1234, 5, 40, 60}));
        QCOMPARE(popularity.data().toString(), QString("4"));
        model.setRows({{1, 0, "i1", {}, -2, 1}});
        QCOMPARE(model.index(0, kScore).data(RecommendationsModel::kShareRole).toDouble(), 0.0);
    }

    void whatMovedAgainstAnotherList() {
        RecommendationsModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        model.setRows({{1, 10, "a", {}, 4, 1},
                       {2, 11, "b", {}, 3, 1},
                       {3, 12, "c", {}, 2, 1},
                       {4, 13, "d", {}, 1, 1}});
        QCOMPARE(cell(model, 0, RecommendationsModel::Change), QString());
        QCOMPARE(model.shared(), 0);
        const std::vector<RecommendationRow> other = {{1, 12, "c", {}, 4, 1},
                                                      {2, 11, "b", {}, 3, 1},
                                                      {3, 99, "z", {}, 2, 1},
                                                      {4, 10, "a", {}, 1, 1}};
        model.setOther(OtherList{"gmf", ListRanks(other)});
        QCOMPARE(cell(model, 0, RecommendationsModel::Change), QString("▲ 3"));
        QCOMPARE(cell(model, 1, RecommendationsModel::Change), QString("="));
        QCOMPARE(cell(model, 2, RecommendationsModel::Change), QString("▼ 2"));
        QCOMPARE(cell(model, 3, RecommendationsModel::Change), QString("only here"));
        QCOMPARE(model.shared(), 3);
        FilteredList sorted(&model);
        sorted.sort(RecommendationsModel::Change);
        QCOMPARE(cell(sorted, 0, RecommendationsModel::Title), QString("a"));
        QCOMPARE(cell(sorted, 3, RecommendationsModel::Title), QString("d"));
    }

    void listsAreFilteredAndSorted() {
        RecommendationsModel model;
        model.setRows({{1, 0, "i1", {"Heat", 1995, "Crime|Drama", {}}, 0.9f, 900},
                       {2, 1, "i2", {"Alien", 1979, "Horror", {}}, 0.8f, 1000},
                       {3, 2, "i3", {"Bambi", 1942, "Drama", {}}, 0.7f, 9}});
        FilteredList list(&model);
        const QAbstractItemModelTester tester(&list, kFatal);
        const auto titles = [&] {
            QStringList all;
            for (int row = 0; row < list.rowCount(); ++row) {
                all.append(cell(list, row, RecommendationsModel::Rank) + ' ' +
                           cell(list, row, RecommendationsModel::Title));
            }
            return all.join(", ");
        };
        list.setFilter({.text = "HEA", .genre = {}});
        QCOMPARE(titles(), QString("1 Heat"));
        list.setFilter({.text = {}, .genre = "Drama"});
        QCOMPARE(titles(), QString("1 Heat, 3 Bambi"));
        list.setFilter({.text = {}, .genre = "Dram"});
        QCOMPARE(titles(), QString());
        // Nothing is left out by a popularity that is not known.
        list.setFilter({.text = {}, .genre = {}, .popularFrom = 2});
        QCOMPARE(list.rowCount(), 3);
        model.setPopularity(
            std::make_shared<PopularityRanks>(std::vector<std::uint32_t>{900, 1000, 9, 50}));
        QCOMPARE(titles(), QString("1 Heat, 3 Bambi"));
        list.setFilter({.text = {}, .genre = {}, .popularFrom = 1, .popularTo = 2});
        QCOMPARE(titles(), QString("1 Heat, 2 Alien"));
        list.setFilter({});
        list.sort(RecommendationsModel::Title);
        QCOMPARE(titles(), QString("2 Alien, 3 Bambi, 1 Heat"));
        list.sort(RecommendationsModel::Popularity);  // 9 is below 1,000 as a number
        QCOMPARE(titles(), QString("2 Alien, 1 Heat, 3 Bambi"));
        list.sort(RecommendationsModel::Rank);
        QCOMPARE(titles(), QString("1 Heat, 2 Alien, 3 Bambi"));
    }
};

QTEST_MAIN(TestModels)
#include "tst_models.moc"
