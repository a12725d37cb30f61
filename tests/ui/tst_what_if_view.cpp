#include "experiment/what_if_command.h"
#include "models/compared_list_model.h"
#include "resources/resources.h"
#include "support/what_if_driver.h"
#include "theme/theme.h"

#include <QComboBox>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <memory>

using namespace ncf;
using namespace ncf::test;

namespace {

QByteArray withoutRatings() {
    QByteArray csv = "user,film\n";
    for (int user = 0; user < 40; ++user) {
        for (int i = 0; i < 9; ++i) {
            csv += "u" + QByteArray::number(user) + ",f" +
                   QByteArray::number((user % 2) + 2 * ((user + i * 3) % 15)) + "\n";
        }
    }
    return csv;
}

RecommendationRow ranked(ItemIndex item, int rank) {
    RecommendationRow row;
    row.item = item;
    row.rank = rank;
    return row;
}

}  // namespace

class TestWhatIfView : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::filesystem::path rated_;
    std::filesystem::path unrated_;

private Q_SLOTS:
    void initTestCase() {
        initResources();
        Theme::apply(*qApp, Theme::Mode::Light);
        rated_ = whatIfProject(folder_, "rated", smallRatings());
        unrated_ = whatIfProject(folder_, "it's unrated", withoutRatings());
        QVERIFY(!rated_.empty() && !unrated_.empty());
    }

    void movesAreMarked() {
        const std::vector before = {ranked(7, 1), ranked(8, 2), ranked(9, 3)};
        const std::vector now = {ranked(9, 1), ranked(8, 2), ranked(5, 3), ranked(7, 4)};
        const auto moves = movesSince(before, now);
        QCOMPARE(moveMark(moves[0]), QString("▲ 2"));
        QCOMPARE(moveMark(moves[1]), QString());
        QCOMPARE(moveMark(moves[2]), QString("new"));
        QCOMPARE(moveMark(moves[3]), QString("▼ 3"));
        QCOMPARE(moveInWords(moves[0]), QString("2 places higher than before"));
        QCOMPARE(moveMark(lostIn(before, now)[2]), QString("gone"));
        QCOMPARE(moveMark(lostIn(before, now)[0]), QString());
        QVERIFY(movesSince(before, {}).empty());
    }

    void commandsAreQuoted() {
        const std::vector<NamedPick> picks = {{"f1", 4.5f}, {"it's", std::nullopt}, {"-3", 1.0f}};
        QCOMPARE(whatIfCommand("my films.ncf", 3, 20, picks),
                 std::string("whatif 'my films.ncf' 3 --top 20 --like f1=4.5 --like 'it'\\''s' "
                             "--like=-3=1"));
        const std::vector<std::string> removed = {"f1", "f 2"};
        QCOMPARE(whatIfRemovedCommand("-x.ncf", 1, 5, "$u", removed),
                 std::string("whatif ./-x.ncf 1 --top 5 --user '$u' --without f1 "
                             "--without 'f 2'"));
    }

    void aNewPersonIsMadeUp() {
        Shown shown(rated_);
        QTRY_COMPARE(shown.found()->count(), 30);
        QVERIFY(shown.says("Make up a person"));
        QVERIFY(shown.says("The most popular"));
        auto* const copy = named<QPushButton>(shown.view, "Copy this question as an ncf command");
        QVERIFY(!copy->isEnabled());

        const QString first = shown.found()->item(0)->text();
        shown.pick(0);
        QTRY_COMPARE(shown.rows(), kListLength);
        QTRY_VERIFY(shown.says(" ms"));
        QVERIFY(!shown.says("Make up a person"));
        // There is nothing yet to compare the first list with, and no pick is in it.
        QCOMPARE(column(shown.list(), ComparedListModel::Move).join(""), QString());
        QVERIFY(!column(shown.list(), ComparedListModel::Title).contains(first));
        QCOMPARE(shown.copied(), QString("ncf whatif %1 1 --top 20 --like %2=5")
                                     .arg(QString::fromStdString(rated_.string()), first));

        // Picked already: a second click changes nothing.
        shown.pick(0);
        const QString second = shown.found()->item(1)->text();
        shown.pick(1);
        QTRY_VERIFY(!column(shown.list(), ComparedListModel::Title).contains(second));
        QTRY_VERIFY(shown.says(" ms"));
        QVERIFY(!column(shown.list(), ComparedListModel::Move).join("").isEmpty());

        auto* const rating = named<QComboBox>(shown.view, "Rating of " + second);
        QCOMPARE(rating->count(), 5);
        QCOMPARE(rating->currentText(), QString("5"));
        const auto before = column(shown.list(), ComparedListModel::Score);
        rating->setCurrentIndex(0);
        QTRY_VERIFY(column(shown.list(), ComparedListModel::Score) != before);
        QVERIFY(shown.says("Rated below 3 means"));
        QVERIFY(shown.copied().endsWith(QString("--like %1=5 --like %2=1").arg(first, second)));

        // Only what is disliked is left: the run says why it cannot.
        named<QToolButton>(shown.view, "Remove " + first)->click();
        QTRY_COMPARE(shown.rows(), 0);
        QTRY_VERIFY(!shown.says("Working"));
        named<QPushButton>(shown.view, "Remove every item and start again")->click();
        QTRY_VERIFY(shown.says("Make up a person"));
        QVERIFY(!copy->isEnabled());
    }

    void enterAddsWhatIsTyped() {
        Shown shown(rated_);
        QTRY_COMPARE(shown.found()->count(), 30);
        // Enter comes before the answer to the last key.
        QTest::keyClicks(shown.search(), "f17");
        QTest::keyClick(shown.search(), Qt::Key_Return);
        QTRY_VERIFY(shown.copied().endsWith("--like f17=5"));
        QTRY_COMPARE(shown.rows(), kListLength);
        // The arrows choose among several; what is picked already cannot be.
        shown.search()->setText("f1");
        QTRY_COMPARE(shown.found()->count(), 11);
        QTest::keyClick(shown.search(), Qt::Key_Down);
        const auto* const current = shown.found()->currentItem();
        QVERIFY(current != nullptr);
        const QString chosen = current->text();
        QTest::keyClick(shown.search(), Qt::Key_Return);
        QVERIFY(shown.copied().contains("--like " + chosen + "=5"));
        shown.search()->setText("no such");
        QTRY_VERIFY(shown.says("No title or id has these words."));
        QTest::keyClick(shown.search(), Qt::Key_Return);
        QCOMPARE(shown.copied().count("--like"), 2);
    }

    void fastChangesEndInTheLastAnswer() {
        Shown shown(rated_);
        QTRY_COMPARE(shown.found()->count(), 30);
        for (int round = 0; round < 10; ++round) {
            shown.search()->setText(QString("f%1").arg(round));
        }
        QTRY_COMPARE(shown.found()->count(), 1);
        QCOMPARE(shown.found()->item(0)->text(), QString("f9"));
        shown.search()->clear();
        QTRY_COMPARE(shown.found()->count(), 30);
        for (int row = 0; row < 6; ++row) {
            shown.pick(row);
        }
        auto* const rating =
            named<QComboBox>(shown.view, "Rating of " + shown.found()->item(5)->text());
        for (int at = 4; at >= 0; --at) {
            rating->setCurrentIndex(at);
        }
        rating->setCurrentIndex(4);
        QTRY_VERIFY(shown.says(" ms"));
        const auto fast = column(shown.list(), ComparedListModel::Title);
        // The same picks one after the other.
        Shown slow(rated_);
        QTRY_COMPARE(slow.found()->count(), 30);
        for (int row = 0; row < 6; ++row) {
            slow.pick(row);
            QTRY_VERIFY(slow.says(" ms"));
        }
        QCOMPARE(column(slow.list(), ComparedListModel::Title), fast);
    }

    void withoutRatingsThereIsOnlyLiking() {
        Shown shown(unrated_);
        QTRY_COMPARE(shown.found()->count(), 30);
        const QString first = shown.found()->item(0)->text();
        shown.pick(0);
        QTRY_COMPARE(shown.rows(), kListLength);
        QVERIFY(shown.says("likes it"));
        QCOMPARE(shown.copied(),
                 QString("ncf whatif '%1' 1 --top 20 --like %2")
                     .arg(QString::fromStdString(unrated_.string()).replace("'", "'\\''"), first));
    }

    void aDoubleClickAsksForTheItem() {
        Shown shown(rated_);
        QSignalSpy spy(&shown.view, &RunView::itemRequested);
        QTRY_COMPARE(shown.found()->count(), 30);
        shown.pick(0);
        QTRY_COMPARE(shown.rows(), kListLength);
        auto* const list = shown.list();
        const auto cell = list->model()->index(1, ComparedListModel::Title);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(cell).center());
        QTest::mouseDClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(cell).center());
        QCOMPARE(spy.count(), 1);
        const auto& rows = static_cast<ComparedListModel*>(list->model())->rows();
        QCOMPARE(spy.first().first().value<ItemIndex>(), rows[1].item);
    }

    void aRunThatCannot() {
        Shown shown(rated_, 99);
        QTRY_VERIFY(shown.says("99"));  // there is no such run
        shown.chooseUser("u3");
        QTRY_VERIFY(shown.says("99"));
        QCOMPARE(shown.rows(kTicks), 0);
        // Another run, and all is well.
        shown.view.setRun(1);
        QTRY_COMPARE(shown.rows(kTicks), kHistory);
        QCOMPARE(shown.found()->count(), 30);
    }

    void aRunWithoutANetwork() {
        Shown shown(rated_, 2);
        QTRY_COMPARE(shown.found()->count(), 30);
        shown.pick(0);
        QTRY_VERIFY(shown.says("“most popular” trained no network"));
        QCOMPARE(shown.rows(), 0);
        shown.chooseUser("u3");
        QTRY_COMPARE(shown.rows(kTicks), kHistory);
        QTRY_VERIFY(shown.says("“most popular” trained no network"));
        // The picks stay for a run that can.
        shown.view.setRun(1);
        QTRY_COMPARE(shown.rows("With everything"), kListLength);
        QTRY_COMPARE(shown.rows(), kListLength);
    }

    void anotherProjectForgetsEverything() {
        Shown shown(rated_);
        QTRY_COMPARE(shown.found()->count(), 30);
        shown.pick(0);
        QTRY_COMPARE(shown.rows(), kListLength);
        shown.pick(1);  // still being worked out when the other project opens
        shown.session.openProject(unrated_);
        QTRY_COMPARE(shown.rows(), 0);
        QCOMPARE(shown.found()->count(), 0);
        QVERIFY(shown.says("Make up a person"));
        QTest::qWait(50);  // for an answer that must not come
        QCOMPARE(shown.rows(), 0);
        shown.view.setRun(1);
        QTRY_COMPARE(shown.found()->count(), 30);
        shown.pick(2);
        QTRY_COMPARE(shown.rows(), kListLength);
        QVERIFY(shown.says("likes it"));
    }

    void closingWhileItWorks() {
        Session session;
        session.openProject(rated_);
        QTRY_VERIFY(session.hasProject());
        auto view = std::make_unique<WhatIfView>(&session);
        view->setRun(1);
        view->show();
        view.reset();  // while the run is being loaded
        view = std::make_unique<WhatIfView>(&session);
        view->setRun(1);
        view->show();
        auto* const found = named<QListWidget>(*view, "Items found");
        QTRY_COMPARE(found->count(), 30);
        QTest::mouseClick(found->viewport(), Qt::LeftButton, {},
                          found->visualItemRect(found->item(0)).center());
        view.reset();
        QTest::qWait(50);
    }

    void nothingIsLoadedBeforeSomebodyLooks() {
        Session session;
        session.openProject(rated_);
        QTRY_VERIFY(session.hasProject());
        WhatIfView view(&session);
        view.setRun(1);
        QTest::qWait(50);
        QCOMPARE(named<QListWidget>(view, "Items found")->count(), 0);
        view.show();
        QTRY_COMPARE(named<QListWidget>(view, "Items found")->count(), 30);
    }
};

QTEST_MAIN(TestWhatIfView)
#include "tst_what_if_view.moc"
