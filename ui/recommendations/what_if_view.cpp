#include "recommendations/what_if_view.h"

#include "recommendations/new_person_pane.h"
#include "recommendations/removal_pane.h"
#include "session/session.h"
#include "theme/theme.h"

#include <QButtonGroup>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QRadioButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace ncf {

WhatIfView::WhatIfView(Session* session, QWidget* parent) : RunView(parent) {
    newPerson_ = new NewPersonPane(session);
    removal_ = new RemovalPane(session);
    panes_ = new QStackedWidget;
    panes_->addWidget(newPerson_);
    panes_->addWidget(removal_);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::kGap);
    layout->addWidget(makeTopBar());
    layout->addWidget(panes_, 1);

    connect(newPerson_, &NewPersonPane::itemRequested, this, &RunView::itemRequested);
    connect(removal_, &RemovalPane::itemRequested, this, &RunView::itemRequested);
    connect(newPerson_, &NewPersonPane::changed, this, &WhatIfView::updateCopy);
    connect(removal_, &RemovalPane::changed, this, &WhatIfView::updateCopy);
    connect(session, &Session::projectChanged, this, [this] {
        run_ = handedOn_ = 0;
        newPerson_->forget();
        removal_->forget();
    });
    updateCopy();
}

QWidget* WhatIfView::makeTopBar() {
    auto* const bar = new QWidget;
    auto* const row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::kGapLarge);
    modes_ = new QButtonGroup(this);
    const QString names[] = {tr("A new person"), tr("An existing user without …")};
    for (int mode = 0; mode < 2; ++mode) {
        auto* const button = new QRadioButton(names[mode]);
        button->setAccessibleName(names[mode]);
        modes_->addButton(button, mode);
        row->addWidget(button);
    }
    modes_->button(0)->setChecked(true);
    connect(modes_, &QButtonGroup::idToggled, this, [this](int mode, bool on) {
        if (on) {
            panes_->setCurrentIndex(mode);
            updateCopy();
        }
    });
    copy_ = new QPushButton(tr("Copy as command"));
    copy_->setAccessibleName(tr("Copy this question as an ncf command"));
    connect(copy_, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(command()); });
    row->addStretch();
    row->addWidget(copy_);
    return bar;
}

void WhatIfView::setRun(qint64 runId) {
    run_ = runId;
    if (isVisible()) {
        handRunOn();
    }
}

void WhatIfView::showEvent(QShowEvent* event) {
    RunView::showEvent(event);
    handRunOn();
}

void WhatIfView::handRunOn() {
    if (handedOn_ != run_) {
        handedOn_ = run_;
        newPerson_->setRun(run_);
        removal_->setRun(run_);
    }
}

QString WhatIfView::command() const {
    return panes_->currentWidget() == newPerson_ ? newPerson_->command() : removal_->command();
}

void WhatIfView::updateCopy() {
    copy_->setEnabled(!command().isEmpty());
}

}  // namespace ncf
