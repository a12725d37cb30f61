#pragma once

#include "models/item_lists.h"

#include <QWidget>

#include <array>

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
    // Those that the data has and that there is room for beside the titles.
    void showColumns();

Q_SIGNALS:
    void opened(ncf::ItemIndex item);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void makeTable();

    Session* session_;
    HistoryModel* model_;
    QSortFilterProxyModel* sorted_;
    QTableView* table_;
    std::array<int, HistoryModel::ColumnCount> widths_{};
    UserIndex user_ = -1;
};

}  // namespace ncf
