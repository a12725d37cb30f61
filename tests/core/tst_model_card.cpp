// The model card: its numbers with their protocol, and texts that try to be markup.

#include "experiment/experiment_config.h"
#include "experiment/markdown.h"
#include "experiment/model_card.h"
#include "support/results.h"

#include <QTest>

using namespace ncf;

namespace {

RunRecord run(const ExperimentConfig& config) {
    RunRecord run;
    run.id = 3;
    run.name = "My run";
    run.model = "NeuMF";
    run.status = RunStatus::Finished;
    run.startedAt = 1'700'000'000;
    run.config = toJson(config);
    run.protocol = "leave-one-out, 99 sampled negatives";
    run.cutoff = 10;
    run.seed = 42;
    run.parameters = 1'234'567;
    run.epochs = 20;
    run.bestEpoch = 12;
    run.validation.hitRate = 0.71;
    run.validation.ndcg = 0.43;
    run.test.hitRate = 0.6942;
    run.test.ndcg = 0.4201;
    run.popularity.hitRate = 0.45;
    run.popularity.ndcg = 0.25;
    run.seconds = 185;
    return run;
}

DatasetInfo info() {
    DatasetInfo info;
    info.source = "ratings.csv";
    info.importedAt = 1'600'000'000;
    info.users = 1000;
    info.items = 800;
    info.interactions = 79'529;
    info.hasRatings = info.hasTimestamps = true;
    return info;
}

QString cardOf(const RunRecord& record, const DatasetInfo& data = info()) {
    const auto card = modelCard(record, data, "films.ncf");
    return card ? QString::fromStdString(*card) : QString();
}

}  // namespace

class ModelCardTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsOfTheRunsOwnData() {
        auto record = run({});
        auto data = info();
        data.users = 1200;
        data.states = {{1, "ratings.csv", 1'600'000'000, 1000, 800, 79'529, {}},
                       {2, "august.csv", 1'700'000'000, 1100, 800, 85'000, {}},
                       {3, "*x*.csv", 1'700'000'000, 1200, 800, 90'000, {}}};
        record.latestState = 3;
        record.dataState = 2;
        const auto card = cardOf(record, data);
        QVERIFY(
            card.contains("imported on 2020-09-13, and august.csv, added on 2023-11-14: 85,000 "
                          "interactions of 1,100 users"));
        QVERIFY(card.contains("earlier state of the data (state 2 of 3)"));
        QVERIFY(!card.contains("x\\*.csv"));
        record.dataState = 3;
        const auto current = cardOf(record, data);
        QVERIFY(current.contains("and \\*x\\*.csv, added on"));
        QVERIFY(!current.contains("earlier state"));
    }

    void holdsWhatThereIsToKnow() {
        ExperimentConfig config;
        config.training.learningRate = 0.0005;
        const auto card = cardOf(run(config));
        for (const char* const text :
             {"# My run\n", "ratings.csv, imported on 2020-09-13", "79,529 interactions",
              "1,000 users", "800 items", "9.94 % of all pairs", "12 of 20", "| 1,234,567 |",
              "3 min 05 s", "| Seed | 42 |", "0.0005", "<details>", "\"learningRate\": 0.0005",
              "## Limits", "ncf train films.ncf --split leave-one-out --learning-rate 0.0005"}) {
            QVERIFY2(card.contains(QString::fromUtf8(text)), text);
        }
        // Each number in a row that names its protocol.
        QVERIFY(
            card.contains("| HR@10 | 0.7100 | 0.6942 | 0.4500 | "
                          "leave-one-out, 99 sampled negatives |\n"));
        QVERIFY(
            card.contains("| NDCG@10 | 0.4300 | 0.4201 | 0.2500 | "
                          "leave-one-out, 99 sampled negatives |\n"));
        QVERIFY(!card.contains("RMSE"));
        // Of the settings only what differs from the defaults, before the details.
        const auto table = card.left(card.indexOf("<details>"));
        QVERIFY(table.contains("| 0.0005 |"));
        QVERIFY(!table.contains("256"));
    }

    void saysWhatRatingsAre() {
        ExperimentConfig config;
        config.training.loss = Loss::MeanSquaredError;
        config.split.kind = SplitKind::Ratio;
        auto record = run(config);
        record.validation = record.popularity = {};
        record.test = {};
        record.test.rmse = 0.9;
        const auto card = cardOf(record);
        QVERIFY(card.contains("It predicts ratings."));
        QVERIFY(card.contains("| RMSE | – | 0.9000 | – |"));
        QVERIFY(!card.contains("calibrated"));
        QVERIFY(card.contains("20 % for the test"));
    }

    void saysWhenTheSplitMisleads() {
        auto record = run({});
        QVERIFY(!cardOf(record).contains("mislead"));
        record.note = "The times are *whole* days.";
        QVERIFY2(cardOf(record).contains("negatives. **The results mislead:** The times are "
                                         "\\*whole\\* days."),
                 qPrintable(cardOf(record)));
    }

    void saysWhenScoresOnlyRank() {
        QVERIFY(cardOf(run({})).contains("no calibrated probability"));
        ExperimentConfig config;
        config.training.loss = Loss::BayesianPersonalisedRanking;
        const auto card = cardOf(run(config));
        QVERIFY(!card.contains("calibrated"));
        QVERIFY(card.contains("does not compare between people"));
    }

    void saysWhatTheNetworkStartedFrom() {
        ExperimentConfig config;
        QVERIFY(!cardOf(run(config)).contains("trained alone"));
        config.training.pretrainingEpochs = 10;
        QVERIFY(cardOf(run(config)).contains("its two branches, which were trained alone"));
        config.model.mlp = false;
        QVERIFY(!cardOf(run(config)).contains("trained alone"));
    }

    void textsOfTheProjectStayText() {
        auto record = run({});
        record.name = "<script>alert(1)</script> [x](http://evil) | `code`\n# another";
        record.protocol = "a | b";
        auto data = info();
        data.source = "*bold*\n\n<b>.csv";
        const auto card = cardOf(record, data);
        QVERIFY(
            card.startsWith("# \\<script\\>alert(1)\\</script\\> \\[x\\](http\\://evil) \\| "
                            "\\`code\\` # another\n"));
        QVERIFY(card.contains("\\*bold\\*  \\<b\\>.csv"));
        QVERIFY(card.contains("| a \\| b |"));
        QVERIFY(!card.contains("<b>"));
        // A fence is longer than any in its content.
        const auto hostile = modelCard(record, data, "x\n```\n<b>.ncf");
        REQUIRE_OK(hostile);
        QVERIFY(QString::fromStdString(*hostile).contains(
            "````sh\nncf train 'x\n```\n<b>.ncf' --split leave-one-out\n````\n"));
        QCOMPARE(markdown::escaped("caf\xc3\xa9 \xff"), std::string("caf?? ?"));
        QCOMPARE(markdown::escaped("caf\xc3\xa9"), std::string("caf\xc3\xa9"));
        QCOMPARE(markdown::escaped("a\tb\x1b[31m"), std::string("a b \\[31m"));
    }

    void aConfigurationThatCannotBeReadIsAnError() {
        auto record = run({});
        record.config = "{";
        QVERIFY(!modelCard(record, info(), "films.ncf"));
    }
};

QTEST_GUILESS_MAIN(ModelCardTest)
#include "tst_model_card.moc"
