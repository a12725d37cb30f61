// `ncf similar` from outside.

#include "support/cli_driver.h"

#include <QTest>

using ncf::test::CliDriver;

class CliSimilarTest : public QObject, private CliDriver {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { trained(); }

    void helpIsWorthReading() {
        const auto outcome = ncf({"similar", "--help"});
        QCOMPARE(outcome.code, 0);
        QVERIFY(outcome.out.contains("Examples:\n  ncf similar"));
        QVERIFY(outcome.out.contains("--json"));
    }

    void mistakesHaveTheirCodes_data() {
        QTest::addColumn<QString>("command");
        QTest::addColumn<int>("code");
        QTest::newRow("no item") << "similar trained.ncf" << 2;
        QTest::newRow("none wanted") << "similar trained.ncf --item f3 --top 0" << 2;
        QTest::newRow("two questions") << "similar trained.ncf --item f3 --users --facts" << 2;
        QTest::newRow("no project") << "similar none.ncf --item f3" << 4;
        QTest::newRow("no run") << "similar trained.ncf 9 --item f3" << 4;
        QTest::newRow("unknown item") << "similar trained.ncf --item nothing" << 4;
        QTest::newRow("several items") << "similar trained.ncf --item f" << 4;
    }
    void mistakesHaveTheirCodes() {
        QFETCH(QString, command);
        QFETCH(int, code);
        const auto outcome = ncf(command.split(QLatin1Char(' ')));
        QVERIFY2(outcome.code == code, outcome.err.constData());
        QVERIFY(outcome.out.isEmpty());
        QVERIFY2(outcome.err.startsWith("ncf: "), outcome.err.constData());
    }

    void similarItemsComeWithTheFacts() {
        const auto outcome =
            ncf({"similar", trained(), "last", "--item", "f3", "--top", "4", "--json"});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        const auto json = outcome.json();
        QCOMPARE(json[u"run"].toInt(), 1);
        const auto item = json[u"item"].toObject();
        QCOMPARE(item[u"item"].toString(), QStringLiteral("f3"));
        QVERIFY(item[u"popularity"].toInt() > 0);
        QVERIFY(item[u"popularityRank"].toInt() >= 1 && item[u"popularityRank"].toInt() <= kItems);
        QCOMPARE(item[u"items"].toInt(), kItems);
        int rated = 0;
        for (const auto& entry : item[u"ratings"].toArray()) {
            rated += entry[u"count"].toInt();
        }
        QCOMPARE(rated, item[u"popularity"].toInt());
        const auto similar = json[u"similar"].toArray();
        QCOMPARE(similar.size(), 4);
        double before = 1;
        for (int at = 0; at < similar.size(); ++at) {
            const auto row = similar[at].toObject();
            QCOMPARE(row[u"rank"].toInt(), at + 1);
            QVERIFY(row[u"item"].toString() != QLatin1String("f3"));
            QVERIFY(row[u"similarity"].toDouble() <= before);
            before = row[u"similarity"].toDouble();
        }
    }

    void likelyUsersDoNotHaveIt() {
        const auto outcome =
            ncf({"similar", trained(), "--item", "f0", "--users", "--top", "1000", "--json"});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        const auto users = outcome.json()[u"users"].toArray();
        QSet<QString> found;
        for (const auto& user : users) {
            found.insert(user[u"user"].toString());
        }
        QCOMPARE(found.size(), users.size());
        QVERIFY(!outcome.json().contains(QLatin1String("similar")));
        // The two latest of a user's items are held out; the others count.
        int without = 0;
        for (int user = 0; user < kUsers; ++user) {
            bool has = false;
            for (int at = 0; at < kPerUser - 2; ++at) {
                has = has || itemId(user, at) == QLatin1String("f0");
            }
            QCOMPARE(found.contains(QString::fromUtf8(userId(user))), !has);
            without += has ? 0 : 1;
        }
        QCOMPARE(static_cast<int>(users.size()), without);
    }

    void textHasAHead() {
        const auto similar = ncf({"similar", trained(), "--item", "f3"});
        QVERIFY2(similar.code == 0, similar.err.constData());
        QVERIFY2(similar.out.startsWith("f3: "), similar.out.constData());
        QVERIFY(similar.out.contains(" of 60 by popularity"));
        QVERIFY(similar.out.contains("mean rating "));
        QVERIFY(similar.out.contains("Similarity"));
        const auto facts = ncf({"similar", trained(), "--item", "f3", "--facts"});
        QVERIFY2(facts.code == 0, facts.err.constData());
        QVERIFY(facts.out.startsWith("f3: "));
        QVERIFY(!facts.out.contains("Similarity"));
        QCOMPARE(facts.out.count('\n'), 2 + 1 + 5);  // the head, a header and five ratings
    }

    void factsAloneAreJson() {
        const auto outcome = ncf({"similar", trained(), "--item", "f3", "--facts", "--json"});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        const auto json = outcome.json();
        QCOMPARE(json[u"item"][u"item"].toString(), QStringLiteral("f3"));
        QVERIFY(!json.contains(QLatin1String("similar")));
        QVERIFY(!json.contains(QLatin1String("users")));
    }
};

QTEST_GUILESS_MAIN(CliSimilarTest)
#include "tst_cli_similar.moc"
