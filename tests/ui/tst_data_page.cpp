#include "pages/data_page.h"
#include "pages/dataset_view.h"
#include "pages/import_findings.h"
#include "pages/import_form.h"
#include "pages/role_bar.h"
#include "resources/resources.h"
#include "session/session.h"
#include "support/small_project.h"
#include "theme/theme.h"
#include "widgets/banner.h"
#include "widgets/elided_label.h"
#include "widgets/warning_panel.h"

#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <fstream>
#include <sstream>

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

QString bannerText(QWidget& page) {
    const auto* const banner = page.findChild<Banner*>();
    QString text;
    if (banner->isVisible()) {
        for (const auto* const label : banner->findChildren<QLabel*>()) {
            text += label->text() + QLatin1Char('\n');
        }
    }
    return text;
}

bool shows(QWidget& page, const QString& text) {
    for (const auto* const label : page.findChildren<QLabel*>()) {
        if (label->isVisible() && label->text().contains(text)) {
            return true;
        }
    }
    return false;
}

void choose(QComboBox* box, int index) {
    box->setCurrentIndex(index);
    Q_EMIT box->activated(index);
}

void choose(QComboBox* box, const QString& entry) {
    const int index = box->findText(entry);
    QVERIFY2(index >= 0, qPrintable(entry));
    choose(box, index);
}

// The lines of all amber panels that are to be seen.
QString warnings(QWidget& page) {
    QStringList lines;
    for (const auto* const panel : page.findChildren<WarningPanel*>()) {
        if (panel->isVisible()) {
            lines += panel->lines();
        }
    }
    return lines.join(QLatin1Char('\n'));
}

// The mark beside the box of a column, if it is to be seen.
QLabel* doubtOf(QWidget& page, int column) {
    const auto* const box = named<QComboBox>(page, QString("What column %1 holds").arg(column));
    for (auto* const label : page.findChild<RoleBar*>()->findChildren<QLabel*>()) {
        if (label->isVisible() && label->text() == "?" && label->x() > box->geometry().right() &&
            label->x() < box->geometry().right() + box->height()) {
            return label;
        }
    }
    return nullptr;
}

// Without names: people, two columns that could both be the item, and stars.
QByteArray twoItemColumns() {
    QByteArray tsv;
    for (int i = 0; i < 300; ++i) {
        tsv += "person" + QByteArray::number(i % 40) + "\tfilm" + QByteArray::number(i * 7 % 30) +
               "\tshelf" + QByteArray::number(i * 11 % 31) + "\t" + QByteArray::number(1 + i % 5) +
               "\n";
    }
    return tsv;
}

// Days and months that are both twelve at most.
QByteArray openDates() {
    QByteArray csv = "user,item,rating,date\n";
    for (int i = 0; i < 200; ++i) {
        csv += "u" + QByteArray::number(i % 20) + ",i" + QByteArray::number(i * 7 % 30) + "," +
               QByteArray::number(1 + i % 5) + "," + QByteArray::number(1 + i % 12) + "/" +
               QByteArray::number(1 + i * 5 % 12) + "/2017\n";
    }
    return csv;
}

// A third of the rows lack their item.
QByteArray brokenRows() {
    QByteArray csv = "user,item,rating\n";
    for (int i = 0; i < 300; ++i) {
        csv += "u" + QByteArray::number(i % 20) + "," +
               (i % 3 == 0 ? QByteArray() : "i" + QByteArray::number(i * 7 % 30)) + "," +
               QByteArray::number(1 + i % 5) + "\n";
    }
    return csv;
}

}  // namespace

