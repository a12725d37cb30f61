#include "recommendations/map_foot.h"

#include "base/text.h"
#include "theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

#include <algorithm>
#include <cmath>

namespace ncf {

MapFoot::MapFoot(QWidget* parent) : QWidget(parent) {
    caption_ = new QLabel;
    caption_->setProperty("caption", true);
    caption_->setWordWrap(true);
    progress_ = new QProgressBar;
    progress_->setAccessibleName(tr("How far the arranging is"));
    progress_->setTextVisible(false);
    constexpr int kSteps = 1000;
    progress_->setRange(0, kSteps);
    left_ = new QLabel;
    left_->setProperty("caption", true);
    cancel_ = new QPushButton(tr("Cancel"));
    cancel_->setAccessibleName(tr("Cancel the arranging"));
    arrange_ = new QPushButton;
    connect(cancel_, &QPushButton::clicked, this, &MapFoot::cancelRequested);
    connect(arrange_, &QPushButton::clicked, this, &MapFoot::arrangeRequested);
    auto* const row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::kGap);
    row->addWidget(caption_, 1);
    row->addWidget(progress_, 1);
    row->addWidget(left_);
    row->addWidget(cancel_);
    row->addWidget(arrange_);
    setArranged(false);
    setArranging(false);
}

void MapFoot::setCaption(const QString& text) {
    caption_->setText(text);
}

void MapFoot::setArranged(bool arranged) {
    arrange_->setText(arranged ? tr("Back to the main directions") : tr("Arrange by neighbours"));
    arrange_->setAccessibleName(arrange_->text());
}

void MapFoot::setArranging(bool arranging) {
    const bool focused = arrange_->hasFocus() || cancel_->hasFocus();
    caption_->setVisible(!arranging);
    arrange_->setVisible(!arranging);
    progress_->setVisible(arranging);
    left_->setVisible(arranging);
    cancel_->setVisible(arranging);
    if (arranging) {
        setProgress(0, -1);
    }
    if (focused) {
        (arranging ? cancel_ : arrange_)->setFocus();
    }
}

void MapFoot::setProgress(double fraction, double secondsLeft) {
    progress_->setValue(static_cast<int>(fraction * progress_->maximum()));
    left_->setText(secondsLeft < 0 ? tr("Arranging…")
                                   : tr("Arranging, about %1 left")
                                         .arg(QString::fromStdString(
                                             duration(std::ceil(std::max(1.0, secondsLeft))))));
}

}  // namespace ncf
