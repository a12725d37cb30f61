#include "widgets/card.h"

#include "theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace ncf {

Card::Card(const QString& title, QWidget* parent) : QFrame(parent) {
    setProperty("card", true);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::kGap + 4, Theme::kGap, Theme::kGap + 4, Theme::kGap + 2);
    layout->setSpacing(Theme::kGap);
    auto* const header = new QHBoxLayout;
    auto* const label = new QLabel(title);
    label->setProperty("cardTitle", true);
    caption_ = new QLabel;
    caption_->setProperty("caption", true);
    caption_->hide();
    header->addWidget(label);
    header->addStretch();
    header->addWidget(caption_);
    layout->addLayout(header);
    body_ = new QVBoxLayout;
    body_->setSpacing(Theme::kGapSmall);
    layout->addLayout(body_);
}

void Card::setCaption(const QString& caption) {
    caption_->setText(caption);
    caption_->setVisible(!caption.isEmpty());
}

}  // namespace ncf
