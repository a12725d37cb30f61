#include "session/settings.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>

namespace ncf::settings {

namespace {

constexpr auto kGeometry = "window/geometry";
constexpr auto kTheme = "window/theme";
constexpr auto kRecent = "files/recent";
constexpr auto kFolder = "files/folder";
constexpr auto kSpeed = "training/operationsPerSecond";
constexpr auto kDivision = "window/division/";
constexpr auto kHistory = "recommendations/history";
constexpr qsizetype kMostRecent = 8;

}  // namespace

QByteArray geometry() {
    return QSettings().value(kGeometry).toByteArray();
}

void setGeometry(const QByteArray& geometry) {
    QSettings().setValue(kGeometry, geometry);
}

Theme::Mode themeMode() {
    const int mode = QSettings().value(kTheme, 0).toInt();
    return mode >= 0 && mode <= 2 ? static_cast<Theme::Mode>(mode) : Theme::Mode::System;
}

void setThemeMode(Theme::Mode mode) {
    QSettings().setValue(kTheme, static_cast<int>(mode));
}

QStringList recentFiles() {
    auto files = QSettings().value(kRecent).toStringList();
    files.removeIf([](const QString& file) { return !QFileInfo::exists(file); });
    return files;
}

void addRecentFile(const QString& file) {
    auto files = recentFiles();
    files.removeAll(file);
    files.prepend(file);
    QSettings().setValue(kRecent, QStringList(files.mid(0, kMostRecent)));
}

QString lastFolder() {
    return QSettings().value(kFolder, QDir::homePath()).toString();
}

void setLastFolder(const QString& folder) {
    QSettings().setValue(kFolder, folder);
}

double trainingSpeed() {
    return QSettings().value(kSpeed, 0).toDouble();
}

void setTrainingSpeed(double operationsPerSecond) {
    QSettings().setValue(kSpeed, operationsPerSecond);
}

QByteArray division(const QString& splitter) {
    return QSettings().value(kDivision + splitter).toByteArray();
}

void setDivision(const QString& splitter, const QByteArray& state) {
    QSettings().setValue(kDivision + splitter, state);
}

bool historyShown() {
    return QSettings().value(kHistory, true).toBool();
}

void setHistoryShown(bool shown) {
    QSettings().setValue(kHistory, shown);
}

}  // namespace ncf::settings
