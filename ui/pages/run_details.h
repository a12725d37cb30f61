#pragma once

#include "experiment/experiment_config.h"
#include "store/run_records.h"

#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;

namespace ncf {

class LineChart;
class Session;

// One run: its results, what it was made of, its curves, and what can be made of it.
class RunDetails : public QWidget {
    Q_OBJECT

public:
    explicit RunDetails(Session* session, QWidget* parent = nullptr);

    // nullopt while no run is selected.
    void setRun(const std::optional<RunRecord>& run);

Q_SIGNALS:
    void configurationChosen(const ncf::ExperimentConfig& config);
    void recommendationsRequested(qint64 runId);

private:
    QWidget* makeButtons();
    QWidget* makeWords();
    void showEpochs(const std::vector<EpochRecord>& epochs);

    Session* session_;
    std::optional<RunRecord> run_;
    QPushButton* recommendations_;
    QPushButton* use_;
    QPushButton* copy_;
    QLabel* results_;
    QLabel* settings_;
    LineChart* chart_;
};

}  // namespace ncf
