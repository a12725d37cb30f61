#include "pages/config_history.h"

#include <QAction>
#include <QSpinBox>
#include <QTest>

using namespace ncf;

namespace {

ExperimentConfig withFactors(int factors) {
    ExperimentConfig config;
    config.model.gmfFactors = factors;
    return config;
}

}  // namespace

class TestConfigHistory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void stepsBackAndForth() {
        ConfigHistory history;
        ExperimentConfig restored;
        connect(&history, &ConfigHistory::restored, this,
                [&](const ExperimentConfig& config) { restored = config; });
        QVERIFY(!history.undoAction()->isEnabled());
        history.record(withFactors(8), withFactors(16), "first", {});
        history.record(withFactors(16), withFactors(32), "second", {});
        QVERIFY(history.undoAction()->text().contains("second"));
        history.undoAction()->trigger();
        QCOMPARE(restored.model.gmfFactors, 16);
        QVERIFY(history.redoAction()->text().contains("second"));
        history.undoAction()->trigger();
        QCOMPARE(restored.model.gmfFactors, 8);
        QVERIFY(!history.undoAction()->isEnabled());
        history.redoAction()->trigger();
        QCOMPARE(restored.model.gmfFactors, 16);
        history.record(withFactors(16), withFactors(64), "another way", {});
        QVERIFY(!history.redoAction()->isEnabled());
    }

    void seriesIsOneStep() {
        ConfigHistory history;
        int factors = 0;
        connect(&history, &ConfigHistory::restored, this,
                [&](const ExperimentConfig& config) { factors = config.model.gmfFactors; });
        history.record(withFactors(8), withFactors(16), "drag", "drag 1");
        history.record(withFactors(16), withFactors(32), "drag", "drag 1");
        history.record(withFactors(32), withFactors(64), "drag", "drag 2");
        history.undoAction()->trigger();
        QCOMPARE(factors, 32);
        history.undoAction()->trigger();
        QCOMPARE(factors, 8);
        QVERIFY(!history.undoAction()->isEnabled());
    }

    void whatChangesNothingIsNoStep() {
        ConfigHistory history;
        history.record(withFactors(8), withFactors(8), "nothing", {});
        QVERIFY(!history.undoAction()->isEnabled());
        // There and back again.
        history.record(withFactors(8), withFactors(16), "drag", "drag 1");
        history.record(withFactors(16), withFactors(8), "drag", "drag 1");
        QVERIFY(!history.undoAction()->isEnabled());
    }

    void numberFieldsLeaveTheKeysToIt() {
        ConfigHistory history;
        int steps = 0;
        connect(&history, &ConfigHistory::restored, this, [&] { ++steps; });
        QWidget window;
        auto* const field = new QSpinBox(&window);
        window.addAction(history.undoAction());
        history.serve(&window);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        field->setFocus();
        history.record(withFactors(8), withFactors(16), "step", {});
        field->setKeyboardTracking(false);
        QTest::keyClicks(field, "5");
        QTest::keyClick(field, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(steps, 0);  // what was typed is undone first
        QTest::keyClick(field, Qt::Key_Up);
        QTest::keyClick(field, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(steps, 1);
    }

    void restsWhileDisabled() {
        ConfigHistory history;
        history.record(withFactors(8), withFactors(16), "step", {});
        history.setEnabled(false);
        QVERIFY(!history.undoAction()->isEnabled());
        history.setEnabled(true);
        QVERIFY(history.undoAction()->isEnabled());
        history.clear();
        QVERIFY(!history.undoAction()->isEnabled());
    }
};

QTEST_MAIN(TestConfigHistory)
#include "tst_config_history.moc"
