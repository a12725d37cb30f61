#include "experiment/run_experiment.h"
#include "experiment/settings.h"
#include "models/runs_model.h"
#include "pages/runs_page.h"
#include "session/session.h"
#include "support/named_widget.h"
#include "support/small_project.h"

#include <QAction>
#include <QComboBox>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace ncf;
using namespace ncf::test;

namespace {

// The page on a session of its own, with a project of three runs; they are numbered from 1 and the
// newest stands first.
struct Opened {
    explicit Opened(const std::filesystem::path& file) : page(&session) {
        page.resize(1100, 800);
        page.show();
        session.openProject(file);
    }

    QTableView* table() { return named<QTableView>(page, "Runs"); }
    QString cell(int row, int column) {
        return table()->model()->index(row, column).data().toString();
    }
    void selectRows(const QList<int>& rows) {
        auto* const selection = table()->selectionModel();
        selection->clear();
        for (const int row : rows) {
            selection->select(table()->model()->index(row, 0),
                              QItemSelectionModel::Select | QItemSelectionModel::Rows);
        }
        selection->setCurrentIndex(table()->model()->index(rows.front(), 0),
                                   QItemSelectionModel::NoUpdate);
    }
    // What the page says anywhere.
    bool says(const QString& text) {
        for (const auto* const label : page.findChildren<QLabel*>()) {
            if (label->isVisible() && label->text().contains(text)) {
                return true;
            }
        }
        return false;
    }
    void choose(const QString& action) {
        for (auto* const candidate : page.findChildren<QAction*>()) {
            if (candidate->text() == action && candidate->isEnabled()) {
                candidate->trigger();
                return;
            }
        }
        qFatal("there is no action “%s”", qPrintable(action));
    }

    Session session;
    RunsPage page;
};

int columnOf(const std::string& key) {
    const auto& names = settingNames();
    return RunsModel::FixedColumns +
           static_cast<int>(std::ranges::find(names, key, &SettingName::key) - names.begin());
}

}  // namespace

class TestRunsPage : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    int copies_ = 0;

    // A project with three runs; 1 and 2 differ in the learning rate, 3 has another seed.
    std::filesystem::path threeRuns() {
        const auto made = folder_.filePath("made.ncf");
        if (!QFile::exists(made)) {
            const auto ratings = writeFile(folder_.filePath("small.csv"), smallRatings());
            [&] { QVERIFY(bool(importRatings(ratings, made.toStdString(), {}))); }();
            auto config = smallConfig(2);
            train(made, config, "first");
            config.training.learningRate = 0.02;
            train(made, config, "second");
            config.seed = 7;
            train(made, config, "third");
        }
        const auto copy = folder_.filePath(QStringLiteral("p%1.ncf").arg(++copies_));
        QFile::copy(made, copy);
        return copy.toStdString();
    }
    static void train(const QString& file, const ExperimentConfig& config,
                      const std::string& name) {
        RunControl control;
        RunMonitor monitor;
        QVERIFY(bool(runExperiment(file.toStdString(), config, name, control, monitor)));
    }

