#pragma once

#include "data/detection.h"

#include <QAbstractTableModel>

namespace ncf {

// The first rows of a text table as they were understood; the header says what each column holds.
class PreviewModel : public QAbstractTableModel {
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    // `columns` may be empty: then the header has the names alone.
    void setTable(TableGuess table, std::vector<ColumnProfile> columns = {},
                  std::size_t rowsLookedAt = 0);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

private:
    TableGuess table_;
    std::vector<ColumnProfile> columns_;
    std::size_t rowsLookedAt_ = 0;
};

}  // namespace ncf
