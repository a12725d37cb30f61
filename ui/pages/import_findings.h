#pragma once

#include "session/import_check.h"

#include <QWidget>

class QPushButton;
class QTableView;

namespace ncf {

class BackgroundSave;
class RejectedRowsModel;
class WarningPanel;

// What a look at the whole file brings to light before it is imported: alarms, and the rows that
// cannot be used, to be looked at and saved. Takes no room while there is nothing of that.
class ImportFindings : public QWidget {
    Q_OBJECT

public:
    explicit ImportFindings(QWidget* parent = nullptr);

    // Looks again in the background; what was found before stays until that is done.
    void check(const std::filesystem::path& ratingsFile, const ImportOptions& options);
    // Ends a look that goes on.
    void stop();
    // Forgets what was found, for another file.
    void clear();
    // The last look was not stopped.
    bool complete() const { return complete_; }

    // Writes the rows that cannot be used in the background, and says what came of it.
    void saveRows(const QString& file);

Q_SIGNALS:
    // One sentence: how far the look is, or its figures; empty for none.
    void summaryChanged(const QString& summary);
    // The rows that cannot be used take their room below what there was.
    void rowsShown();

private:
    void show(ImportCheck::Findings& findings);
    void fail(const Error& error);
    void chooseFileForRows();

    ImportCheck check_;
    bool complete_ = false;
    std::shared_ptr<const ReadReport> report_;  // of the rows that are shown
    RejectedRowsModel* model_;
    WarningPanel* panel_;
    QPushButton* showRows_;
    QPushButton* saveRows_;
    QTableView* rows_;
    BackgroundSave* saving_;
};

}  // namespace ncf
