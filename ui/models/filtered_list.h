#pragma once

#include "models/item_lists.h"

#include <QSortFilterProxyModel>

namespace ncf {

// Which rows of a recommendation list are shown.
struct ListFilter {
    QString text;   // part of the title, in any case; empty for any
    QString genre;  // empty for any
    // By the items' places by popularity, from 1: those from `popularFrom` to `popularTo`.
    int popularFrom = 1;
    int popularTo = 0;  // 0 for no end

    bool operator==(const ListFilter&) const = default;
};

// A recommendation list sorted by any of its columns and filtered; the numbers in the list stay as
// they are.
class FilteredList : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit FilteredList(RecommendationsModel* list, QObject* parent = nullptr);

    void setFilter(const ListFilter& filter);

protected:
    bool filterAcceptsRow(int sourceRow, const QModelIndex& sourceParent) const override;

private:
    RecommendationsModel* list_;
    ListFilter filter_;
};

}  // namespace ncf
