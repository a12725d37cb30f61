#include "pages/data_page.h"
#include "pages/dataset_view.h"
#include "pages/import_form.h"
#include "resources/resources.h"
#include "session/session.h"
#include "support/small_project.h"
#include "theme/theme.h"
#include "widgets/banner.h"
#include "widgets/elided_label.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
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
        writeFile(folder_.filePath("binary.csv"), QByteArray("ab\0\1\2\3", 6));
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
        page.openRatings(file.toStdString());
        QTRY_VERIFY(bannerText(page).contains(QFileInfo(file).fileName()));
        QVERIFY(shows(page, "Open your ratings"));
        // The page goes on with the next file, and the message does not stay.
        page.openRatings(writeFile(folder_.filePath("good.csv"), smallRatings()));
        QTRY_VERIFY(page.findChild<ImportForm*>()->isVisible());
        QVERIFY(bannerText(page).isEmpty());
        // A wrong file leaves the form of the good one as it was.
        page.openRatings(file.toStdString());
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
        page.openRatings(writeFile(folder_.filePath("roles.csv"), "p,q,r\n1,7,3\n2,8,4\n"));
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
        page.openRatings(writeFile(folder_.filePath(QString(200, 'w') + ".csv"), csv));
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
        page.openRatings(csv);
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
        page.openRatings(
            writeFile(folder_.filePath("loaded.csv"), smallRatings() + "u1,,3,1\nu2,f1,many,1\n"));
        auto* const import = named<QPushButton>(page, "Import");
        QTRY_VERIFY(import->isVisible() && import->isEnabled());
        QTest::mouseClick(import, Qt::LeftButton);
        QTRY_VERIFY(page.findChild<DatasetView*>()->isVisible());
        QCOMPARE(session.datasetInfo()->users, 40u);
        QVERIFY(shows(page, "40"));
        QCOMPARE(named<QTableView>(page, "Rows that could not be used")->model()->rowCount(), 2);
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
        page.openRatings(writeFile(folder_.filePath("stays.csv"), smallRatings()));
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

    void everyControlHasAName() {
        Session session;
        DataPage page(&session);
        page.openRatings(writeFile(folder_.filePath("names.csv"), smallRatings()));
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
