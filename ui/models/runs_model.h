#pragma once

#include "models/listed_run.h"

#include <QAbstractTableModel>

#include <vector>

namespace ncf {

// The runs of a project: what each came to, by its best epoch, and a column for every setting.
// Metrics stand with their distance from the baseline's, where there is a baseline that was
// measured alike. Sort by kSortRole: numbers as numbers, what is missing last when the best come
// first.
class RunsModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column {
        Name,
        Status,
        Model,
        ValidationHitRate,
        ValidationNdcg,
        ValidationRmse,
        TestHitRate,
        TestNdcg,
        TestRmse,
        BestEpoch,
        Time,
        Parameters,
        Started,
        Notes,
        FixedColumns  // the settings follow, in the order of settingNames()
    };
    static constexpr int kSortRole = Qt::UserRole;
    // What a filter looks at: nothing in columns that do not tell the runs apart.
    static constexpr int kFilterRole = Qt::UserRole + 1;

    using QAbstractTableModel::QAbstractTableModel;

    // Changed rows are updated in place where the list of ids is the same.
    void setRuns(std::vector<ListedRun> runs);
    const ListedRun* run(int row) const;
    int rowOf(std::int64_t runId) const;  // -1 if it is not there
    // Whether a column is worth its room: a metric that was measured, a setting in which the runs
    // differ.
    bool tellsApart(int column) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

Q_SIGNALS:
    void renameRequested(qint64 runId, const QString& name);
    void notesRequested(qint64 runId, const QString& notes);

private:
    QString shown(const ListedRun& run, int column) const;
    QString metricText(const RunRecord& run, int column) const;
    QVariant sortKey(const ListedRun& run, int column) const;
    void summarise();

    std::vector<ListedRun> runs_;
    std::vector<bool> differs_;   // parallel to settingNames()
    std::vector<bool> numbers_;   // parallel to settingNames(): whether all values are numbers
    std::vector<bool> measured_;  // by column; of the metrics and the notes
    const RunRecord* baseline_ = nullptr;
    QString cutoff_;  // K where it is the same for all, else the letter
};

}  // namespace ncf
