#pragma once

#include "store/project.h"

#include <QAbstractTableModel>

#include <functional>
#include <vector>

namespace ncf {

// The users of a project whose id starts with a prefix, page by page: a view that scrolls down has
// the next page fetched. Where the pages come from is the owner's.
class UsersModel : public QAbstractTableModel {
    Q_OBJECT

public:
    static constexpr int kPageSize = 200;

    // Asks for the page of users with `prefix` after the id `after`; the owner answers with
    // addPage() and the same request number, at once or later.
    using Fetch =
        std::function<void(const std::string& prefix, const std::string& after, quint64 request)>;

    explicit UsersModel(Fetch fetch, QObject* parent = nullptr);

    // Starts anew from the first page.
    void setPrefix(const QString& prefix);
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
    // The first page of a new prefix is there.
    void firstPageArrived();

private:
    Fetch fetch_;
    std::string prefix_;
    std::vector<UserRow> rows_;
    quint64 request_ = 0;
    bool waiting_ = false;
    bool complete_ = true;
};

}  // namespace ncf
