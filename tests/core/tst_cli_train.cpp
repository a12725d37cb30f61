// `ncf` from outside: from training to the exported lists.

#include "support/cli_driver.h"

#include <QTest>

#include <signal.h>

using ncf::test::CliDriver;

class CliTrainTest : public QObject, private CliDriver {
    Q_OBJECT

private Q_SLOTS:
    void theSameSeedGivesTheSameNumbers() {
        const auto first = ncf(tiny(project("a.ncf")));
        const auto second = ncf(tiny(project("b.ncf")));
        const auto other = ncf(tiny(project("c.ncf"), {"--seed", "7"}));
        QVERIFY2(first.code == 0, first.err.constData());
        QCOMPARE(second.code, 0);
        QCOMPARE(other.code, 0);
        QVERIFY(!first.err.contains('\x1b'));
        QVERIFY(first.err.contains("epoch 2/2"));
        const auto json = first.json();
        QCOMPARE(json[u"status"].toString(), QStringLiteral("finished"));
        QCOMPARE(json[u"epochs"].toInt(), 2);
        QCOMPARE(json[u"epochRecords"].toArray().size(), 2);
        for (const auto key : {u"validation", u"test", u"popularity"}) {
            QVERIFY(!json[key].toObject().isEmpty());
            QCOMPARE(second.json()[key], json[key]);
        }
        for (int epoch = 0; epoch < 2; ++epoch) {
            const auto loss = [epoch](const Outcome& outcome) {
                return outcome.json()[u"epochRecords"][epoch][u"trainLoss"];
            };
            QCOMPARE(loss(second), loss(first));
            QVERIFY(loss(other) != loss(first));
        }
    }

    void aProcessorWithoutBFloat16SaysSo() {
        const auto file = project("precision.ncf");
        qputenv("ONEDNN_MAX_CPU_ISA", "AVX2");
        const auto outcome = ncf(tiny(file, {"--precision", "bfloat16"}));
        qunsetenv("ONEDNN_MAX_CPU_ISA");
        QCOMPARE(outcome.code, 3);
        QVERIFY2(outcome.err.contains("Choose float32"), outcome.err.constData());
        QVERIFY(ncf({"runs", file, "--json"}).json()[u"runs"].toArray().isEmpty());
    }

