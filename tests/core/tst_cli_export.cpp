// `ncf export` of models and cards, and `ncf compact`, from outside.

#include "support/cli_driver.h"

#include <QTest>

using ncf::test::CliDriver;

class CliExportTest : public QObject, private CliDriver {
    Q_OBJECT

private Q_SLOTS:
    void modelsComeWithTheirMaps_data() {
        QTest::addColumn<QString>("format");
        QTest::newRow("TorchScript") << "torchscript";
        QTest::newRow("ONNX") << "onnx";
    }
    void modelsComeWithTheirMaps() {
        QFETCH(QString, format);
        const auto outcome = ncf({"export", trained(), "best", "--format", format, "--output",
                                  format + ".bin", "--json"});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        const auto json = outcome.json();
        QCOMPARE(json[u"format"].toString(), format);
        QCOMPARE(json[u"files"].toArray(),
                 QJsonArray({format + ".bin", format + ".users.csv", format + ".items.csv"}));
        QVERIFY(json[u"pairsCompared"].toInt() >= 100);
        QVERIFY(json[u"largestDifference"].isDouble());
        QVERIFY(json[u"largestDifference"].toDouble() <= 1e-5);
        QVERIFY(!read(format + ".bin").isEmpty());
        const auto users = read(format + ".users.csv").split('\n');
        QCOMPARE(users.size(), kUsers + 2);
        // Safe to open in a spreadsheet.
        QCOMPARE(users[1], QByteArray("0,'=1+1"));
        QCOMPARE(users[4], QByteArray("3,\"a,b\""));
        QVERIFY(read(format + ".items.csv").startsWith("index,id,title\n0,f"));
        const auto people = ncf({"export", trained(), "--format", format, "--output", "again.bin"});
        QVERIFY(people.out.contains("largest relative difference"));
        QVERIFY(people.out.contains("again.items.csv"));
    }

    void theCardIsMarkdown() {
        const auto outcome =
            ncf({"export", trained(), "--format", "card", "--output", "card.md", "--json"});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        QCOMPARE(outcome.json()[u"file"].toString(), QString("card.md"));
        const auto card = read("card.md");
        QVERIFY(card.startsWith("# "));
        QVERIFY(card.contains("sample.csv"));
        QVERIFY(card.contains("leave-one-out, 20 sampled negatives"));
        // The command makes the run again: same numbers.
        const auto from = card.lastIndexOf("```sh\n") + 6;
        const auto command = QString::fromUtf8(card.mid(from, card.indexOf('\n', from) - from));
        QVERIFY2(command.startsWith("ncf train trained.ncf "), qPrintable(command));
        auto arguments = command.split(' ').mid(1);
        const auto file = project("trained-again.ncf");
        arguments[1] = file;
        const auto again = ncf(arguments + QStringList("--json"));
        QVERIFY2(again.code == 0, again.err.constData());
        QCOMPARE(again.json()[u"test"], training().json()[u"test"]);
    }

    void theProjectIsNotReplaced() {
        const auto file = trained();
        const auto before = read("trained.ncf");
        for (const char* const format : {"csv", "jsonl", "torchscript", "onnx", "card"}) {
            const auto outcome = ncf({"export", file, "--format", format, "--output", file});
            QCOMPARE(outcome.code, 3);
            QVERIFY(outcome.err.contains("project itself"));
            QVERIFY(outcome.out.isEmpty());
        }
        QVERIFY(read("trained.ncf") == before);
    }

    void aBaselineHasNoNetwork() {
        const auto file = project("baseline.ncf");
        auto outcome = ncf(tiny(file, {"--method", "popularity"}));
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        outcome = ncf({"export", file, "--format", "onnx", "--output", "none.onnx"});
        QCOMPARE(outcome.code, 3);
        QVERIFY(outcome.err.contains("no network"));
        QVERIFY(!QFile::exists(path("none.onnx")));
        outcome = ncf({"export", file, "--format", "card", "--output", "baseline.md"});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
    }

    void compactingTellsWhatItFreed() {
        const auto file = project("compact.ncf");
        for (int run = 0; run < 2; ++run) {
            const auto trained = ncf(tiny(file));
            QVERIFY2(trained.code == 0, trained.err.constData());
        }
        QCOMPARE(ncf({"runs", file, "1", "--delete"}).code, 0);
        const auto outcome = ncf({"compact", file, "--json"});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        const auto json = outcome.json();
        QVERIFY(json[u"bytesAfter"].toInt() < json[u"bytesBefore"].toInt());
        QCOMPARE(qint64(json[u"bytesAfter"].toInt()), QFileInfo(file).size());
        QCOMPARE(ncf({"runs", file, "1", "--restore"}).code, 4);
        QCOMPARE(ncf({"recommend", file, "2", "--user", "u9"}).code, 0);
        const auto people = ncf({"compact", file});
        QVERIFY(people.out.contains(" bytes now; before it had "));
        QCOMPARE(ncf({"compact", "none.ncf"}).code, 4);
    }
};

QTEST_GUILESS_MAIN(CliExportTest)
#include "tst_cli_export.moc"
