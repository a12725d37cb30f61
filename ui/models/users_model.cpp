#include "models/users_model.h"

namespace ncf {

UsersModel::UsersModel(Fetch fetch, QObject* parent)
    : QAbstractTableModel(parent), fetch_(std::move(fetch)) {}

void UsersModel::clear() {
    beginResetModel();
    rows_.clear();
    complete_ = true;
    waiting_ = false;
    endResetModel();
}

void UsersModel::restart() {
    clear();
    complete_ = false;
    fetchMore({});
}

void UsersModel::addPage(quint64 request, std::vector<UserRow> page) {
    if (request != request_ || !waiting_) {
        return;
    }
    complete_ = page.size() < static_cast<std::size_t>(kPageSize);
    const bool first = rows_.empty();
    if (!page.empty()) {
        const int from = static_cast<int>(rows_.size());
        beginInsertRows({}, from, from + static_cast<int>(page.size()) - 1);
        rows_.insert(rows_.end(), std::make_move_iterator(page.begin()),
                     std::make_move_iterator(page.end()));
        endInsertRows();
    }
    // Not before: who listens to the insertion must not ask for the page that is being inserted.
    waiting_ = false;
    if (first) {
        Q_EMIT firstPageArrived();
    }
}

const UserRow* UsersModel::user(int row) const {
    return row >= 0 && row < static_cast<int>(rows_.size()) ? &rows_[static_cast<std::size_t>(row)]
                                                            : nullptr;
}

int UsersModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int UsersModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : 2;
}

QVariant UsersModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const auto& row = rows_[static_cast<std::size_t>(index.row())];
    if (role == Qt::DisplayRole) {
        return index.column() == 0 ? QVariant(QString::fromStdString(row.id))
                                   : QVariant(static_cast<uint>(row.interactions));
    }
    if (role == Qt::TextAlignmentRole && index.column() == 1) {
        return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    }
    return {};
}

QVariant UsersModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal) {
        return {};
    }
    return section == 0 ? tr("User") : tr("Items");
}

bool UsersModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && !complete_ && !waiting_;
}

void UsersModel::fetchMore(const QModelIndex& parent) {
    if (canFetchMore(parent)) {
        waiting_ = true;
        fetch_(rows_.empty() ? std::string() : rows_.back().id, ++request_);
    }
}

}  // namespace ncf
