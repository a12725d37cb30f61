#include "models/scored_rows_model.h"

#include "models/item_lists.h"

namespace ncf {

ScoredRowsModel::ScoredRowsModel(const QString& name, const QString& score,
                                 const QString& scoreHelp, QObject* parent)
    : QAbstractTableModel(parent), name_(name), score_(score), scoreHelp_(scoreHelp) {}

void ScoredRowsModel::setRows(std::vector<Row> rows) {
    beginResetModel();
    rows_ = std::move(rows);
    endResetModel();
}

int ScoredRowsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int ScoredRowsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ScoredRowsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const Row& row = rows_[static_cast<std::size_t>(index.row())];
    const bool name = index.column() == Name;
    switch (role) {
        case Qt::DisplayRole:
            return name ? row.name : scoreText(row.score);
        case Qt::ToolTipRole:
            return name ? row.help.toHtmlEscaped() : scoreHelp_;
        case Qt::TextAlignmentRole:
            return name ? QVariant() : static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
        case kShareRole:
            return row.share;
        default:
            return {};
    }
}

QVariant ScoredRowsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::ToolTipRole && section == Score) {
        return scoreHelp_;
    }
    return role == Qt::DisplayRole ? QVariant(section == Name ? name_ : score_) : QVariant();
}

}  // namespace ncf
