#include "charts/parallel_coordinates.h"
#include "experiment/run_experiment.h"
#include "main_window.h"
#include "pages/sweep_panel.h"
#include "resources/resources.h"
#include "session/session.h"
#include "session/sweep_run.h"
#include "session/training_run.h"
#include "support/results.h"
#include "support/small_project.h"
#include "theme/theme.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace ncf;
using namespace ncf::test;

namespace {

template <class T>
T* named(QWidget& root, const QString& name) {
    for (auto* const widget : root.findChildren<T*>()) {
        if (widget->accessibleName() == name) {
            return widget;
        }
    }
    qFatal("no widget is named “%s”", qPrintable(name));
}

bool says(QWidget& root, const QString& text) {
    for (auto* const label : root.findChildren<QLabel*>()) {
        if (!label->isHidden() && label->text().contains(text)) {
            return true;
        }
    }
    return false;
}

QPushButton* button(QWidget& root, const QString& name) {
    return named<QPushButton>(root, name);
}

}  // namespace

class TestSweepPanel : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    int made_ = 0;

    std::filesystem::path openSmall(Session& session) {
        const auto ratings = writeFile(folder_.filePath("small.csv"), smallRatings());
        const auto project = folder_.filePath(QString("p%1.ncf").arg(++made_)).toStdString();
        QSignalSpy changed(&session, &Session::projectChanged);
        session.importRatings(ratings, project, {});
        if (changed.isEmpty() && !changed.wait(20000)) {
            qFatal("the small project does not open");
        }
        return project;
    }
    // The window with the small data imported through its own form.
    void importSmall(MainWindow& window, const QString& name) {
        window.openFile(writeFile(folder_.filePath(name + ".csv"), smallRatings()));
        auto* const import = button(window, "Import");
        QTRY_VERIFY(import->isVisible() && import->isEnabled());
        import->click();
        QTRY_VERIFY_WITH_TIMEOUT(window.windowTitle().contains(name + ".ncf"), 20000);
    }
    static QTableView* table(QWidget& panel) { return named<QTableView>(panel, "Trials"); }
    static QString cell(QWidget& panel, int row, int column) {
        return table(panel)->model()->index(row, column).data().toString();
    }
    // A sweep over three learning rates and nothing else.
    static void varyRates(SweepPanel& panel, const QString& values = "0.01, 0.001, 0.0001") {
        named<QLineEdit>(panel, "Values of setting 1")->setText(values);
        button(panel, "Remove setting 2")->click();
        QCoreApplication::processEvents();
    }

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName("ncf-tests");
        QSettings().clear();
        initResources();
        Theme::apply(*qApp, Theme::Mode::Light);
    }

    void theFormSaysWhatItMakes() {
        Session session;
        openSmall(session);
        SweepPanel panel(&session);
        panel.setBase(smallConfig(9), {});
        auto* const start = button(panel, "Start the sweep");
        QVERIFY(start->isEnabled());
        QVERIFY(says(panel, "6 trials; 54 epochs at most"));
        auto* const values = named<QLineEdit>(panel, "Values of setting 1");
        values->setText("0.01, fast");
        QVERIFY(!start->isEnabled());
        QVERIFY(says(panel, "“fast” is not a value of learning-rate"));
        values->setText("0.001..0.01:log:9");
        QVERIFY(says(panel, "18 trials"));
        named<QCheckBox>(panel, "Successive halving")->setChecked(true);
        QVERIFY(says(panel, "18 trials, then 6 for 6 epochs, then 2 for 9 epochs"));
        named<QSpinBox>(panel, "Epochs of the first round")->setValue(9);
        QVERIFY(!start->isEnabled());
        named<QCheckBox>(panel, "Successive halving")->setChecked(false);
        QVERIFY(start->isEnabled());
        named<QComboBox>(panel, "What is tried")->setCurrentIndex(1);
        named<QSpinBox>(panel, "Trials")->setValue(7);
        QVERIFY(says(panel, "7 trials"));
        named<QComboBox>(panel, "Setting 2")->setCurrentText("learning-rate");
        QVERIFY(says(panel, "varies already"));
        QVERIFY(!start->isEnabled());
        button(panel, "Remove setting 2")->click();
        QTRY_VERIFY(start->isEnabled());
        panel.setBase(smallConfig(9), "no data");
        QVERIFY(!start->isEnabled());
        QCOMPARE(start->toolTip(), QString("no data"));
    }

    void whatVariesSuitsTheMethod() {
        Session session;
        openSmall(session);
        SweepPanel panel(&session);
        panel.setBase(smallConfig(), {});
        const auto setting = [&](const char* name) {
            return named<QComboBox>(panel, name)->currentText();
        };
        QCOMPARE(setting("Setting 1"), QString("learning-rate"));
        auto baseline = smallConfig();
        baseline.method = Method::ItemNeighbours;
        panel.setBase(baseline, {});
        QCOMPARE(setting("Setting 1"), QString("neighbours"));
        QCOMPARE(setting("Setting 2"), QString("shrinkage"));
        QVERIFY(says(panel, "15 trials."));
        QVERIFY(button(panel, "Start the sweep")->isEnabled());
        panel.setBase(smallConfig(), {});
        QCOMPARE(setting("Setting 2"), QString("gmf-factors"));
    }

    void theCommandSaysTheSame() {
        Session session;
        openSmall(session);
        SweepPanel panel(&session);
        panel.setBase({}, {});
        varyRates(panel);
        button(panel, "Copy this sweep as an ncf command")->click();
        QVERIFY(QGuiApplication::clipboard()->text().startsWith("ncf sweep "));
        QVERIFY2(QGuiApplication::clipboard()->text().contains(
                     "--vary learning-rate=0.01,0.001,0.0001"),
                 qPrintable(QGuiApplication::clipboard()->text()));
    }

    void runsToItsEndAndComesBack() {
        Session session;
        const auto project = openSmall(session);
        SweepPanel panel(&session);
        panel.setBase(smallConfig(2), {});
        varyRates(panel);
        QSignalSpy finished(session.sweep(), &SweepRun::finished);
        button(panel, "Start the sweep")->click();
        QVERIFY(session.busy());
        QVERIFY(!button(panel, "Start the sweep")->isEnabled());
        QCOMPARE(table(panel)->model()->rowCount(), 3);
        QVERIFY(finished.wait(30000));
        QTRY_VERIFY(says(panel, "Best by validation: trial"));
        for (int row = 0; row < 3; ++row) {
            QCOMPARE(cell(panel, row, 2), QString("finished"));
            QVERIFY(row == 0 || cell(panel, row, 3) <= cell(panel, row - 1, 3));
        }
        // The best is selected, and its command makes the same run again.
        QCOMPARE(table(panel)->currentIndex().row(), 0);
        QGuiApplication::clipboard()->clear();
        button(panel, "Copy the ncf command that repeats the trial's run")->click();
        QTRY_VERIFY(QGuiApplication::clipboard()->text().startsWith("ncf train "));
        QVERIFY(
            QGuiApplication::clipboard()->text().contains("--learning-rate " + cell(panel, 0, 1)) ||
            cell(panel, 0, 1) == "0.001");  // the default is not named
        QSignalSpy chosen(&panel, &SweepPanel::runChosen);
        Q_EMIT table(panel)->activated(table(panel)->currentIndex());
        QCOMPARE(chosen.first()[0].toLongLong(), cell(panel, 0, 6).toLongLong());

        SweepPanel later(&session);
        Q_EMIT session.projectChanged();
        QTRY_COMPARE(table(later)->model()->rowCount(), 3);
        QTRY_VERIFY(says(later, "Best by validation: trial"));
        QCOMPARE(named<QComboBox>(later, "Sweep")->count(), 1);
        auto opened = Project::open(project);
        REQUIRE_OK(opened);
        QCOMPARE(opened->runs()->size(), std::size_t(3));
    }

    void theQueueIsReorderedPausedAndCancelled() {
        Session session;
        openSmall(session);
        SweepPanel panel(&session);
        panel.setBase(smallConfig(100000), {});
        varyRates(panel, "0.01, 0.001, 0.002, 0.003");
        QSignalSpy finished(session.sweep(), &SweepRun::finished);
        button(panel, "Start the sweep")->click();
        QTRY_VERIFY_WITH_TIMEOUT(cell(panel, 0, 2).startsWith("epoch"), 20000);
        table(panel)->selectRow(3);
        auto* const earlier = button(panel, "Run the trial earlier (Alt+Up)");
        QVERIFY(earlier->isEnabled());
        earlier->click();
        QCOMPARE(cell(panel, 2, 0), QString("4"));
        QCOMPARE(cell(panel, 3, 0), QString("3"));
        table(panel)->selectRow(3);
        auto* const cancel = button(panel, "Cancel the selected trials (Delete)");
        cancel->click();
        QTRY_COMPARE(cell(panel, 0, 0), QString("3"));
        QCOMPARE(cell(panel, 0, 2), QString("cancelled"));
        auto* const pause = button(panel, "Pause or resume the sweep");
        pause->click();
        QCOMPARE(session.sweep()->state(), SweepRun::State::Paused);
        QVERIFY(says(panel, "Paused"));
        QTest::qWait(250);
        const auto epochs = session.sweep()->snapshot().run.epochRecords.size();
        QTest::qWait(250);
        QCOMPARE(session.sweep()->snapshot().run.epochRecords.size(), epochs);
        pause->click();
        // The running one is cancelled: the next one follows.
        table(panel)->selectRow(1);
        QVERIFY(cancel->isEnabled());
        cancel->click();
        QTRY_VERIFY_WITH_TIMEOUT(cell(panel, 2, 0) == "2" && cell(panel, 2, 2).startsWith("epoch"),
                                 20000);
        button(panel, "Stop the sweep and keep what is done")->click();
        QVERIFY(finished.wait(20000));
        QTRY_VERIFY(says(panel, "No trial came to a result"));
        QVERIFY(!session.busy());
    }

    void brushingSelectsInTheTable() {
        Session session;
        openSmall(session);
        SweepPanel panel(&session);
        panel.setBase(smallConfig(1), {});
        varyRates(panel, "0.01, 0.001, 0.0001");
        QSignalSpy finished(session.sweep(), &SweepRun::finished);
        button(panel, "Start the sweep")->click();
        QVERIFY(finished.wait(30000));
        auto* const chart = panel.findChild<ParallelCoordinates*>();
        QTRY_COMPARE(chart->selected().size(), std::size_t(3));
        QTRY_VERIFY(says(panel, "Best by validation"));
        chart->setBrush(0, 0.0005, 0.02);
        QCOMPARE(table(panel)->selectionModel()->selectedRows().size(), 2);
        for (const auto& index : table(panel)->selectionModel()->selectedRows()) {
            QVERIFY(index.siblingAtColumn(1).data().toString() != "0.0001");
        }
        chart->clearBrushes();
        QVERIFY(table(panel)->selectionModel()->selectedRows().isEmpty());
    }

    void onlyOneThingRunsAtATime() {
        Session session;
        const auto project = openSmall(session);
        SweepPanel panel(&session);
        panel.setBase(smallConfig(100000), {});
        session.training()->start(project, smallConfig(100000), "one run");
        panel.setBase(smallConfig(100000), {});
        QVERIFY(!button(panel, "Start the sweep")->isEnabled());
        QSignalSpy failed(&session, &Session::failed);
        session.training()->stop();
        QTRY_VERIFY_WITH_TIMEOUT(!session.training()->active(), 20000);
        panel.setBase(smallConfig(100000), {});
        button(panel, "Start the sweep")->click();
        QVERIFY(session.sweep()->active());
        session.openProject(project);
        QCOMPARE(failed.count(), 1);
        session.importRatings("a.csv", "b.ncf", {});
        QCOMPARE(failed.count(), 2);
    }

    void aTrialLeadsToItsRunAndItsSettings() {
        MainWindow window;
        window.show();
        importSmall(window, "leads");
        named<QSpinBox>(window, "Epochs at most")->setValue(1);
        auto* const panel = window.findChild<SweepPanel*>();
        varyRates(*panel, "0.003, 0.0001");
        auto* const sweep = window.findChild<SweepRun*>();
        button(window, "Start the sweep")->click();
        QTRY_VERIFY_WITH_TIMEOUT(!sweep->active(), 30000);
        auto* const open = button(window, "Show the trial's run on the Runs page (Enter)");
        QTRY_VERIFY(says(window, "Best by validation: trial"));
        auto* const runs = named<QTableView>(window, "Runs");
        QTRY_COMPARE(runs->model()->rowCount(), 2);
        for (int row = 0; row < 2; ++row) {
            table(*panel)->selectRow(row);
            open->click();
            QVERIFY(named<QToolButton>(window, "Runs")->isChecked());
            const auto name = runs->currentIndex().siblingAtColumn(0).data().toString();
            QVERIFY2(name.contains("learning-rate " + cell(*panel, row, 1)), qPrintable(name));
        }
        button(window, "Use the trial's settings for one run")->click();
        QCOMPARE(QString::number(named<QDoubleSpinBox>(window, "Learning rate")->value()),
                 QString::number(cell(*panel, 1, 1).toDouble()));
    }

    void theWindowAsksBeforeItStopsASweep() {
        MainWindow window;
        window.show();
        importSmall(window, "asks");
        named<QSpinBox>(window, "Epochs at most")->setValue(50000);
        named<QSpinBox>(window, "Patience")->setValue(0);
        auto* const start = button(window, "Start the sweep");
        QVERIFY(start->isEnabled());
        start->click();
        auto* const sweep = window.findChild<SweepRun*>();
        QVERIFY(sweep->active());
        QVERIFY(!button(window, "Start training")->isEnabled());
        QTRY_VERIFY(says(window, "Sweep: 6 left"));
        QVERIFY(!window.close());
        auto* const question = window.findChild<QMessageBox*>();
        QVERIFY(question && question->text().contains("sweep"));
        for (auto* const answer : question->buttons()) {
            if (question->buttonRole(answer) == QMessageBox::AcceptRole) {
                answer->click();
            }
        }
        QTRY_VERIFY_WITH_TIMEOUT(!window.isVisible(), 20000);
        QVERIFY(!sweep->active());
    }
};

QTEST_MAIN(TestSweepPanel)
#include "tst_sweep_panel.moc"
