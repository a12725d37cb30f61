#include "widgets/side_panel.h"

#include "theme/theme.h"

#include <QEvent>

#include <algorithm>

namespace ncf {

SidePanel::SidePanel(QWidget* main, QWidget* panel, int width, QWidget* parent)
    : QWidget(parent), main_(main), panel_(panel), width_(width) {
    main_->setParent(this);
    panel_->setParent(this);
    panel_->raise();
    panel_->installEventFilter(this);
}

bool SidePanel::covers() const {
    return panel_->isVisibleTo(this) && !fitsBeside();
}

QSize SidePanel::sizeHint() const {
    return main_->sizeHint();
}

QSize SidePanel::minimumSizeHint() const {
    return main_->minimumSizeHint().expandedTo(main_->minimumSize());
}

bool SidePanel::event(QEvent* event) {
    if (event->type() == QEvent::LayoutRequest) {
        updateGeometry();
        place();
    }
    return QWidget::event(event);
}

bool SidePanel::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent) {
        place();
    }
    return QWidget::eventFilter(watched, event);
}

void SidePanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    place();
}

bool SidePanel::fitsBeside() const {
    return width() >= minimumSizeHint().width() + Theme::kGap + width_;
}

void SidePanel::place() {
    const bool beside = panel_->isVisibleTo(this) && fitsBeside();
    const int wide = std::min(width_, width());
    panel_->setGeometry(width() - wide, 0, wide, height());
    main_->setGeometry(0, 0, beside ? width() - wide - Theme::kGap : width(), height());
}

}  // namespace ncf
