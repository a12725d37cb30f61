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

// How a person divided a splitter, as QSplitter::saveState() tells it; empty as long as nobody did.
QByteArray division(const QString& splitter);
void setDivision(const QString& splitter, const QByteArray& state);

// Whether the history stands beside the recommendations.
bool historyShown();
void setHistoryShown(bool shown);

}  // namespace settings

}  // namespace ncf
