#include "models/item_lists.h"

#include "theme/theme.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <cmath>
#include <limits>

namespace ncf {

namespace {

QVariant rightAligned() {
    return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
}

QString badge() {
    return QCoreApplication::translate("ncf::ItemLists", "held out");
}

QString badgeHelp() {
    return QCoreApplication::translate(
        "ncf::ItemLists",
        "The held-out item: it was kept from the training to test whether the run finds it.");
}

// A tooltip takes markup for what it says.
QString titleToolTip(const QString& title, bool heldOut) {
    return heldOut ? QStringLiteral("<p>%1</p><p>%2</p>").arg(title.toHtmlEscaped(), badgeHelp())
                   : title.toHtmlEscaped();
}

QString genresForPeople(const ItemInfo& info) {
    return genresOf(info).join(QStringLiteral(", "));
}

}  // namespace

QString itemTitle(const ItemInfo& info, const std::string& id) {
    return QString::fromStdString(info.title.empty() ? id : info.title);
}

QString ratingText(float rating, int digits) {
    return isRated(rating) ? QLocale().toString(rating, 'g', digits) : QStringLiteral("–");
}

QString scoreText(double score) {
    constexpr double kLarge = 100;
    return QLocale().toString(score, 'f', std::abs(score) < kLarge ? 3 : 0);
}

QStringList genresOf(const ItemInfo& info) {
    return QString::fromStdString(info.genres).split(QLatin1Char('|'), Qt::SkipEmptyParts);
}

void HistoryModel::setRows(std::vector<HistoryRow> rows) {
    beginResetModel();
    rows_ = std::move(rows);
    heldOut_.clear();
    endResetModel();
}

void HistoryModel::setHeldOut(std::set<ItemIndex> items) {
    heldOut_ = std::move(items);
    if (!rows_.empty()) {
        Q_EMIT dataChanged(index(0, Title), index(rowCount() - 1, Title));
    }
}

int HistoryModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int HistoryModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant HistoryModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const auto& row = rows_[static_cast<std::size_t>(index.row())];
    if (role == Qt::TextAlignmentRole && index.column() == Rating) {
        return rightAligned();
    }
    if (role == kItemSortRole && index.column() == Rating) {
        return isRated(row.rating) ? row.rating : std::numeric_limits<float>::lowest();
    }
    if (role == kItemSortRole && index.column() == Date) {
        return QVariant::fromValue<qint64>(row.timestamp);
    }
    if (index.column() == Title && heldOut_.contains(row.item)) {
        if (role == kItemBadgeRole) {
            return badge();
        }
        if (role == Qt::AccessibleTextRole) {
            return itemTitle(row.info, row.itemId) + QStringLiteral(", ") + badge();
        }
    }
    if (role == Qt::ToolTipRole && index.column() == Title) {
        return titleToolTip(itemTitle(row.info, row.itemId), heldOut_.contains(row.item));
    }
    if (role == Qt::ToolTipRole && index.column() == Genres) {
        return genresForPeople(row.info).toHtmlEscaped();
    }
    if (role != Qt::DisplayRole && role != kItemSortRole) {
        return {};
    }
    switch (index.column()) {
        case Title:
            return itemTitle(row.info, row.itemId);
        case Genres:
            return genresForPeople(row.info);
        case Rating:
            return ratingText(row.rating, 3);
        case Date:
            return row.timestamp == kNoTime ? QStringLiteral("–")
                   : row.timestamp == 0
                       ? QString()
                       : QLocale().toString(QDateTime::fromSecsSinceEpoch(row.timestamp).date(),
                                            QLocale::ShortFormat);
        default:
            return {};
    }
}

QVariant HistoryModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal) {
        return {};
    }
    const QString names[] = {tr("Title"), tr("Genres"), tr("Rating"), tr("Date")};
    return names[section];
}

void RecommendationsModel::setRows(std::vector<RecommendationRow> rows) {
    beginResetModel();
    rows_ = std::move(rows);
    heldOut_.clear();
    endResetModel();
}

void RecommendationsModel::setHeldOut(std::set<ItemIndex> items) {
    heldOut_ = std::move(items);
    cellsChanged(Title, Title);
}

void RecommendationsModel::setPopularity(std::shared_ptr<const PopularityRanks> ranks) {
    popularity_ = std::move(ranks);
    cellsChanged(Popularity, Popularity);
}

void RecommendationsModel::setOther(std::optional<OtherList> other) {
    other_ = std::move(other);
    cellsChanged(Change, Change);
}

void RecommendationsModel::cellsChanged(int firstColumn, int lastColumn) {
    if (!rows_.empty()) {
        Q_EMIT dataChanged(index(0, firstColumn), index(rowCount() - 1, lastColumn));
    }
}

