#pragma once

#include "recommendations/list_comparison.h"
#include "recommendations/run_view.h"

class QComboBox;
class QFrame;
class QPushButton;
class QSplitter;
class QToolButton;

namespace ncf {

class ElidedLabel;
class Session;
class UserFinder;
class UserHistory;
class WhyPanel;

// Who gets what: the users on the left, the chosen one's history and the chosen run's list for them
// beside it, and why an item of the list is there. The lists are read from the project; only what a
// person asks to have explained needs the model, and where the held-out item stands.
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
    QFrame* makeReasons();
    void wire();
    void remember(QSplitter* splitter, const QString& name);
    void forget();
    void reloadRuns();
    void fillRuns(const std::vector<RunRecord>& runs);
    void showUserChosen();
    void showLists();
    void explain(qint64 runId, ItemIndex item);
    void hideReasons();
    void updateButtons();
    UserIndex user() const;

    Session* session_;
    ElidedLabel* headline_;
    QComboBox* compare_;
    QToolButton* historyShown_;
    QPushButton* previous_;
    QPushButton* next_;
    UserFinder* finder_;
    UserHistory* history_;
    ListComparison* lists_;
    QFrame* reasons_;
    WhyPanel* why_;
    ListComparison::Run run_;
    bool comparing_ = false;
};

}  // namespace ncf
