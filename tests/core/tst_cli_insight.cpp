// `ncf whatif` and `ncf explain` from outside.

#include "support/cli_driver.h"

#include <QTest>

using ncf::test::CliDriver;

class CliInsightTest : public QObject, private CliDriver {
    Q_OBJECT

    // An item that is new to the user.
    QString recommended(const QString& user) const {
        const auto json = ncf({"recommend", path("trained.ncf"), "--user", user, "--json"}).json();
        return json[u"recommendations"][0][u"item"].toString();
    }

private Q_SLOTS:
    void initTestCase() { trained(); }

    void helpIsWorthReading() {
        for (const auto& command : {QStringLiteral("whatif"), QStringLiteral("explain")}) {
            const auto outcome = ncf({command, "--help"});
            QCOMPARE(outcome.code, 0);
            QVERIFY(outcome.out.contains("Examples:\n  ncf " + command.toUtf8()));
            QVERIFY(outcome.out.contains("--json"));
        }
    }

    void mistakesHaveTheirCodes_data() {
        QTest::addColumn<QString>("command");
        QTest::addColumn<int>("code");
        QTest::newRow("nothing picked") << "whatif trained.ncf" << 3;
        QTest::newRow("only dislikes") << "whatif trained.ncf --dislike f3" << 3;
        QTest::newRow("unknown item") << "whatif trained.ncf --like nothing" << 4;
        QTest::newRow("several items") << "whatif trained.ncf --like f" << 4;
        QTest::newRow("no run") << "whatif trained.ncf 9 --like f3" << 4;
        QTest::newRow("two people") << "whatif trained.ncf --like f3 --user u7" << 2;
        QTest::newRow("nobody's item") << "whatif trained.ncf --like f4 --without f3" << 2;
        QTest::newRow("unknown user") << "whatif trained.ncf --user nobody --without f3" << 4;
        QTest::newRow("foreign item") << "whatif trained.ncf --user u7 --without f0" << 4;
        QTest::newRow("no item") << "explain trained.ncf --user u7" << 2;
        QTest::newRow("own item") << "explain trained.ncf --user u7 --item f21" << 3;
        QTest::newRow("nobody") << "explain trained.ncf --user nobody --item f0" << 4;
    }
    void mistakesHaveTheirCodes() {
        QFETCH(QString, command);
        QFETCH(int, code);
        const auto outcome = ncf(command.split(QLatin1Char(' ')));
        QVERIFY2(outcome.code == code, outcome.err.constData());
        QVERIFY(outcome.out.isEmpty());
        QVERIFY2(outcome.err.startsWith("ncf: "), outcome.err.constData());
    }

    void picksGiveAList() {
        const QStringList arguments = {"whatif", path("trained.ncf"), "--like", "f3",    "--like",
                                       "f9=4.5", "--dislike",         "f40",    "--top", "5",
                                       "--json"};
        const auto outcome = ncf(arguments);
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        const auto json = outcome.json();
        const auto picks = json[u"picks"].toArray();
        QCOMPARE(picks.size(), 3);
        QCOMPARE(picks[0][u"rating"].toDouble(), 5.0);
        QCOMPARE(picks[1][u"item"].toString(), QStringLiteral("f9"));
        QCOMPARE(picks[1][u"rating"].toDouble(), 4.5);
        QCOMPARE(picks[2][u"rating"].toDouble(), 1.0);
        const auto list = json[u"recommendations"].toArray();
        QCOMPARE(list.size(), 5);
        QCOMPARE(list[0][u"rank"].toInt(), 1);
        QCOMPARE(ncf(arguments).json()[u"recommendations"], json[u"recommendations"]);
        const auto text = ncf(arguments.mid(0, arguments.size() - 1));
        QVERIFY(text.out.contains("Popularity"));
        QVERIFY(text.out.contains(list[4][u"item"].toString().toUtf8()));
    }

    void aHistoryCanBeShortened() {
        const QString item = itemId(7, 2);
        const auto outcome = ncf({"whatif", path("trained.ncf"), "--user", "u7", "--without", item,
                                  "--top", "60", "--json"});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        const auto json = outcome.json();
        QCOMPARE(json[u"removed"].toArray(), QJsonArray{item});
        QCOMPARE(json[u"without"].toArray().size(), json[u"with"].toArray().size() + 1);
    }

    void aRecommendationIsExplained() {
        const QStringList arguments = {"explain", path("trained.ncf"), "--user", "u7",
                                       "--item",  recommended("u7"),   "--json"};
        const auto outcome = ncf(arguments);
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        const auto json = outcome.json();
        QCOMPARE(json[u"explained"][u"rank"].toInt(), 1);
        QVERIFY(json[u"popularityRank"].toInt() >= 1);
        // Of eight, one is for validation and one for the test.
        QCOMPARE(json[u"carriedBy"].toArray().size(), kPerUser - 2);
        QCOMPARE(json[u"nearest"].toArray().size(), kPerUser - 2);
        const auto summary = json[u"summary"].toString();
        QVERIFY(summary.endsWith(QLatin1Char('.')));
        const auto text = ncf(arguments.mid(0, arguments.size() - 1));
        QVERIFY(text.out.startsWith(summary.toUtf8()));
        QVERIFY(text.out.contains("Similarity"));
    }
};

QTEST_GUILESS_MAIN(CliInsightTest)
#include "tst_cli_insight.moc"
