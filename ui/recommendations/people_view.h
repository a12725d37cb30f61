#pragma once

#include "recommendations/run_view.h"
#include "store/project.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace ncf {

class ElidedLabel;
class HistoryModel;
class RecommendationsModel;
class Session;
class UsersModel;

// Who gets what: the users on the left, the chosen one's history and the chosen run's list for them
// beside it. Everything is read from the project, page by page.
class PeopleView : public RunView {
    Q_OBJECT

public:
    explicit PeopleView(Session* session, QWidget* parent = nullptr);

    void setRun(qint64 runId) override;
    // The user with this id, as soon as it is read.
    void showUser(const QString& userId);

private:
    QWidget* makeTopBar();
    QWidget* makeColumns();
    void showColumns();
    void reloadUsers();
    void show(const UserRow& user);
    void showList();
    void moveBy(int rows);
    void updateButtons();

    Session* session_;
    UsersModel* usersModel_;
    HistoryModel* historyModel_;
    RecommendationsModel* listModel_;
    QLineEdit* search_;
    ElidedLabel* headline_;
    QPushButton* previous_;
    QPushButton* next_;
    QLabel* noUser_;
    QTableView* users_;
    QTableView* history_;
    QTableView* list_;
    qint64 run_ = 0;
    UserIndex user_ = -1;
};

}  // namespace ncf
