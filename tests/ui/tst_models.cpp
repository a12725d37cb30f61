#include "models/item_lists.h"
#include "models/preview_model.h"
#include "models/rejected_rows_model.h"
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
            std::string prefix, after;
            quint64 number;
        };
        std::vector<Request> requests;
        UsersModel model([&](const std::string& prefix, const std::string& after, quint64 number) {
            requests.push_back({prefix, after, number});
        });
        const QAbstractItemModelTester tester(&model, kFatal);
        model.setPrefix("u");
        QCOMPARE(requests.size(), std::size_t(1));
        QCOMPARE(requests[0].prefix, std::string("u"));
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
        model.setPrefix("x");
        model.addPage(requests[1].number, page);  // of the prefix before
        QCOMPARE(model.rowCount(), 0);
        model.addPage(requests[2].number, {});
        QVERIFY(!model.canFetchMore({}));
        QVERIFY(!model.user(0));
    }

    void history() {
        HistoryModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        model.setRows(
            {{0, "i1", {"Heat", 1995, "Crime|Drama"}, 4.5f, 978300760}, {1, "i2", {}, 1, 0}});
        QCOMPARE(cell(model, 0, HistoryModel::Title), QString("Heat"));
        QCOMPARE(cell(model, 0, HistoryModel::Genres), QString("Crime, Drama"));
        QCOMPARE(cell(model, 1, HistoryModel::Title), QString("i2"));
        QCOMPARE(cell(model, 1, HistoryModel::Date), QString());
    }

    void recommendations() {
        RecommendationsModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        model.setRows({{1, 0, "i1", {"Heat", 1995, ""}, 0.8f, 1234}, {2, 1, "i2", {}, 0.4f, 5}});
        QCOMPARE(cell(model, 0, RecommendationsModel::Rank), QString("1"));
        QCOMPARE(model.index(1, 3).data(RecommendationsModel::kShareRole).toDouble(), 0.5);
        model.setRows({{1, 0, "i1", {}, -2, 1}});
        QCOMPARE(model.index(0, 3).data(RecommendationsModel::kShareRole).toDouble(), 0.0);
    }
};

QTEST_MAIN(TestModels)
#include "tst_models.moc"
