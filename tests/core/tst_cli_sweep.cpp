// `ncf sweep` from outside.

#include "support/cli_driver.h"

#include <QTest>

#include <signal.h>

using ncf::test::CliDriver;

class CliSweepTest : public QObject, private CliDriver {
    Q_OBJECT

    // A sweep whose trainings take a moment each.
    static QStringList tinySweep(const QString& file, const QStringList& more) {
        QStringList arguments = tiny(file);
        arguments[0] = QStringLiteral("sweep");
        if (more.contains(QStringLiteral("--epochs"))) {
            arguments.remove(arguments.indexOf(QStringLiteral("--epochs")), 2);
        }
        return arguments + more;
    }
    static int resultCount(const QJsonObject& json) {
        int count = 0;
        for (const auto trial : json[u"trials"].toArray()) {
            count += trial[u"validation"].toObject().isEmpty() ? 0 : 1;
        }
        return count;
    }

private Q_SLOTS:
    void theBestIsReproducedByItsCommand() {
        const auto file = project("it's here.ncf");
        const auto outcome =
            ncf(tinySweep(file, {"--vary", "learning-rate=0.0001,0.02", "--vary", "gmf-factors=0,6",
                                 "--vary", "tower=8,4/4", "--name", "first"}));
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        QVERIFY(outcome.err.contains("trial 1 (learning-rate 0.0001, gmf-factors 0, tower 8,4)"));
        QVERIFY(!outcome.err.contains('\x1b'));
        const auto json = outcome.json();
        const auto list = json[u"trials"].toArray();
        QCOMPARE(list.size(), 8);
        for (int i = 1; i < 8; ++i) {
            QVERIFY(list[i][u"validation"][u"ndcg"].toDouble() <=
                    list[i - 1][u"validation"][u"ndcg"].toDouble());
            QVERIFY(list[i][u"test"].isUndefined());
        }
        const auto best = json[u"best"].toObject();
        QCOMPARE(best[u"trial"], list[0][u"trial"]);
        QCOMPARE(best[u"run"][u"validation"], list[0][u"validation"]);

        QProcess shell;
        shell.start("/bin/sh",
                    {"-c", QStringLiteral("'") + QStringLiteral(NCF_BINARY) + QStringLiteral("'") +
                               best[u"command"].toString().mid(3)});
        shell.waitForFinished(-1);
        QVERIFY2(shell.exitCode() == 0, shell.readAllStandardError().constData());
        const auto runs = ncf({"runs", file, "--json"}).json()[u"runs"].toArray();
        QCOMPARE(runs.size(), 9);
        QCOMPARE(runs[0][u"validation"], best[u"run"][u"validation"]);
        QCOMPARE(runs[0][u"test"], best[u"run"][u"test"]);
    }

    void theTableShowsTestForTheBestAlone() {
        const auto file = project("table.ncf");
        auto arguments = tinySweep(file, {"--vary", "dropout=0,0.1,7"});
        arguments.removeAll("--json");
        const auto outcome = ncf(arguments);
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        QVERIFY(outcome.out.contains("Validation NDCG@10"));
        QCOMPARE(outcome.out.count("  test  "), 1);
        QVERIFY(outcome.out.contains("ncf train "));
        QVERIFY(outcome.out.contains("invalid: "));
    }

    void halvingTrainsTheBestLonger() {
        const auto file = project("halving.ncf");
        const auto outcome = ncf(tinySweep(
            file, {"--vary", "learning-rate=0.0001..0.1:log", "--random", "4", "--halving", "2",
                   "--first-epochs", "1", "--epochs", "4", "--seed", "3"}));
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        const auto list = outcome.json()[u"trials"].toArray();
        QCOMPARE(list.size(), 4);
        QMap<int, int> epochs;
        for (const auto trial : list) {
            ++epochs[trial[u"epochs"].toInt()];
        }
        QCOMPARE(epochs, (QMap<int, int>{{1, 2}, {2, 1}, {4, 1}}));
        QCOMPARE(ncf({"runs", file, "--json"}).json()[u"runs"].toArray().size(), 7);
        const auto plan = outcome.json()[u"plan"];
        QCOMPARE(plan[u"halving"][u"eta"].toInt(), 2);
    }

