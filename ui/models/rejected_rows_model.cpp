#include "models/rejected_rows_model.h"

namespace ncf {

void RejectedRowsModel::setRows(std::vector<RejectedRow> rows) {
    beginResetModel();
    rows_ = std::move(rows);
    endResetModel();
}

int RejectedRowsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int RejectedRowsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : 3;
}

QVariant RejectedRowsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || role != Qt::DisplayRole) {
        return {};
    }
    const auto& row = rows_[static_cast<std::size_t>(index.row())];
    switch (index.column()) {
        case 0:
            return QVariant::fromValue<qulonglong>(row.line);
        case 1:
            return QString::fromStdString(row.reason);
        default:
            return QString::fromStdString(row.text);
    }
}

QVariant RejectedRowsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal) {
        return {};
    }
    const QString names[] = {tr("Line"), tr("Reason"), tr("Text")};
    return names[section];
}

}  // namespace ncf
