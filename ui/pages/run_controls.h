#pragma once

#include "session/training_run.h"

#include <QWidget>

class QDoubleSpinBox;
class QLabel;
class QPushButton;

namespace ncf {

// The buttons of a training, with a line that says what it does now. While the network is paused on
// the way to its best epoch, its learning rate can be changed.
class RunControls : public QWidget {
    Q_OBJECT

public:
    explicit RunControls(TrainingRun* training, QWidget* parent = nullptr);

    // Why Start cannot be pressed; empty allows it.
    void setProblem(const QString& problem);
    void setStatus(const QString& status);

Q_SIGNALS:
    void startRequested();

private:
    QWidget* makeButtons();
    QWidget* makeRate();
    void showState();
    void showRate();
    void resume();
    void askToDiscard();

    TrainingRun* training_;
    QString problem_;
    QPushButton* start_;
    QPushButton* pause_;
    QPushButton* stop_;
    QPushButton* discard_;
    QLabel* status_;
    QWidget* rateRow_;
    QDoubleSpinBox* rate_;
};

}  // namespace ncf
