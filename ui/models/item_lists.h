#pragma once

#include "experiment/list_ranks.h"
#include "experiment/popularity_ranks.h"
#include "store/project.h"

#include <QAbstractTableModel>

#include <memory>
#include <optional>
#include <set>
#include <vector>

namespace ncf {

// The title for people: the id where there is no title.
QString itemTitle(const ItemInfo& info, const std::string& id);
// A score, however large: probabilities, ratings and cosines need their decimals, counts have none.
QString scoreText(double score);
// A rating with so many digits at most; a dash for kUnrated.
QString ratingText(float rating, int digits);
// The single genres of "Comedy|Drama".
QStringList genresOf(const ItemInfo& info);

// Of both lists of items.
enum ItemListRole {
    kItemSortRole = Qt::UserRole,  // numbers as numbers
    kItemBadgeRole                 // a word that stands beside the title; none for most
};

// What a user interacted with, latest first.
class HistoryModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Title, Genres, Rating, Date, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    void setRows(std::vector<HistoryRow> rows);
    // These get a badge.
    void setHeldOut(std::set<ItemIndex> items);
    const HistoryRow& row(int row) const { return rows_[static_cast<std::size_t>(row)]; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<HistoryRow> rows_;
    std::set<ItemIndex> heldOut_;
};

// Another run's list for the same user, to be compared with.
struct OtherList {
    QString run;  // its name
    ListRanks ranks;
};

// What a run recommends to a user, best first.
class RecommendationsModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Rank, Change, Title, Genres, Score, Popularity, ColumnCount };
    // The score's place between 0 and the list's best, for a bar.
    static constexpr int kShareRole = kItemBadgeRole + 1;
    using QAbstractTableModel::QAbstractTableModel;

    void setRows(std::vector<RecommendationRow> rows);
    // These get a badge.
    void setHeldOut(std::set<ItemIndex> items);
    void setPopularity(std::shared_ptr<const PopularityRanks> ranks);
    // What the column Change tells the difference to; nullopt for nothing.
    void setOther(std::optional<OtherList> other);

    const std::vector<RecommendationRow>& rows() const { return rows_; }
    const RecommendationRow& row(int row) const { return rows_[static_cast<std::size_t>(row)]; }
    // The item's place by popularity, from 1; 0 while that is not known.
    int popularityRank(int row) const;
    // How many items stand in both lists.
    int shared() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    // The item's place in the other list; 0 where it is not there.
    int otherRank(const RecommendationRow& row) const;
    QVariant text(const RecommendationRow& row, int column) const;
    QString toolTip(const RecommendationRow& row, int column) const;
    QVariant sortKey(const RecommendationRow& row, int column) const;
    void cellsChanged(int firstColumn, int lastColumn);

    std::vector<RecommendationRow> rows_;
    std::set<ItemIndex> heldOut_;
    std::shared_ptr<const PopularityRanks> popularity_;
    std::optional<OtherList> other_;
};

}  // namespace ncf
