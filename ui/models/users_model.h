#pragma once

#include "store/project.h"

#include <QAbstractTableModel>

#include <functional>
#include <vector>

namespace ncf {

// Users in the order of their ids, page by page: a view that scrolls down has the next page
// fetched. Which users, and where the pages come from, is the owner's.
class UsersModel : public QAbstractTableModel {
    Q_OBJECT

public:
    static constexpr int kPageSize = 200;

    // Asks for the page of users after the id `after` (empty: the first); the owner answers with
    // addPage() and the same request number, at once or later.
    using Fetch = std::function<void(const std::string& after, quint64 request)>;

    explicit UsersModel(Fetch fetch, QObject* parent = nullptr);

    // Other users are wanted: starts anew from the first page.
    void restart();
    // Nobody is wanted for now.
    void clear();
    // Answers to earlier requests are dropped.
    void addPage(quint64 request, std::vector<UserRow> page);
    // The row's user; nullptr out of range.
    const UserRow* user(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

Q_SIGNALS:
    // The first page after a restart() is there.
    void firstPageArrived();

private:
    Fetch fetch_;
    std::vector<UserRow> rows_;
    quint64 request_ = 0;
    bool waiting_ = false;
    bool complete_ = true;
};

}  // namespace ncf
