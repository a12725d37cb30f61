#pragma once

#include "experiment/experiment_config.h"
#include "models/listed_run.h"

#include <QWidget>

#include <functional>
#include <vector>

class QStackedWidget;

namespace ncf {

class Banner;
class Project;
class RunComparison;
class RunDetails;
class RunMenu;
class RunsModel;
class RunsTable;
class Session;

// The runs of the project: the table, what is selected in it, and what is done with it. One
// selected run is shown with its details, several are compared.
class RunsPage : public QWidget {
    Q_OBJECT

public:
    explicit RunsPage(Session* session, QWidget* parent = nullptr);

    void showRun(qint64 runId);
    // What was deleted is gone for good: there is nothing to undo any more.
    void forgetRemoved();
    // Writes all runs to a file, as JSON if its name ends in .json, else as CSV.
    void exportTo(const QString& file);

Q_SIGNALS:
    void configurationChosen(const ncf::ExperimentConfig& config);
    void recommendationsRequested(qint64 runId);
    void experimentRequested();

private:
    QWidget* makeContent();
    void wireMenu();
    void reload();
    void showRuns(std::vector<ListedRun> runs);
    void showSelection();
    // Changes the project on the storage thread, tells a failure, and shows what is there then.
    void change(std::function<Status(Project&)> work);
    void changeSelected(std::function<Status(Project&, std::int64_t runId)> work);
    void removeSelected();
    void offerUndo(const std::vector<ListedRun>& runs);
    void undoRemoval();
    void chooseExportFile();

    Session* session_;
    RunsModel* model_;
    RunMenu* menu_;
    Banner* undo_;
    QStackedWidget* stages_;
    RunsTable* table_;
    QStackedWidget* below_;
    RunDetails* details_;
    RunComparison* comparison_;
    std::vector<std::int64_t> removed_;  // what Undo brings back
};

}  // namespace ncf
