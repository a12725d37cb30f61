#pragma once

#include "theme/theme.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace ncf {

// What the program remembers between two starts: the one table of its settings.
namespace settings {

QByteArray geometry();
void setGeometry(const QByteArray& geometry);

Theme::Mode themeMode();
void setThemeMode(Theme::Mode mode);

// Newest first, at most eight, files that still exist.
QStringList recentFiles();
void addRecentFile(const QString& file);

// Where the file dialogs open.
QString lastFolder();
void setLastFolder(const QString& folder);

// Operations per second, as ModelCost counts them, that this machine last trained with; 0 before
// the first run.
double trainingSpeed();
void setTrainingSpeed(double operationsPerSecond);

}  // namespace settings

}  // namespace ncf
