#include "recommendations/qualities_view.h"
#include "resources/resources.h"
#include "session/session.h"
#include "session/training_run.h"
#include "support/named_widget.h"
#include "support/small_project.h"
#include "theme/theme.h"

#include <QLabel>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace ncf;
using namespace ncf::test;

namespace {

bool shows(QWidget& root, const QString& text) {
    for (const auto* const label : root.findChildren<QLabel*>()) {
        if (label->isVisible() && label->text().contains(text)) {
            return true;
        }
    }
    return false;
}

}  // namespace

class TestQualitiesView : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::filesystem::path file_;
    qint64 withLists_ = 0;
    qint64 withoutLists_ = 0;

    static qint64 train(const std::filesystem::path& file, int recommendations) {
        auto config = smallConfig(1);
        config.recommendations = recommendations;
        RunControl control;
        RunMonitor monitor;
        const auto run = runExperiment(file, config, "", control, monitor);
        return run ? run->id : 0;
    }

private Q_SLOTS:
    void initTestCase() {
        initResources();
        Theme::apply(*qApp, Theme::Mode::Light);
        file_ = folder_.filePath("small.ncf").toStdString();
        const auto ratings = writeFile(folder_.filePath("small.csv"), smallRatings());
        QVERIFY(bool(importRatings(ratings, file_, {})));
        withLists_ = train(file_, 5);
        withoutLists_ = train(file_, 0);
        QVERIFY(withLists_ > 0 && withoutLists_ > 0);
    }

    void measuresWhenLookedAt() {
        Session session;
        QualitiesView view(&session);
        session.openProject(file_);
        QTRY_VERIFY(session.hasProject());
        view.setRun(withLists_);
        auto* const table = named<QTableView>(view, "Results by how much the users interacted");
        QTest::qWait(50);
        QCOMPARE(table->model()->rowCount(), 0);  // hidden: nothing was asked for
        view.show();
        QTRY_COMPARE(table->model()->rowCount(), 3);
        QVERIFY(shows(view, "Catalogue coverage"));
        QVERIFY(shows(view, "of 30 items are recommended"));
        QVERIFY(table->model()->index(0, 2).data().toString().startsWith("HR@10"));
    }

    void saysWhyThereIsNothing() {
        Session session;
        QualitiesView view(&session);
        view.show();
        session.openProject(file_);
        QTRY_VERIFY(session.hasProject());
        view.setRun(withoutLists_);
        QTRY_VERIFY(shows(view, "stored no lists"));
        // And gets over it.
        view.setRun(withLists_);
        QTRY_VERIFY(shows(view, "Catalogue coverage"));
    }

    void theLastRunChosenCounts() {
        Session session;
        QualitiesView view(&session);
        view.show();
        session.openProject(file_);
        QTRY_VERIFY(session.hasProject());
        for (int i = 0; i < 20; ++i) {
            view.setRun(withLists_);
            view.setRun(withoutLists_);
        }
        QTRY_VERIFY(shows(view, "stored no lists"));
        QTest::qWait(100);
        QVERIFY(shows(view, "stored no lists"));
    }
};

QTEST_MAIN(TestQualitiesView)
#include "tst_qualities_view.moc"
