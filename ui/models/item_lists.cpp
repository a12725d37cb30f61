#include "models/item_lists.h"

#include <QDateTime>
#include <QLocale>

namespace ncf {

namespace {

QString genresForPeople(const std::string& genres) {
    return QString::fromStdString(genres).replace(QLatin1Char('|'), QStringLiteral(", "));
}

QVariant rightAligned() {
    return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
}

}  // namespace

QString itemTitle(const ItemInfo& info, const std::string& id) {
    return QString::fromStdString(info.title.empty() ? id : info.title);
}

void HistoryModel::setRows(std::vector<HistoryRow> rows) {
    beginResetModel();
    rows_ = std::move(rows);
    endResetModel();
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
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) {
        return {};
    }
    switch (index.column()) {
        case Title:
            return itemTitle(row.info, row.itemId);
        case Genres:
            return genresForPeople(row.info.genres);
        case Rating:
            return QLocale().toString(row.rating, 'g', 3);
        case Date:
            return row.timestamp == 0
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
    endResetModel();
}

int RecommendationsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int RecommendationsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RecommendationsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const auto& row = rows_[static_cast<std::size_t>(index.row())];
    if (role == kShareRole) {
        const float best = rows_.front().score;
        return best > 0 ? static_cast<double>(row.score / best) : 0.0;
    }
    if (role == Qt::TextAlignmentRole && index.column() != Title && index.column() != Genres) {
        return rightAligned();
    }
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) {
        return {};
    }
    switch (index.column()) {
        case Rank:
            return row.rank;
        case Title:
            return itemTitle(row.info, row.itemId);
        case Genres:
            return genresForPeople(row.info.genres);
        case Score:
            return QLocale().toString(row.score, 'f', 3);
        case Popularity:
            return QLocale().toString(row.popularity);
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
        const QString help[] = {tr("Place in the list"),
                                {},
                                {},
                                tr("The model's score: a probability, or a predicted rating"),
                                tr("How many users interacted with it")};
        return help[section];
    }
    const QString names[] = {tr("#"), tr("Title"), tr("Genres"), tr("Score"), tr("Popularity")};
    return role == Qt::DisplayRole ? QVariant(names[section]) : QVariant();
}

}  // namespace ncf
