#include "models/item_lists.h"
#include "pages/recommendations_page.h"
#include "resources/resources.h"
#include "session/session.h"
#include "session/training_run.h"
#include "support/small_project.h"
#include "theme/theme.h"
#include "widgets/elided_label.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

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

QPushButton* buttonShown(QWidget& root, const QString& text) {
    for (auto* const button : root.findChildren<QPushButton*>()) {
        if (button->isVisible() && button->text() == text) {
            return button;
        }
    }
    return nullptr;
}

}  // namespace

class TestRecommendationsPage : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    std::filesystem::path makeProject(const QString& name) {
        const auto csv = writeFile(folder_.filePath(name + ".csv"), smallRatings());
        const std::filesystem::path project = folder_.filePath(name + ".ncf").toStdString();
        const auto report = importRatings(csv, project, {});
        return report ? project : std::filesystem::path();
    }

private Q_SLOTS:
    void initTestCase() {
        initResources();
        Theme::apply(*qApp, Theme::Mode::Light);
    }

    void leadsOnWhileThereIsNothing() {
        Session session;
        RecommendationsPage page(&session);
        page.show();
        QSignalSpy data(&page, &RecommendationsPage::dataPageRequested);
        QSignalSpy experiment(&page, &RecommendationsPage::experimentRequested);
        QVERIFY(buttonShown(page, "Go to Data"));
        buttonShown(page, "Go to Data")->click();
        QCOMPARE(data.count(), 1);
        session.openProject(makeProject("untrained"));
        QTRY_VERIFY(buttonShown(page, "Go to Experiment"));
        buttonShown(page, "Go to Experiment")->click();
        QCOMPARE(experiment.count(), 1);
    }

    void browsesATrainedProject() {
        Session session;
        RecommendationsPage page(&session);
        page.show();
        session.openProject(makeProject("trained"));
        QTRY_VERIFY(session.hasProject());
        session.training()->start(session.projectFile(), smallConfig(1), "small");
        QTRY_VERIFY_WITH_TIMEOUT(!session.training()->active(), 60000);

        auto* const run = named<QComboBox>(page, "The run whose recommendations are shown");
        QTRY_COMPARE(run->count(), 1);
        auto* const users = named<QTableView>(page, "Users");
        QTRY_COMPARE(users->model()->rowCount(), 40);
        auto* const list = named<QTableView>(page, "What the model recommends");
        auto* const history = named<QTableView>(page, "What this user interacted with");
        QTRY_COMPARE(list->model()->rowCount(), 5);
        QTRY_COMPARE(history->model()->rowCount(), 5);
        auto* const headline = page.findChild<ElidedLabel*>();
        QCOMPARE(headline->fullText(), QString("User u0 · 5 interactions"));
        // Without a titles file there are no genres to show. Nothing from training is recommended;
        // the two latest interactions are held out, and may be.
        QVERIFY(list->isColumnHidden(RecommendationsModel::Genres));
        QVERIFY(!history->isColumnHidden(HistoryModel::Date));
        for (int seen = 2; seen < history->model()->rowCount(); ++seen) {
            for (int row = 0; row < list->model()->rowCount(); ++row) {
                QVERIFY(history->model()->index(seen, HistoryModel::Title).data() !=
                        list->model()->index(row, RecommendationsModel::Title).data());
            }
        }

        auto* const previous = named<QPushButton>(page, "Previous user");
        auto* const next = named<QPushButton>(page, "Next user");
        QVERIFY(!previous->isEnabled());
        next->click();
        QCOMPARE(headline->fullText(), QString("User u1 · 5 interactions"));
        QVERIFY(previous->isEnabled());
        users->selectRow(39);
        QVERIFY(!next->isEnabled());

        auto* const search = named<QLineEdit>(page, "Find a user by the start of the id");
        search->setText("u3");  // u3 and u30 … u39
        QTRY_COMPARE(users->model()->rowCount(), 11);
        QTRY_COMPARE(headline->fullText(), QString("User u3 · 5 interactions"));
        search->setText("nobody%");
        QTRY_COMPARE(users->model()->rowCount(), 0);
        QTRY_COMPARE(list->model()->rowCount(), 0);
        QCOMPARE(history->model()->rowCount(), 0);
        QVERIFY(!next->isEnabled() && !previous->isEnabled());
        search->clear();
        QTRY_COMPARE(users->model()->rowCount(), 40);

        // Another project without runs: nothing of this one stays.
        session.openProject(makeProject("another"));
        QTRY_VERIFY(buttonShown(page, "Go to Experiment"));
        QCOMPARE(run->count(), 0);
        QTRY_COMPARE(list->model()->rowCount(), 0);
    }
};

QTEST_MAIN(TestRecommendationsPage)
#include "tst_recommendations_page.moc"
