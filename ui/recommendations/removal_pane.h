#pragma once

#include "experiment/what_if.h"
#include "session/latest_request.h"

#include <QWidget>

class QPushButton;
class QTableView;

namespace ncf {

class Card;
class Session;
class TickedHistoryModel;
class UserField;
class WhatIfCard;

// A user of the data without some of their history: a person unticks items and sees the list that
// the run would make with all of them beside the one without. Nothing is stored.
class RemovalPane : public QWidget {
    Q_OBJECT

public:
    explicit RemovalPane(Session* session, QWidget* parent = nullptr);

    // 0 for none. The user and what was unticked stay.
    void setRun(qint64 runId);
    // The user, too.
    void forget();
    // For `ncf`; empty while there is nothing to ask.
    QString command() const;

Q_SIGNALS:
    void itemRequested(ncf::ItemIndex item);
    // command() is another one.
    void changed();

private:
    QWidget* makeHistory();
    void chooseUser(UserIndex user, const QString& id);
    void loadHistory();
    void showHistory(Result<std::vector<HistoryRow>> rows);
    void ask();
    void showLists(const Result<WhatIfRemoval>& answer);
    void invite();

    Session* session_;
    Card* historyCard_;
    UserField* field_;
    TickedHistoryModel* model_;
    QTableView* history_;
    QPushButton* tickAll_;
    WhatIfCard* with_;
    WhatIfCard* without_;
    qint64 run_ = 0;
    UserIndex user_ = -1;  // nobody
    QString userId_;
    LatestRequest historyRequest_;
    LatestRequest listsRequest_;
};

}  // namespace ncf
