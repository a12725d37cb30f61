#include "experiment/item_search.h"
#include "experiment/run_experiment.h"
#include "experiment/what_if_command.h"
#include "models/compared_list_model.h"
#include "models/ticked_history_model.h"
#include "recommendations/what_if_view.h"
#include "resources/resources.h"
#include "session/session.h"
#include "support/named_widget.h"
#include "support/small_project.h"
#include "theme/theme.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <memory>

using namespace ncf;
using namespace ncf::test;

namespace {

constexpr auto kNewPersonList = "What the run would recommend";
constexpr auto kTicks = "The user's items, ticked where they count";
constexpr int kHistory = 3;  // of a user, in the training part
constexpr int kEpochs = 40;  // until the scores differ

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

// A view of a project's run in a window, as the page has it.
struct Shown {
    explicit Shown(const std::filesystem::path& project, qint64 run = 1) {
        session.openProject(project);
        if (QTest::qWaitFor([this] { return session.hasProject(); })) {
            view.setRun(run);
            view.resize(1000, 700);
            view.show();
        }
    }

    QLineEdit* search() { return named<QLineEdit>(view, "Find an item by title or id"); }
    QListWidget* found() { return named<QListWidget>(view, "Items found"); }
    QTableView* list(const char* name = kNewPersonList) { return named<QTableView>(view, name); }
    int rows(const char* name = kNewPersonList) { return list(name)->model()->rowCount(); }
    void pick(int row) {
        const auto at = found()->visualItemRect(found()->item(row)).center();
        QTest::mouseClick(found()->viewport(), Qt::LeftButton, {}, at);
    }
    bool says(const QString& part) {
        for (auto* const label : view.findChildren<QLabel*>()) {
            if (label->isVisible() && label->text().contains(part)) {
                return true;
            }
        }
        return false;
    }
    QString copied() {
        named<QPushButton>(view, "Copy this question as an ncf command")->click();
        return QGuiApplication::clipboard()->text();
    }
    void chooseUser(const QString& id) {
        named<QRadioButton>(view, "An existing user without …")->click();
        auto* const field = named<QLineEdit>(view, "Id of the user");
        field->setText(id);
        QTest::keyClick(field, Qt::Key_Return);
    }
    void tick(int row, Qt::CheckState state) {
        auto* const model = list(kTicks)->model();
        model->setData(model->index(row, 0), state, Qt::CheckStateRole);
    }

