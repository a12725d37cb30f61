#include "experiment/around_item.h"
#include "pages/recommendations_page.h"
#include "recommendations/item_panel.h"
#include "recommendations/people_view.h"
#include "resources/resources.h"
#include "session/session.h"
#include "session/training_run.h"
#include "support/named_widget.h"
#include "support/results.h"
#include "support/small_project.h"
#include "theme/theme.h"
#include "widgets/elided_label.h"
#include "widgets/histogram.h"
#include "widgets/side_panel.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace ncf;
using namespace ncf::test;

namespace {

QStringList shownTexts(const QWidget& root) {
    QStringList texts;
    for (const auto* const label : root.findChildren<QLabel*>()) {
        if (label->isVisible() && !label->text().isEmpty()) {
            texts << label->text();
        }
    }
    return texts;
}

QString textOf(const QTableView& table, int row, int column) {
    return table.model()->index(row, column).data().toString();
}

void activate(QTableView& table, int row) {
    table.setFocus();
    table.selectRow(row);
    const auto at = table.visualRect(table.model()->index(row, 0)).center();
    QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, at);
    QTest::mouseDClick(table.viewport(), Qt::LeftButton, {}, at);
}

}  // namespace

class TestItemPanel : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::filesystem::path project_;
    std::int64_t first_ = 0;
    std::int64_t second_ = 0;
    std::int64_t baseline_ = 0;

    // What the core says of the item with the run.
    struct Expected {
        ItemFacts facts;
        std::vector<RecommendationRow> similar;
        std::vector<LikelyUser> users;
    };
    Expected expected(ItemIndex item, std::int64_t runId) {
        const auto project = Project::open(project_);
        auto data = loadProjectData(*project);
        auto run = LoadedRun::load(*project, runId, *data);
        return {itemFacts(**data, item), *similarItems(*run, item, 20),
                *likelyUsers(*run, item, 20)};
    }

    // A page on the project with the first run chosen; `use` looks at it.
    template <class Use>
    void onPage(QSize size, const Use& use) {
        Session session;
        RecommendationsPage page(&session);
        page.resize(size);
        page.show();
        session.openProject(project_);
        auto* const run = named<QComboBox>(page, "The run whose recommendations are shown");
        QTRY_COMPARE(run->count(), 3);
        page.showRun(first_);
        use(page, *page.findChild<ItemPanel*>(), *page.findChild<PeopleView*>());
    }

