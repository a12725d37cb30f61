#include "architecture/cost_view.h"
#include "architecture/network_view.h"
#include "experiment/presets.h"
#include "models/item_lists.h"
#include "pages/experiment_page.h"
#include "pages/run_cost.h"
#include "session/session.h"
#include "session/training_run.h"
#include "support/window_driver.h"
#include "theme/theme.h"
#include "widgets/banner.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include <algorithm>

using namespace ncf;
using namespace ncf::test;

class TestMainWindow : public QObject, private WindowDriver {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { prepare(); }

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
        window.openFile(writeFile(path("broken.csv"), QByteArray("\0\0\0", 3)));
        const auto shown = [&] {
            for (auto* const banner : window.findChildren<Banner*>()) {
                if (banner->isVisible()) {
                    return true;
                }
            }
            return false;
        };
        QTRY_VERIFY(shown());
        window.openFile(path("missing.ncf").toStdString());
        QTest::qWait(200);
        QVERIFY(shown());
        QCOMPARE(window.windowTitle(), title);
    }

    void importFormFollowsThePerson() {
        MainWindow window;
        window.show();
        window.openFile(writeFile(path("odd.csv"), "a;1;5\nb;2;4\n"));
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

    void projectUnderAnotherNameIsOpened() {
        {
            MainWindow window;
            window.show();
            importSmall(window, "disguised");
        }
        QVERIFY(QFile::copy(path("disguised.ncf"), path("disguised.csv.bak")));
        MainWindow window;
        window.show();
        window.openFile(path("disguised.csv.bak").toStdString());
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
