#include "recommendations/ranked_list.h"

#include "recommendations/held_out_line.h"
#include "theme/theme.h"
#include "widgets/badge_delegate.h"
#include "widgets/elided_label.h"
#include "widgets/list_table.h"
#include "widgets/score_bar_delegate.h"

#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>

namespace ncf {

namespace {

// Shows the first genre; the titles need the room more, and a person can widen it.
constexpr int kGenresWidth = 84;
constexpr int kScoreWidth = 84;
constexpr int kTitleWidth = 150;  // at least
constexpr int kLeastRows = 4;     // with the header

}  // namespace

RankedList::RankedList(Session* session, const QString& name, QWidget* parent)
    : QWidget(parent),
      model_(new RecommendationsModel(this)),
      filtered_(new FilteredList(model_, this)),
      heading_(new ElidedLabel),
      stack_(new QStackedWidget),
      table_(makeTable(name)),
      messagePage_(makeMessage()),
      heldOut_(new HeldOutLine(session)) {
    heading_->hide();
    stack_->addWidget(table_);
    stack_->addWidget(messagePage_);
    stack_->setMinimumHeight(kLeastRows * table_->verticalHeader()->defaultSectionSize());
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::kGapSmall);
    layout->addWidget(heading_);
    layout->addWidget(stack_, 1);
    layout->addWidget(heldOut_);
    connect(heldOut_, &HeldOutLine::found, this, [this](const std::vector<HeldOutPlace>& places) {
        std::set<ItemIndex> items;
        for (const auto& place : places) {
            items.insert(place.item.item);
        }
        model_->setHeldOut(std::move(items));
        Q_EMIT heldOutFound(places);
    });
    showColumns();
    showState();
}

QTableView* RankedList::makeTable(const QString& name) {
    auto* const table = makeListTable(filtered_, name);
    table->setSortingEnabled(true);
    table->sortByColumn(RecommendationsModel::Rank, Qt::AscendingOrder);
    table->setItemDelegateForColumn(RecommendationsModel::Title,
                                    new BadgeDelegate(kItemBadgeRole, table));
    table->setItemDelegateForColumn(RecommendationsModel::Score,
                                    new ScoreBarDelegate(RecommendationsModel::kShareRole, table));
    // Of set widths: measuring the contents would cost time at every user.
    auto* const header = table->horizontalHeader();
    const auto widthOf = [table](const QString& text) {
        constexpr int kAround = 34;  // the header's padding and its arrow
        return table->fontMetrics().horizontalAdvance(text) + kAround;
    };
    header->setMinimumSectionSize(widthOf({}));
    header->setSectionResizeMode(RecommendationsModel::Title, QHeaderView::Stretch);
    widths_[RecommendationsModel::Rank] = widthOf(QStringLiteral("00"));
    widths_[RecommendationsModel::Change] = widthOf(tr("Change"));
    widths_[RecommendationsModel::Genres] = kGenresWidth;
    widths_[RecommendationsModel::Score] = kScoreWidth;
    widths_[RecommendationsModel::Popularity] = widthOf(tr("Popularity"));
    for (int column = 0; column < RecommendationsModel::ColumnCount; ++column) {
        if (column != RecommendationsModel::Title) {
            table->setColumnWidth(column, widths_[static_cast<std::size_t>(column)]);
        }
    }
    const auto choose = [this](const QModelIndex& index) {
        Q_EMIT chosen(itemAt(index));
        // What explains it may leave the list less room.
        QTimer::singleShot(0, table_, [this] { table_->scrollTo(table_->currentIndex()); });
    };
    connect(table, &QTableView::clicked, this, choose);
    connect(table, &QTableView::activated, this, choose);
    connect(table, &QTableView::doubleClicked, this,
            [this](const QModelIndex& index) { Q_EMIT opened(itemAt(index)); });
    return table;
}

QWidget* RankedList::makeMessage() {
    message_ = new QLabel;
    message_->setProperty("caption", true);
    message_->setWordWrap(true);
    message_->setAlignment(Qt::AlignCenter);
    clearFilter_ = new QPushButton(tr("Show all"));
    clearFilter_->setAccessibleName(tr("Show all items of the list"));
    connect(clearFilter_, &QPushButton::clicked, this, &RankedList::clearFilterRequested);
    auto* const page = new QWidget;
    auto* const layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::kGap);
    layout->addStretch();
    layout->addWidget(message_);
    layout->addWidget(clearFilter_, 0, Qt::AlignHCenter);
    layout->addStretch();
    return page;
}

ItemIndex RankedList::itemAt(const QModelIndex& index) const {
    return model_->row(filtered_->mapToSource(index).row()).item;
}

void RankedList::clear() {
    loaded_ = false;
    model_->setRows({});
    heldOut_->clear();
    showState();
}

void RankedList::setRows(qint64 runId, UserIndex user, std::vector<RecommendationRow> rows) {
    loaded_ = true;
    model_->setRows(std::move(rows));
    table_->scrollToTop();
    heldOut_->ask(runId, user, model_->rowCount());
    showState();
}

void RankedList::compareWith(std::optional<OtherList> other, const QString& heading) {
    comparing_ = other.has_value();
    heading_->setFullText(heading);
    heading_->setVisible(comparing_);
    if (!comparing_ && filtered_->sortColumn() == RecommendationsModel::Change) {
        table_->sortByColumn(RecommendationsModel::Rank, Qt::AscendingOrder);
    }
    model_->setOther(std::move(other));
    showColumns();
}

void RankedList::setFilter(const ListFilter& filter) {
    filtered_->setFilter(filter);
    showState();
}

void RankedList::setPopularity(std::shared_ptr<const PopularityRanks> ranks) {
    model_->setPopularity(std::move(ranks));
    showState();
}

void RankedList::setGenresShown(bool shown) {
    genresShown_ = shown;
    showColumns();
}

void RankedList::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    showColumns();
}

void RankedList::showColumns() {
    table_->setColumnHidden(RecommendationsModel::Change, !comparing_);
    int room = width() - kTitleWidth - widths_[RecommendationsModel::Rank] -
               (comparing_ ? widths_[RecommendationsModel::Change] : 0);
    for (const auto column : {RecommendationsModel::Score, RecommendationsModel::Popularity,
                              RecommendationsModel::Genres}) {
        const bool wanted = column != RecommendationsModel::Genres || genresShown_;
        room -= wanted ? widths_[column] : 0;
        table_->setColumnHidden(column, !wanted || room < 0);
    }
}

void RankedList::showState() {
    const int all = model_->rowCount();
    const bool filteredAway = all > 0 && filtered_->rowCount() == 0;
    clearFilter_->setVisible(filteredAway);
    message_->setText(filteredAway          ? tr("Nothing in this list is of this kind.")
                      : loaded_ && all == 0 ? tr("This run has no list for this user.")
                                            : QString());
    stack_->setCurrentWidget(filteredAway || (loaded_ && all == 0) ? messagePage_
                                                                   : static_cast<QWidget*>(table_));
}

}  // namespace ncf