private Q_SLOTS:
    void showsTheSettingsThatDiffer() {
        Opened opened(threeRuns());
        QTRY_COMPARE(opened.table()->model()->rowCount(), 3);
        QVERIFY(!opened.table()->isColumnHidden(columnOf("training.learningRate")));
        QVERIFY(!opened.table()->isColumnHidden(columnOf("seed")));
        QVERIFY(opened.table()->isColumnHidden(columnOf("training.batchSize")));
        QVERIFY(opened.table()->isColumnHidden(RunsModel::TestRmse));
        QVERIFY(opened.says("first") || opened.says("third"));  // one run has its details
    }

    void columnsAreChosen() {
        Opened opened(threeRuns());
        QTRY_COMPARE(opened.table()->model()->rowCount(), 3);
        auto* const menu = named<QPushButton>(opened.page, "Columns")->menu();
        Q_EMIT menu->aboutToShow();
        opened.choose("Batch size");
        QVERIFY(!opened.table()->isColumnHidden(columnOf("training.batchSize")));
        Q_EMIT menu->aboutToShow();
        opened.choose("Batch size");
        QVERIFY(opened.table()->isColumnHidden(columnOf("training.batchSize")));
        Q_EMIT menu->aboutToShow();
        opened.choose("Learning rate");
        QVERIFY(opened.table()->isColumnHidden(columnOf("training.learningRate")));
        Q_EMIT menu->aboutToShow();
        opened.choose("Show what tells the runs apart");
        QVERIFY(!opened.table()->isColumnHidden(columnOf("training.learningRate")));
    }

    void filters() {
        Opened opened(threeRuns());
        QTRY_COMPARE(opened.table()->model()->rowCount(), 3);
        auto* const filter = named<QLineEdit>(opened.page, "Filter the runs");
        filter->setText("SECOND");
        QCOMPARE(opened.table()->model()->rowCount(), 1);
        filter->setText("relu");  // all of them have it, none is told apart by it
        QCOMPARE(opened.table()->model()->rowCount(), 0);
        filter->clear();
        QCOMPARE(opened.table()->model()->rowCount(), 3);
    }

    void deletingIsUndone() {
        Opened opened(threeRuns());
        QTRY_COMPARE(opened.table()->model()->rowCount(), 3);
        opened.selectRows({0, 1});
        opened.choose("Delete 2 runs");
        QTRY_COMPARE(opened.table()->model()->rowCount(), 1);
        auto* const undo = named<QPushButton>(opened.page, "Undo");
        QTRY_VERIFY(undo->isVisible());
        QVERIFY(opened.says("Deleted 2 runs."));
        undo->click();
        QTRY_COMPARE(opened.table()->model()->rowCount(), 3);
        QVERIFY(!undo->isVisible());
        // The key does it, too, and the row in its place is selected then.
        opened.selectRows({1});
        opened.table()->setFocus();
        QTest::keyClick(opened.table(), Qt::Key_Delete);
        QTRY_COMPARE(opened.table()->model()->rowCount(), 2);
        QTRY_VERIFY(opened.says("Deleted “second”."));
        QCOMPARE(opened.table()->selectionModel()->selectedRows().size(), 1);
        QCOMPARE(opened.table()->selectionModel()->selectedRows().first().row(), 1);
        QTest::keyClick(opened.table(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(opened.table()->model()->rowCount(), 3);
    }

    void deletedRunsGoWhenTheProjectIsClosed() {
        const auto file = threeRuns();
        {
            Opened opened(file);
            QTRY_COMPARE(opened.table()->model()->rowCount(), 3);
            opened.selectRows({0});
            opened.choose("Delete");
            QTRY_COMPARE(opened.table()->model()->rowCount(), 2);
            auto project = Project::open(file);
            QVERIFY(bool(project->weights(3)));  // still in the file
        }
        auto project = Project::open(file);
        QCOMPARE(project->weights(3).error().kind, ErrorKind::NotFound);
        QCOMPARE(project->restoreRun(3).error().kind, ErrorKind::NotFound);
        QCOMPARE(project->runs()->size(), std::size_t(2));
    }

    void theBaselineIsPinned() {
        Opened opened(threeRuns());
        QTRY_COMPARE(opened.table()->model()->rowCount(), 3);
        opened.selectRows({2});
        opened.choose("Baseline for the others");
        QTRY_COMPARE(opened.cell(2, RunsModel::Name), QString("first (baseline)"));
        QVERIFY(opened.cell(1, RunsModel::TestNdcg).contains('('));
        QVERIFY(!opened.cell(2, RunsModel::TestNdcg).contains('('));
        opened.choose("Baseline for the others");
        QTRY_COMPARE(opened.cell(2, RunsModel::Name), QString("first"));
    }

    void namesNotesAndColoursAreKept() {
        const auto file = threeRuns();
        Opened opened(file);
        QTRY_COMPARE(opened.table()->model()->rowCount(), 3);
        opened.selectRows({0});
        opened.choose("Green");
        opened.choose("Rename");
        auto* const name = qobject_cast<QLineEdit*>(QApplication::focusWidget());
        QVERIFY(name && name->text() == "third");
        name->setText("seven");
        QTest::keyClick(name, Qt::Key_Return);
        auto* const model = opened.table()->model();
        QVERIFY(model->setData(model->index(0, RunsModel::Notes), "lucky"));
        const auto stored = [&] {
            const auto run = Project::open(file)->run(3);
            return run && run->name == "seven" && run->marks.notes == "lucky" &&
                   kColourNames[static_cast<std::size_t>(run->marks.colour)] == "green";
        };
        QTRY_VERIFY(stored());
        QTRY_VERIFY(!opened.table()->isColumnHidden(RunsModel::Notes));
    }

    void severalAreCompared() {
        Opened opened(threeRuns());
        QTRY_COMPARE(opened.table()->model()->rowCount(), 3);
        opened.selectRows({1, 2});
        QTRY_VERIFY(opened.says("Against “first”:"));
        QVERIFY(opened.says("“second” hits"));
        QVERIFY(opened.says("95 %"));
        auto* const differences =
            named<QTableView>(opened.page, "Settings of the selected runs")->model();
        QCOMPARE(differences->rowCount(), 1);
        QCOMPARE(differences->columnCount(), 3);
        QCOMPARE(named<QComboBox>(opened.page, "What the curves show")->currentIndex(), 0);
        // Another seed draws other negatives: it says so instead of a test.
        opened.selectRows({0, 2});
        QTRY_VERIFY(opened.says("seeds differ"));
        QVERIFY(!opened.says("95 %"));
        opened.selectRows({0});
        QTRY_VERIFY(!opened.says("Against"));
    }

    void anOldRunIsEvaluatedAgain() {
        const auto file = threeRuns();
        {
            // As a version without results per user left it.
            auto project = Project::open(file);
            auto bare = *project->run(1);
            bare.name = "old";
            bare.id = *project->beginRun(bare);
            QVERIFY(bool(
                project->addEpoch(bare.id, project->epochs(1)->front(), *project->weights(1))));
            QVERIFY(bool(project->finishRun(bare)));
        }
        Opened opened(file);
        QTRY_COMPARE(opened.table()->model()->rowCount(), 4);
        opened.selectRows({0, 2});
        auto* const again =
            named<QPushButton>(opened.page, "Evaluate the runs without results per user again");
        QTRY_VERIFY(again->isVisible());
        QVERIFY(!opened.says("95 %"));
        QSignalSpy failed(&opened.session, &Session::failed);
        again->click();
        QTRY_VERIFY_WITH_TIMEOUT(opened.says("95 %") || !failed.isEmpty(), 20000);
        QVERIFY2(failed.isEmpty(), qPrintable(failed.value(0).value(0).toString()));
        QVERIFY(!again->isVisible());
    }

    void exportsWhatIsThere() {
        Opened opened(threeRuns());
        QTRY_COMPARE(opened.table()->model()->rowCount(), 3);
        const auto read = [](const QString& name) {
            QFile file(name);
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        const auto csv = folder_.filePath("runs.csv");
        opened.page.exportTo(csv);
        QTRY_COMPARE(read(csv).count('\n'), 4);
        QVERIFY(read(csv).contains("training.learningRate"));
        const auto json = folder_.filePath("runs.json");
        opened.page.exportTo(json);
        QTRY_VERIFY(!read(json).isEmpty());
        const auto runs = QJsonDocument::fromJson(read(json)).object()[u"runs"].toArray();
        QCOMPARE(runs.size(), 3);
        QVERIFY(!runs[0][u"protocol"].toString().isEmpty());
        QVERIFY(runs[0][u"config"][u"training"].isObject());
        QSignalSpy failed(&opened.session, &Session::failed);
        opened.page.exportTo(folder_.filePath("no/such/folder.csv"));
        QVERIFY(failed.wait(5000));
    }

    void aProjectWithoutRunsSaysWhatToDo() {
        const auto file = threeRuns();
        {
            auto project = Project::open(file);
            for (const int run : {1, 2, 3}) {
                QVERIFY(bool(project->removeRun(run)));
            }
        }
        Opened opened(file);
        QTRY_VERIFY(named<QPushButton>(opened.page, "Go to Experiment")->isVisible());
    }
};

QTEST_MAIN(TestRunsPage)
#include "tst_runs_page.moc"
