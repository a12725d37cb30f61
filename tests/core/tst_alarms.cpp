// What data raises alarms, and what does not.

#include "data/alarms.h"
#include "support/small_data.h"

#include <QTest>

#include <algorithm>

using namespace ncf;
using namespace ncf::test;

namespace {

using Kind = Alarm::Kind;

// Users 0 … users-1 with `perUser` different items each, at different times of the day.
std::vector<Interaction> plainRows(int users, int items, int perUser) {
    std::vector<Interaction> rows;
    for (int user = 0; user < users; ++user) {
        for (int i = 0; i < perUser; ++i) {
            rows.push_back({user, (user * 7 + i * 3) % items, 1.0f + static_cast<float>(i % 5),
                            1'500'000'000 + 4321 * i + 10 * user});
        }
    }
    return rows;
}

IdMap idsOf(const std::vector<std::string>& texts) {
    IdMap ids;
    for (const auto& text : texts) {
        ids.insert(text);
    }
    return ids;
}

std::vector<Alarm> alarmsIn(const Dataset& data, const ReadReport& report = {}) {
    return alarmsOf(data, computeStatistics(data), report);
}

QList<int> kindsOf(const std::vector<Alarm>& alarms) {
    QList<int> kinds;
    for (const auto& alarm : alarms) {
        kinds << static_cast<int>(alarm.kind);
    }
    return kinds;
}

QList<int> kinds(std::initializer_list<Kind> list) {
    QList<int> numbers;
    for (const Kind kind : list) {
        numbers << static_cast<int>(kind);
    }
    return numbers;
}

// An item for each text, each had by `perItem` of 100 users.
Dataset itemsNamed(const std::vector<std::string>& texts, int perItem) {
    std::vector<Interaction> rows;
    for (std::size_t item = 0; item < texts.size(); ++item) {
        for (int i = 0; i < perItem; ++i) {
            rows.push_back({static_cast<UserIndex>((item * 3 + static_cast<std::size_t>(i)) % 100),
                            static_cast<ItemIndex>(item)});
        }
    }
    return {numberedIds("u", 100), idsOf(texts), rows, {}};
}

bool says(const std::vector<Alarm>& alarms, const char* text) {
    return std::ranges::any_of(
        alarms, [&](const Alarm& alarm) { return alarm.text.find(text) != std::string::npos; });
}

}  // namespace

class AlarmsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void plainDataRaisesNone() {
        const auto data = makeDataset(40, 30, plainRows(40, 30, 8), {true, true});
        ReadReport report;
        report.rows = 1000;
        report.rejected = 100;  // a tenth is not more than a tenth
        report.unreadRatings.count = report.unreadTimes.count = 100;
        QCOMPARE(kindsOf(alarmsIn(data, report)), QList<int>());
        QCOMPARE(kindsOf(alarmsIn(makeDataset(0, 0, {}))), QList<int>());
    }

    void manyUnreadRows() {
        const auto data = makeDataset(40, 30, plainRows(40, 30, 8), {true, true});
        ReadReport report;
        report.rows = 10'000;
        report.rejected = 3'100;
        report.rejectedRows.push_back({7, "the user is empty", ",a"});
        auto alarms = alarmsIn(data, report);
        QCOMPARE(kindsOf(alarms), kinds({Kind::RejectedRows}));
        QVERIFY2(says(alarms,
                      "3,100 of 10,000 rows (31 %) could not be used, the first in line 7: "
                      "the user is empty. Check"),
                 alarms.front().text.c_str());
        report.rejected = 0;
        report.unreadRatings.count = 1'001;
        report.unreadTimes.count = 9'000;
        alarms = alarmsIn(data, report);
        QCOMPARE(kindsOf(alarms), kinds({Kind::UnreadRatings, Kind::UnreadTimes}));
        QVERIFY(says(alarms, "1,001 of 10,000"));
        QVERIFY(says(alarms, "9,000 of 10,000 rows (90 %) have a time"));
    }

    void anIdOfItsOwnForEveryRow() {
        std::vector<Interaction> rows;
        for (int row = 0; row < 60; ++row) {
            rows.push_back({row, row % 20});
        }
        auto alarms = alarmsIn(makeDataset(60, 20, rows));
        QCOMPARE(kindsOf(alarms), kinds({Kind::UserPerRow}));
        QVERIFY(says(alarms, "as many users as rows (60 of 60)"));
        for (auto& row : rows) {
            std::swap(row.user, row.item);
        }
        alarms = alarmsIn(makeDataset(20, 60, rows));
        QCOMPARE(kindsOf(alarms), kinds({Kind::ItemPerRow}));
        QVERIFY(says(alarms, "as many items as rows"));
        // So few rows say nothing, and rows that repeat a pair are no users.
        rows.resize(19);
        QCOMPARE(kindsOf(alarmsIn(makeDataset(19, 19, rows))), QList<int>());
        for (int row = 0; row < 19; ++row) {
            rows.push_back(rows[static_cast<std::size_t>(row)]);
        }
        QCOMPARE(kindsOf(alarmsIn(makeDataset(19, 19, rows))), QList<int>());
    }

    void fewItems() {
        const auto alarms = alarmsIn(makeDataset(40, 9, plainRows(40, 9, 3), {true, true}));
        QCOMPARE(kindsOf(alarms), kinds({Kind::FewItems}));
        QVERIFY(says(alarms, "only 9 items, such as “i0”"));
        QCOMPARE(kindsOf(alarmsIn(makeDataset(40, 10, plainRows(40, 10, 3), {true, true}))),
                 QList<int>());
    }

    void itemsThatAreNone_data() {
        QTest::addColumn<QString>("first");  // of numbered ids: %1 becomes the number, two digits
        QTest::addColumn<int>("perItem");    // users that have each
        QTest::addColumn<int>("kind");       // −1: no alarm
        const auto row = [](const char* name, const char* id, int perItem, int kind) {
            QTest::newRow(name) << QString::fromUtf8(id) << perItem << kind;
        };
        constexpr int kTimes = static_cast<int>(Kind::TimesAsItems);
        constexpr int kDecimals = static_cast<int>(Kind::DecimalsAsItems);
        row("ISO", "2017-07-18T12:56:%1Z", 5, kTimes);
        row("day", "2017-07-%1", 5, kTimes);
        row("US", "7/%1/2017 3:04 PM", 5, kTimes);
        row("German", "%1.12.2017", 5, kTimes);
        row("US, short", "7/%1/17", 5, kTimes);
        row("seconds", "15003826%1", 1, kTimes);
        row("milliseconds", "15003826001%1", 1, kTimes);
        row("numbers of ten digits that come again", "15003826%1", 5, -1);
        row("longitude", "-97.79%1", 5, kDecimals);
        row("decimal comma", "9,%1", 5, kDecimals);
        row("through a spreadsheet", "%1.0", 5, -1);
        row("numbers", "%1", 5, -1);
        row("phone", "555-01-%1", 5, -1);
        row("model", "AB-2017-07-%1", 5, -1);
        row("version", "1.2.%1", 5, -1);
        row("path", "12/%1", 5, -1);
    }
    void itemsThatAreNone() {
        QFETCH(QString, first);
        QFETCH(int, perItem);
        QFETCH(int, kind);
        std::vector<std::string> texts;
        for (int number = 10; number < 30; ++number) {
            texts.push_back(first.arg(number).toStdString());
        }
        const auto alarms = alarmsIn(itemsNamed(texts, perItem));
        const auto found = std::ranges::count_if(alarms, [](const Alarm& alarm) {
            return alarm.kind == Kind::TimesAsItems || alarm.kind == Kind::DecimalsAsItems;
        });
        QCOMPARE(found, kind < 0 ? 0 : 1);
        if (kind >= 0) {
            QVERIFY(kindsOf(alarms).contains(kind));
            QVERIFY(says(alarms, ("“" + texts.front() + "”").c_str()));
        }
    }

    void oneIdThatHasAThird() {
        // 20 users with 3 items each, and one with `many`.
        const auto with = [](int many) {
            auto rows = plainRows(20, 60, 3);
            for (int item = 0; item < many; ++item) {
                rows.push_back({20, item, 1, 1'500'000'000 + 10 * item});
            }
            return rows;
        };
        auto alarms = alarmsIn(makeDataset(21, 60, with(40), {false, true}));
        QCOMPARE(kindsOf(alarms), kinds({Kind::DominantUser}));
        QVERIFY2(says(alarms, "One user, “u20”, has 40 % of all interactions (40 of 100)"),
                 alarms.front().text.c_str());
        QCOMPARE(kindsOf(alarmsIn(makeDataset(21, 60, with(25), {false, true}))), QList<int>());
        auto rows = with(40);
        for (auto& row : rows) {
            std::swap(row.user, row.item);
        }
        alarms = alarmsIn(makeDataset(60, 21, rows, {false, true}));
        QCOMPARE(kindsOf(alarms), kinds({Kind::DominantItem}));
        QVERIFY(says(alarms, "One item, “i20”"));
    }

    void timesThatDoNotTellTheLast() {
        auto rows = plainRows(40, 30, 8);
        for (auto& row : rows) {
            row.timestamp = 1'500'336'000 + 86'400 * (row.item / 10);
        }
        auto alarms = alarmsIn(makeDataset(40, 30, rows, {true, true}));
        QCOMPARE(kindsOf(alarms), kinds({Kind::WholeDays}));
        QVERIFY(says(alarms, "of 40 users is decided by the order of the file"));
        for (auto& row : rows) {
            row.timestamp = 1'500'336'007;
        }
        alarms = alarmsIn(makeDataset(40, 30, rows, {true, true}));
        QCOMPARE(kindsOf(alarms), kinds({Kind::EqualTimes}));
        QVERIFY(says(alarms, "All interactions have the same time"));
        // Days that differ tell the last well enough.
        rows = plainRows(40, 30, 8);
        for (std::size_t at = 0; at < rows.size(); ++at) {
            rows[at].timestamp = 86'400 * static_cast<std::int64_t>(at);
        }
        QCOMPARE(kindsOf(alarmsIn(makeDataset(40, 30, rows, {true, true}))), QList<int>());
    }

    void oneOrderForAllUsers() {
        auto rows = plainRows(40, 30, 20);
        std::ranges::stable_sort(rows, {}, &Interaction::item);
        auto data = makeDataset(40, 30, rows);
        const auto alarms = alarmsIn(data);
        QCOMPARE(kindsOf(alarms), kinds({Kind::CommonOrder}));
        QVERIFY(says(alarms, "--split ratio"));
        // Nobody looks at the order where the test set came with the data.
        data.setSuppliedTest(
            {std::vector<ItemIndex>(40, IdMap::kNone), std::vector<std::vector<ItemIndex>>(40)});
        QCOMPARE(kindsOf(alarmsIn(data)), QList<int>());
    }
};

QTEST_APPLESS_MAIN(AlarmsTest)
#include "tst_alarms.moc"
