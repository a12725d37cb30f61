// `ncf` from outside: what is done with runs that are there.

#include "support/cli_driver.h"

#include <QTest>

using ncf::test::CliDriver;

class CliRunsTest : public QObject, private CliDriver {
    Q_OBJECT

private:
    // A project with three runs: 1 and 2 differ in one setting, 3 in its seed as well. Made once
    // and copied.
    QString three(const QString& name) {
        const QString made = path("three-made.ncf");
        if (!QFile::exists(made)) {
            const auto file = project("three-made.ncf");
            for (const QStringList& more :
                 {QStringList{"--name", "=first"}, QStringList{"--learning-rate", "0.02"},
                  QStringList{"--seed", "7", "--dropout", "0.1"}}) {
                const auto outcome = ncf(tiny(file, more));
                [&] { QVERIFY2(outcome.code == 0, outcome.err.constData()); }();
            }
        }
        const QString copy = path(name);
        QFile::remove(copy);
        QFile::copy(made, copy);
        return copy;
    }

private Q_SLOTS:
    void csvHasAllSettingsAndIsSafe() {
        const auto outcome = ncf({"runs", three("csv.ncf"), "--csv"});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        const auto lines = outcome.out.split('\n');
        QCOMPARE(lines.size(), 5);  // a header, three runs, and nothing after the last
        QVERIFY(lines[4].isEmpty());
        const auto header = lines[0].split(',');
        QByteArray second = lines[2];  // run 2; newest first
        second.replace("\"leave-one-out, 20 sampled negatives\"", "protocol");
        second.replace("\"8,4\"", "tower");
        const auto cells = second.split(',');
        const auto column = [&](const char* name) { return header.indexOf(name); };
        QVERIFY(column("protocol") > 0 && column("cutoff") > 0 && column("test_ndcg") > 0);
        QVERIFY(column("training.learningRate") > 0 && column("model.gmfFactors") > 0);
        QCOMPARE(cells[column("run")], QByteArray("2"));
        QCOMPARE(cells[column("cutoff")], QByteArray("10"));
        QCOMPARE(cells[column("protocol")], QByteArray("protocol"));
        QCOMPARE(cells[column("training.learningRate")], QByteArray("0.02"));
        QVERIFY(lines[3].startsWith("1,'=first,"));  // no formula
    }

    void namesNotesAndMarks() {
        const auto file = three("marks.ncf");
        const auto changed = ncf({"runs", file, "2", "--rename", "wide", "--note",
                                  "try with dropout", "--colour", "green", "--baseline", "--json"});
        QVERIFY2(changed.code == 0, changed.err.constData());
        const auto run = changed.json();
        QCOMPARE(run[u"name"].toString(), QStringLiteral("wide"));
        QCOMPARE(run[u"notes"].toString(), QStringLiteral("try with dropout"));
        QCOMPARE(run[u"colour"].toString(), QStringLiteral("green"));
        QCOMPARE(run[u"baseline"].toBool(), true);
        QVERIFY(ncf({"runs", file}).out.contains("wide (baseline)"));
        QVERIFY(ncf({"runs", file, "2"}).out.contains("try with dropout"));
        // Another run's baseline is left alone by --no-baseline.
        QCOMPARE(ncf({"runs", file, "1", "--no-baseline"}).code, 0);
        QVERIFY(ncf({"runs", file, "2", "--json"}).json()[u"baseline"].toBool());
        QCOMPARE(ncf({"runs", file, "2", "--no-baseline", "--note", ""}).code, 0);
        const auto plain = ncf({"runs", file, "2", "--json"}).json();
        QVERIFY(!plain[u"baseline"].toBool());
        QVERIFY(plain[u"notes"].toString().isEmpty());
    }

    void deletedRunsComeBack() {
        const auto file = three("gone.ncf");
        const auto before = ncf({"runs", file, "2", "--json"}).json();
        const auto deleted = ncf({"runs", file, "2", "--delete"});
        QVERIFY2(deleted.code == 0, deleted.err.constData());
        QVERIFY(deleted.out.contains("--restore"));
        QCOMPARE(ncf({"runs", file, "2"}).code, 4);
        QCOMPARE(ncf({"runs", file, "--json"}).json()[u"runs"].toArray().size(), 2);
        QCOMPARE(ncf({"runs", file, "2", "--restore"}).code, 0);
        QCOMPARE(ncf({"runs", file, "2", "--json"}).json(), before);
        QCOMPARE(ncf({"runs", file, "best", "--restore"}).code, 3);
        QCOMPARE(ncf({"runs", file, "9", "--restore"}).code, 4);
    }