private Q_SLOTS:
    void initTestCase() {
        initResources();
        Theme::apply(*qApp, Theme::Mode::Light);
        QByteArray titles = "id,title,genres\n";
        for (int item = 0; item < 29; ++item) {  // the last one has no title
            titles += "f" + QByteArray::number(item) + ",Film " + QByteArray::number(item) +
                      " (1990),Drama|Comedy\n";
        }
        ImportOptions options;
        options.titles = writeFile(folder_.filePath("small-titles.csv"), titles);
        project_ = folder_.filePath("small.ncf").toStdString();
        REQUIRE_OK(importRatings(writeFile(folder_.filePath("small.csv"), smallRatings()), project_,
                                 options));
        RunControl control;
        RunMonitor monitor;
        auto config = smallConfig(2);
        first_ = runExperiment(project_, config, "first", control, monitor)->id;
        config.seed = 7;
        second_ = runExperiment(project_, config, "second", control, monitor)->id;
        config.method = Method::Popularity;
        baseline_ = runExperiment(project_, config, "popular", control, monitor)->id;
        QVERIFY(first_ > 0 && second_ > first_ && baseline_ > second_);
    }

    void showsWhatTheCoreSays() {
        onPage({1240, 700}, [this](auto& page, auto& panel, auto& people) {
            QVERIFY(!panel.isVisible());
            const ItemIndex item = 5;
            Q_EMIT people.itemRequested(item);
            QVERIFY(panel.isVisible());
            const auto said = expected(item, first_);
            auto* const similar = named<QTableView>(panel, "Similar items");
            QTRY_VERIFY(similar->isVisible());
            const auto texts = shownTexts(panel);
            QVERIFY(texts.contains(QString::fromStdString(said.facts.item.info.title)));
            QVERIFY(texts.contains(QStringLiteral("Drama, Comedy")));  // the title tells the year
            QVERIFY(texts.contains(QStringLiteral("Most popular of 30: 7 people")));
            QVERIFY(texts.contains(
                QStringLiteral("Rated %1 on average").arg(*said.facts.meanRating, 0, 'f', 2)));
            auto* const histogram = panel.template findChild<Histogram*>();
            QVERIFY(histogram->isVisible());
            QStringList bars;
            for (const auto& [rating, count] : said.facts.ratings) {
                bars << QStringLiteral("%1: %2 times").arg(rating).arg(count);
            }
            QCOMPARE(histogram->accessibleDescription(), bars.join(QStringLiteral(", ")));
            QCOMPARE(similar->model()->rowCount(), 20);
            for (int row = 0; row < 20; ++row) {
                const auto& info = said.similar[static_cast<std::size_t>(row)];
                QCOMPARE(textOf(*similar, row, 0),
                         QString::fromStdString(info.info.title.empty() ? info.itemId
                                                                        : info.info.title));
                QCOMPARE(textOf(*similar, row, 1),
                         QStringLiteral("%1").arg(double(info.score), 0, 'f', 3));
            }
            named<QTabBar>(panel, "Lists around the item")->setCurrentIndex(1);
            auto* const users = named<QTableView>(panel, "Users most likely to want it");
            QTRY_VERIFY(users->isVisible());
            QCOMPARE(static_cast<std::size_t>(users->model()->rowCount()), said.users.size());
            for (int row = 0; row < users->model()->rowCount(); ++row) {
                QCOMPARE(textOf(*users, row, 0),
                         QString::fromStdString(said.users[static_cast<std::size_t>(row)].user.id));
            }
            Q_EMIT people.itemRequested(20);
            QTRY_VERIFY(
                shownTexts(panel).contains(QStringLiteral("21st most popular of 30: 6 people")));
            Q_UNUSED(page);
        });
    }

    void goesToASimilarItemAndBack() {
        onPage({1240, 700}, [](auto& page, auto& panel, auto& people) {
            Q_EMIT people.itemRequested(3);
            auto* const similar = named<QTableView>(panel, "Similar items");
            QTRY_VERIFY(similar->isVisible());
            const auto first = shownTexts(panel);
            auto* const back = named<QPushButton>(panel, "Back to the item before");
            QVERIFY(!back->isVisible());
            const auto title = textOf(*similar, 0, 0);
            activate(*similar, 0);
            QTRY_VERIFY(shownTexts(panel).contains(title));
            QVERIFY(back->isVisible());
            back->click();
            QTRY_COMPARE(shownTexts(panel), first);
            QVERIFY(!back->isVisible());
            Q_UNUSED(page);
        });
    }

    void theNewestRequestWins() {
        onPage({1240, 700}, [this](auto& page, auto& panel, auto& people) {
            auto* const similar = named<QTableView>(panel, "Similar items");
            QSignalSpy filled(similar->model(), &QAbstractItemModel::modelReset);
            for (ItemIndex item = 0; item < 10; ++item) {
                Q_EMIT people.itemRequested(item);
            }
            QTRY_VERIFY(similar->isVisible());
            QTest::qWait(50);
            const auto said = expected(9, first_);
            QVERIFY(shownTexts(panel).contains(QString::fromStdString(said.facts.item.info.title)));
            QCOMPARE(filled.count(), 1);
            Q_UNUSED(page);
        });
    }

    void followsTheChosenRun() {
        onPage({1240, 700}, [this](auto& page, auto& panel, auto& people) {
            Q_EMIT people.itemRequested(5);
            auto* const similar = named<QTableView>(panel, "Similar items");
            QTRY_VERIFY(similar->isVisible());
            const auto score = [&](const Expected& of) {
                return QStringLiteral("%1").arg(double(of.similar[0].score), 0, 'f', 3);
            };
            const auto one = score(expected(5, first_));
            const auto two = score(expected(5, second_));
            QVERIFY(one != two);
            QCOMPARE(textOf(*similar, 0, 1), one);
            page.showRun(second_);
            QTRY_COMPARE(textOf(*similar, 0, 1), two);
            QVERIFY(panel.isVisible());
        });
    }

    void aUserLeadsToTheirLists() {
        onPage({3000, 700}, [](auto& page, auto& panel, auto& people) {
            Q_EMIT people.itemRequested(5);
            named<QTabBar>(panel, "Lists around the item")->setCurrentIndex(1);
            auto* const users = named<QTableView>(panel, "Users most likely to want it");
            QTRY_VERIFY(users->isVisible());
            QSignalSpy requested(&panel, &ItemPanel::userRequested);
            const auto id = textOf(*users, 2, 0);
            activate(*users, 2);
            QCOMPARE(requested.count(), 1);
            QCOMPARE(requested[0][0].toString(), id);
            const auto headline = people.template findChild<ElidedLabel*>();
            QTRY_VERIFY(headline->fullText().startsWith(QStringLiteral("User %1 ").arg(id)));
            QVERIFY(panel.isVisible());
            Q_UNUSED(page);
        });
    }

    void closesByButtonAndEscape() {
        onPage({1240, 700}, [](auto& page, auto& panel, auto& people) {
            Q_EMIT people.itemRequested(1);
            QVERIFY(panel.isVisible());
            named<QPushButton>(panel, "Close the item")->click();
            QVERIFY(!panel.isVisible());
            Q_EMIT people.itemRequested(1);
            QVERIFY(panel.isVisible());
            QTest::keyClick(named<QTableView>(page, "Users"), Qt::Key_Escape);
            QVERIFY(!panel.isVisible());
            QTest::keyClick(&page, Qt::Key_Escape);
            // What was closed is not a step back.
            Q_EMIT people.itemRequested(2);
            QTRY_VERIFY(named<QTableView>(panel, "Similar items")->isVisible());
            QVERIFY(!named<QPushButton>(panel, "Back to the item before")->isVisible());
        });
    }

    void liesOverTheViewWhereThereIsNoRoomBesideIt() {
        onPage({3000, 700}, [](auto& page, auto& panel, auto& people) {
            auto* const side = page.template findChild<SidePanel*>();
            Q_EMIT people.itemRequested(1);
            QTRY_COMPARE(panel.width(), ItemPanel::kWidth);
            QTRY_COMPARE(panel.geometry().right(), side->rect().right());
            QTRY_VERIFY(people.width() <= side->width() - panel.width());
            QVERIFY(!side->covers());
            page.resize(page.minimumSizeHint());
            QTRY_COMPARE(people.width(), side->width());
            QVERIFY(side->covers());
            QCOMPARE(panel.geometry().right(), side->rect().right());
            // A user's lists are not looked at through it.
            Q_EMIT panel.userRequested(QStringLiteral("u3"));
            QVERIFY(!panel.isVisible());
        });
    }

    void saysWhyThereIsNothing() {
        Session session;
        ItemPanel panel(&session);
        session.openProject(project_);
        QTRY_VERIFY(session.datasetInfo());
        panel.showItem(1);
        QVERIFY(!panel.isVisible());  // without a run there is nobody to ask
        panel.setRun(999);
        panel.showItem(1);
        QVERIFY(panel.isVisible());
        QTRY_VERIFY(shownTexts(panel).join(QString()).contains(QStringLiteral("999")));
        panel.setRun(first_);
        QTRY_VERIFY(named<QTableView>(panel, "Similar items")->isVisible());
        // A baseline has no embeddings, but the data has its facts.
        panel.setRun(baseline_);
        QTRY_VERIFY(shownTexts(panel).join(QString()).contains(QStringLiteral("no embeddings")));
        QVERIFY(panel.findChild<Histogram*>()->isVisible());
        named<QTabBar>(panel, "Lists around the item")->setCurrentIndex(1);
        QTRY_VERIFY(shownTexts(panel).join(QString()).contains(QStringLiteral("same score")));
        session.openProject(project_);
        QTRY_VERIFY(!panel.isVisible());
    }
};

QTEST_MAIN(TestItemPanel)
#include "tst_item_panel.moc"
