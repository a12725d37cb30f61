#pragma once

#include "charts/decimate.h"
#include "session/training_run.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace ncf {

class LineChart;

// The cockpit of a training: its buttons, its progress, its figures and its curves.
class RunPanel : public QWidget {
    Q_OBJECT

public:
    explicit RunPanel(TrainingRun* training, QWidget* parent = nullptr);

    // Why Start cannot be pressed; empty allows it.
    void setProblem(const QString& problem);

Q_SIGNALS:
    void startRequested();

private:
    QWidget* makeButtons();
    QWidget* makeFigures();
    void updateButtons();
    void begin();
    void tick();
    void showEpochs();
    void showResult(const RunRecord& record);

    TrainingRun* training_;
    QString problem_;
    Smoother smoother_{0.98};
    std::size_t lossShown_ = 0;
    std::size_t epochsShown_ = 0;
    QPushButton* start_;
    QPushButton* pause_;
    QPushButton* stop_;
    QLabel* status_;
    QProgressBar* epochBar_;
    QProgressBar* runBar_;
    QLabel* first_;
    QLabel* firstName_;
    QLabel* second_;
    QLabel* secondName_;
    QLabel* speed_;
    QLabel* left_;
    QLabel* result_;
    LineChart* lossChart_;
    LineChart* metricChart_;
};

}  // namespace ncf
