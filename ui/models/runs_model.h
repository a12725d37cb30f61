#pragma once

#include "store/run_records.h"

#include <QAbstractTableModel>

#include <vector>

namespace ncf {

// The runs of a project. Sort by kSortRole: numbers as numbers, what is missing last.
class RunsModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column {
        Name,
        Status,
        Model,
        HitRate,
        Ndcg,
        Rmse,
        BestEpoch,
        Time,
        Parameters,
        Started,
        Seed,
        ColumnCount
    };
    static constexpr int kSortRole = Qt::UserRole;

    using QAbstractTableModel::QAbstractTableModel;

    // Changed rows are updated in place where the list of ids is the same.
    void setRuns(std::vector<RunRecord> runs);
    const RunRecord* run(int row) const;
    int rowOf(std::int64_t runId) const;  // -1 if it is not there

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

Q_SIGNALS:
    void renameRequested(qint64 runId, const QString& name);

private:
    std::vector<RunRecord> runs_;
};

}  // namespace ncf
