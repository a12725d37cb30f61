#pragma once

#include "session/latest_request.h"
#include "store/project.h"

#include <QWidget>

#include <optional>

class QComboBox;
class QLabel;
class QLineEdit;
class QStackedWidget;
class QTableView;

namespace ncf {

class ElidedLabel;
class ItemPicker;
class Session;
class UsersModel;

// Finds users by the start of their id, or by an item they interacted with, and lists them page by
// page. The first of a new list is chosen at once.
class UserFinder : public QWidget {
    Q_OBJECT

public:
    explicit UserFinder(Session* session, QWidget* parent = nullptr);

    // Whose data is searched for items; 0 for none.
    void setRun(qint64 runId);
    // Another project is open.
    void forget();
    // Finds the user with this id.
    void showUser(const QString& userId);
    // nullptr while nobody is chosen.
    const UserRow* user() const;
    bool canMoveBy(int rows) const;
    void moveBy(int rows);

Q_SIGNALS:
    // user() is another one; nobody while a list is read.
    void userChosen();
    // There are more users to move to.
    void usersArrived();

private:
    enum By { Id, Item };

    QWidget* makeItemBar();
    QWidget* makeList();
    void fetch(const std::string& after, quint64 request);
    void addPage(quint64 request, Result<std::vector<UserRow>> page);
    void findBy(int by);
    void pick(const RecommendationRow& item);
    void reload();

    Session* session_;
    UsersModel* model_;
    QComboBox* by_;
    QLineEdit* id_;
    QWidget* itemBar_;
    ElidedLabel* itemName_;
    QStackedWidget* stack_;
    QWidget* listPage_;
    ItemPicker* picker_;
    QLabel* message_;
    QTableView* users_;
    LatestRequest request_;
    qint64 run_ = 0;
    std::optional<ItemIndex> item_;  // when finding by an item: which
};

}  // namespace ncf
