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

namespace ncf {

namespace {
// Shows the first genre; the titles need the room more, and a person can widen it.
constexpr int kGenresWidth = 84;
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
    auto* const card = new Card(tr("What this user interacted with"));
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
    const auto widthOf = [this](const QString& text) {
        constexpr int kAround = 34;  // the header's padding and its arrow
        return table_->fontMetrics().horizontalAdvance(text) + kAround;
    };
    header->setSectionResizeMode(HistoryModel::Title, QHeaderView::Stretch);
    table_->setColumnWidth(HistoryModel::Genres, kGenresWidth);
    table_->setColumnWidth(HistoryModel::Rating, widthOf(tr("Rating")));
    const QString longDate = QLocale().toString(QDate(2020, 10, 20), QLocale::ShortFormat);
    table_->setColumnWidth(HistoryModel::Date, widthOf(longDate));
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
    table_->setColumnHidden(HistoryModel::Rating, !info || !info->hasRatings);
    table_->setColumnHidden(HistoryModel::Date, !info || !info->hasTimestamps);
    table_->setColumnHidden(HistoryModel::Genres, !info || !info->hasTitles);
}

}  // namespace ncf
