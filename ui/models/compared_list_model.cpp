#include "models/compared_list_model.h"

#include "models/item_lists.h"
#include "theme/theme.h"

#include <QLocale>

namespace ncf {

namespace {

QColor colourOf(const ListMove& move) {
    switch (move.kind) {
        case ListMove::Kind::New:
            return Theme::accent();
        case ListMove::Kind::Up:
            return Theme::good();
        default:
            return Theme::textMuted();
    }
}

}  // namespace

void ComparedListModel::setRows(std::vector<RecommendationRow> rows, std::vector<ListMove> moves) {
    beginResetModel();
    rows_ = std::move(rows);
    moves_ = std::move(moves);
    moves_.resize(rows_.size());
    endResetModel();
}

int ComparedListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int ComparedListModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ComparedListModel::text(const RecommendationRow& row, const ListMove& move,
                                 int column) const {
    switch (column) {
        case Rank:
            return row.rank;
        case Move:
            return moveMark(move);
        case Title:
            return itemTitle(row.info, row.itemId);
        case Score:
            return QLocale().toString(row.score, 'f', 3);
        default:
            return {};
    }
}

QVariant ComparedListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const auto& row = rows_[static_cast<std::size_t>(index.row())];
    const auto& move = moves_[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
            return text(row, move, index.column());
        case Qt::ToolTipRole:
            return index.column() == Move ? moveInWords(move)
                                          : itemTitle(row.info, row.itemId).toHtmlEscaped();
        case Qt::AccessibleTextRole:
            return index.column() == Move ? moveInWords(move) : text(row, move, index.column());
        case Qt::ForegroundRole:
            return index.column() == Move ? QVariant(colourOf(move)) : QVariant();
        case Qt::TextAlignmentRole:
            return index.column() == Rank || index.column() == Score
                       ? QVariant(static_cast<int>(Qt::AlignRight | Qt::AlignVCenter))
                       : QVariant();
        case kShareRole: {
            const float best = rows_.front().score;
            return best > 0 ? static_cast<double>(row.score / best) : 0.0;
        }
        default:
            return {};
    }
}

QVariant ComparedListModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole && (section == Rank || section == Score)) {
        return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    }
    if (role == Qt::ToolTipRole) {
        const QString help[] = {
            tr("Place in the list"),
            tr("By how many places the item moved"),
            {},
            tr("The model's score: a probability, a predicted rating, or a "
               "number that only ranks, of a model trained by comparing items")};
        return help[section];
    }
    const QString names[] = {tr("#"), tr("Moved"), tr("Title"), tr("Score")};
    return role == Qt::DisplayRole ? QVariant(names[section]) : QVariant();
}

}  // namespace ncf
