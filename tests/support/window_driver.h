#pragma once

#include "main_window.h"
#include "resources/resources.h"
#include "support/named_widget.h"
#include "support/small_project.h"
#include "theme/theme.h"

#include <QApplication>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

namespace ncf::test {

// What a test of the whole window begins with.
class WindowDriver {
public:
    // Before the first test: without settings of an earlier one, in the light theme.
    static void prepare() {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName("ncf-tests");
        QSettings().clear();
        initResources();
        Theme::apply(*qApp, Theme::Mode::Light);
    }

    // The window with the small data imported through its own form.
    void importSmall(MainWindow& window, const QString& name) {
        window.openFile(writeFile(folder_.filePath(name + ".csv"), smallRatings()));
        auto* const import = named<QPushButton>(window, "Import");
        QTRY_VERIFY(import->isVisible() && import->isEnabled());
        QTest::mouseClick(import, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(window.windowTitle().contains(name + ".ncf"), 20000);
    }

    QString path(const QString& name) const { return folder_.filePath(name); }

private:
    QTemporaryDir folder_;
};

}  // namespace ncf::test
