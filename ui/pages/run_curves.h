#pragma once

#include "charts/decimate.h"
#include "evaluation/epoch_record.h"
#include "experiment/run_monitor.h"

#include <QString>
#include <QWidget>

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

class QSlider;

namespace ncf {

class LineChart;

// An earlier run whose epochs are laid under those of now.
struct GhostRun {
    std::int64_t id = 0;
    QString name;
    int cutoff = 10;  // K of its HR@K and NDCG@K
    std::vector<EpochRecord> epochs;
};

// Each keeps its place, and with it its colour, while others come and go.
constexpr std::size_t kMostGhosts = 3;
using GhostRuns = std::array<std::optional<GhostRun>, kMostGhosts>;

// The curves of a training: the loss of every step, as it is and smoothed, and of every epoch; the
// validation results of every epoch beside the popularity baseline; and earlier runs behind them.
class RunCurves : public QWidget {
    Q_OBJECT

public:
    explicit RunCurves(QWidget* parent = nullptr);

    // A new training, of ratings (explicit feedback) or not; `cutoff` is K of HR@K and NDCG@K. A
    // baseline learns nothing and has no loss.
    void begin(bool ratings, int cutoff, bool learns = true);
    void addLoss(const std::vector<LossPoint>& points);
    void setEpochs(const std::vector<EpochRecord>& epochs, int bestEpoch,
                   const std::optional<double>& popularityHitRate);
    // Of those only the ones that measure what this training does.
    void setGhosts(const GhostRuns& ghosts);

    LineChart* lossChart() const { return lossChart_; }
    LineChart* metricChart() const { return metricChart_; }
    QSlider* smoothing() const { return smoothing_; }

private:
    QWidget* makeSmoothing();
    void smoothAgain();
    std::size_t longest() const;
    void showEpochs();
    void showGhosts();

    LineChart* lossChart_;
    LineChart* metricChart_;
    QSlider* smoothing_;
    Smoother smoother_;
    std::optional<bool> ratings_;       // of the last training; before the first, whatever there is
    std::vector<EpochRecord> epochs_;   // of the last training
    std::optional<double> popularity_;  // its baseline's hit rate
    GhostRuns ghosts_;
};

}  // namespace ncf
