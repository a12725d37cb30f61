#pragma once

#include "experiment/experiment_config.h"
#include "store/run_records.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QSortFilterProxyModel;
class QStackedWidget;
class QTableView;

namespace ncf {

class LineChart;
class RunsModel;
class Session;

// The runs of the project, with what each was made of and what came out.
class RunsPage : public QWidget {
    Q_OBJECT

public:
    explicit RunsPage(Session* session, QWidget* parent = nullptr);

Q_SIGNALS:
    void configurationChosen(const ncf::ExperimentConfig& config);
    void recommendationsRequested(qint64 runId);
    void experimentRequested();

private:
    QWidget* makeDetails();
    QWidget* makeList();
    void reload();
    const RunRecord* current() const;
    void showCurrent();
    void showEpochs(const std::vector<EpochRecord>& epochs, const RunRecord& run);
    void removeCurrent();

    Session* session_;
    RunsModel* model_;
    QSortFilterProxyModel* sorted_;
    QStackedWidget* stages_;
    QWidget* content_;
    QTableView* table_;
    QLabel* results_;
    QLabel* settings_;
    LineChart* chart_;
    QPushButton* use_;
    QPushButton* show_;
    QPushButton* copy_;
    QPushButton* remove_;
};

}  // namespace ncf
