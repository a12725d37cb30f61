#pragma once

#include "session/training_run.h"

#include <QWidget>

class QLabel;

namespace ncf {

class RunControls;
class RunCurves;
class RunFigures;
class Session;

// The cockpit of a training: its buttons, its progress, its figures and its curves.
class RunPanel : public QWidget {
    Q_OBJECT

public:
    explicit RunPanel(Session* session, QWidget* parent = nullptr);

    // Why Start cannot be pressed; empty allows it.
    void setProblem(const QString& problem);

Q_SIGNALS:
    void startRequested();

private:
    void begin();
    void tick();
    void showResult(const RunRecord& record);

    TrainingRun* training_;
    std::size_t lossShown_ = 0;
    std::size_t epochsShown_ = 0;
    RunControls* controls_;
    QLabel* result_;
    RunFigures* figures_;
    RunCurves* curves_;
};

}  // namespace ncf
