#pragma once

#include "experiment/run_sweep.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;

namespace ncf {

class Session;
class SweepForm;
class TrialsView;

// Where a sweep is planned, watched and looked back at: what varies, and the trials of the sweep in
// progress or of one that the project holds. The settings that do not vary come from outside.
class SweepPanel : public QWidget {
    Q_OBJECT

public:
    explicit SweepPanel(Session* session, QWidget* parent = nullptr);

    // The settings that do not vary, and why a sweep cannot start; empty allows it.
    void setBase(const ExperimentConfig& base, const QString& problem);

Q_SIGNALS:
    void runChosen(qint64 runId);
    void configurationChosen(const ncf::ExperimentConfig& config);

private:
    QWidget* makePlan();
    QWidget* makeTrials();
    void connectSweep();

    void start();
    void showPlan(bool shown);
    void updateButtons();
    void updateStatus();
    // The sweep in progress, from its start on.
    void showLive();
    void tick();
    void sweepEnded();
    // The sweeps of the project, and the one that is chosen among them.
    void reloadList();
    void loadChosen();
    void loadPace();
    void showBestResult();

    Session* session_;
    QString baseProblem_;
    SweepForm* form_;
    QPushButton* start_;
    QPushButton* planAnother_;
    QPushButton* copyPlan_;
    QComboBox* sweeps_;
    QLabel* status_;
    TrialsView* trials_;
    std::int64_t shownSweep_ = 0;
    QString bestResult_;
};

}  // namespace ncf
