#pragma once

#include "charts/parallel_coordinates.h"
#include "experiment/sweep_queue.h"

#include <QWidget>

#include <vector>

class QHBoxLayout;
class QPushButton;
class QSortFilterProxyModel;
class QTableView;

namespace ncf {

class Session;
class SweepModel;

// The trials of one sweep: its queue with what can be done to it, its results as a table and as
// parallel coordinates, and the ways from a trial to its run and its settings.
class TrialsView : public QWidget {
    Q_OBJECT

public:
    explicit TrialsView(Session* session, QWidget* parent = nullptr);

    // Shows another sweep: one that runs in the order of its queue, any other by its results.
    void setSweep(const SweepPlan& plan, const std::vector<Trial>& trials,
                  const SweepSnapshot& snapshot);
    // How the same sweep stands now.
    void update(const SweepSnapshot& snapshot);
    // After the state of the session's sweep changed.
    void updateButtons();

    const SweepModel& model() const { return *model_; }

Q_SIGNALS:
    void runChosen(qint64 runId);
    void configurationChosen(const ncf::ExperimentConfig& config);

private:
    void makeTable();
    void makeQueueButtons(QHBoxLayout* row);
    void makeTrialButtons(QHBoxLayout* row);
    void redrawChart();
    void selectBrushed();
    int currentTrial() const;  // -1 for none
    std::vector<int> selectedTrials() const;
    void openTrial();
    void copyCommand();

    Session* session_;
    SweepModel* model_;
    QSortFilterProxyModel* sorted_;
    QTableView* table_;
    ParallelCoordinates* chart_;
    std::vector<ParallelLine> lines_;  // that the chart shows
    QPushButton* pause_;
    QPushButton* stop_;
    QPushButton* earlier_;
    QPushButton* later_;
    QPushButton* cancel_;
    QPushButton* open_;
    QPushButton* use_;
    QPushButton* copy_;
};

}  // namespace ncf
