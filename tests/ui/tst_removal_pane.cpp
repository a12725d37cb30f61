#include "models/compared_list_model.h"
#include "models/ticked_history_model.h"
#include "resources/resources.h"
#include "support/what_if_driver.h"
#include "theme/theme.h"

#include <QPushButton>
#include <QRadioButton>
#include <QTest>

using namespace ncf;
using namespace ncf::test;

class TestRemovalPane : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::filesystem::path rated_;

private Q_SLOTS:
    void initTestCase() {
        initResources();
        Theme::apply(*qApp, Theme::Mode::Light);
        rated_ = whatIfProject(folder_, "rated", smallRatings());
        QVERIFY(!rated_.empty());
    }

    void aUserWithoutSomeItems() {
        Shown shown(rated_);
        shown.chooseUser("u3");
        QTRY_COMPARE(shown.rows(kTicks), kHistory);  // of 5, two are held out
        QTRY_COMPARE(shown.rows("With everything"), kListLength);
        QVERIFY(shown.says("3 of 3 kept"));
        QVERIFY(shown.says("Untick an item"));
        const auto* const copy =
            named<QPushButton>(shown.view, "Copy this question as an ncf command");
        QVERIFY(!copy->isEnabled());

        const auto history = column(shown.list(kTicks), TickedHistoryModel::Title);
        shown.tick(0, Qt::Unchecked);
        shown.tick(2, Qt::Unchecked);
        QTRY_COMPARE(shown.rows("With the ticked only"), kListLength);
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
        QTRY_COMPARE(shown.rows("With everything"), kListLength);
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
};

QTEST_MAIN(TestRemovalPane)
#include "tst_removal_pane.moc"
