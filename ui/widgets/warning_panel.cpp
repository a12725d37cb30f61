#include "widgets/warning_panel.h"

#include "theme/theme.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace ncf {

WarningPanel::WarningPanel(const QString& title, QWidget* parent) : QFrame(parent) {
    setProperty("banner", QStringLiteral("warning"));
    title_ = new QLabel(title);
    title_->setProperty("cardTitle", true);
    text_ = new QLabel;
    text_->setTextFormat(Qt::PlainText);  // it quotes the file
    text_->setWordWrap(true);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    actions_ = new QHBoxLayout;
    actions_->setSpacing(Theme::kGapSmall);
    auto* const top = new QHBoxLayout;
    top->addWidget(title_, 1);
    top->addLayout(actions_);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::kGap + 4, Theme::kGapSmall, Theme::kGapSmall,
                               Theme::kGapSmall + 2);
    layout->setSpacing(2);
    layout->addLayout(top);
    layout->addWidget(text_);
    hide();
}

void WarningPanel::setLines(const QStringList& lines) {
    if (lines == lines_) {
        return;
    }
    lines_ = lines;
    text_->setText(lines.join(QLatin1Char('\n')));
    setAccessibleName(title_->text() + QLatin1Char(' ') + lines.join(QLatin1Char(' ')));
    setVisible(!lines.isEmpty());
    if (isVisible()) {
        QAccessibleEvent alert(this, QAccessible::Alert);
        QAccessible::updateAccessibility(&alert);
    }
}

}  // namespace ncf
