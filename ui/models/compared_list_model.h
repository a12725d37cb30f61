#pragma once

#include "models/list_moves.h"

#include <QAbstractTableModel>

#include <vector>

namespace ncf {

// A list of recommendations, best first, with a mark beside each row for how it moved against
// another list.
class ComparedListModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Rank, Move, Title, Score, ColumnCount };
    // The score's place between 0 and the list's best, for a bar.
    static constexpr int kShareRole = Qt::UserRole;
    using QAbstractTableModel::QAbstractTableModel;

    // `moves` is parallel to `rows`, or empty for no marks.
    void setRows(std::vector<RecommendationRow> rows, std::vector<ListMove> moves);
    const std::vector<RecommendationRow>& rows() const { return rows_; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QVariant text(const RecommendationRow& row, const ListMove& move, int column) const;

    std::vector<RecommendationRow> rows_;
    std::vector<ListMove> moves_;  // parallel to rows_
};

}  // namespace ncf
