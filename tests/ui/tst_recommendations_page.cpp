#include "models/item_lists.h"
#include "pages/recommendations_page.h"
#include "recommendations/held_out_line.h"
#include "recommendations/people_view.h"
#include "recommendations/ranked_list.h"
#include "resources/resources.h"
#include "session/session.h"
#include "session/training_run.h"
#include "support/small_project.h"
#include "theme/theme.h"
#include "widgets/elided_label.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <algorithm>

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

    // A finished run in the session's project.
    void train(Session& session, const ExperimentConfig& config, const QString& name) {
        session.training()->start(session.projectFile(), config, name);
        QTRY_VERIFY_WITH_TIMEOUT(!session.training()->active(), 60000);
    }

    static QString cell(const QTableView& table, int row, int column) {
        return table.model()->index(row, column).data().toString();
    }

    // The line below this list.
    static HeldOutLine* heldOutLineOf(const QTableView& table) {
        QWidget* around = table.parentWidget();
        while (!qobject_cast<RankedList*>(around)) {
            around = around->parentWidget();
        }
        return around->findChild<HeldOutLine*>();
    }

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
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
        page.resize(1200, 800);
        page.show();
        session.openProject(makeProject("trained"));
        QTRY_VERIFY(session.hasProject());
        train(session, smallConfig(1), "small");

        auto* const run = named<QComboBox>(page, "The run whose recommendations are shown");
        QTRY_COMPARE(run->count(), 1);
        auto* const users = named<QTableView>(page, "Users");
        QTRY_COMPARE(users->model()->rowCount(), 40);
        auto* const list = named<QTableView>(page, "What the model recommends");
        auto* const history = named<QTableView>(page, "What this user interacted with");
        QTRY_COMPARE(list->model()->rowCount(), 5);
        QTRY_COMPARE(history->model()->rowCount(), 5);
        const auto labels = page.findChildren<ElidedLabel*>();
        const auto isHeadline = [](auto* label) { return label->property("headline").toBool(); };
        auto* const headline = *std::ranges::find_if(labels, isHeadline);
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

    void marksTheHeldOutItem() {
        Session session;
        RecommendationsPage page(&session);
        page.show();
        session.openProject(makeProject("heldout"));
        QTRY_VERIFY(session.hasProject());
        auto* const line = heldOutLineOf(*named<QTableView>(page, "What the model recommends"));
        QSignalSpy answered(line, &HeldOutLine::found);
        train(session, smallConfig(20), "small");
        auto* const list = named<QTableView>(page, "What the model recommends");
        auto* const history = named<QTableView>(page, "What this user interacted with");
        auto* const next = named<QPushButton>(page, "Next user");
        const auto hasBadge = [](const QTableView* table, int row, int title) {
            return !table->model()->index(row, title).data(kItemBadgeRole).toString().isEmpty();
        };
        int found = 0;
        for (int user = 0; user < 40; ++user) {
            QTRY_VERIFY(answered.count() > 0);
            QVERIFY(line->text().startsWith("The held-out item"));
            QCOMPARE(history->model()->rowCount(), 5);
            // The latest interaction, and nothing else.
            QVERIFY(hasBadge(history, 0, HistoryModel::Title));
            QVERIFY(!hasBadge(history, 1, HistoryModel::Title));
            const bool inList = line->text().contains("was found");
            QCOMPARE(inList, !line->text().contains("was missed"));
            bool marked = false;
            for (int row = 0; row < list->model()->rowCount(); ++row) {
                if (hasBadge(list, row, RecommendationsModel::Title)) {
                    marked = true;
                    QCOMPARE(cell(*list, row, RecommendationsModel::Title),
                             cell(*history, 0, HistoryModel::Title));
                }
            }
            QCOMPARE(marked, inList);
            found += inList ? 1 : 0;
            answered.clear();
            next->click();
        }
        QVERIFY2(found > 0 && found < 40, qPrintable(QString::number(found)));
    }

    void findsUsersByAnItem() {
        Session session;
        RecommendationsPage page(&session);
        page.show();
        session.openProject(makeProject("byitem"));
        QTRY_VERIFY(session.hasProject());
        train(session, smallConfig(1), "small");
        auto* const users = named<QTableView>(page, "Users");
        QTRY_COMPARE(users->model()->rowCount(), 40);
        auto* const by = named<QComboBox>(page, "How to find users");
        by->setCurrentIndex(1);
        auto& people = *page.findChild<PeopleView*>();
        auto* const search = named<QLineEdit>(people, "Find an item by title or id");
        auto* const found = named<QListWidget>(people, "Items found");
        search->setText("f17");
        QTRY_COMPARE(found->count(), 1);
        QTest::keyClick(search, Qt::Key_Return);
        // Odd items are known to odd users only, and each by a third of them.
        QTRY_COMPARE(users->model()->rowCount(), 6);
        auto* const history = named<QTableView>(page, "What this user interacted with");
        for (int row = 0; row < users->model()->rowCount(); ++row) {
            users->selectRow(row);
            const auto knows = [&] {
                for (int i = 0; i < history->model()->rowCount(); ++i) {
                    if (cell(*history, i, HistoryModel::Title) == "f17") {
                        return true;
                    }
                }
                return false;
            };
            QTRY_VERIFY(knows());
        }
        by->setCurrentIndex(0);
        QTRY_COMPARE(users->model()->rowCount(), 40);
    }

    void comparesTwoRuns() {
        Session session;
        RecommendationsPage page(&session);
        page.resize(1100, 700);
        page.show();
        session.openProject(makeProject("compare"));
        QTRY_VERIFY(session.hasProject());
        train(session, smallConfig(1), "first");
        auto* const compare = named<QComboBox>(page, "The run to compare with");
        auto* const run = named<QComboBox>(page, "The run whose recommendations are shown");
        QTRY_COMPARE(run->count(), 1);
        QCOMPARE(compare->count(), 1);  // nothing but “Nothing”
        auto config = smallConfig(8);
        config.recommendations = 8;
        train(session, config, "second");
        QTRY_COMPARE(run->count(), 2);
        QTRY_VERIFY(compare->count() == 2 && compare->itemData(1) != run->currentData());

        auto* const list = named<QTableView>(page, "What the model recommends");
        auto* const other = named<QTableView>(page, "What the other run recommends");
        QTRY_VERIFY(list->model()->rowCount() > 0);
        QVERIFY(!other->isVisible() && list->isColumnHidden(RecommendationsModel::Change));
        const auto compared = compare->itemData(1);
        compare->setCurrentIndex(1);
        QTRY_VERIFY(other->isVisible());
        QVERIFY(!list->isColumnHidden(RecommendationsModel::Change));
        QTRY_COMPARE(list->model()->rowCount() + other->model()->rowCount(), 5 + 8);
        QStringList others;
        for (int row = 0; row < other->model()->rowCount(); ++row) {
            others.append(cell(*other, row, RecommendationsModel::Title));
        }
        int both = 0;
        for (int row = 0; row < list->model()->rowCount(); ++row) {
            const auto at = others.indexOf(cell(*list, row, RecommendationsModel::Title));
            both += at >= 0 ? 1 : 0;
            QCOMPARE(cell(*list, row, RecommendationsModel::Change),
                     at < 0     ? QString("only here")
                     : at > row ? QString("▲ %1").arg(at - row)
                     : at < row ? QString("▼ %1").arg(row - at)
                                : QString("="));
        }
        const auto said = QString("%1 of %2 in both").arg(both).arg(list->model()->rowCount());
        const auto labels = page.findChildren<QLabel*>();
        QVERIFY(std::ranges::any_of(labels, [&](auto* label) { return label->text() == said; }));

        // The run that is compared with becomes the one that is shown: then there is nothing.
        run->setCurrentIndex(run->findData(compared));
        Q_EMIT run->activated(run->currentIndex());
        QTRY_VERIFY(!other->isVisible());
        QTRY_COMPARE(compare->currentIndex(), 0);
    }

    void filtersWithoutRenumbering() {
        Session session;
        RecommendationsPage page(&session);
        page.show();
        session.openProject(makeProject("filter"));
        QTRY_VERIFY(session.hasProject());
        train(session, smallConfig(1), "small");
        auto* const list = named<QTableView>(page, "What the model recommends");
        QTRY_COMPARE(list->model()->rowCount(), 5);
        const QString third = cell(*list, 2, RecommendationsModel::Title);
        auto* const text = named<QLineEdit>(page, "Show only items with this in the title");
        text->setText(third);
        QVERIFY(list->model()->rowCount() < 5);
        QCOMPARE(cell(*list, 0, RecommendationsModel::Title), third);
        QCOMPARE(cell(*list, 0, RecommendationsModel::Rank), QString("3"));
        text->setText("no such title");
        QVERIFY(!list->isVisible());
        QVERIFY(buttonShown(page, "Show all"));
        buttonShown(page, "Show all")->click();
        QCOMPARE(list->model()->rowCount(), 5);
        QVERIFY(list->isVisible());
        auto* const popularity = named<QComboBox>(page, "Show items by how popular they are");
        QTRY_COMPARE(popularity->count(), 6);
        popularity->setCurrentIndex(5);  // only the 3 most popular of 30
        QVERIFY(list->model()->rowCount() < 5);
    }

    void explainsOnlyWhatIsChosen() {
        Session session;
        RecommendationsPage page(&session);
        page.resize(1100, 700);
        page.show();
        session.openProject(makeProject("why"));
        QTRY_VERIFY(session.hasProject());
        train(session, smallConfig(1), "small");
        auto* const list = named<QTableView>(page, "What the model recommends");
        QTRY_COMPARE(list->model()->rowCount(), 5);
        auto* const close = named<QToolButton>(page, "Close the explanation");
        auto* const next = named<QPushButton>(page, "Next user");
        next->click();
        QTRY_COMPARE(list->model()->rowCount(), 5);
        QVERIFY(!close->isVisible());
        const auto row = list->model()->index(1, RecommendationsModel::Title);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(row).center());
        QVERIFY(close->isVisible());
        next->click();
        QVERIFY(!close->isVisible());  // it was about another user
        QTRY_COMPARE(list->model()->rowCount(), 5);
        list->setCurrentIndex(list->model()->index(2, RecommendationsModel::Title));
        QVERIFY(!close->isVisible());
        QTest::keyClick(list, Qt::Key_Return);
        QVERIFY(close->isVisible());
        close->click();
        QVERIFY(!close->isVisible());
    }
};

QTEST_MAIN(TestRecommendationsPage)
#include "tst_recommendations_page.moc"
