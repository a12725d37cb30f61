#pragma once

#include "store/project.h"

#include <QAbstractTableModel>

#include <vector>

namespace ncf {

// The title for people: the id where there is no title.
QString itemTitle(const ItemInfo& info, const std::string& id);

// What a user interacted with, latest first.
class HistoryModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Title, Genres, Rating, Date, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    void setRows(std::vector<HistoryRow> rows);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<HistoryRow> rows_;
};

// What a run recommends to a user, best first.
class RecommendationsModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Rank, Title, Genres, Score, Popularity, ColumnCount };
    // The score's place between 0 and the list's best, for a bar.
    static constexpr int kShareRole = Qt::UserRole;
    using QAbstractTableModel::QAbstractTableModel;

    void setRows(std::vector<RecommendationRow> rows);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<RecommendationRow> rows_;
};

}  // namespace ncf
