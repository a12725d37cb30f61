#pragma once

#include "base/process_usage.h"
#include "experiment/run_monitor.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

class QLabel;
class QProgressBar;

namespace ncf {

// How far a training is, its figures, and while it is visible what the program takes from the
// machine.
class RunFigures : public QWidget {
    Q_OBJECT

public:
    explicit RunFigures(QWidget* parent = nullptr);

    // A new training, of ratings (explicit feedback) or not; `cutoff` is K of HR@K and NDCG@K.
    void begin(bool ratings, int cutoff);
    // Some times a second, however often it is called: each new text lays out the page again.
    void showSnapshot(const RunSnapshot& snapshot);
    // The training has come to its end; the last numbers.
    void end(const RunSnapshot& snapshot);

Q_SIGNALS:
    // Once a second: processor and memory in words.
    void loadSampled(const QString& load);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void fill(const RunSnapshot& snapshot);
    void sample();

    QProgressBar* epochBar_;
    QProgressBar* runBar_;
    QLabel* first_;
    QLabel* firstName_;
    QLabel* second_;
    QLabel* secondName_;
    QLabel* speed_;
    QLabel* left_;
    QElapsedTimer sinceShown_;
    QTimer sampling_;
    ProcessUsage usage_;
};

}  // namespace ncf
