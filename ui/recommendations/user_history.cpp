#include "recommendations/user_history.h"

#include "session/session.h"
#include "widgets/badge_delegate.h"
#include "widgets/card.h"
#include "widgets/list_table.h"

#include <QDate>
#include <QHeaderView>
#include <QLocale>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace ncf {

namespace {
// Shows the first genre; the titles need the room more, and a person can widen it.
constexpr int kGenresWidth = 84;
constexpr int kTitleWidth = 160;  // at least, with what is around the table
}  // namespace

UserHistory::UserHistory(Session* session, QWidget* parent)
    : QWidget(parent),
      session_(session),
      model_(new HistoryModel(this)),
      sorted_(new QSortFilterProxyModel(this)) {
    sorted_->setSourceModel(model_);
    sorted_->setSortRole(kItemSortRole);
    sorted_->setSortCaseSensitivity(Qt::CaseInsensitive);
    sorted_->setSortLocaleAware(true);
    makeTable();
    auto* const card = new Card(tr("History"));
    card->body()->addWidget(table_, 1);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(card);
}

void UserHistory::makeTable() {
    table_ = makeListTable(sorted_, tr("What this user interacted with"));
    table_->setItemDelegateForColumn(HistoryModel::Title,
                                     new BadgeDelegate(kItemBadgeRole, table_));
    auto* const header = table_->horizontalHeader();
    // The third click on a title brings the latest first again.
    header->setSortIndicatorClearable(true);
    header->setSortIndicator(-1, Qt::AscendingOrder);
    table_->setSortingEnabled(true);
    // Of set widths: measuring the contents would cost time at every user.
    const auto widthOf = [this](const QString& text, int around) {
        return table_->fontMetrics().horizontalAdvance(text) + around;
    };
    constexpr int kAroundText = 26;
    constexpr int kAroundHeader = 34;  // its padding and its arrow
    header->setSectionResizeMode(HistoryModel::Title, QHeaderView::Stretch);
    const QString longDate = QLocale().toString(QDate(2020, 10, 20), QLocale::ShortFormat);
    widths_[HistoryModel::Genres] = kGenresWidth;
    widths_[HistoryModel::Rating] = widthOf(tr("Rating"), kAroundHeader);
    widths_[HistoryModel::Date] =
        std::max(widthOf(longDate, kAroundText), widthOf(tr("Date"), kAroundHeader));
    for (const auto column : {HistoryModel::Genres, HistoryModel::Rating, HistoryModel::Date}) {
        table_->setColumnWidth(column, widths_[column]);
    }
    connect(table_, &QTableView::doubleClicked, this, [this](const QModelIndex& index) {
        Q_EMIT opened(model_->row(sorted_->mapToSource(index).row()).item);
    });
}

void UserHistory::show(UserIndex user) {
    user_ = user;
    if (user < 0) {
        model_->setRows({});
        return;
    }
    session_->query(
        this, [user](Project& project) { return project.history(user); },
        [this, user](Result<std::vector<HistoryRow>> rows) {
            if (user == user_) {
                model_->setRows(session_->valueOrReport(std::move(rows)));
                table_->scrollToTop();
            }
        });
}

void UserHistory::setHeldOut(std::set<ItemIndex> items) {
    model_->setHeldOut(std::move(items));
}

void UserHistory::showColumns() {
    const auto& info = session_->datasetInfo();
    int room = width() - kTitleWidth;
    const auto show = [&](HistoryModel::Column column, bool wanted) {
        room -= wanted ? widths_[column] : 0;
        table_->setColumnHidden(column, !wanted || room < 0);
    };
    show(HistoryModel::Rating, info && info->hasRatings);
    show(HistoryModel::Date, info && info->hasTimestamps);
    show(HistoryModel::Genres, info && info->hasTitles);
}

void UserHistory::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    showColumns();
}

}  // namespace ncf
