#include "recommendations/list_filter_bar.h"

#include "theme/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QSignalBlocker>

namespace ncf {

namespace {

// Shares of all items.
constexpr double kHidden[] = {0.01, 0.05, 0.1, 0.25};
constexpr double kOnly = 0.1;

constexpr int kFromRole = Qt::UserRole;
constexpr int kToRole = Qt::UserRole + 1;

QComboBox* makeChoice(const QString& name) {
    auto* const choice = new QComboBox;
    choice->setAccessibleName(name);
    // As narrow as the list may be; the popup shows all of an entry.
    choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    choice->setMinimumContentsLength(8);
    return choice;
}

void addRange(QComboBox* choice, const QString& text, int from, int to) {
    choice->addItem(text, from);
    choice->setItemData(choice->count() - 1, to, kToRole);
}

}  // namespace

ListFilterBar::ListFilterBar(QWidget* parent)
    : QWidget(parent),
      text_(new QLineEdit),
      genre_(makeChoice(tr("Show only items of this genre"))),
      popularity_(makeChoice(tr("Show items by how popular they are"))) {
    text_->setPlaceholderText(tr("Title"));
    text_->setAccessibleName(tr("Show only items with this in the title"));
    text_->setClearButtonEnabled(true);
    popularity_->setToolTip(
        tr("<p>To see beyond what everybody gets, hide the items that have the most interactions "
           "of all the data. The numbers in the list stay as they are.</p>"));
    setGenres({});
    setItems(0);

    auto* const row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::kGapSmall);
    row->addWidget(text_, 3);
    row->addWidget(genre_, 2);
    row->addWidget(popularity_, 3);
    connect(text_, &QLineEdit::textChanged, this, &ListFilterBar::read);
    connect(genre_, &QComboBox::currentIndexChanged, this, &ListFilterBar::read);
    connect(popularity_, &QComboBox::currentIndexChanged, this, &ListFilterBar::read);
}

void ListFilterBar::setGenres(QStringList genres) {
    const QString chosen = genre_->currentData().toString();
    if (!chosen.isEmpty() && !genres.contains(chosen)) {
        genres.append(chosen);
    }
    genres.sort(Qt::CaseInsensitive);
    const QSignalBlocker blocker(genre_);
    genre_->clear();
    genre_->addItem(tr("Any genre"), QString());
    for (const auto& genre : std::as_const(genres)) {
        genre_->addItem(genre, genre);
    }
    genre_->setCurrentIndex(chosen.isEmpty() ? 0 : genre_->findData(chosen));
}

void ListFilterBar::setItems(std::size_t items) {
    const auto share = [items](double part) { return mostPopular(part, items); };
    const QSignalBlocker blocker(popularity_);
    popularity_->clear();
    addRange(popularity_, tr("Any popularity"), 1, 0);
    if (items > 0) {
        const QLocale locale;
        for (const double part : kHidden) {
            addRange(popularity_,
                     tr("Hide the %1 most popular (%2 %)")
                         .arg(locale.toString(share(part)), locale.toString(100 * part)),
                     share(part) + 1, 0);
        }
        addRange(popularity_,
                 tr("Only the %1 most popular (%2 %)")
                     .arg(locale.toString(share(kOnly)), locale.toString(100 * kOnly)),
                 1, share(kOnly));
    }
    read();
}

void ListFilterBar::setGenresShown(bool shown) {
    genre_->setVisible(shown);
    if (!shown) {
        genre_->setCurrentIndex(0);
    }
}

void ListFilterBar::clear() {
    text_->clear();
    genre_->setCurrentIndex(0);
    popularity_->setCurrentIndex(0);
}

void ListFilterBar::read() {
    const ListFilter filter{
        text_->text().trimmed().toStdString(), genre_->currentData().toString().toStdString(),
        popularity_->currentData(kFromRole).toInt(), popularity_->currentData(kToRole).toInt()};
    if (filter != filter_) {
        filter_ = filter;
        Q_EMIT changed();
    }
}

}  // namespace ncf