    void laterSettingsOverruleEarlierOnes() {
        const auto file = project("order.ncf");
        const auto config = write("config.json",
                                  R"({"training": {"epochs": 1, "batchSize": 32},
                                      "model": {"tower": [6]}, "recommendations": 3})");
        const auto outcome = ncf(
            {"train", file, "--preset", "gmf", "--config", config, "--batch-size", "48", "--json"});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        const auto used = outcome.json()[u"config"].toObject();
        QCOMPARE(used[u"model"][u"mlp"].toBool(), false);        // the preset
        QCOMPARE(used[u"model"][u"gmfFactors"].toInt(), 16);     // the preset
        QCOMPARE(used[u"model"][u"tower"].toArray().size(), 1);  // the file
        QCOMPARE(used[u"training"][u"epochs"].toInt(), 1);       // the file
        QCOMPARE(used[u"recommendations"].toInt(), 3);           // the file
        QCOMPARE(used[u"training"][u"batchSize"].toInt(), 48);   // the option
        QCOMPARE(used[u"seed"].toInt(), 42);                     // the default
    }

    void aRunsCommandRunsItAgain() {
        const auto file = project("it's here.ncf");
        const auto first = ncf(tiny(
            file, {"--activation", "leaky-relu", "--selection", "hit-rate", "--learning-rate",
                   "0.0123", "--candidates", "full", "--dot-product", "yes", "--biases", "yes"}));
        QVERIFY2(first.code == 0, first.err.constData());
        const auto run = ncf({"runs", file, "last", "--json"}).json();
        const QString command = run[u"command"].toString();
        QVERIFY(command.startsWith(QStringLiteral("ncf train ")));
        QProcess shell;
        shell.start("/bin/sh",
                    {QStringLiteral("-c"), QStringLiteral("'") + QStringLiteral(NCF_BINARY) +
                                               QStringLiteral("'") + command.mid(3)});
        shell.waitForFinished(-1);
        QVERIFY2(shell.exitCode() == 0, shell.readAllStandardError().constData());
        const auto runs = ncf({"runs", file, "--json"}).json()[u"runs"].toArray();
        QCOMPARE(runs.size(), 2);
        QCOMPARE(runs[0][u"config"], runs[1][u"config"]);
        QCOMPARE(runs[0][u"test"], runs[1][u"test"]);
    }

    void theSplitSuitsTheDataUnlessItIsChosen() {
        QByteArray csv = "user,item\n";
        for (int item = 0; item < 30; ++item) {
            for (int user = 0; user < 40; ++user) {
                if ((user * 5 + item * 7) % 3 != 0) {
                    csv += "u" + QByteArray::number(user) + ",i" + QByteArray::number(item) + "\n";
                }
            }
        }
        const QString file = path("sorted.ncf");
        QCOMPARE(ncf({"import", write("sorted.csv", csv), file}).code, 0);
        const auto splitOf = [](const Outcome& outcome) {
            return outcome.json()[u"config"][u"split"][u"kind"].toString();
        };
        const auto suited = ncf(tiny(file));
        QVERIFY2(suited.code == 0, suited.err.constData());
        QCOMPARE(splitOf(suited), QStringLiteral("ratio"));
        QVERIFY(suited.err.contains("nearly the same order"));
        QVERIFY(suited.err.contains("--split chooses another"));
        QVERIFY(suited.json()[u"note"].toString().isEmpty());
        const auto config = write("split.json", R"({"split": {"kind": "leave-one-out"}})");
        for (const QStringList& choice :
             {QStringList{"--split", "leave-one-out"}, QStringList{"--config", config}}) {
            const auto chosen = ncf(tiny(file, choice));
            QVERIFY2(chosen.code == 0, chosen.err.constData());
            QCOMPARE(splitOf(chosen), QStringLiteral("leave-one-out"));
            QVERIFY(chosen.err.contains("will mislead"));
            QVERIFY(chosen.json()[u"note"].toString().contains("nearly the same order"));
        }
        const auto runs = ncf({"runs", file, "--json"}).json()[u"runs"].toArray();
        QVERIFY(runs[0][u"note"].toString().contains("nearly the same order"));
        QVERIFY(ncf({"runs", file, "last", "--json"})
                    .json()[u"command"]
                    .toString()
                    .contains("--split leave-one-out"));
        QVERIFY(ncf({"runs", file, "1", "--json"})
                    .json()[u"command"]
                    .toString()
                    .contains("--split ratio"));
        // A file that says nothing of the split chooses none, and an order that time tells is fine.
        const auto other = write("other.json", R"({"split": {"negatives": 7}})");
        QCOMPARE(splitOf(ncf(tiny(file, {"--config", other}))), QStringLiteral("ratio"));
        const auto usual = ncf(tiny(project("usual.ncf")));
        QCOMPARE(splitOf(usual), QStringLiteral("leave-one-out"));
        QVERIFY(!usual.err.contains("mislead"));
    }

    void ratingsCanBeLearned() {
        const auto outcome = ncf(tiny(project("mse.ncf"), {"--loss", "mse", "--split", "ratio"}));
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        QVERIFY(outcome.json()[u"test"][u"rmse"].toDouble() > 0);
        QVERIFY(outcome.json()[u"test"][u"hitRate"].isUndefined());
    }

    void baselinesTrainAndRecommend() {
        const auto file = project("baseline.ncf");
        const auto one = ncf({"train", file, "--preset", "item-neighbours", "--shrinkage", "1"});
        QVERIFY2(one.code == 0, one.err.constData());
        QVERIFY(one.out.contains("finished in "));
        QVERIFY(!one.out.contains("epoch") && !one.err.contains("epoch"));
        const auto two = ncf({"train", file, "--preset", "popularity", "--json"});
        QVERIFY2(two.code == 0, two.err.constData());
        QCOMPARE(two.json()[u"model"].toString(), QStringLiteral("Popularity"));
        QCOMPARE(two.json()[u"test"], two.json()[u"popularity"]);
        QVERIFY(two.json()[u"epochRecords"][0][u"trainLoss"].isNull());
        const auto shown = ncf({"runs", file, "1"});
        QVERIFY(
            shown.out.contains("--method item-neighbours --split leave-one-out --shrinkage 1\n"));
        QVERIFY(!shown.out.contains("epoch"));
        QCOMPARE(ncf({"compare", file, "1", "2"}).code, 0);
        QCOMPARE(ncf({"recommend", file, "1", "--user", QString::fromUtf8(userId(5))}).code, 0);
        const auto sweep = ncf({"sweep", file, "--preset", "item-neighbours", "--vary",
                                "neighbours=1,5", "--vary", "shrinkage=0..10:2", "--json"});
        QVERIFY2(sweep.code == 0, sweep.err.constData());
        QCOMPARE(sweep.json()[u"trials"].toArray().size(), 4);
        for (const QStringList& bad :
             {QStringList{"train", file, "--preset", "popularity", "--loss", "mse"},
              QStringList{"sweep", file, "--preset", "popularity", "--vary", "dropout=0,0.1"},
              QStringList{"sweep", file, "--preset", "item-neighbours", "--vary", "neighbours=1,5",
                          "--halving", "2"}}) {
            const auto refused = ncf(bad);
            QVERIFY(refused.code != 0);
            QVERIFY(!refused.err.isEmpty());
        }
    }

    void implicitAlsTrainsAndRecommends() {
        const auto file = project("als.ncf");
        const auto one = ncf({"train", file, "--preset", "ials", "--als-factors", "4",
                              "--als-iterations", "3", "--recommendations", "5"});
        QVERIFY2(one.code == 0, one.err.constData());
        QVERIFY(one.out.contains("after 3 epochs"));
        QVERIFY(one.err.contains("epoch 3/3  training loss "));
        const auto shown = ncf({"runs", file, "1"});
        QVERIFY(shown.out.contains("--method ials --split leave-one-out --als-factors 4"));
        QCOMPARE(ncf({"recommend", file, "--user", QString::fromUtf8(userId(5))}).code, 0);
        QCOMPARE(ncf({"evaluate", file}).code, 0);
        const auto sweep = ncf({"sweep", file, "--preset", "ials", "--als-iterations", "2",
                                "--vary", "als-factors=2,4", "--json"});
        QVERIFY2(sweep.code == 0, sweep.err.constData());
        QCOMPARE(sweep.json()[u"trials"].toArray().size(), 2);
        for (const QStringList& bad :
             {QStringList{"train", file, "--preset", "ials", "--als-factors", "0"},
              QStringList{"train", file, "--preset", "ials", "--loss", "mse"},
              QStringList{"sweep", file, "--preset", "ials", "--vary", "als-factors=2,4",
                          "--halving", "2"},
              QStringList{"export", file, "1", "--format", "onnx", "--output", file + ".onnx"}}) {
            const auto refused = ncf(bad);
            QVERIFY(refused.code != 0);
            QVERIFY(!refused.err.isEmpty());
        }
    }

    void aTrainingGoesOnFromAnother() {
        const auto file = project("warm.ncf");
        const auto first = ncf(tiny(file, {"--learning-rate", "0.01", "--batch-size", "64"}));
        QVERIFY2(first.code == 0, first.err.constData());
        const auto warm = ncf({"train", file, "--warm-start", "last", "--epochs", "1", "--json"});
        QVERIFY2(warm.code == 0, warm.err.constData());
        const auto used = warm.json()[u"config"].toObject();
        QCOMPARE(used[u"warmStart"].toInt(), 1);
        QCOMPARE(used[u"model"], first.json()[u"config"][u"model"]);  // the run's
        QCOMPARE(used[u"training"][u"learningRate"].toDouble(), 0.01);
        QCOMPARE(used[u"training"][u"epochs"].toInt(), 1);  // the option
        // Its first step is from what was learnt.
        const auto lossOf = [](const Outcome& outcome) {
            return outcome.json()[u"epochRecords"][0][u"trainLoss"].toDouble();
        };
        QVERIFY(lossOf(warm) < lossOf(first));

        // Its command gives the same numbers, and `best` and a number name runs, too.
        const auto shown = ncf({"runs", file, "2", "--json"}).json();
        const QString command = shown[u"command"].toString();
        QVERIFY2(command.contains(QLatin1String("--warm-start 1")), qPrintable(command));
        QProcess shell;
        shell.start("/bin/sh",
                    {QStringLiteral("-c"), QStringLiteral("'") + QStringLiteral(NCF_BINARY) +
                                               QStringLiteral("'") + command.mid(3)});
        shell.waitForFinished(-1);
        QVERIFY2(shell.exitCode() == 0, shell.readAllStandardError().constData());
        const auto runs = ncf({"runs", file, "--json"}).json()[u"runs"].toArray();
        QCOMPARE(runs.size(), 3);
        QCOMPARE(runs[0][u"config"], runs[1][u"config"]);
        QCOMPARE(runs[0][u"test"], runs[1][u"test"]);
        QCOMPARE(ncf({"train", file, "--warm-start", "best", "--epochs", "1"}).code, 0);
        QCOMPARE(ncf({"train", file, "--warm-start", "0", "--preset", "popularity"}).code, 0);

        struct Bad {
            QStringList more;
            const char* says;
        };
        for (const auto& [more, says] :
             {Bad{{"--warm-start", "99"}, "`ncf runs` lists"},
              Bad{{"--warm-start", "first"}, "is not a run"},
              Bad{{"--warm-start", "5"}, "cannot start warm"},  // popularity
              Bad{{"--warm-start", "1", "--gmf-factors", "8"}, "GMF factors 8 instead of 4"},
              Bad{{"--warm-start", "1", "--preset", "neumf-8"}, "instead of"},
              Bad{{"--warm-start", "1", "--pretraining-epochs", "2"}, "pre-training"}}) {
            const auto refused = ncf(QStringList{"train", file} + more);
            QVERIFY(refused.code != 0);
            QVERIFY2(refused.err.contains(says), refused.err.constData());
        }
        const auto sweep = ncf({"sweep", file, "--warm-start", "1", "--epochs", "1", "--vary",
                                "learning-rate=0.001,0.002", "--json"});
        QVERIFY2(sweep.code == 0, sweep.err.constData());
        const auto varied = ncf({"sweep", file, "--vary", "warm-start=1,2"});
        QVERIFY(varied.code != 0);
        QVERIFY2(varied.err.contains("cannot vary warm-start"), varied.err.constData());
    }

    void evaluatingAgainGivesTheSameResult() {
        const auto file = trained();
        const auto again = ncf({"evaluate", file, "--json"});
        QVERIFY2(again.code == 0, again.err.constData());
        for (const auto metric : {u"hitRate", u"ndcg"}) {
            QCOMPARE(again.json()[u"test"][metric], training().json()[u"test"][metric]);
        }
        QCOMPARE(again.json()[u"protocol"], training().json()[u"protocol"]);
        const auto full =
            ncf({"evaluate", file, "best", "--candidates", "full", "--cutoff", "5", "--json"});
        QVERIFY2(full.code == 0, full.err.constData());
        QCOMPARE(full.json()[u"cutoff"].toInt(), 5);
        QVERIFY(full.json()[u"protocol"] != again.json()[u"protocol"]);
        QVERIFY(full.json()[u"test"][u"hitRate"].toDouble() <=
                training().json()[u"test"][u"hitRate"].toDouble());
    }

    void runsAreListed() {
        const auto file = trained();
        const auto list = ncf({"runs", file});
        QCOMPARE(list.code, 0);
        QVERIFY(list.out.contains("NeuMF"));
        QVERIFY(list.out.contains("finished"));
        const auto one = ncf({"runs", file, "1"});
        QCOMPARE(one.code, 0);
        QVERIFY(one.out.contains("ncf train "));
        QVERIFY(one.out.contains("popularity on test"));
        const auto none = ncf({"runs", project("none yet.ncf"), "--json"});
        QCOMPARE(none.code, 0);
        QVERIFY(none.json()[u"runs"].isArray());
        QVERIFY(none.json()[u"runs"].toArray().isEmpty());
    }

    void knownItemsAreNotRecommended() {
        const auto file = trained();
        for (const int user : {0, 1, 3, 5, 20}) {
            const auto outcome = ncf({"recommend", file, "--user", QString::fromUtf8(userId(user)),
                                      "--top", "4", "--json"});
            QVERIFY2(outcome.code == 0, outcome.err.constData());
            const auto list = outcome.json()[u"recommendations"].toArray();
            QCOMPARE(list.size(), 4);
            for (int i = 0; i < 4; ++i) {
                QCOMPARE(list[i][u"rank"].toInt(), i + 1);
                QVERIFY(i == 0 || list[i][u"score"].toDouble() <= list[i - 1][u"score"].toDouble());
                // Training holds all but the last two of a user's items.
                for (int known = 0; known < kPerUser - 2; ++known) {
                    QVERIFY(list[i][u"item"].toString() != itemId(user, known));
                }
            }
        }
    }

    void csvIsSafeForSpreadsheets() {
        const QString output = "lists.csv";
        const auto outcome = ncf({"export", trained(), "--format", "csv", "--output", output});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        const auto lines = read(output).split('\n');
        QCOMPARE(lines.size(), kUsers * 6 + 2);  // the header, and nothing after the last
        QVERIFY(lines.first().startsWith("user,rank,item"));
        QVERIFY(lines[1].startsWith("'=1+1,1,"));
        QVERIFY(lines[7].startsWith("'-5,1,"));
        QVERIFY(lines[13].startsWith("'@x,1,"));
        QVERIFY(lines[19].startsWith("\"a,b\",1,"));
        QVERIFY(lines[25].startsWith("\"say \"\"hi\"\"\",1,"));
    }

    void jsonLinesHoldTextAsItIs() {
        const QString output = "lists.jsonl";
        write(output, "old");
        const auto outcome =
            ncf({"export", trained(), "best", "--format", "jsonl", "--output", output, "--json"});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        QCOMPARE(outcome.json()[u"rows"].toInt(), kUsers * 6);
        auto lines = read(output).split('\n');
        QVERIFY(lines.takeLast().isEmpty());
        QCOMPARE(lines.size(), kUsers * 6);
        for (int at = 0; at < lines.size(); ++at) {
            const auto row = QJsonDocument::fromJson(lines[at]).object();
            QCOMPARE(row[u"user"].toString().toUtf8(), userId(at / 6));
            QCOMPARE(row[u"rank"].toInt(), at % 6 + 1);
        }
    }

    void interruptingKeepsTheBestEpoch() {
        const auto file = project("stop.ncf");
        QProcess process;
        process.start(QStringLiteral(NCF_BINARY),
                      {"train", file, "--epochs", "100000", "--patience", "0"});
        QVERIFY(process.waitForStarted());
        process.setReadChannel(QProcess::StandardError);
        QByteArray err;
        while (!err.contains("epoch 3/")) {
            QVERIFY2(process.waitForReadyRead(-1), err.constData());
            err += process.readAllStandardError();
        }
        // Not on the thread that computes: see InterruptGuard.
        QFile status(QStringLiteral("/proc/%1/status").arg(process.processId()));
        QVERIFY(status.open(QIODevice::ReadOnly));
        const auto lines = status.readAll().split('\n');
        const auto mask = std::find_if(lines.begin(), lines.end(), [](const QByteArray& line) {
            return line.startsWith("SigBlk:");
        });
        QVERIFY(mask != lines.end());
        QVERIFY(mask->mid(7).trimmed().toULongLong(nullptr, 16) & (1u << (SIGINT - 1)));
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(-1));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 130);
        const auto run = ncf({"runs", file, "last", "--json"}).json();
        QCOMPARE(run[u"status"].toString(), QStringLiteral("stopped"));
        QVERIFY(run[u"bestEpoch"].toInt() >= 1);
        QVERIFY(!run[u"test"].toObject().isEmpty());
        QCOMPARE(ncf({"recommend", file, "--user", "u9"}).code, 0);
    }
};

QTEST_GUILESS_MAIN(CliTrainTest)
#include "tst_cli_train.moc"