    void ratingsAreSortedByTheirError() {
        const auto outcome =
            ncf(tinySweep(project("mse.ncf"), {"--loss", "mse", "--split", "ratio", "--vary",
                                               "learning-rate=0.0001,0.05"}));
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        const auto list = outcome.json()[u"trials"].toArray();
        QVERIFY(list[0][u"validation"][u"rmse"].toDouble() <=
                list[1][u"validation"][u"rmse"].toDouble());
    }

    void mistakesAreExplained_data() {
        QTest::addColumn<QStringList>("more");
        QTest::addColumn<int>("code");
        const auto row = [](const char* name, const QStringList& more, int code) {
            QTest::newRow(name) << more << code;
        };
        row("nothing varies", {}, 2);
        row("no values", {"--vary", "dropout"}, 3);
        row("unknown setting", {"--vary", "drop=1"}, 3);
        row("twice", {"--vary", "dropout=0", "--vary", "dropout=0.1"}, 3);
        row("what is measured", {"--vary", "cutoff=5,10"}, 3);
        row("none can run", {"--vary", "dropout=7,8"}, 3);
        row("first epochs alone", {"--vary", "dropout=0", "--first-epochs", "1"}, 2);
        row("halving too long", {"--vary", "dropout=0", "--halving", "3"}, 3);
        row("two budgets", {"--vary", "dropout=0", "--random", "3", "--max-trials", "3"}, 2);
        row("no ratings split", {"--vary", "dropout=0", "--split", "supplied"}, 3);
    }
    void mistakesAreExplained() {
        QFETCH(QStringList, more);
        QFETCH(int, code);
        const auto outcome = ncf(tinySweep(project("wrong.ncf"), more));
        QVERIFY2(outcome.code == code, outcome.err.constData());
        QVERIFY(outcome.err.startsWith("ncf: ") || outcome.err.contains("\nncf: "));
        QVERIFY(outcome.out.isEmpty());
    }

    void aMissingProjectIsNotMade() {
        const auto outcome = ncf(tinySweep("none.ncf", {"--vary", "dropout=0,0.1"}));
        QCOMPARE(outcome.code, 4);
        QVERIFY(!QFile::exists(path("none.ncf")));
    }

    void interruptingKeepsWhatIsDone() {
        const auto file = project("stop.ncf");
        QProcess process;
        process.start(QStringLiteral(NCF_BINARY),
                      tinySweep(file, {"--vary", "epochs=1,100000,3", "--patience", "0"}));
        QVERIFY(process.waitForStarted());
        process.setReadChannel(QProcess::StandardError);
        QByteArray err;
        while (!err.contains("trial 1 (") && process.waitForReadyRead(-1)) {
            err += process.readAllStandardError();
        }
        // The second training has begun when its run is in the project.
        while (ncf({"runs", file, "--json"}).json()[u"runs"].toArray().size() < 2) {
            QTest::qWait(50);
        }
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(-1));
        // After a signal the exit code is its number, and what was said tells how far it had come.
        err += process.readAllStandardError();
        QVERIFY2(process.exitStatus() == QProcess::NormalExit,
                 err + QByteArray::number(process.exitCode()));
        QCOMPARE(process.exitCode(), 130);
        const auto json = QJsonDocument::fromJson(process.readAllStandardOutput()).object();
        QCOMPARE(json[u"stopped"].toBool(), true);
        QCOMPARE(resultCount(json), 1);
        QCOMPARE(json[u"best"][u"trial"].toInt(), 1);
        QVERIFY(ncf({"runs", file, "1"}).out.contains("finished"));
    }
};

QTEST_GUILESS_MAIN(CliSweepTest)
#include "tst_cli_sweep.moc"
