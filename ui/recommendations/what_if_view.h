#pragma once

#include "recommendations/run_view.h"

class QButtonGroup;
class QPushButton;
class QStackedWidget;

namespace ncf {

class NewPersonPane;
class RemovalPane;
class Session;

// What a run would recommend to somebody who is not in the data, or to a user whose history were
// another.
class WhatIfView : public RunView {
    Q_OBJECT

public:
    explicit WhatIfView(Session* session, QWidget* parent = nullptr);

    void setRun(qint64 runId) override;

protected:
    // Nothing is loaded before somebody looks.
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeTopBar();
    void handRunOn();
    QString command() const;
    void updateCopy();

    QStackedWidget* panes_;
    NewPersonPane* newPerson_;
    RemovalPane* removal_;
    QButtonGroup* modes_;
    QPushButton* copy_;
    qint64 run_ = 0;
    qint64 handedOn_ = 0;  // the run that the panes know
};

}  // namespace ncf
