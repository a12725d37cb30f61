// `ncf map`.

#include "support/cli_driver.h"

#include <QTest>

using namespace ncf;
using namespace ncf::test;

class TestCliMap : public QObject {
    Q_OBJECT

    CliDriver cli_;

private Q_SLOTS:
    void writesItemsAndUsers() {
        const auto file = cli_.trained();
        for (const auto& [of, rows] :
             {std::pair("items", CliDriver::kItems), std::pair("users", CliDriver::kUsers)}) {
            for (const auto* const method : {"pca", "neighbours"}) {
                const auto outcome = cli_.ncf(
                    {"map", file, "--of", of, "--method", method, "--output", "map.csv", "--json"});
                QCOMPARE(outcome.code, 0);
                QCOMPARE(outcome.json()["points"].toInt(), rows);
                QCOMPARE(outcome.json()["method"].toString(), QString(method));
                const double kept = outcome.json()["keptNeighbours"].toDouble();
                QVERIFY(kept > 0 && kept <= 1);
                const auto lines = cli_.read("map.csv").trimmed().split('\n');
                QCOMPARE(lines.front(), QByteArray("id,title,x,y,cluster,genres,popularity"));
                QCOMPARE(lines.size(), rows + 1);
            }
        }
        // The last map is one of users: nothing in it is a formula.
        const auto csv = cli_.read("map.csv");
        QVERIFY(csv.contains("\n'=1+1,,"));
        QVERIFY(csv.contains("\n\"a,b\",,"));
    }

    void aSeedGivesTheSameMap() {
        const auto file = cli_.trained();
        for (const auto* const name : {"first.csv", "second.csv"}) {
            QCOMPARE(cli_.ncf({"map", file, "--seed", "7", "--output", name}).code, 0);
        }
        QCOMPARE(cli_.ncf({"map", file, "--seed", "8", "--output", "third.csv"}).code, 0);
        QCOMPARE(cli_.read("first.csv"), cli_.read("second.csv"));
        QVERIFY(cli_.read("first.csv") != cli_.read("third.csv"));
    }

    void refusesWhatCannotBe() {
        const auto file = cli_.trained();
        QCOMPARE(cli_.ncf({"map", file, "--output", file}).code, 3);
        QCOMPARE(cli_.ncf({"map", file, "99", "--output", "none.csv"}).code, 4);
        QCOMPARE(cli_.ncf({"map", file, "--of", "genres", "--output", "none.csv"}).code, 2);
        QCOMPARE(cli_.ncf({"map", file, "--output", "no/folder/map.csv"}).code, 5);
        QVERIFY(cli_.read("none.csv").isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestCliMap)
#include "tst_cli_map.moc"
