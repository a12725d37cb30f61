// `ncf` from outside: help, mistakes, errors and imports.

#include "support/cli_driver.h"

#include <QRegularExpression>
#include <QTest>

using ncf::test::CliDriver;

class CliTest : public QObject, private CliDriver {
    Q_OBJECT

private Q_SLOTS:
    void helpIsWorthReading_data() {
        QTest::addColumn<QString>("command");
        for (const char* command : {"", "import", "train", "evaluate", "recommend", "runs",
                                    "compare", "export", "compact"}) {
            QTest::newRow(command) << QString::fromLatin1(command);
        }
    }
    void helpIsWorthReading() {
        QFETCH(QString, command);
        auto arguments = QStringList{command, "--help"};
        arguments.removeAll(QString());
        const auto outcome = ncf(arguments);
        QCOMPARE(outcome.code, 0);
        QVERIFY(outcome.err.isEmpty());
        QVERIFY(outcome.out.contains("Examples:\n  ncf " + command.toLatin1()));
        if (!command.isEmpty()) {
            QVERIFY(outcome.out.contains("--json"));
        }
    }

    void versionIsPrinted() {
        const auto outcome = ncf({"--version"});
        QCOMPARE(outcome.code, 0);
        QVERIFY(QRegularExpression(QStringLiteral("^ncf \\d+\\.\\d+\\.\\d+\n$"))
                    .match(QString::fromUtf8(outcome.out))
                    .hasMatch());
    }

    void mistakesInTheCommandAreTwo_data() {
        QTest::addColumn<QString>("command");
        for (const char* command : {"",
                                    "fly",
                                    "train",
                                    "train p.ncf --epochs many",
                                    "train p.ncf --epochs 1.5",
                                    "train p.ncf --epochs 99999999999",
                                    "train p.ncf --seed -1",
                                    "train p.ncf --preset nonsense",
                                    "train p.ncf --loss hinge",
                                    "train p.ncf --tower 32,x",
                                    "train p.ncf --tower 32,,8",
                                    "train p.ncf --unknown",
                                    "import r.csv",
                                    "import r.csv p.ncf --separator x",
                                    "import r.csv p.ncf --encoding ebcdic",
                                    "import r.csv p.ncf --header --no-header",
                                    "recommend p.ncf",
                                    "recommend p.ncf --user 1 --top 0",
                                    "export p.ncf --format xml --output x",
                                    "export p.ncf --format csv",
                                    "evaluate p.ncf --candidates some"}) {
            QTest::newRow(command) << QString::fromLatin1(command);
        }
    }
    void mistakesInTheCommandAreTwo() {
        QFETCH(QString, command);
        const auto outcome = ncf(command.split(QLatin1Char(' '), Qt::SkipEmptyParts));
        QCOMPARE(outcome.code, 2);
        QVERIFY(outcome.out.isEmpty());
        QVERIFY2(outcome.err.startsWith("ncf: "), outcome.err.constData());
        QVERIFY2(outcome.err.contains("--help"), outcome.err.constData());
    }