class TestDataPage : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName("ncf-tests");
        QSettings().clear();
        initResources();
        Theme::apply(*qApp, Theme::Mode::Light);
    }

    void wrongFilesAreExplained_data() {
        QTest::addColumn<QString>("file");
        writeFile(folder_.filePath("empty.csv"), "");
        writeFile(folder_.filePath("binary.csv"),
                  QByteArray("\x7f"
                             "ELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0>\0\1\0\0\0",
                             24));
        QTest::newRow("empty") << folder_.filePath("empty.csv");
        QTest::newRow("binary") << folder_.filePath("binary.csv");
        QTest::newRow("folder") << folder_.path();
        QTest::newRow("missing") << folder_.filePath("nowhere.csv");
    }
    void wrongFilesAreExplained() {
        QFETCH(QString, file);
        Session session;
        DataPage page(&session);
        page.show();
        page.openFile(file.toStdString());
        QTRY_VERIFY(bannerText(page).contains(QFileInfo(file).fileName()));
        QVERIFY(shows(page, "Open your ratings"));
        // The page goes on with the next file, and the message does not stay.
        page.openFile(writeFile(folder_.filePath("good.csv"), smallRatings()));
        QTRY_VERIFY(page.findChild<ImportForm*>()->isVisible());
        QVERIFY(bannerText(page).isEmpty());
        // A wrong file leaves the form of the good one as it was.
        page.openFile(file.toStdString());
        QTRY_VERIFY(!bannerText(page).isEmpty());
        auto* const form = page.findChild<ImportForm*>();
        QCOMPARE(form->ratingsFile(),
                 std::filesystem::path(folder_.filePath("good.csv").toStdString()));
        QCOMPARE(form->findChild<ElidedLabel*>()->fullText(), QString("good.csv"));
        QVERIFY(named<QPushButton>(page, "Import")->isEnabled());
    }

    void rolesFollowThePerson() {
        Session session;
        DataPage page(&session);
        page.show();
        page.openFile(writeFile(folder_.filePath("roles.csv"), "p,q,r\n1,7,3\n2,8,4\n"));
        auto* const form = page.findChild<ImportForm*>();
        QTRY_VERIFY(form->isVisible());
        auto* const first = named<QComboBox>(page, "What column 1 holds");
        auto* const second = named<QComboBox>(page, "What column 2 holds");
        auto* const third = named<QComboBox>(page, "What column 3 holds");
        choose(first, 0);
        choose(second, 0);
        choose(third, 1);
        QVERIFY(!named<QPushButton>(page, "Import")->isEnabled());
        QVERIFY(shows(page, "which column holds the item"));
        choose(second, 2);
        QVERIFY(named<QPushButton>(page, "Import")->isEnabled());
        const auto columns = *form->options().ratings.columns;
        QCOMPARE(columns.user.value_or(-1), 2);
        QCOMPARE(columns.item.value_or(-1), 1);
        QVERIFY(!columns.rating);
        // Each box stands above its column.
        const auto* const table = named<QTableView>(page, "First rows of the file");
        QTRY_VERIFY(std::abs(second->mapTo(form, QPoint()).x() - table->mapTo(form, QPoint()).x() -
                             table->columnViewportPosition(1)) <= 4);
    }

    void manyColumnsStayWithinTheWindow() {
        QByteArray csv = "user,item";
        for (int i = 0; i < 60; ++i) {
            csv += ",extra" + QByteArray::number(i);
        }
        csv += "\n1,2" + QByteArray(60, ',') + "\n";
        Session session;
        DataPage page(&session);
        page.show();
        page.openFile(writeFile(folder_.filePath(QString(200, 'w') + ".csv"), csv));
        QTRY_VERIFY(page.findChild<ImportForm*>()->isVisible());
        QVERIFY2(page.minimumSizeHint().width() <= 1000,
                 qPrintable(QString::number(page.minimumSizeHint().width())));
    }

    void existingProjectIsAskedAbout() {
        const auto csv = writeFile(folder_.filePath("again.csv"), smallRatings());
        QVERIFY(importRatings(csv, folder_.filePath("again.ncf").toStdString(), {}));
        Session session;
        DataPage page(&session);
        page.show();
        page.openFile(csv);
        QTRY_VERIFY(page.findChild<ImportForm*>()->isVisible());
        auto* const existing = named<QComboBox>(page, "What to do with the existing project");
        QVERIFY(existing->isVisible());
        auto* const project = named<QLineEdit>(page, "Project file");
        project->setText(folder_.filePath("again"));  // the ending is added
        QVERIFY(existing->isVisible());
        QVERIFY(!page.findChild<ImportForm*>()->options().replace);
        existing->setCurrentIndex(1);
        QVERIFY(page.findChild<ImportForm*>()->options().replace);
        project->setText(folder_.filePath("another"));
        QVERIFY(!existing->isVisible());
        QVERIFY(!page.findChild<ImportForm*>()->options().replace);
        project->clear();
        QVERIFY(!named<QPushButton>(page, "Import")->isEnabled());
    }

    void importEndsInTheLoadedStage() {
        Session session;
        DataPage page(&session);
        page.show();
        page.openFile(
            writeFile(folder_.filePath("loaded.csv"), smallRatings() + "u1,,3,1\nu2,f1,many,1\n"));
        auto* const import = named<QPushButton>(page, "Import");
        QTRY_VERIFY(import->isVisible() && import->isEnabled());
        QTest::mouseClick(import, Qt::LeftButton);
        QTRY_VERIFY(page.findChild<DatasetView*>()->isVisible());
        QCOMPARE(session.datasetInfo()->users, 40u);
        QVERIFY(shows(page, "40"));
        // The rating that cannot be read costs no row.
        QCOMPARE(named<QTableView>(page, "Rows that could not be used")->model()->rowCount(), 1);
        QVERIFY(shows(page, "One row is used without a rating"));
        QTRY_VERIFY(shows(page, "median"));
        QSignalSpy next(&page, &DataPage::experimentRequested);
        named<QPushButton>(page, "Go to Experiment")->click();
        QCOMPARE(next.count(), 1);
    }

    void alarmsOfTheImportStayInView() {
        const auto project = folder_.filePath("sorted.ncf").toStdString();
        const auto csv = writeFile(folder_.filePath("sorted.csv"), sortedByItem());
        QVERIFY(bool(importRatings(csv, project, {})));
        Session session;
        DataPage page(&session);
        page.show();
        session.openProject(project);
        QTRY_VERIFY(shows(page, "nearly the same order"));
        QTRY_VERIFY(shows(page, "median"));
    }

    void failedImportReturnsToTheForm() {
        Session session;
        DataPage page(&session);
        page.show();
        page.openFile(writeFile(folder_.filePath("stays.csv"), smallRatings()));
        auto* const import = named<QPushButton>(page, "Import");
        QTRY_VERIFY(import->isVisible() && import->isEnabled());
        named<QLineEdit>(page, "Project file")->setText(folder_.filePath("no/such/folder/x.ncf"));
        QSignalSpy failed(&session, &Session::failed);
        import->click();
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(import->isVisible() && import->isEnabled());
        QCOMPARE(named<QLineEdit>(page, "Project file")->text(),
                 folder_.filePath("no/such/folder/x.ncf"));
    }

    void unsureGuessIsMarkedAndAnswered() {
        Session session;
        DataPage page(&session);
        page.resize(1000, 700);
        page.show();
        page.openFile(writeFile(folder_.filePath("doubt.tsv"), twoItemColumns()));
        QTRY_VERIFY(page.findChild<ImportForm*>()->isVisible());
        QVERIFY2(warnings(page).contains("the item?"), qPrintable(warnings(page)));
        auto* const item = named<QComboBox>(page, "What column 2 holds");
        QCOMPARE(item->currentText(), QString("Item"));
        QTRY_VERIFY(doubtOf(page, 2));
        QVERIFY(doubtOf(page, 2)->toolTip().contains("nearly as likely"));
        QVERIFY(!doubtOf(page, 4));
        // The rival is the item: what was guessed gives way, and nothing is open any more.
        choose(named<QComboBox>(page, "What column 3 holds"), "Item");
        QCOMPARE(item->currentIndex(), 0);
        QCOMPARE(warnings(page), QString());
        QVERIFY(!doubtOf(page, 1) && !doubtOf(page, 2) && !doubtOf(page, 3));
        // The look at the file that follows leaves it so.
        QSignalSpy looked(page.findChild<ImportForm*>(), &ImportForm::ready);
        QTRY_COMPARE(looked.count(), 1);
        QVERIFY(!warnings(page).contains("the item?"));
        QCOMPARE(page.findChild<ImportForm*>()->options().ratings.columns->item.value_or(-1), 2);
    }

    void unsureGuessIsConfirmed() {
        Session session;
        DataPage page(&session);
        page.show();
        page.openFile(writeFile(folder_.filePath("confirm.tsv"), twoItemColumns()));
        QTRY_VERIFY(page.findChild<ImportForm*>()->isVisible());
        QVERIFY(warnings(page).contains("the item?"));
        named<QPushButton>(page, "What was guessed is right")->click();
        QVERIFY(!warnings(page).contains("the item?"));
        QVERIFY(named<QPushButton>(page, "Import")->isEnabled());
        QCOMPARE(page.findChild<ImportForm*>()->options().ratings.columns->item.value_or(-1), 1);
    }

    void columnsSayWhatTheyHold() {
        Session session;
        DataPage page(&session);
        page.show();
        page.openFile(writeFile(folder_.filePath("holds.csv"), openDates()));
        QTRY_VERIFY(page.findChild<ImportForm*>()->isVisible());
        const auto* const model = named<QTableView>(page, "First rows of the file")->model();
        const auto header = model->headerData(2, Qt::Horizontal).toString();
        QCOMPARE(header, QString("rating\nwhole numbers\n5 different"));
        QVERIFY(
            model->headerData(0, Qt::Horizontal, Qt::ToolTipRole).toString().contains("u0, u1"));
    }

    void dayAndMonthAreSaidByTheTimeFormat() {
        Session session;
        DataPage page(&session);
        page.show();
        page.openFile(writeFile(folder_.filePath("dates.csv"), openDates()));
        auto* const form = page.findChild<ImportForm*>();
        QTRY_VERIFY(form->isVisible());
        QVERIFY2(warnings(page).contains("Day and month"), qPrintable(warnings(page)));
        // What answers the question is in sight, with what was guessed.
        auto* const times = named<QComboBox>(page, "Times are written as");
        QVERIFY(times->isVisible());
        QVERIFY(times->currentText().contains("month first"));
        QVERIFY(!form->options().ratings.timeFormat);
        choose(times, QString::fromStdString(timeFormatName({TimeFormat::Kind::DayFirst})));
        QTRY_VERIFY(!warnings(page).contains("Day and month"));
        QVERIFY(form->options().ratings.timeFormat->kind == TimeFormat::Kind::DayFirst);
        QVERIFY(times->currentText().contains("day first"));
    }

    void alarmsComeBeforeTheImport() {
        Session session;
        DataPage page(&session);
        page.show();
        page.openFile(writeFile(folder_.filePath("third.csv"), brokenRows()));
        auto* const import = named<QPushButton>(page, "Import");
        QTRY_VERIFY(import->isVisible() && import->isEnabled());
        QTRY_VERIFY(shows(page, "300 rows, 100 could not be used"));
        QVERIFY(!warnings(page).isEmpty());
        QVERIFY(import->isEnabled());
        // The rows are there to look at and to save.
        const auto* const rows =
            page.findChild<ImportForm*>()->findChild<ImportFindings*>()->findChild<QTableView*>();
        QCOMPARE(rows->model()->rowCount(), 100);
        QVERIFY(!rows->isVisible());
        auto* const show = named<QPushButton>(page, "Show the rows that could not be used");
        QVERIFY(show->text().contains("100"));
        show->click();
        QVERIFY(rows->isVisible());
        const auto saved = folder_.filePath("rejected.csv");
        page.findChild<ImportFindings*>()->saveRows(saved);
        QTRY_VERIFY(shows(page, "Saved as"));
        std::ifstream file(saved.toStdString());
        std::stringstream text;
        text << file.rdbuf();
        QCOMPARE(QByteArray::fromStdString(text.str()).count('\n'), 101);
        QVERIFY(!session.importing());
        // Another way to read the file is another look at the whole of it.
        choose(named<QComboBox>(page, "What column 2 holds"), "–");
        choose(named<QComboBox>(page, "What column 3 holds"), "Item");
        QTRY_VERIFY(shows(page, "300 rows, all of them usable"));
        QVERIFY(!rows->isVisible());
    }

    void leavingTheFormEndsTheCheck() {
        Session session;
        DataPage page(&session);
        page.show();
        page.openFile(writeFile(folder_.filePath("left.csv"), brokenRows()));
        QTRY_VERIFY(page.findChild<ImportForm*>()->isVisible());
        named<QPushButton>(*page.findChild<ImportForm*>(), "Cancel the import")->click();
        QTest::qWait(800);
        QVERIFY(!page.findChild<ImportFindings*>()->complete());
        QVERIFY(warnings(page).isEmpty());
    }

    void anySingleCharacterSeparates() {
        QByteArray text = "user~item~rating\n";
        for (int i = 0; i < 100; ++i) {
            text += "u" + QByteArray::number(i % 9) + "~i, " + QByteArray::number(i * 7 % 30) +
                    "~" + QByteArray::number(1 + i % 5) + "\n";
        }
        Session session;
        DataPage page(&session);
        page.show();
        page.openFile(writeFile(folder_.filePath("wave.txt"), text));
        auto* const form = page.findChild<ImportForm*>();
        QTRY_VERIFY(form->isVisible());
        auto* const separator = named<QComboBox>(page, "Separator");
        const auto type = [&](const QString& typed) {
            separator->lineEdit()->selectAll();
            QTest::keyClicks(separator->lineEdit(), typed);
            QTest::keyClick(separator->lineEdit(), Qt::Key_Return);
        };
        type("~");
        const auto* const model = named<QTableView>(page, "First rows of the file")->model();
        QTRY_COMPARE(model->columnCount(), 3);
        QCOMPARE(separator->currentText(), QString("~"));
        QVERIFY(form->options().ratings.table.separator == "~");
        QTRY_VERIFY(named<QPushButton>(page, "Import")->isEnabled());
        // What cannot separate is explained, and can be put right.
        type("ab");
        QTRY_VERIFY(bannerText(page).contains("ab"));
        QVERIFY(!named<QPushButton>(page, "Import")->isEnabled());
        choose(separator, "Comma");
        QTRY_VERIFY(bannerText(page).isEmpty());
        QTRY_COMPARE(model->columnCount(), 2);
    }

    void choicesOfColumnsOutlastAnotherFormat() {
        Session session;
        DataPage page(&session);
        page.show();
        page.openFile(writeFile(folder_.filePath("outlast.csv"), "p,q,r\n1,7,3\n2,8,4\n"));
        auto* const form = page.findChild<ImportForm*>();
        QTRY_VERIFY(form->isVisible());
        choose(named<QComboBox>(page, "What column 3 holds"), "User");
        choose(named<QComboBox>(page, "What column 1 holds"), "Item");
        QSignalSpy looked(form, &ImportForm::ready);
        choose(named<QComboBox>(page, "First line"), "is data");
        QVERIFY(!named<QPushButton>(page, "Import")->isEnabled());
        QTRY_VERIFY(looked.count() > 0);
        QTRY_VERIFY(named<QPushButton>(page, "Import")->isEnabled());
        QCOMPARE(form->options().ratings.columns->user.value_or(-1), 2);
        QCOMPARE(form->options().ratings.columns->item.value_or(-1), 0);
        QVERIFY(form->options().ratings.table.header == false);
        // Another file begins anew.
        page.openFile(writeFile(folder_.filePath("anew.csv"), "user,item,x\n1,7,3\n2,8,4\n"));
        QTRY_COMPARE(form->options().ratings.columns->user.value_or(-1), 0);
        QVERIFY(!form->options().ratings.table.header);
    }

    void repeatedPairsAreSaid() {
        Session session;
        DataPage page(&session);
        page.show();
        page.openFile(writeFile(folder_.filePath("pairs.csv"), smallRatings()));
        auto* const form = page.findChild<ImportForm*>();
        QTRY_VERIFY(form->isVisible());
        QVERIFY(form->options().ratings.repeated == RepeatedPairs::Latest);
        QVERIFY(named<QComboBox>(page, "Repeated pairs")->isVisible());
        choose(named<QComboBox>(page, "Repeated pairs"), "mean of the ratings");
        QVERIFY(form->options().ratings.repeated == RepeatedPairs::Mean);
        QTRY_VERIFY(named<QPushButton>(page, "Import")->isEnabled());
        QVERIFY(form->options().ratings.repeated == RepeatedPairs::Mean);
        // The rest is folded away until it is asked for.
        QVERIFY(!named<QSpinBox>(page, "Skip lines")->isVisible());
        named<QToolButton>(page, "More about how the file is read")->click();
        QVERIFY(named<QSpinBox>(page, "Skip lines")->isVisible());
    }

    void titlesBesideTheFileAreFoundAndCleared() {
        QDir(folder_.path()).mkdir("titled");
        writeFile(folder_.filePath("titled/titles.csv"), "film,title\nf0,Zero\nf1,One\n");
        Session session;
        DataPage page(&session);
        page.show();
        page.openFile(writeFile(folder_.filePath("titled/ratings.csv"), smallRatings()));
        auto* const form = page.findChild<ImportForm*>();
        QTRY_VERIFY(form->isVisible());
        QVERIFY(form->options().titles && form->options().titlesFound);
        auto* const titles = named<QLineEdit>(page, "File with titles");
        titles->selectAll();
        QTest::keyClick(titles, Qt::Key_Delete);
        QVERIFY(!form->options().titles);
        QTest::keyClicks(titles, folder_.filePath("titled/titles.csv"));
        QVERIFY(form->options().titles && !form->options().titlesFound);
    }

    void projectIsKnownByItsContent() {
        const auto csv = writeFile(folder_.filePath("content.csv"), smallRatings());
        const auto project = folder_.filePath("content.ncf");
        QVERIFY(bool(importRatings(csv, project.toStdString(), {})));
        QVERIFY(QFile::rename(project, folder_.filePath("content.backup")));
        Session session;
        DataPage page(&session);
        page.show();
        page.openFile(folder_.filePath("content.backup").toStdString());
        QTRY_VERIFY(page.findChild<DatasetView*>()->isVisible());
        QCOMPARE(session.datasetInfo()->users, 40u);
    }

    void importIsStartedOnce() {
        Session session;
        DataPage page(&session);
        page.show();
        page.openFile(writeFile(folder_.filePath("once.csv"), smallRatings()));
        auto* const import = named<QPushButton>(page, "Import");
        QTRY_VERIFY(import->isVisible() && import->isEnabled());
        QSignalSpy started(&session, &Session::importStarted);
        QSignalSpy failed(&session, &Session::failed);
        QSignalSpy finished(&session, &Session::importFinished);
        import->setFocus();
        for (int i = 0; i < 5; ++i) {
            import->click();
            QTest::keyClick(import, Qt::Key_Space);
        }
        QTRY_VERIFY(page.findChild<DatasetView*>()->isVisible());
        QCOMPARE(started.count(), 1);
        QCOMPARE(finished.count(), 1);
        QCOMPARE(failed.count(), 0);
    }

    void ratingsAreAdded() {
        const auto file = folder_.filePath("grown.ncf").toStdString();
        QVERIFY(importRatings(writeFile(folder_.filePath("grown.csv"), smallRatings()), file, {}));
        Session session;
        DataPage page(&session);
        page.show();
        session.openProject(file);
        QTRY_VERIFY(session.datasetInfo().has_value());
        const auto before = session.datasetInfo()->interactions;
        QVERIFY(named<QPushButton>(page, "Add ratings")->isVisible());
        const auto header = smallRatings().left(smallRatings().indexOf('\n') + 1);
        session.appendRatings(writeFile(folder_.filePath("more.csv"),
                                        header + "stranger,unseen,5,1\nu1,unseen,4,2\n"));
        QTRY_VERIFY(bannerText(page).contains("Added 2 interactions, with 1 new users"));
        QCOMPARE(session.datasetInfo()->interactions, before + 2);
        QVERIFY(page.findChild<DatasetView*>()->isVisible());
        // A file of another form changes nothing, and says why.
        QSignalSpy failed(&session, &Session::failed);
        session.appendRatings(writeFile(folder_.filePath("other.csv"), "a;b\n1;2\n"));
        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(session.datasetInfo()->interactions, before + 2);
    }

    void everyControlHasAName() {
        Session session;
        DataPage page(&session);
        page.openFile(writeFile(folder_.filePath("names.csv"), smallRatings()));
        QTRY_VERIFY(!page.findChild<ImportForm*>()->ratingsFile().empty());
        for (const auto* const widget : page.findChildren<QWidget*>()) {
            const bool control = qobject_cast<const QAbstractButton*>(widget) ||
                                 qobject_cast<const QComboBox*>(widget) ||
                                 qobject_cast<const QLineEdit*>(widget) ||
                                 qobject_cast<const QTableView*>(widget);
            const bool inner = qobject_cast<const QLineEdit*>(widget->parentWidget()) ||
                               qobject_cast<const QTableView*>(widget->parentWidget()) ||
                               widget->objectName().startsWith("qt_");
            if (control && !inner) {
                QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
            }
        }
    }
};

QTEST_MAIN(TestDataPage)
#include "tst_data_page.moc"
