#include "pages/run_figures.h"
#include "support/sample_project.h"

#include <QLabel>
#include <QProgressBar>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace ncf;
using namespace ncf::test;

namespace {

QStringList textsOf(const RunFigures& figures) {
    QStringList texts;
    for (auto* const label : figures.findChildren<QLabel*>()) {
        texts << label->text();
    }
    return texts;
}

RunSnapshot halfWay() {
    RunSnapshot snapshot;
    snapshot.phase = RunPhase::Training;
    snapshot.epoch = 3;
    snapshot.phaseEpochs = snapshot.epochs = 4;
    snapshot.samplesDone = 500;
    snapshot.samplesPerEpoch = 1000;
    snapshot.samplesPerSecond = 1'234'567;
    snapshot.secondsLeft = 125;
    snapshot.bestEpoch = 2;
    snapshot.epochRecords = {sampleEpoch(1), sampleEpoch(2)};
    return snapshot;
}

}  // namespace

class TestRunFigures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsWhereTheTrainingIs() {
        RunFigures figures;
        figures.begin(false, 5);
        figures.showSnapshot(halfWay());
        const auto texts = textsOf(figures);
        QVERIFY(texts.contains("HR@5, best") && texts.contains("0.2000"));
        QVERIFY(texts.contains("NDCG@5, best") && texts.contains("0.1000"));
        QVERIFY(texts.contains("2 min 05 s") && texts.contains("1.23 M"));
        const auto bars = figures.findChildren<QProgressBar*>();
        QCOMPARE(bars.size(), 2);
        QCOMPARE(bars[0]->value(), 500);
        QCOMPARE(bars[1]->value(), 625);
    }

    // What comes too soon after another is left out, but never the last of all.
    void theLastNumbersAreShown() {
        RunFigures figures;
        figures.begin(false, 10);
        figures.showSnapshot(halfWay());
        auto last = halfWay();
        last.epochRecords.push_back(sampleEpoch(3));
        last.bestEpoch = 3;
        figures.end(last);
        QVERIFY(textsOf(figures).contains("0.3000"));
        QVERIFY(!textsOf(figures).contains("2 min 05 s"));
    }

    void ratingsHaveOtherMeasures() {
        RunFigures figures;
        figures.begin(true, 10);
        auto snapshot = halfWay();
        snapshot.epochRecords[1].validation = {};
        snapshot.epochRecords[1].validation.rmse = 0.9375;
        snapshot.epochRecords[1].validation.mae = 0.75;
        figures.showSnapshot(snapshot);
        const auto texts = textsOf(figures);
        QVERIFY(texts.contains("RMSE, best") && texts.contains("0.9375"));
        QVERIFY(texts.contains("MAE, best") && texts.contains("0.7500"));
    }

    void theMachinesLoadIsSampledWhileVisible() {
        RunFigures figures;
        QSignalSpy sampled(&figures, &RunFigures::loadSampled);
        figures.show();
        QVERIFY(sampled.wait(5000));
        const auto load = sampled.first().first().toString();
        QVERIFY2(load.contains(QRegularExpression("CPU \\d+ % .* [\\d.]+ [MG]iB")),
                 qPrintable(load));
        figures.hide();
        sampled.clear();
        QVERIFY(!sampled.wait(1500));
    }
};

QTEST_MAIN(TestRunFigures)
#include "tst_run_figures.moc"
