#pragma once

#include "session/latest_request.h"
#include "store/project.h"

#include <QWidget>

class QPushButton;

namespace ncf {

class ItemPicker;
class PicksList;
class Session;
class WhatIfCard;

// Somebody the run never saw: a person picks and rates items and sees at once what the run would
// recommend. Nothing is stored.
class NewPersonPane : public QWidget {
    Q_OBJECT

public:
    explicit NewPersonPane(Session* session, QWidget* parent = nullptr);

    // 0 for none. What was picked stays. Loads the run.
    void setRun(qint64 runId);
    // The picks, too.
    void forget();
    // For `ncf`; empty while there is nothing to ask.
    QString command() const;

Q_SIGNALS:
    void itemRequested(ncf::ItemIndex item);
    // command() is another one.
    void changed();

private:
    QWidget* makeChoice();
    void loadScale();
    void picksChanged();
    void ask();

    Session* session_;
    ItemPicker* picker_;
    PicksList* picks_;
    QPushButton* clear_;
    WhatIfCard* list_;
    qint64 run_ = 0;
    LatestRequest scaleRequest_;
    LatestRequest listRequest_;
};

}  // namespace ncf
