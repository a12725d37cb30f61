#include "models/ticked_history_model.h"

#include "models/item_lists.h"
#include "theme/theme.h"

#include <QLocale>

namespace ncf {

void TickedHistoryModel::setRows(std::vector<HistoryRow> rows,
                                 const std::set<ItemIndex>& unticked) {
    beginResetModel();
    rows_ = std::move(rows);
    unticked_.clear();
    for (const auto& row : rows_) {
        if (unticked.contains(row.item)) {
            unticked_.insert(row.item);
        }
    }
    endResetModel();
}

std::vector<HistoryRow> TickedHistoryModel::unticked() const {
    std::vector<HistoryRow> rows;
    for (const auto& row : rows_) {
        if (unticked_.contains(row.item)) {
            rows.push_back(row);
        }
    }
    return rows;
}

void TickedHistoryModel::tickAll() {
    if (unticked_.empty()) {
        return;
    }
    unticked_.clear();
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    Q_EMIT ticksChanged();
}

int TickedHistoryModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int TickedHistoryModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant TickedHistoryModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const auto& row = rows_[static_cast<std::size_t>(index.row())];
    const bool ticked = !unticked_.contains(row.item);
    switch (role) {
        case Qt::ToolTipRole:
            return itemTitle(row.info, row.itemId).toHtmlEscaped();
        case Qt::DisplayRole:
            return index.column() == Title ? itemTitle(row.info, row.itemId)
                                           : ratingText(row.rating, 4);
        case Qt::CheckStateRole:
            return index.column() == Title ? QVariant(ticked ? Qt::Checked : Qt::Unchecked)
                                           : QVariant();
        case Qt::ForegroundRole:
            return ticked ? QVariant() : QVariant(Theme::textMuted());
        case Qt::TextAlignmentRole:
            return index.column() == Rating
                       ? QVariant(static_cast<int>(Qt::AlignRight | Qt::AlignVCenter))
                       : QVariant();
        default:
            return {};
    }
}

bool TickedHistoryModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (!index.isValid() || role != Qt::CheckStateRole || index.column() != Title) {
        return false;
    }
    const ItemIndex item = rows_[static_cast<std::size_t>(index.row())].item;
    if (value.toInt() == Qt::Checked) {
        unticked_.erase(item);
    } else {
        unticked_.insert(item);
    }
    Q_EMIT dataChanged(index, index.siblingAtColumn(ColumnCount - 1));
    Q_EMIT ticksChanged();
    return true;
}

Qt::ItemFlags TickedHistoryModel::flags(const QModelIndex& index) const {
    const auto flags = QAbstractTableModel::flags(index);
    return index.column() == Title ? flags | Qt::ItemIsUserCheckable : flags;
}

QVariant TickedHistoryModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    return section == Title ? tr("Title") : tr("Rating");
}

}  // namespace ncf