    void errorsHaveTheirCodes_data() {
        QTest::addColumn<QString>("command");
        QTest::addColumn<int>("code");
        const auto row = [](int code, const char* command) {
            QTest::newRow(command) << QString::fromUtf8(command) << code;
        };
        row(4, "import none.csv new.ncf");
        row(4, "train none.ncf");
        row(4, "evaluate none.ncf");
        row(4, "recommend none.ncf --user 1");
        row(4, "runs none.ncf");
        row(4, "export none.ncf --format csv --output x.csv");
        row(3, "runs sample.csv");
        row(3, "runs .");
        row(3, "import made.ncf new.ncf");
        row(3, "import sample.csv made.ncf");
        row(3, "import sample.csv new.ncf --user-column nobody");
        row(3, "import sample.csv new.ncf --user-column 5");
        row(3, "import sample.csv new.ncf --user-column 0");
        row(4, "import sample.csv new.ncf --titles none.csv");
        row(5, "import sample.csv no/folder/new.ncf");
        row(3, "train made.ncf --dropout 5");
        row(3, "train made.ncf --epochs 0");
        row(3, "train made.ncf --learning-rate nan");
        row(3, "train made.ncf --mlp-user-dim 0");
        row(3, "train made.ncf --gmf-factors 0 --mlp-user-dim 0 --mlp-item-dim 0");
        row(3, "train made.ncf --split supplied");
        row(3, "train made.ncf --device abacus");
        row(4, "train made.ncf --config none.json");
        row(3, "train made.ncf --config .");
        row(3, "train made.ncf --config sample.csv");
        row(3, "train made.ncf --config typo.json");
        row(4, "evaluate made.ncf");
        row(4, "evaluate made.ncf best");
        row(4, "evaluate made.ncf 7");
        row(3, "evaluate made.ncf newest");
        row(4, "recommend made.ncf --user u9");
        row(4, "recommend trained.ncf --user nobody");
        row(4, "recommend trained.ncf 99 --user u9");
        row(4, "export made.ncf --format csv --output x.csv");
        row(5, "export trained.ncf --format csv --output no/folder/x.csv");
        row(3, "export trained.ncf --format csv --output .");
        row(3, "export trained.ncf --format csv --output /dev/null");
        row(3, "export trained.ncf --format csv --output trained.ncf");
        row(3, "export trained.ncf --format csv --output ./trained.ncf");
    }
    void errorsHaveTheirCodes() {
        QFETCH(QString, command);
        QFETCH(int, code);
        project("any.ncf");
        trained();
        write("typo.json", R"({"training": {"epoch": 3}})");
        const auto outcome = ncf(command.split(QLatin1Char(' ')));
        QVERIFY2(outcome.code == code,
                 (QByteArray::number(outcome.code) + ": " + outcome.err).constData());
        QVERIFY(outcome.out.isEmpty());
        QVERIFY2(outcome.err.startsWith("ncf: "), outcome.err.constData());
        QVERIFY(!QFile::exists(path("new.ncf")));
        QVERIFY(!QFile::exists(path("x.csv")));
    }

    void importSaysWhatItFound() {
        const auto ratings =
            write("rows.txt", "who;what;how much\n1;a;4\n2;a;5\n1;a;3\n3;b;much\n;b;1\n4;c;2\n");
        const auto file = path("rows.ncf");
        auto outcome = ncf({"import", ratings, file, "--header", "--user-column", "who",
                            "--item-column", "2", "--rating-column", "how much", "--json"});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        QVERIFY(!outcome.err.contains('\x1b'));
        const auto json = outcome.json();
        QCOMPARE(json[u"users"].toInt(), 4);
        QCOMPARE(json[u"items"].toInt(), 3);
        QCOMPARE(json[u"interactions"].toInt(), 4);
        QCOMPARE(json[u"rows"].toInt(), 6);
        QCOMPARE(json[u"duplicates"].toInt(), 1);
        QCOMPARE(json[u"rejected"].toInt(), 1);
        const auto rejected = json[u"rejectedRows"].toArray();
        QCOMPARE(rejected.size(), 1);
        QCOMPARE(rejected[0][u"line"].toInt(), 6);
        // A rating that cannot be read costs no row.
        QCOMPARE(json[u"unreadRatings"].toInt(), 1);
        const auto format = json[u"format"].toObject();
        QCOMPARE(format[u"separator"].toString(), QStringLiteral(";"));
        QCOMPARE(format[u"header"].toBool(), true);
        QCOMPARE(format[u"ratingColumn"].toInt(), 3);
        QVERIFY(format[u"timestampColumn"].isNull());
        // The same for people; and a project is replaced only when told to.
        QCOMPARE(ncf({"import", ratings, file}).code, 3);
        outcome = ncf({"import", ratings, file, "--replace", "--header", "--user-column", "1",
                       "--item-column", "2", "--rating-column", "none"});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        QVERIFY(outcome.out.contains("4 interactions of 4 users with 3 items"));
        QVERIFY(outcome.out.contains("rejected    1 of 6 rows"));
        QVERIFY(outcome.out.contains("line 6: "));
    }