int RecommendationsModel::popularityRank(int row) const {
    return popularity_ ? popularity_->of(this->row(row).popularity) : 0;
}

int RecommendationsModel::otherRank(const RecommendationRow& row) const {
    return other_ ? other_->ranks.of(row.item) : 0;
}

int RecommendationsModel::shared() const {
    return other_ ? other_->ranks.shared(rows_) : 0;
}

int RecommendationsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int RecommendationsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RecommendationsModel::text(const RecommendationRow& row, int column) const {
    switch (column) {
        case Rank:
            return row.rank;
        case Change: {
            if (!other_) {
                return {};
            }
            const int other = otherRank(row);
            const int up = other - row.rank;
            return other == 0 ? tr("only here")
                   : up > 0   ? QStringLiteral("▲ %1").arg(up)
                   : up < 0   ? QStringLiteral("▼ %1").arg(-up)
                              : QStringLiteral("=");
        }
        case Title:
            return itemTitle(row.info, row.itemId);
        case Genres:
            return genresForPeople(row.info);
        case Score:
            return scoreText(static_cast<double>(row.score));
        case Popularity: {
            const int rank = popularity_ ? popularity_->of(row.popularity) : 0;
            return rank == 0 ? QVariant() : QLocale().toString(rank);
        }
        default:
            return {};
    }
}

QString RecommendationsModel::toolTip(const RecommendationRow& row, int column) const {
    switch (column) {
        case Change:
            return !other_ ? QString()
                   : otherRank(row) == 0
                       ? tr("Not in the list of “%1”").arg(other_->run.toHtmlEscaped())
                       : tr("Number %1 here, number %2 in the list of “%3”")
                             .arg(row.rank)
                             .arg(otherRank(row))
                             .arg(other_->run.toHtmlEscaped());
        case Title:
            return titleToolTip(itemTitle(row.info, row.itemId), heldOut_.contains(row.item));
        case Genres:
            return genresForPeople(row.info).toHtmlEscaped();
        case Popularity:
            return tr("%1 interactions").arg(QLocale().toString(row.popularity));
        default:
            return {};
    }
}

QVariant RecommendationsModel::sortKey(const RecommendationRow& row, int column) const {
    switch (column) {
        case Change: {
            // What rose most first, what is only here last.
            const int other = otherRank(row);
            return other == 0 ? std::numeric_limits<int>::max() : row.rank - other;
        }
        case Score:
            return row.score;
        case Popularity:
            return -static_cast<double>(row.popularity);  // as the places by it
        default:
            return text(row, column);
    }
}

QVariant RecommendationsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const auto& row = rows_[static_cast<std::size_t>(index.row())];
    const int column = index.column();
    switch (role) {
        case Qt::DisplayRole:
            return text(row, column);
        case Qt::ToolTipRole:
            return toolTip(row, column);
        case kItemSortRole:
            return sortKey(row, column);
        case kShareRole: {
            const float best = rows_.front().score;
            return best > 0 ? static_cast<double>(row.score / best) : 0.0;
        }
        case kItemBadgeRole:
            return column == Title && heldOut_.contains(row.item) ? badge() : QVariant();
        case Qt::AccessibleTextRole:
            return column == Title && heldOut_.contains(row.item)
                       ? itemTitle(row.info, row.itemId) + QStringLiteral(", ") + badge()
                   : column == Change ? toolTip(row, column)
                                      : text(row, column);
        case Qt::TextAlignmentRole:
            return column == Rank || column == Score || column == Popularity ? rightAligned()
                                                                             : QVariant();
        case Qt::ForegroundRole: {
            if (column != Change || !other_) {
                return {};
            }
            const int other = otherRank(row);
            return other == 0         ? Theme::accent()
                   : other > row.rank ? Theme::good()
                   : other < row.rank ? Theme::bad()
                                      : Theme::textMuted();
        }
        default:
            return {};
    }
}

QVariant RecommendationsModel::headerData(int section, Qt::Orientation orientation,
                                          int role) const {
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::ToolTipRole) {
        const QString help[] = {
            tr("Number in the list; a click on it brings the list back into its order"),
            tr("How many places higher or lower than in the other list"),
            {},
            {},
            tr("The model's score: a probability, a predicted rating, what a baseline counts, or a "
               "number that only ranks, of a model trained by comparing items"),
            tr("Place by popularity: 1 is the item with the most interactions of all")};
        return help[section];
    }
    const QString names[] = {tr("#"),      tr("Change"), tr("Title"),
                             tr("Genres"), tr("Score"),  tr("Popularity")};
    return role == Qt::DisplayRole ? QVariant(names[section]) : QVariant();
}

}  // namespace ncf
