#pragma once

#include "data/ratings_reader.h"

#include <QAbstractTableModel>

#include <vector>

namespace ncf {

// The rows of a file that could not be used: line, reason, text.
class RejectedRowsModel : public QAbstractTableModel {
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    void setRows(std::vector<RejectedRow> rows);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<RejectedRow> rows_;
};

}  // namespace ncf
