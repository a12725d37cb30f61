#pragma once

#include "models/runs_model.h"

#include <QWidget>

#include <map>
#include <vector>

class QMenu;
class QPoint;
class QPushButton;
class QSortFilterProxyModel;
class QTableView;

namespace ncf {

class Card;

// The table of runs with its filter and its choice of columns. Without a choice of their own people
// see the columns that tell the runs apart.
class RunsTable : public QWidget {
    Q_OBJECT

public:
    explicit RunsTable(RunsModel* model, QWidget* parent = nullptr);

    // The selected runs in the order of the table.
    std::vector<ListedRun> selected() const;
    // Selects what is still there of these; when nothing is, the row where the selection began.
    void select(const std::vector<std::int64_t>& runIds);
    // Shows the column if need be and edits it in the current row.
    void edit(RunsModel::Column column);
    // A button beside the filter.
    QPushButton* addButton(const QString& text);

Q_SIGNALS:
    void selectionChanged();
    void menuRequested(const QPoint& globalPosition);

private:
    void makeTable();
    void fillColumnMenu();
    void showColumns();

    RunsModel* model_;
    QSortFilterProxyModel* sorted_;
    Card* card_;
    QLayout* tools_;
    QTableView* table_;
    QMenu* columns_;
    int firstSelected_ = 0;
    std::map<int, bool> chosen_;  // columns that a person showed or hid
};

}  // namespace ncf
