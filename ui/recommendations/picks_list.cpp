#include "recommendations/picks_list.h"

#include "models/item_lists.h"
#include "theme/theme.h"
#include "widgets/elided_label.h"
#include "widgets/scroll_column.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWheelEvent>

#include <algorithm>

namespace ncf {

namespace {

// Leaves the wheel to the column around it.
class RatingBox : public QComboBox {
protected:
    void wheelEvent(QWheelEvent* event) override { event->ignore(); }
};

// A double click on the title asks for the item.
class PickTitle : public ElidedLabel {
public:
    PickTitle(PicksList* list, ItemIndex item) : list_(list), item_(item) {}

protected:
    void mouseDoubleClickEvent(QMouseEvent*) override { Q_EMIT list_->itemRequested(item_); }

private:
    PicksList* list_;
    ItemIndex item_;
};

QString ratingText(float rating) {
    return QLocale().toString(rating, 'g', 4);
}

}  // namespace

PicksList::PicksList(QWidget* parent) : QWidget(parent) {
    auto* const column = new QWidget;
    auto* const columnLayout = new QVBoxLayout(column);
    columnLayout->setContentsMargins(0, 0, Theme::kGapSmall, 0);
    columnLayout->setSpacing(Theme::kGapSmall);
    rows_ = new QVBoxLayout;
    rows_->setSpacing(2);
    nothing_ = new QLabel(tr("Nothing yet."));
    nothing_->setProperty("caption", true);
    columnLayout->addWidget(nothing_);
    columnLayout->addLayout(rows_);
    columnLayout->addStretch();
    note_ = new QLabel;
    note_->setProperty("caption", true);
    note_->setWordWrap(true);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::kGapSmall);
    layout->addWidget(makeScrollColumn(column), 1);
    layout->addWidget(note_);
    updateNotes();
}

void PicksList::setScale(const PickScale& scale) {
    scale_ = scale;
    updateNotes();
}

void PicksList::add(const RecommendationRow& item) {
    if (items().contains(item.item)) {
        return;
    }
    picks_.push_back({item, scale_.ratings.empty() ? 1 : scale_.ratings.back()});
    rows_->addWidget(makeRow(picks_.back()));
    updateNotes();
    Q_EMIT changed();
}

void PicksList::clear() {
    picks_.clear();
    while (auto* const row = rows_->takeAt(0)) {
        row->widget()->deleteLater();
        row->widget()->hide();
        delete row;
    }
    updateNotes();
    Q_EMIT changed();
}

std::set<ItemIndex> PicksList::items() const {
    std::set<ItemIndex> items;
    for (const auto& pick : picks_) {
        items.insert(pick.item.item);
    }
    return items;
}

std::vector<RatedItem> PicksList::rated() const {
    std::vector<RatedItem> rated;
    for (const auto& pick : picks_) {
        rated.push_back({pick.item.item, pick.rating});
    }
    return rated;
}

QWidget* PicksList::makeRow(const PickedItem& pick) {
    const QString title = itemTitle(pick.item.info, pick.item.itemId);
    auto* const row = new QWidget;
    auto* const layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::kGapSmall);
    auto* const label = new PickTitle(this, pick.item.item);
    label->setFullText(title);
    auto* const remove = new QToolButton;
    remove->setProperty("quiet", true);
    remove->setText(QStringLiteral("✕"));
    remove->setAccessibleName(tr("Remove %1").arg(title));
    remove->setToolTip(tr("Remove"));
    connect(remove, &QToolButton::clicked, this,
            [this, item = pick.item.item, row] { this->remove(item, row); });
    layout->addWidget(label, 1);
    layout->addWidget(makeRating(pick, title));
    layout->addWidget(remove);
    return row;
}

QWidget* PicksList::makeRating(const PickedItem& pick, const QString& title) {
    if (scale_.ratings.empty()) {
        auto* const likes = new QLabel(tr("likes it"));
        likes->setProperty("caption", true);
        return likes;
    }
    auto* const box = new RatingBox;
    box->setAccessibleName(tr("Rating of %1").arg(title));
    box->setFocusPolicy(Qt::StrongFocus);
    for (const float rating : scale_.ratings) {
        box->addItem(ratingText(rating), rating);
    }
    box->setCurrentIndex(box->count() - 1);
    connect(box, &QComboBox::currentIndexChanged, this,
            [this, box, item = pick.item.item] { rate(item, box->currentData().toFloat()); });
    return box;
}

void PicksList::rate(ItemIndex item, float rating) {
    const auto found =
        std::ranges::find(picks_, item, [](const PickedItem& p) { return p.item.item; });
    if (found != picks_.end()) {
        found->rating = rating;
        updateNotes();
        Q_EMIT changed();
    }
}

void PicksList::remove(ItemIndex item, QWidget* row) {
    std::erase_if(picks_, [item](const PickedItem& pick) { return pick.item.item == item; });
    rows_->removeWidget(row);
    row->hide();
    row->deleteLater();  // its button is still being clicked
    updateNotes();
    Q_EMIT changed();
}

void PicksList::updateNotes() {
    const bool disliked =
        scale_.likedFrom && std::ranges::any_of(picks_, [this](const PickedItem& pick) {
            return pick.rating < *scale_.likedFrom;
        });
    nothing_->setVisible(picks_.empty());
    note_->setText(disliked
                       ? tr("Rated below %1 means “not for me”.").arg(ratingText(*scale_.likedFrom))
                       : QString());
    note_->setVisible(disliked);
}

}  // namespace ncf
