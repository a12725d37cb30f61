#include "architecture/network_view.h"
#include "experiment/presets.h"
#include "pages/experiment_page.h"
#include "session/session.h"
#include "session/training_run.h"
#include "store/project.h"
#include "support/results.h"
#include "support/window_driver.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>

#include <algorithm>

using namespace ncf;
using namespace ncf::test;

class TestWindowEditing : public QObject, private WindowDriver {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { prepare(); }

    void presetsComeBackAsTheyAre() {
        Session session;
        ExperimentPage page(&session);
        for (const auto& preset : presets()) {
            page.setConfig(preset.config);
            QVERIFY2(page.config() == preset.config, preset.key.c_str());
        }
        auto odd = presets().back().config;
        odd.model.tower = {300, 7};
        odd.model.dropout = 0.25;
        odd.split.testShare = 0.15;  // has no field
        odd.training.weightDecay = 0.00001;
        odd.seed = 123456789012345678ULL;
        page.setConfig(odd);
        QVERIFY(page.config() == odd);
    }

    void theSplitSuitsTheData() {
        const auto sorted = path("sorted.ncf").toStdString();
        const auto usual = path("usual.ncf").toStdString();
        REQUIRE_OK(importRatings(writeFile(path("sorted.csv"), sortedByItem()), sorted, {}));
        REQUIRE_OK(importRatings(writeFile(path("usual.csv"), smallRatings()), usual, {}));
        Session session;
        ExperimentPage page(&session);
        const auto opens = [&](const std::filesystem::path& project) {
            session.openProject(project);
            QTRY_COMPARE(session.projectFile(), project);
        };
        const auto says = [&](const QString& text) {
            return std::ranges::any_of(page.findChildren<QLabel*>(), [&](const QLabel* label) {
                return label->text().contains(text) && !label->isHidden();
            });
        };
        auto* const split = named<QComboBox>(page, "Hold out");
        opens(sorted);
        QCOMPARE(page.config().split.kind, SplitKind::Ratio);
        QVERIFY(says("nearly the same order"));
        QVERIFY(!page.undoAction()->isEnabled());
        // Every preset, and what is chosen by hand stays.
        auto* const preset = named<QComboBox>(page, "Preset");
        Q_EMIT preset->activated(0);
        QCOMPARE(page.config().split.kind, SplitKind::Ratio);
        split->setCurrentIndex(static_cast<int>(SplitKind::LeaveOneOut));
        QCOMPARE(page.config().split.kind, SplitKind::LeaveOneOut);
        opens(usual);
        QCOMPARE(page.config().split.kind, SplitKind::LeaveOneOut);
        QVERIFY(!says("would mislead"));
        // Data of an older import is looked at in the background.
        {
            auto older = Project::open(sorted);
            const auto dataset = older->loadDataset();
            REQUIRE_OK(older->saveDataset(*dataset, {}, {}));
        }
        opens(sorted);
        QTRY_COMPARE(page.config().split.kind, SplitKind::Ratio);
        QVERIFY(says("nearly the same order"));
    }

    void wheelScrollsPastTheFields() {
        MainWindow window;
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        importSmall(window, "wheel");
        QTest::keyClick(&window, Qt::Key_2, Qt::ControlModifier);
        auto* const field = named<QDoubleSpinBox>(window, "Dropout");
        const auto turn = [&] {
            const QPointF at = field->rect().center();
            QWheelEvent wheel(at, field->mapToGlobal(at), {}, {0, 120}, Qt::NoButton, {},
                              Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(field, &wheel);
        };
        turn();
        QCOMPARE(field->value(), 0.0);
        QVERIFY(!field->hasFocus());
        field->setFocus();
        turn();
        QVERIFY(field->value() > 0);
    }

    void undoesAndRedoesFromTheMenu() {
        MainWindow window;
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        importSmall(window, "undo");
        auto* const page = window.findChild<ExperimentPage*>();
        auto* const undo = page->undoAction();
        auto* const redo = page->redoAction();
        QVERIFY(!undo->isEnabled() && !redo->isEnabled());
        const auto first = page->config();

        auto* const network = named<NetworkView>(window, "The network");
        network->setWidth({NetworkPart::Kind::GmfUser}, 64);
        named<QSpinBox>(window, "Epochs at most")->setValue(7);
        auto* const preset = named<QComboBox>(window, "Preset");
        preset->setCurrentIndex(0);
        Q_EMIT preset->activated(0);
        const auto last = page->config();
        QVERIFY(last == presets().front().config);

        undo->trigger();
        QCOMPARE(page->config().training.epochs, 7);
        QCOMPARE(page->config().model.gmfFactors, 64);
        QTest::keyClick(&window, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(page->config().training.epochs, first.training.epochs);
        undo->trigger();
        QVERIFY(page->config() == first);
        QVERIFY(!undo->isEnabled());
        while (redo->isEnabled()) {
            redo->trigger();
        }
        QVERIFY(page->config() == last);

        // Other data starts anew.
        importSmall(window, "undo-other");
        QVERIFY(!undo->isEnabled() && !redo->isEnabled());
    }

    void dotProductAndBiasesAreEditedAndUndone() {
        MainWindow window;
        window.show();
        importSmall(window, "switches");
        auto* const page = window.findChild<ExperimentPage*>();
        auto* const dotProduct = named<QCheckBox>(window, "Dot product");
        auto* const biases = named<QCheckBox>(window, "Biases");
        auto* const network = named<NetworkView>(window, "The network");
        const auto plain = network->describe({NetworkPart::Kind::GmfUser});
        dotProduct->click();
        biases->click();
        QVERIFY(page->config().model.dotProduct && page->config().model.biases);
        QVERIFY(network->describe({NetworkPart::Kind::GmfUser}) != plain);
        // Editing the network keeps them, and without GMF they mean nothing.
        network->setWidth({NetworkPart::Kind::GmfUser}, 16);
        network->setBranches(false, true);
        QVERIFY(page->config().model.dotProduct && page->config().model.biases);
        QVERIFY(!dotProduct->isEnabled() && !biases->isEnabled());
        page->undoAction()->trigger();
        QVERIFY(dotProduct->isEnabled() && biases->isEnabled());
        page->undoAction()->trigger();
        page->undoAction()->trigger();
        QVERIFY(page->config().model.dotProduct && !page->config().model.biases);
        QVERIFY(dotProduct->isChecked() && !biases->isChecked());
        QCOMPARE(network->describe({NetworkPart::Kind::GmfUser}), plain);
        page->undoAction()->trigger();
        QVERIFY(!dotProduct->isChecked());
        page->redoAction()->trigger();
        QVERIFY(dotProduct->isChecked() && page->config().model.dotProduct);
    }

    void nothingIsUndoneWhileTraining() {
        MainWindow window;
        window.show();
        importSmall(window, "busy");
        auto* const undo = window.findChild<ExperimentPage*>()->undoAction();
        named<QSpinBox>(window, "Epochs at most")->setValue(1000);
        QVERIFY(undo->isEnabled());
        named<QPushButton>(window, "Start training")->click();
        QVERIFY(!undo->isEnabled());
        QVERIFY(!named<NetworkView>(window, "The network")->isEnabled());
        auto* const training = window.findChild<TrainingRun*>();
        training->stop();
        QTRY_VERIFY_WITH_TIMEOUT(!training->active(), 20000);
        QVERIFY(undo->isEnabled());
    }
};

QTEST_MAIN(TestWindowEditing)
#include "tst_window_editing.moc"
