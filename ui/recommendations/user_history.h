#pragma once

#include "models/item_lists.h"

#include <QWidget>

class QSortFilterProxyModel;
class QTableView;

namespace ncf {

class Session;

// What a user interacted with.
class UserHistory : public QWidget {
    Q_OBJECT

public:
    explicit UserHistory(Session* session, QWidget* parent = nullptr);

    // −1 for nobody.
    void show(UserIndex user);
    void setHeldOut(std::set<ItemIndex> items);
    // Which columns there are depends on the data.
    void showColumns();

Q_SIGNALS:
    void opened(ncf::ItemIndex item);

private:
    void makeTable();

    Session* session_;
    HistoryModel* model_;
    QSortFilterProxyModel* sorted_;
    QTableView* table_;
    UserIndex user_ = -1;
};

}  // namespace ncf
