#include "widgets/navigation_rail.h"

#include "theme/icons.h"
#include "theme/theme.h"

#include <QButtonGroup>
#include <QEvent>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace ncf {

namespace {
constexpr int kWidth = 104;
}

NavigationRail::NavigationRail(const QList<Entry>& pages, QWidget* parent)
    : QWidget(parent), pages_(pages), buttons_(new QButtonGroup(this)), foot_(new QLabel) {
    setObjectName(QStringLiteral("rail"));
    setAttribute(Qt::WA_StyledBackground);
    setFixedWidth(kWidth);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::kGapSmall, Theme::kGap, Theme::kGapSmall, Theme::kGap);
    for (int page = 0; page < pages_.size(); ++page) {
        auto* const button = new QToolButton;
        button->setText(pages_[page].name);
        button->setAccessibleName(pages_[page].name);
        button->setIconSize({26, 26});
        button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
        button->setCheckable(true);
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        button->setToolTip(tr("Ctrl+%1").arg(page + 1));
        buttons_->addButton(button, page);
        column->addWidget(button);
    }
    drawIcons();
    connect(buttons_, &QButtonGroup::idClicked, this, &NavigationRail::chosen);
    column->addStretch();
    foot_->setProperty("caption", true);
    foot_->setAlignment(Qt::AlignCenter);
    foot_->setWordWrap(true);
    column->addWidget(foot_);
}

void NavigationRail::setCurrent(int page) {
    auto* const button = buttons_->button(page);
    button->setChecked(true);
    if (buttons_->buttons().contains(qobject_cast<QAbstractButton*>(window()->focusWidget()))) {
        button->setFocus();
    }
}

void NavigationRail::setFoot(const QString& text) {
    foot_->setText(text);
}

void NavigationRail::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        drawIcons();
    }
    QWidget::changeEvent(event);
}

void NavigationRail::drawIcons() {
    for (int page = 0; page < pages_.size(); ++page) {
        if (auto* const button = buttons_->button(page)) {
            button->setIcon(themedIcon(pages_[page].icon));
        }
    }
}

}  // namespace ncf
