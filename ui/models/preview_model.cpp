#include "models/preview_model.h"

#include "models/column_text.h"

namespace ncf {

namespace {
// More of a column's name than any column shows.
constexpr int kMaxName = 80;
}  // namespace

void PreviewModel::setTable(TableGuess table, std::vector<ColumnProfile> columns,
                            std::size_t rowsLookedAt) {
    // Where only the understanding of the columns is new, the view stays where it is.
    const bool same = table.rows == table_.rows && table.columnNames == table_.columnNames;
    if (!same) {
        beginResetModel();
    }
    table_ = std::move(table);
    columns_ = std::move(columns);
    rowsLookedAt_ = rowsLookedAt;
    if (!same) {
        endResetModel();
    } else if (columnCount() > 0) {
        Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
    }
}

int PreviewModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(table_.rows.size());
}

int PreviewModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(table_.columnNames.size());
}

QVariant PreviewModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || role != Qt::DisplayRole) {
        return {};
    }
    // A broken row may have fewer fields than the first one.
    const auto& row = table_.rows[static_cast<std::size_t>(index.row())];
    const auto column = static_cast<std::size_t>(index.column());
    return column < row.size() ? QString::fromStdString(row[column]) : QString();
}

QVariant PreviewModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) {
        return {};
    }
    const auto column = static_cast<std::size_t>(section);
    // One line, whatever the file says: those below are the caption's.
    const auto name =
        QString::fromStdString(table_.columnNames[column]).left(kMaxName).simplified();
    const bool known = column < columns_.size();
    if (role == Qt::DisplayRole) {
        return known ? name + QLatin1Char('\n') + columnCaption(columns_[column]) : name;
    }
    if (role == Qt::ToolTipRole && known) {
        return columnToolTip(name, columns_[column], rowsLookedAt_);
    }
    return {};
}

}  // namespace ncf
