// Taking things away in the window: a run's exports, and room from the project file.

#include "experiment/run_experiment.h"
#include "main_window.h"
#include "recommendations/export_menu.h"
#include "resources/resources.h"
#include "session/session.h"
#include "session/training_run.h"
#include "support/named_widget.h"
#include "support/small_project.h"
#include "theme/theme.h"
#include "widgets/banner.h"
#include "widgets/passing_note.h"

#include <QAction>
#include <QLabel>
#include <QMenu>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace ncf;
using namespace ncf::test;

using Kind = ExportMenu::Kind;

class TestExportMenu : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::filesystem::path project_;

    QString path(const QString& name) const { return folder_.filePath(name); }

    // Trains in the session's project and gives the run's id.
    static qint64 train(Session& session, const ExperimentConfig& config) {
        session.training()->start(session.projectFile(), config, "small");
        [&] { QTRY_VERIFY_WITH_TIMEOUT(!session.training()->active(), 60000); }();
        const auto project = Project::open(session.projectFile());
        const auto runs = project ? project->runs() : project.error();
        return runs && !runs->empty() ? runs->front().id : 0;
    }

    static QAction* action(const ExportMenu& menu, const QString& part) {
        for (auto* const action : menu.findChild<QMenu*>()->actions()) {
            if (action->text().contains(part)) {
                return action;
            }
        }
        return nullptr;
    }

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName("ncf-tests");
        QSettings().clear();
        initResources();
        Theme::apply(*qApp, Theme::Mode::Light);
        project_ = path("small.ncf").toStdString();
        QVERIFY(importRatings(writeFile(path("small.csv"), smallRatings()), project_, {}));
    }

    void everyKindIsWritten() {
        Session session;
        PassingNote note;
        ExportMenu menu(&session, &note);
        QVERIFY(!menu.isEnabled());
        session.openProject(project_);
        QTRY_VERIFY(session.hasProject());
        menu.setRun(train(session, smallConfig(1)));
        QVERIFY(menu.isEnabled());
        QSignalSpy failed(&session, &Session::failed);
        for (const auto& [kind, name] :
             {std::pair{Kind::Csv, "lists.csv"}, std::pair{Kind::JsonLines, "lists.jsonl"},
              std::pair{Kind::TorchScript, "model.pt"}, std::pair{Kind::Onnx, "model.onnx"},
              std::pair{Kind::Card, "card.md"}}) {
            menu.exportTo(kind, path(name));
            QVERIFY(menu.busy());
            QCOMPARE(menu.text(), QString("Stop export"));
            QTRY_VERIFY_WITH_TIMEOUT(!menu.busy(), 20000);
            QVERIFY2(QFileInfo(path(name)).size() > 0, name);
            QVERIFY(note.text().contains(name));
            QVERIFY(!note.isHidden());
            QCOMPARE(menu.text(), QString("Export"));
        }
        QVERIFY(note.text().startsWith("Saved as "));
        QVERIFY(QFile::exists(path("model.users.csv")) && QFile::exists(path("model.items.csv")));
        QCOMPARE(failed.count(), 0);
    }

    void failuresAreTold() {
        Session session;
        PassingNote note;
        ExportMenu menu(&session, &note);
        session.openProject(project_);
        QTRY_VERIFY(session.hasProject());
        menu.setRun(train(session, smallConfig(1)));
        QSignalSpy failed(&session, &Session::failed);
        int expected = 0;
        for (const auto kind :
             {Kind::Csv, Kind::JsonLines, Kind::TorchScript, Kind::Onnx, Kind::Card}) {
            menu.exportTo(kind, "/no/such/folder/file");
            ++expected;
            QTRY_COMPARE_WITH_TIMEOUT(failed.count(), expected, 20000);
            QVERIFY(!menu.busy());
            QVERIFY(note.isHidden());
            // The project itself would be lost.
            menu.exportTo(kind, QString::fromStdString(project_.string()));
            ++expected;
            QTRY_COMPARE_WITH_TIMEOUT(failed.count(), expected, 20000);
        }
        QVERIFY(Project::open(project_));
    }

    void aRunWithoutANetworkOffersNone() {
        Session session;
        PassingNote note;
        ExportMenu menu(&session, &note);
        session.openProject(project_);
        QTRY_VERIFY(session.hasProject());
        auto config = smallConfig(1);
        config.method = Method::Popularity;
        menu.setRun(train(session, config));
        QTRY_VERIFY(!action(menu, "TorchScript")->isEnabled());
        QVERIFY(!action(menu, "ONNX")->isEnabled());
        QVERIFY(action(menu, "CSV")->isEnabled());
        menu.setRun(train(session, smallConfig(1)));
        QTRY_VERIFY(action(menu, "TorchScript")->isEnabled());
    }

    void canBeStopped() {
        Session session;
        PassingNote note;
        ExportMenu menu(&session, &note);
        session.openProject(project_);
        QTRY_VERIFY(session.hasProject());
        menu.setRun(train(session, smallConfig(1)));
        QSignalSpy failed(&session, &Session::failed);
        for (const auto kind : {Kind::Csv, Kind::TorchScript, Kind::Card}) {
            menu.exportTo(kind, path("stopped"));
            menu.click();
            QVERIFY(!menu.busy());
            QCOMPARE(note.text(), QString("The export was stopped."));
        }
        // What was stopped says nothing more, and the next one works.
        menu.exportTo(Kind::Csv, path("after.csv"));
        QTRY_VERIFY_WITH_TIMEOUT(!menu.busy(), 20000);
        QVERIFY(note.text().contains("after.csv"));
        QCOMPARE(failed.count(), 0);
        // Another project ends it, too.
        menu.exportTo(Kind::TorchScript, path("stopped"));
        session.openProject(project_);
        QTRY_VERIFY(!menu.busy());
        QVERIFY(!menu.isEnabled());
    }

    void compactingTellsWhatItFreed() {
        RunControl control;
        RunMonitor monitor;
        const auto run = runExperiment(project_, smallConfig(1), "gone", control, monitor);
        QVERIFY(run);
        auto project = Project::open(project_);
        QVERIFY(project && project->removeRun(run->id));

        MainWindow window;
        window.show();
        auto* const session = window.findChild<Session*>();
        QAction* compact = nullptr;
        for (auto* const candidate : window.findChildren<QAction*>()) {
            compact = candidate->text() == "&Compact the project file" ? candidate : compact;
        }
        QVERIFY(compact);
        QVERIFY(!compact->isEnabled());
        window.openFile(project_);
        QTRY_VERIFY(session->hasProject());
        compact->trigger();
        const auto said = [&] {
            for (const auto* const label : window.findChildren<QLabel*>()) {
                if (label->isVisible() && label->text().contains("compacting it freed")) {
                    return true;
                }
            }
            return false;
        };
        QTRY_VERIFY(said());
        QVERIFY(compact->isEnabled());
        QVERIFY(!project->restoreRun(run->id));

        // Not while the file is written.
        session->training()->start(session->projectFile(), smallConfig(10000), "long");
        QVERIFY(session->busy());
        compact->trigger();
        const auto* const banner = window.findChild<Banner*>();
        QVERIFY(banner->accessibleName().contains("being written"));
        session->training()->stop();
        QTRY_VERIFY_WITH_TIMEOUT(!session->busy(), 60000);
    }
};

QTEST_MAIN(TestExportMenu)
#include "tst_export_menu.moc"
