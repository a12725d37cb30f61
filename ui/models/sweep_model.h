#pragma once

#include "experiment/sweep_queue.h"

#include <QAbstractTableModel>

namespace ncf {

// The trials of a sweep, a row each in the order of the plan. The columns between the first and the
// results are the settings that vary.
class SweepModel : public QAbstractTableModel {
    Q_OBJECT

public:
    // What sorts by number instead of text; the first column sorts by the order of the queue.
    static constexpr int kSortRole = Qt::UserRole;

    using QAbstractTableModel::QAbstractTableModel;

    void setSweep(const SweepPlan& plan, const std::vector<Trial>& trials,
                  const SweepSnapshot& snapshot);
    // How the same sweep stands now.
    void update(const SweepSnapshot& snapshot);

    const SweepPlan& plan() const { return plan_; }
    const std::vector<Trial>& trials() const { return trials_; }
    // nullptr for a row that is not there.
    const TrialStatus* status(int row) const;
    // The row of the best trial by validation; -1 while there is none.
    int bestRow() const { return bestRow_; }
    // The column of the number that ranks the trials.
    int resultColumn() const { return 1 + axisCount() + First; }
    bool ratings() const { return plan_.base.training.explicitFeedback(); }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    // The columns behind those of the settings.
    enum ResultColumn { State, First, Second, BestEpoch, Run, ResultCount };

    void take(const SweepSnapshot& snapshot);
    QVariant displayed(const TrialStatus& status, int column) const;
    QVariant sortKey(const TrialStatus& status, int column) const;
    QString stateText(const TrialStatus& status) const;
    int axisCount() const { return static_cast<int>(plan_.axes.size()); }

    SweepPlan plan_;
    std::vector<Trial> trials_;
    std::vector<TrialStatus> statuses_;  // by trial
    std::vector<int> places_;            // in the queue, by trial
    RunSnapshot run_;
    int bestRow_ = -1;
};

}  // namespace ncf
