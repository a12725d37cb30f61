#include "support/cli_driver.h"

using namespace ncf;
using namespace ncf::test;

class CliAppendTest : public QObject, private CliDriver {
    Q_OBJECT

private:
    // A trained project, whose own file the test may change.
    QString copyOfTrained(const QString& name) {
        const QString copy = path(name);
        QFile::remove(copy);
        QFile::copy(trained(), copy);
        return copy;
    }
    // New interactions of old users, and new users and items.
    QString more() {
        QByteArray text = "customer,film,stars,when\n";
        for (int user = 10; user < 50; ++user) {
            text += "u" + QByteArray::number(user) + ",f" + QByteArray::number(user + 20) +
                    ",4,2000000\n";
        }
        return write(QStringLiteral("more.csv"), text + "u10,,4,2000000\n");
    }

private Q_SLOTS:
    void tellsWhatItAdded() {
        const auto file = project(QStringLiteral("json.ncf"));
        const auto outcome = ncf({"append", more(), file, "--json"});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        const auto json = outcome.json();
        QCOMPARE(json[u"dataState"].toInt(), 2);
        QCOMPARE(json[u"changed"].toBool(), true);
        QCOMPARE(json[u"newUsers"].toInt(), 10);
        QCOMPARE(json[u"newItems"].toInt(), 10);
        QCOMPARE(json[u"users"].toInt(), kUsers + 10);
        QCOMPARE(json[u"items"].toInt(), kItems + 10);
        QCOMPARE(json[u"rejected"].toInt(), 1);
        QCOMPARE(json[u"rejectedRows"].toArray().size(), 1);
        QCOMPARE(json[u"earlierRuns"].toInt(), 0);
        const auto again = ncf({"append", path(QStringLiteral("more.csv")), file});
        QVERIFY2(again.code == 0, again.err.constData());
        QVERIFY2(again.out.contains("nothing was added"), again.out.constData());
        QVERIFY(ncf({"history", file, "--user", "u49"}).out.contains("f69"));
    }

    void marksRunsThatWereMadeBefore() {
        const auto file = copyOfTrained(QStringLiteral("marks.ncf"));
        const auto before = ncf({"runs", file, "1", "--json"}).json();
        QCOMPARE(before[u"dataState"].toInt(), 1);
        QCOMPARE(before[u"earlierData"].toBool(), false);
        const auto list = ncf({"recommend", file, "--user", "u10", "--json"}).out;
        const auto map = ncf({"evaluate", file, "1", "--json"}).json()[u"test"];
        QVERIFY(!ncf({"runs", file}).out.contains("earlier"));
        const auto added = ncf({"append", more(), file});
        QVERIFY2(added.code == 0, added.err.constData());
        QVERIFY2(added.out.contains("1 made on an earlier state"), added.out.constData());

        for (const auto& arguments : {QStringList{"runs", file}, QStringList{"runs", file, "1"}}) {
            const auto shown = ncf(arguments);
            QVERIFY2(shown.out.contains("made on an earlier state of the data (state 1 of 2)"),
                     shown.out.constData());
        }
        auto after = ncf({"runs", file, "1", "--json"}).json();
        QCOMPARE(after[u"earlierData"].toBool(), true);
        auto same = before;
        same[QStringLiteral("earlierData")] = true;
        QCOMPARE(after, same);
        QCOMPARE(ncf({"recommend", file, "--user", "u10", "--json"}).out, list);
        QCOMPARE(ncf({"evaluate", file, "1", "--json"}).json()[u"test"], map);
    }

    void aUserThatCameLater_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("recommend") << QStringList{"recommend", "FILE", "1", "--user", "u49"};
        QTest::newRow("explain") << QStringList{"explain", "FILE",   "1", "--user",
                                                "u49",     "--item", "f1"};
        QTest::newRow("an item") << QStringList{"explain", "FILE",   "1",  "--user",
                                                "u10",     "--item", "f69"};
        QTest::newRow("similar") << QStringList{"similar", "FILE", "1", "--item", "f69"};
        QTest::newRow("what if") << QStringList{"whatif", "FILE", "1", "--like", "f69"};
    }
    void aUserThatCameLater() {
        QFETCH(QStringList, arguments);
        const QString file = path(QStringLiteral("later.ncf"));
        if (!QFile::exists(file)) {
            copyOfTrained(QStringLiteral("later.ncf"));
            QCOMPARE(ncf({"append", more(), file}).code, 0);
        }
        arguments.replaceInStrings(QStringLiteral("FILE"), file);
        const auto outcome = ncf(arguments);
        QCOMPARE(outcome.code, 4);
        QVERIFY2(outcome.err.contains("state 1 of 2") && outcome.err.contains("rain a new run"),
                 outcome.err.constData());
    }

    void mistakes() {
        QCOMPARE(ncf({"append", more()}).code, 2);
        QCOMPARE(ncf({"append", more(), path(QStringLiteral("no.ncf"))}).code, 4);
        const auto file = project(QStringLiteral("mistakes.ncf"));
        QCOMPARE(ncf({"append", path(QStringLiteral("no.csv")), file}).code, 4);
        const auto untimed =
            write(QStringLiteral("untimed.csv"), "customer,film,stars\nu10,f1,3\n");
        const auto refused = ncf({"append", untimed, file});
        QCOMPARE(refused.code, 3);
        QVERIFY2(refused.err.contains("has no times"), refused.err.constData());
    }
};

QTEST_GUILESS_MAIN(CliAppendTest)
#include "tst_cli_append.moc"
