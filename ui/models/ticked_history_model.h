#pragma once

#include "store/project.h"

#include <QAbstractTableModel>

#include <set>
#include <vector>

namespace ncf {

// The items of a user's training history, each with a tick that a person can take away.
class TickedHistoryModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Title, Rating, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    // All ticked but those of `unticked` that are in it.
    void setRows(std::vector<HistoryRow> rows, const std::set<ItemIndex>& unticked = {});
    const std::vector<HistoryRow>& rows() const { return rows_; }
    std::vector<HistoryRow> unticked() const;
    void tickAll();

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    // A tick was set or taken away.
    void ticksChanged();

private:
    std::vector<HistoryRow> rows_;
    std::set<ItemIndex> unticked_;
};

}  // namespace ncf
