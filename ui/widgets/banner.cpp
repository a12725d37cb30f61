#include "widgets/banner.h"

#include "theme/theme.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

namespace ncf {

Banner::Banner(QWidget* parent) : QFrame(parent) {
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(Theme::kGap + 4, Theme::kGapSmall, Theme::kGapSmall,
                               Theme::kGapSmall);
    auto* const text = new QVBoxLayout;
    text->setSpacing(2);
    text->setAlignment(Qt::AlignVCenter);
    what_ = new QLabel;
    what_->setProperty("cardTitle", true);
    remedy_ = new QLabel;
    remedy_->setProperty("caption", true);
    for (auto* const label : {what_, remedy_}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        text->addWidget(label);
    }
    auto* const close = new QPushButton(tr("Close"));
    close->setProperty("quiet", true);
    close->setAccessibleName(tr("Close this message"));
    close->setShortcut(Qt::Key_Escape);
    connect(close, &QPushButton::clicked, this, &QWidget::hide);
    action_ = new QPushButton;
    action_->setAccessibleName(tr("Do what this message offers"));
    connect(action_, &QPushButton::clicked, this, &Banner::actionTriggered);
    layout->addLayout(text, 1);
    layout->addWidget(action_, 0, Qt::AlignTop);
    layout->addWidget(close, 0, Qt::AlignTop);
    hide();
}

void Banner::showError(const QString& what, const QString& remedy) {
    action_->hide();
    showMessage(what, remedy, true);
}

void Banner::showNotice(const QString& what, const QString& action) {
    action_->setText(action);
    action_->setAccessibleName(action);
    action_->setVisible(!action.isEmpty());
    showMessage(what, {}, false);
}

void Banner::showMessage(const QString& what, const QString& remedy, bool error) {
    setProperty("banner", error ? "error" : "notice");
    style()->unpolish(this);
    style()->polish(this);
    what_->setText(what);
    remedy_->setText(remedy);
    remedy_->setVisible(!remedy.isEmpty());
    setAccessibleName(remedy.isEmpty() ? what : what + QLatin1Char(' ') + remedy);
    show();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

}  // namespace ncf
