#include "architecture/cost_view.h"
#include "architecture/network_view.h"
#include "experiment/presets.h"
#include "main_window.h"
#include "models/item_lists.h"
#include "pages/experiment_page.h"
#include "pages/import_form.h"
#include "pages/run_cost.h"
#include "resources/resources.h"
#include "session/session.h"
#include "session/training_run.h"
#include "support/named_widget.h"
#include "support/small_project.h"
#include "theme/theme.h"
#include "widgets/banner.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <algorithm>

using namespace ncf;
using namespace ncf::test;

class TestMainWindow : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    // The window with the small data imported through its own form.
    void importSmall(MainWindow& window, const QString& name) {
        window.openFile(writeFile(folder_.filePath(name + ".csv"), smallRatings()));
        auto* const import = named<QPushButton>(window, "Import");
        QTRY_VERIFY(import->isVisible() && import->isEnabled());
        QTest::mouseClick(import, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(window.windowTitle().contains(name + ".ncf"), 20000);
    }

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName("ncf-tests");
        QSettings().clear();
        initResources();
        Theme::apply(*qApp, Theme::Mode::Light);
    }

    void pagesByShortcut() {
        MainWindow window;
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        const QString names[] = {"Data", "Experiment", "Runs", "For users"};
        for (int page : {3, 1, 2, 0}) {
            QTest::keyClick(&window, static_cast<Qt::Key>(Qt::Key_1 + page), Qt::ControlModifier);
            QVERIFY(named<QToolButton>(window, names[page])->isChecked());
        }
    }

    void wrongFileIsExplainedAndNothingIsLost() {
        MainWindow window;
        window.show();
        importSmall(window, "kept");
        const auto title = window.windowTitle();
        window.openFile(writeFile(folder_.filePath("broken.csv"), QByteArray("\0\0\0", 3)));
        const auto shown = [&] {
            for (auto* const banner : window.findChildren<Banner*>()) {
                if (banner->isVisible()) {
                    return true;
                }
            }
            return false;
        };
        QTRY_VERIFY(shown());
        window.openFile(folder_.filePath("missing.ncf").toStdString());
        QTest::qWait(200);
        QVERIFY(shown());
        QCOMPARE(window.windowTitle(), title);
    }

    void importFormFollowsThePerson() {
        MainWindow window;
        window.show();
        window.openFile(writeFile(folder_.filePath("odd.csv"), "a;1;5\nb;2;4\n"));
        auto* const import = named<QPushButton>(window, "Import");
        QTRY_VERIFY(import->isVisible() && import->isEnabled());
        auto* const user = named<QComboBox>(window, "What column 1 holds");
        QCOMPARE(user->currentIndex(), 1);
        user->setCurrentIndex(0);
        Q_EMIT user->activated(0);
        QVERIFY(!import->isEnabled());
        user->setCurrentIndex(2);  // now it is the item, and column 2 no longer is
        Q_EMIT user->activated(2);
        QCOMPARE(named<QComboBox>(window, "What column 2 holds")->currentIndex(), 0);
        auto* const separator = named<QComboBox>(window, "Separator");
        separator->setCurrentIndex(0);
        Q_EMIT separator->activated(0);
        QTRY_VERIFY(!import->isEnabled());  // with a comma there is one column only
    }

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

    void startSaysWhyItCannot() {
        MainWindow window;
        window.show();
        importSmall(window, "why");
        auto* const start = named<QPushButton>(window, "Start training");
        QVERIFY(start->isEnabled());
        auto* const network = named<NetworkView>(window, "The network");
        network->setWidth({NetworkPart::Kind::Dense, 1}, 9000);
        QVERIFY(!start->isEnabled());
        QVERIFY(start->toolTip().contains("layer 2"));
        network->setWidth({NetworkPart::Kind::Dense, 1}, 16);
        QVERIFY(start->isEnabled());
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

    void firstRunTellsTheTimeOfAnEpoch() {
        QSettings().clear();
        MainWindow window;
        window.show();
        importSmall(window, "speed");
        const auto told = [&](const QString& text) {
            const auto labels = window.findChild<CostView*>()->findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(),
                               [&](const QLabel* label) { return label->text().contains(text); });
        };
        QVERIFY(told("after the first run"));
        named<QSpinBox>(window, "Epochs at most")->setValue(2);
        named<QPushButton>(window, "Start training")->click();
        auto* const training = window.findChild<TrainingRun*>();
        QTRY_VERIFY_WITH_TIMEOUT(!training->active(), 30000);
        QVERIFY(told("about"));
        const auto& data = window.findChild<Session*>()->datasetInfo();
        QCOMPARE(runCost(training->config(), *data).samplesPerEpoch,
                 static_cast<double>(training->snapshot().samplesPerEpoch));
        QVERIFY(!told("after the first run"));
    }

    void trainsAndShowsTheResult() {
        MainWindow window;
        window.show();
        importSmall(window, "trained");
        named<QSpinBox>(window, "Epochs at most")->setValue(2);
        auto* const start = named<QPushButton>(window, "Start training");
        start->click();
        start->click();  // the second click finds it running
        auto* const training = window.findChild<TrainingRun*>();
        QTRY_VERIFY_WITH_TIMEOUT(!training->active(), 30000);
        QTRY_COMPARE(named<QTableView>(window, "Runs")->model()->rowCount(), 1);
        auto* const list = named<QTableView>(window, "What the model recommends");
        QTRY_COMPARE(list->model()->rowCount(), 20);
        // A list for another user follows the selection.
        const auto before = list->model()->index(0, RecommendationsModel::Title).data();
        named<QPushButton>(window, "Next user")->click();
        QTRY_VERIFY(named<QTableView>(window, "Users")->currentIndex().row() == 1);
        QVERIFY(before.isValid());
    }

    void baselinesNeedNoNetwork() {
        MainWindow window;
        window.show();
        importSmall(window, "baseline");
        QTest::keyClick(&window, Qt::Key_2, Qt::ControlModifier);
        auto* const page = window.findChild<ExperimentPage*>();
        auto* const network = named<NetworkView>(window, "The network");
        auto* const neighbours = named<QSpinBox>(window, "Neighbours per item");
        auto* const rate = named<QDoubleSpinBox>(window, "Learning rate");
        auto* const preset = named<QComboBox>(window, "Preset");
        const auto choose = [&](const char* key) {
            preset->setCurrentIndex(preset->findData(QString::fromLatin1(key)));
            Q_EMIT preset->activated(preset->currentIndex());
        };
        QVERIFY(network->isVisible() && rate->isVisible() && !neighbours->isVisible());
        choose("popularity");
        QVERIFY(page->config().method == Method::Popularity);
        QVERIFY(!network->isVisible() && !rate->isVisible() && !neighbours->isVisible());
        choose("item-neighbours");
        QVERIFY(!network->isVisible() && neighbours->isVisible());
        neighbours->setValue(7);
        QCOMPARE(page->config().itemNeighbours.neighbours, 7);
        page->undoAction()->trigger();
        page->undoAction()->trigger();
        QVERIFY(page->config().method == Method::Popularity);
        QVERIFY(!neighbours->isVisible());
        page->redoAction()->trigger();

        named<QPushButton>(window, "Start training")->click();
        auto* const training = window.findChild<TrainingRun*>();
        QVERIFY(training->active());
        QTRY_VERIFY_WITH_TIMEOUT(!training->active(), 30000);
        QCOMPARE(training->snapshot().bestEpoch, 1);
        QTRY_COMPARE(named<QTableView>(window, "Runs")->model()->rowCount(), 1);
        QTRY_COMPARE(named<QTableView>(window, "What the model recommends")->model()->rowCount(),
                     20);
        choose("neumf-8");
        QVERIFY(network->isVisible() && rate->isVisible() && !neighbours->isVisible());
    }

    void closesWhileIdle() {
        MainWindow window;
        window.show();
        QVERIFY(window.close());
    }

    void asksBeforeClosingWhileTraining() {
        MainWindow window;
        window.show();
        importSmall(window, "closing");
        named<QSpinBox>(window, "Epochs at most")->setValue(1000);
        named<QPushButton>(window, "Start training")->click();
        auto* const training = window.findChild<TrainingRun*>();
        QVERIFY(training->active());
        const auto answer = [&](QMessageBox::ButtonRole role) {
            QVERIFY(!window.close());
            auto* const question = window.findChild<QMessageBox*>();
            QVERIFY(question && question->isVisible());
            for (auto* const button : question->buttons()) {
                if (question->buttonRole(button) == role) {
                    button->click();
                }
            }
            QTRY_VERIFY(!window.findChild<QMessageBox*>());
        };
        answer(QMessageBox::RejectRole);
        QVERIFY(window.isVisible());
        QCOMPARE(training->state(), TrainingRun::State::Running);
        answer(QMessageBox::AcceptRole);
        QTRY_VERIFY_WITH_TIMEOUT(!window.isVisible(), 20000);
        QVERIFY(!training->active());
    }

    void closesThoughTheTrainingEndedDuringTheQuestion() {
        MainWindow window;
        window.show();
        importSmall(window, "ended");
        named<QSpinBox>(window, "Epochs at most")->setValue(20);
        named<QPushButton>(window, "Start training")->click();
        auto* const training = window.findChild<TrainingRun*>();
        QVERIFY(!window.close());
        auto* const question = window.findChild<QMessageBox*>();
        QTRY_VERIFY_WITH_TIMEOUT(!training->active(), 30000);
        QVERIFY(window.isVisible());
        for (auto* const button : question->buttons()) {
            if (question->buttonRole(button) == QMessageBox::AcceptRole) {
                button->click();
            }
        }
        QTRY_VERIFY(!window.isVisible());
    }

    void projectUnderAnotherNameIsOpened() {
        {
            MainWindow window;
            window.show();
            importSmall(window, "disguised");
        }
        QVERIFY(
            QFile::copy(folder_.filePath("disguised.ncf"), folder_.filePath("disguised.csv.bak")));
        MainWindow window;
        window.show();
        window.openFile(folder_.filePath("disguised.csv.bak").toStdString());
        QTRY_VERIFY(window.windowTitle().startsWith("disguised.csv.bak"));
    }

    void bothThemesApply() {
        MainWindow window;
        window.show();
        importSmall(window, "themes");
        for (const auto mode : {Theme::Mode::Dark, Theme::Mode::Light}) {
            Theme::apply(*qApp, mode);
            QCOMPARE(Theme::dark(), mode == Theme::Mode::Dark);
            QVERIFY(!window.grab().isNull());
        }
    }
};

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
