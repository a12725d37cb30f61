#include "widgets/empty_state.h"

#include "theme/icons.h"
#include "theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace ncf {

namespace {
constexpr int kIconSize = 64;
}

EmptyState::EmptyState(const QString& iconName, const QString& headline, const QString& sentence,
                       QWidget* parent)
    : QWidget(parent), iconName_(iconName) {
    auto* const layout = new QVBoxLayout(this);
    layout->setSpacing(Theme::kGap);
    icon_ = new QLabel;
    icon_->setPixmap(themedIcon(iconName_).pixmap(kIconSize, QIcon::Disabled));
    headline_ = new QLabel(headline);
    headline_->setProperty("headline", true);
    sentence_ = new QLabel(sentence);
    sentence_->setProperty("caption", true);
    sentence_->setWordWrap(true);
    sentence_->setMinimumWidth(420);
    for (auto* const label : {icon_, headline_, sentence_}) {
        label->setAlignment(Qt::AlignCenter);
    }
    buttons_ = new QWidget;
    auto* const row = new QHBoxLayout(buttons_);
    row->setSpacing(Theme::kGap);
    layout->addStretch(2);
    for (auto* const widget : {static_cast<QWidget*>(icon_), static_cast<QWidget*>(headline_),
                               static_cast<QWidget*>(sentence_), buttons_}) {
        layout->addWidget(widget, 0, Qt::AlignHCenter);
    }
    layout->addStretch(3);
}

QPushButton* EmptyState::addAction(const QString& text, bool primary) {
    auto* const button = new QPushButton(text);
    button->setAccessibleName(text);
    button->setProperty("primary", primary);
    buttons_->layout()->addWidget(button);
    return button;
}

void EmptyState::setText(const QString& headline, const QString& sentence) {
    headline_->setText(headline);
    sentence_->setText(sentence);
}

void EmptyState::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        icon_->setPixmap(themedIcon(iconName_).pixmap(kIconSize, QIcon::Disabled));
    }
    QWidget::changeEvent(event);
}

}  // namespace ncf