    Session session;
    WhatIfView view{&session};
};

QStringList column(const QTableView* table, int column) {
    QStringList texts;
    for (int row = 0; row < table->model()->rowCount(); ++row) {
        texts << table->model()->index(row, column).data().toString();
    }
    return texts;
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

    // Run 1 is a network's, run 2 a baseline's.
    std::filesystem::path makeProject(const QString& name, const QByteArray& ratings) {
        const auto csv = writeFile(folder_.filePath(name + ".csv"), ratings);
        const std::filesystem::path project = folder_.filePath(name + ".ncf").toStdString();
        RunControl control;
        RunMonitor monitor;
        ExperimentConfig baseline = smallConfig();
        baseline.method = Method::Popularity;
        const bool made = importRatings(csv, project, {}) &&
                          runExperiment(project, smallConfig(kEpochs), "small", control, monitor) &&
                          runExperiment(project, baseline, "most popular", control, monitor);
        return made ? project : std::filesystem::path();
    }

private Q_SLOTS:
    void initTestCase() {
        initResources();
        Theme::apply(*qApp, Theme::Mode::Light);
        rated_ = makeProject("rated", smallRatings());
        unrated_ = makeProject("it's unrated", withoutRatings());
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
        QTRY_COMPARE(shown.rows(), WhatIfLength());
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
        QTRY_COMPARE(shown.rows(), WhatIfLength());
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
        QTRY_COMPARE(shown.rows(), WhatIfLength());
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
        QTRY_COMPARE(shown.rows(), WhatIfLength());
        auto* const list = shown.list();
        const auto cell = list->model()->index(1, ComparedListModel::Title);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(cell).center());
        QTest::mouseDClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(cell).center());
        QCOMPARE(spy.count(), 1);
        const auto& rows = static_cast<ComparedListModel*>(list->model())->rows();
        QCOMPARE(spy.first().first().value<ItemIndex>(), rows[1].item);
    }

    void aUserWithoutSomeItems() {
        Shown shown(rated_);
        shown.chooseUser("u3");
        QTRY_COMPARE(shown.rows(kTicks), kHistory);  // of 5, two are held out
        QTRY_COMPARE(shown.rows("With everything"), WhatIfLength());
        QVERIFY(shown.says("3 of 3 kept"));
        QVERIFY(shown.says("Untick an item"));
        const auto* const copy =
            named<QPushButton>(shown.view, "Copy this question as an ncf command");
        QVERIFY(!copy->isEnabled());

        const auto history = column(shown.list(kTicks), TickedHistoryModel::Title);
        shown.tick(0, Qt::Unchecked);
        shown.tick(2, Qt::Unchecked);
        QTRY_COMPARE(shown.rows("With the ticked only"), WhatIfLength());
        QVERIFY(shown.says("1 of 3 kept"));
        const auto with = column(shown.list("With everything"), ComparedListModel::Title);
        const auto without = column(shown.list("With the ticked only"), ComparedListModel::Title);
        const auto marks = column(shown.list("With the ticked only"), ComparedListModel::Move);
        const auto lost = column(shown.list("With everything"), ComparedListModel::Move);
        QVERIFY(with != without);
        for (int row = 0; row < with.size(); ++row) {
            QCOMPARE(marks[row] == "new", !with.contains(without[row]));
            QCOMPARE(lost[row] == "gone", !without.contains(with[row]));
        }
        QVERIFY(shown.copied().endsWith(QString(" 1 --top 20 --user u3 --without %1 --without %2")
                                            .arg(history[0], history[2])));

        // The new-person mode has its own question.
        named<QRadioButton>(shown.view, "A new person")->click();
        QVERIFY(!copy->isEnabled());
        named<QRadioButton>(shown.view, "An existing user without …")->click();
        QVERIFY(copy->isEnabled());

        named<QPushButton>(shown.view, "Tick all of the user's items")->click();
        QTRY_COMPARE(shown.rows("With the ticked only"), 0);
        QCOMPARE(column(shown.list("With everything"), ComparedListModel::Title), with);
    }

    void untickingEverythingIsNoCrash() {
        Shown shown(rated_);
        shown.chooseUser("u3");
        QTRY_COMPARE(shown.rows(kTicks), kHistory);
        for (int row = 0; row < kHistory; ++row) {
            shown.tick(row, Qt::Unchecked);
        }
        QTRY_VERIFY(!shown.says("Working"));
        QVERIFY(shown.says("0 of 3 kept"));
    }

    void theLastUserIsShown() {
        Shown shown(rated_);
        shown.chooseUser("u3");
        QTRY_COMPARE(shown.rows(kTicks), kHistory);
        const auto third = column(shown.list(kTicks), TickedHistoryModel::Title);
        shown.tick(0, Qt::Unchecked);
        for (const char* id : {"u5", "u6", "u8"}) {
            shown.chooseUser(id);
        }
        QTRY_VERIFY(shown.rows(kTicks) == kHistory &&
                    column(shown.list(kTicks), TickedHistoryModel::Title) != third);
        QTRY_COMPARE(shown.rows("With everything"), WhatIfLength());
        QVERIFY(shown.says("3 of 3 kept"));
        shown.tick(0, Qt::Unchecked);
        QVERIFY(shown.copied().contains("--user u8 --without"));
    }

    void anUnknownUserIsSaid() {
        Shown shown(rated_);
        shown.chooseUser("nobody");
        QTRY_VERIFY(shown.says("No user's id is or starts like this."));
        QCOMPARE(shown.rows(kTicks), 0);
        shown.chooseUser("u4");
        QTRY_COMPARE(shown.rows(kTicks), kHistory);
        QVERIFY(!shown.says("No user's id is or starts like this."));
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
        QTRY_COMPARE(shown.rows("With everything"), WhatIfLength());
        QTRY_COMPARE(shown.rows(), WhatIfLength());
    }

    void anotherProjectForgetsEverything() {
        Shown shown(rated_);
        QTRY_COMPARE(shown.found()->count(), 30);
        shown.pick(0);
        QTRY_COMPARE(shown.rows(), WhatIfLength());
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
        QTRY_COMPARE(shown.rows(), WhatIfLength());
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

private:
    // Of 30 items; what a test picked is less than 10.
    static int WhatIfLength() { return 20; }
};

QTEST_MAIN(TestWhatIfView)
#include "tst_what_if_view.moc"
