#pragma once

#include "experiment/around_item.h"
#include "session/latest_request.h"

#include <QFrame>
#include <QTimer>

#include <vector>

class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace ncf {

class Histogram;
class ScoredRowsModel;
class Session;

// All there is to know around one item: what the data says of it, the items that the chosen run
// holds for similar, and the users who would want it most. Hidden until an item is asked for;
// forgets everything when another project is opened.
class ItemPanel : public QFrame {
    Q_OBJECT

public:
    static constexpr int kWidth = 340;  // device-independent pixels

    explicit ItemPanel(Session* session, QWidget* parent = nullptr);

    // The run that is asked from now on; 0 for none, which closes the panel.
    void setRun(qint64 runId);
    // Opens the panel with this item; the one before is a step back away.
    void showItem(ItemIndex item);
    void dismiss();

Q_SIGNALS:
    // A person wants to see this user's lists.
    void userRequested(const QString& userId);

private:
    // A table, or in its place a sentence on why there is none.
    struct List {
        ScoredRowsModel* model = nullptr;
        QTableView* table = nullptr;
        QLabel* note = nullptr;
        QStackedWidget* stack = nullptr;
    };

    QWidget* makeTopRow();
    QWidget* makeBody();
    QWidget* makeFacts();
    List makeList(ScoredRowsModel* model, const QString& name);
    void goBack();
    void ask();
    void say(const QString& message);
    void showFacts(const ItemFacts& facts);
    void showSimilar(const Result<std::vector<RecommendationRow>>& rows);
    void showUsers(const Result<std::vector<LikelyUser>>& users);

    Session* session_;
    QPushButton* back_;
    QStackedWidget* stages_;
    QLabel* message_;
    QWidget* body_;
    QLabel* title_;
    QLabel* kind_;
    QLabel* popularity_;
    QLabel* rating_;
    Histogram* histogram_;
    List similar_;
    List users_;
    std::vector<ItemIndex> path_;          // the items up to the one that is shown
    std::vector<ItemIndex> similarItems_;  // by row
    qint64 run_ = 0;
    LatestRequest factsRequest_;
    LatestRequest similarRequest_;
    LatestRequest usersRequest_;
    QTimer slow_;
};

}  // namespace ncf
