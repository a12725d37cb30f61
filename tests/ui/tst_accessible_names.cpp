// Everything in the window that can have the focus says what it is to a screen reader.

#include "experiment/run_experiment.h"
#include "main_window.h"
#include "resources/resources.h"
#include "support/named_widget.h"
#include "support/small_project.h"
#include "theme/theme.h"

#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QStandardPaths>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace ncf;
using namespace ncf::test;

namespace {

// What Qt puts into its widgets, which speak for it.
bool isPartOfAnother(const QWidget* widget) {
    for (const auto* owner = widget->parentWidget(); owner; owner = owner->parentWidget()) {
        // The list of a combo box and the field of a spin box.
        if (qobject_cast<const QComboBox*>(owner) || qobject_cast<const QAbstractSpinBox*>(owner)) {
            return true;
        }
    }
    const auto* const parent = widget->parentWidget();
    const auto* const area = qobject_cast<const QAbstractScrollArea*>(parent);
    const bool viewport = area && area->viewport() == widget;
    // The button that selects all of a table, that clears a line, that shows the rest of a menu.
    const bool button =
        qobject_cast<const QAbstractButton*>(widget) &&
        (qobject_cast<const QTableView*>(parent) || qobject_cast<const QLineEdit*>(parent) ||
         qobject_cast<const QMenuBar*>(parent));
    // A label says its text, a menu its title.
    return viewport || button || qobject_cast<const QScrollBar*>(widget) ||
           qobject_cast<const QLabel*>(widget) || qobject_cast<const QMenu*>(widget);
}

QString describe(const QWidget* widget) {
    QString path;
    for (; widget; widget = widget->parentWidget()) {
        path += QStringLiteral(" in ") + QString::fromLatin1(widget->metaObject()->className());
    }
    return path.mid(4);
}

// What has no name, with where it is; empty when all is well.
QString nameless(const QWidget& root) {
    QStringList found;
    for (const auto* const widget : root.findChildren<QWidget*>()) {
        if (widget->focusPolicy() != Qt::NoFocus && widget->accessibleName().isEmpty() &&
            !isPartOfAnother(widget)) {
            found << describe(widget);
        }
    }
    return found.join(QLatin1Char('\n'));
}

}  // namespace

class TestAccessibleNames : public QObject {
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

    void namelessWidgetsAreFound() {
        QWidget root;
        auto* const button = new QPushButton(&root);
        auto* const table = new QTableView(&root);
        QCOMPARE(nameless(root).count(QLatin1Char('\n')), 1);
        button->setAccessibleName("button");
        table->setAccessibleName("table");
        QCOMPARE(nameless(root), QString());
    }

    void everyPageOfAnEmptyWindow() {
        MainWindow window;
        window.show();
        QCOMPARE(nameless(window), QString());
    }

    void everyPageOfAProjectWithRuns() {
        const auto project = folder_.filePath("small.ncf").toStdString();
        const auto ratings = writeFile(folder_.filePath("small.csv"), smallRatings());
        QVERIFY(bool(importRatings(ratings, project, {})));
        for (const int epochs : {1, 2}) {
            RunControl control;
            RunMonitor monitor;
            QVERIFY(bool(runExperiment(project, smallConfig(epochs), "", control, monitor)));
        }
        MainWindow window;
        window.show();
        window.openFile(ratings);  // the preview of a file comes first
        auto* const import = named<QPushButton>(window, "Import");
        QTRY_VERIFY(import->isVisible() && import->isEnabled());
        QCOMPARE(nameless(window), QString());
        window.openFile(project);
        auto* const runs = named<QTableView>(window, "Runs");
        QTRY_COMPARE(runs->model()->rowCount(), 2);
        QTRY_VERIFY(named<QTableView>(window, "Users")->model()->rowCount() > 0);
        QCOMPARE(nameless(window), QString());
        runs->selectAll();
        QCOMPARE(nameless(window), QString());
    }
};

QTEST_MAIN(TestAccessibleNames)
#include "tst_accessible_names.moc"