    void mistakesAreTwo_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("no run to rename") << QStringList{"runs", "p.ncf", "--rename", "x"};
        QTest::newRow("no run to delete") << QStringList{"runs", "p.ncf", "--delete"};
        QTest::newRow("blank name") << QStringList{"runs", "p.ncf", "1", "--rename", " "};
        QTest::newRow("colour") << QStringList{"runs", "p.ncf", "1", "--colour", "grue"};
        QTest::newRow("both ways") << QStringList{"runs", "p.ncf", "1", "--delete", "--restore"};
        QTest::newRow("CSV of one") << QStringList{"runs", "p.ncf", "1", "--csv"};
        QTest::newRow("one run alone") << QStringList{"compare", "p.ncf", "1"};
    }
    void mistakesAreTwo() {
        QFETCH(QStringList, arguments);
        const auto outcome = ncf(arguments);
        QCOMPARE(outcome.code, 2);
        QVERIFY2(outcome.err.startsWith("ncf: "), outcome.err.constData());
    }

    void comparesWhatWasMeasuredAlike() {
        const auto file = three("compare.ncf");
        const auto outcome = ncf({"compare", file, "1", "2", "--json"});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        const auto json = outcome.json();
        const auto settings = json[u"settings"].toObject();
        QCOMPARE(settings.keys(), QStringList{"training.learningRate"});
        QCOMPARE(settings[u"training.learningRate"][1].toString(), QStringLiteral("0.02"));
        const auto tests = json[u"tests"].toArray();
        QCOMPARE(tests.size(), 1);
        const auto metrics = tests[0][u"metrics"].toArray();
        QCOMPARE(metrics.size(), 2);
        QCOMPARE(metrics[0][u"metric"].toString(), QStringLiteral("HR@10"));
        QCOMPARE(metrics[0][u"users"].toInt(), kUsers);
        // The difference is the one between the stored results.
        const auto hits = [&](int run) {
            return json[u"runs"][run][u"test"][u"hitRate"].toDouble();
        };
        QVERIFY(qAbs(metrics[0][u"difference"].toDouble() - (hits(1) - hits(0))) < 1e-12);
        const auto text = ncf({"compare", file, "1", "2"});
        QVERIFY(text.out.contains("Learning rate"));
        QVERIFY(text.out.contains("95 %"));
        QVERIFY(!text.out.contains("Dropout"));
        QVERIFY(ncf({"compare", file, "1", "2", "--all"}).out.contains("Dropout"));
    }

    void saysWhyItCannotCompare() {
        const auto outcome = ncf({"compare", three("seeds.ncf"), "1", "3"});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        QVERIFY2(outcome.out.contains("seeds differ (42 and 7)"), outcome.out.constData());
        QVERIFY(!outcome.out.contains("95 %"));
    }

    void ratingModelsAreComparedByTheirErrors() {
        const auto file = project("ratings.ncf");
        for (const char* rate : {"0.001", "0.05"}) {
            const auto outcome =
                ncf(tiny(file, {"--loss", "mse", "--split", "ratio", "--learning-rate", rate}));
            QVERIFY2(outcome.code == 0, outcome.err.constData());
        }
        const auto json = ncf({"compare", file, "1", "2", "--json"}).json();
        const auto metric = json[u"tests"][0][u"metrics"][0].toObject();
        QCOMPARE(metric[u"metric"].toString(), QStringLiteral("RMSE"));
        const auto rmse = [&](int run) { return json[u"runs"][run][u"test"][u"rmse"].toDouble(); };
        QVERIFY(qAbs(metric[u"difference"].toDouble() - (rmse(1) - rmse(0))) < 1e-6);
    }
};

QTEST_GUILESS_MAIN(CliRunsTest)
#include "tst_cli_runs.moc"