    void rejectedRowsAreShownInPart() {
        QByteArray text = "user,item,rating\n1,a,5\n2,b,4\n";
        for (int i = 0; i < 30; ++i) {
            text += ",b,wor\x1b[31mse\n";
        }
        const auto ratings = write("worse.csv", text);
        const auto outcome = ncf({"import", ratings, path("worse.ncf"), "--rating-column", "rating",
                                  "--rejected", "rejected.csv"});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        QCOMPARE(outcome.out.count("    line "), 5);
        QVERIFY(outcome.out.contains("and 25 more"));
        QVERIFY2(!outcome.out.contains('\x1b'), "a file's escape sequences reach the terminal");
        // All of them, with line, reason and text.
        const auto lines = read("rejected.csv").trimmed().split('\n');
        QCOMPARE(lines.size(), 31);
        QVERIFY(lines[1].startsWith("4,the user is empty,\",b,wor"));
    }

    void strictImportsRefuseWhatIsUnsureOrOdd_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("says");
        QByteArray alike;
        QByteArray odd = "user,item\n";
        for (int i = 0; i < 60; ++i) {
            const auto row = QByteArray::number(i % 7) + "\tband " + QByteArray::number(i % 11) +
                             "\tsong " + QByteArray::number(i % 13) + "\n";
            alike += "user" + row;
            odd += "u" + QByteArray::number(i % 20) + ",i" + QByteArray::number(i % 3) + "\n";
        }
        QTest::newRow("two columns that are alike") << alike << QByteArray("more than one way");
        QTest::newRow("three items") << odd << QByteArray("raises an alarm");
    }
    void strictImportsRefuseWhatIsUnsureOrOdd() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, says);
        const auto ratings = write("doubtful.txt", text);
        const auto strict = ncf({"import", ratings, path("doubtful.ncf"), "--strict"});
        QCOMPARE(strict.code, 3);
        QVERIFY2(strict.err.contains(says), strict.err.constData());
        QVERIFY(!QFile::exists(path("doubtful.ncf")));
        const auto lenient = ncf({"import", ratings, path("doubtful.ncf")});
        QCOMPARE(lenient.code, 0);
        QVERIFY(lenient.out.contains("unsure") || lenient.out.contains("alarm"));
        QFile::remove(path("doubtful.ncf"));
    }

    void titlesThatDoNotFitStopNothing() {
        const auto ratings = write("plain.csv", "user,item\n1,a\n2,b\n1,b\n");
        write("movies.csv", "movieId,title\n77,Heat\n78,Alien\n");
        auto outcome = ncf({"import", ratings, path("plain.ncf"), "--json"});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        QCOMPARE(outcome.json()[u"notices"].toArray().size(), 1);
        outcome =
            ncf({"import", ratings, path("plain.ncf"), "--replace", "--titles", "none", "--json"});
        QCOMPARE(outcome.json()[u"notices"].toArray().size(), 0);
        QCOMPARE(
            ncf({"import", ratings, path("plain.ncf"), "--replace", "--titles", "movies.csv"}).code,
            3);
        QFile::remove(path("movies.csv"));
    }

    void aSuppliedSplitTakesNoTitlesByChance() {
        write("tiny.train.rating", "0\t1\t1\t10\n0\t2\t1\t11\n1\t2\t1\t12\n1\t1\t1\t13\n");
        write("tiny.test.rating", "0\t3\t1\t14\n1\t0\t1\t15\n");
        write("tiny.test.negative", "(0,3)\t0\t4\n(1,0)\t3\t4\n");
        write("movies.dat", "1::Wrong Film (1999)::Drama\n2::Other (2000)::Comedy\n");
        const QStringList import = {"import", "tiny.train.rating", "tiny.ncf", "--json"};
        auto outcome = ncf(import);
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        QCOMPARE(outcome.json()[u"interactions"].toInt(), 6);
        QVERIFY(outcome.json()[u"titles"].isNull());
        outcome = ncf(import + QStringList{"--replace", "--titles", "movies.dat"});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        QCOMPARE(outcome.json()[u"titles"][u"matched"].toInt(), 2);
    }

    void aFullOutputIsNoticed() {
        QProcess process;
        process.setStandardOutputFile("/dev/full");
        process.start(QStringLiteral(NCF_BINARY), {"runs", trained()});
        process.waitForFinished(-1);
        QCOMPARE(process.exitCode(), 5);
    }
};

QTEST_GUILESS_MAIN(CliTest)
#include "tst_cli.moc"
