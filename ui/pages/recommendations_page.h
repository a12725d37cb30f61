#pragma once

#include "store/project.h"

#include <QWidget>

class QAbstractItemModel;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace ncf {

class ElidedLabel;
class EmptyState;
class HistoryModel;
class RecommendationsModel;
class Session;
class UsersModel;

// Who gets what: the users on the left, the chosen one's history and the chosen run's list for them
// beside it. Everything is read from the project, page by page.
class RecommendationsPage : public QWidget {
    Q_OBJECT

public:
    explicit RecommendationsPage(Session* session, QWidget* parent = nullptr);

    void showRun(qint64 runId);

Q_SIGNALS:
    void dataPageRequested();
    void experimentRequested();

private:
    QWidget* makeBrowser();
    QWidget* makeTopBar();
    QTableView* makeTable(QAbstractItemModel* model, const QString& name);
    void reloadRuns();
    void showRuns(const std::vector<RunRecord>& runs);
    void showColumns();
    void reloadUsers();
    void showUser(const UserRow& user);
    void showList();
    void moveBy(int rows);
    void updateButtons();

    Session* session_;
    UsersModel* usersModel_;
    HistoryModel* historyModel_;
    RecommendationsModel* listModel_;
    QStackedWidget* stages_;
    EmptyState* noData_;
    EmptyState* noRun_;
    QWidget* browser_;
    QComboBox* run_;
    QLineEdit* search_;
    ElidedLabel* headline_;
    QPushButton* previous_;
    QPushButton* next_;
    QLabel* noUser_;
    QTableView* users_;
    QTableView* history_;
    QTableView* list_;
    qint64 wantedRun_ = 0;
    UserIndex user_ = -1;
};

}  // namespace ncf
